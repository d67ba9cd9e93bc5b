//! Asking servers over HTTP, within bounds of time, size and patience. Online maps and polled feeds ask by it; what
//! they make of an answer is theirs.

mod client;
mod said;

pub(crate) use client::{Bounds, Clients, Redirects, Tags, body, moment, retry_after, send};
pub(crate) use said::{complaint, said};

/// A letter of a key as it may stand in an address.
pub(crate) fn escaped(byte: u8) -> String {
    let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}
