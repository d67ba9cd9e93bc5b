//! The store's side: what another system tells, into the ledger.

use crate::domain::{Recorded, Told, ToldRow};
use crate::ledger::{Ledger, LedgerError};
use std::ops::ControlFlow;

/// Puts what is told into the ledger as an import would: one transaction, and what the ledger has just so already is
/// not written again. A thing that has moved since its row was weighed is left for the next time. Answers with what
/// was written, in the ledger's order; it is durable then.
///
/// # Errors
/// The ledger can't be read or written; then nothing of it is in the ledger.
pub fn take_in(ledger: &mut dyn Ledger, told: &Told) -> Result<Vec<Recorded>, LedgerError> {
    let mut still = Vec::with_capacity(told.rows.len());
    for row in &told.rows {
        let version = ledger.read_stream(&row.stream)?.last().map_or(0, |last| last.version);
        if version == row.seen_version {
            still.push(row);
        }
    }
    if still.is_empty() {
        return Ok(Vec::new());
    }
    let before = ledger.last_seq()?;
    let mut bulk = ledger.bulk(told.at, &told.by)?;
    for ToldRow { stream, event, personal, .. } in still {
        match bulk.put(stream, event, personal.as_ref()) {
            // It costs itself.
            Err(why @ LedgerError::Unwritable { .. }) => tracing::warn!("{why}"),
            outcome => drop(outcome?),
        }
    }
    bulk.commit()?;
    let mut recorded = Vec::new();
    ledger.read_after(before, &mut |event| {
        recorded.push(event);
        ControlFlow::Continue(())
    })?;
    Ok(recorded)
}
