//! Files and rows into the ledger.
