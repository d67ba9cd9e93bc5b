//! Files and rows into the ledger.
//!
//! `source` turns a file into rows, whatever its format; `mapping` says which column serves which
//! field; `kind/` makes of each row what the ledger keeps, or a problem; `run` puts it all into one
//! transaction. A bad row costs itself. The same file again changes nothing.

pub mod basemap;
mod codes;
mod crs;
mod diff;
mod duty;
mod error;
pub mod fix_rules;
mod fixes;
mod guards;
mod hand;
mod identity;
mod kind;
mod known;
mod live;
mod mapping;
mod outline;
mod plan;
mod preview;
mod record;
mod report;
mod run;
mod saved;
mod siblings;
mod source;
mod table;
mod time;

pub use crs::{Converter, Crs, Misfit, TileGrid, bd09_from_gcj02, gcj02_from_bd09, gcj02_from_wgs84, wgs84_from_gcj02};
pub use duty::read_duty;
pub use error::IntakeError;
pub use fixes::import_fixes;
pub use kind::Kind;
pub use live::{LiveReader, LiveRow, Understood};
pub use plan::{Plan, Planned, plan};
pub use report::{ImportReport, PROBLEMS_TOLD, Problem, Siblings, Spot};
pub use run::{ImportRequest, Progress, import};
pub use saved::SavedMapping;
