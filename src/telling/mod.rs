//! Telling: whom an event concerns learns of it, outside of Zonglan.
//!
//! `concern` is the one table of who is told of what; `notice` makes notices of an event and of the matter as it stood
//! (`matter`), in words (`words`) without personal data; `follow` reads the ledger on from where the outbox stands;
//! `outbox` keeps each notice (`delivery`) until it is delivered or given up; `webhook` is the channel by which it goes,
//! signed; `teller` is the thread that does all that, by the `settings` of a data folder. `paper` makes the papers that
//! offices send each other.
//!
//! Nothing here opens the personal data of a matter: the ledger keeps them in a table of their own.

mod concern;
mod delivery;
mod error;
mod follow;
mod given_up;
mod matter;
mod notice;
mod outbox;
mod paper;
mod recipient;
mod settings;
mod teller;
mod towns;
mod webhook;
mod words;

pub use concern::{Circle, KINDS, Kind};
pub use delivery::{Counts, Delivery, DeliveryState, Kept, Place};
pub use error::TellError;
pub use matter::Matter;
pub use notice::{Notice, notices};
pub use outbox::{OUTBOX_FILE, Outbox};
pub use paper::{Paper, PaperKind, docx, html};
pub use recipient::Recipient;
pub use settings::{Endpoint, TELLING_FILE, Take, TellSettings};
pub use teller::{HearsOfGivenUp, Tally, TellLimits, TellParts, Teller, tell_once, test};
pub use webhook::{Secrets, test_body};
