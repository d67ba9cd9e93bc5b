//! Base maps that are fetched while a seat looks at them: XYZ and WMTS servers.
//!
//! `settings` says which, kept in the data folder; `template` makes a tile's address; `fetch` asks for one, within
//! bounds; `cache` keeps on disk what came and counts what was asked; `queue` decides what is asked next; `thread`
//! does it, on a thread of its own; `map` is what the seat asks. Nobody who draws ever waits for any of it.

mod cache;
mod error;
mod fetch;
mod map;
mod queue;
mod settings;
mod template;
mod thread;

pub use cache::CACHE_FILE;
pub use error::OnlineError;
pub use fetch::Limits;
pub use map::{OnlineMap, OnlineMaps};
pub use settings::{KEY_VARIABLE, MapSetting, ONLINE_FILE, OnlineSettings};
