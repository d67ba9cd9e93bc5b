//! The chain: every event carries a hash over itself and the hash of the event before it.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub(super) type Hash = [u8; 32];

/// What stands before the first event.
pub(super) const GENESIS: Hash = [0; 32];

/// One event as the chain sees it: exact bytes, nothing decoded.
#[derive(Clone, Copy)]
pub(super) struct Link<'a> {
    /// The hash of the event before.
    pub(super) prev: &'a Hash,
    /// Its place in the ledger.
    pub(super) seq: u64,
    /// Its stream's text.
    pub(super) stream: &'a str,
    /// Its place in the stream.
    pub(super) version: u32,
    /// When, seconds since 1970 UTC.
    pub(super) at_secs: i64,
    /// Who, as the JSON that is stored.
    pub(super) actor: &'a str,
    /// The command it follows from.
    pub(super) command: Option<&'a str>,
    /// Its body's bytes.
    pub(super) body: &'a [u8],
}

impl Link<'_> {
    /// The event's hash: SHA-256 over, in this order and without anything between,
    /// `prev` (32 bytes) · `seq` (u64) · `stream` (text) · `version` (u32) · `at` (i64, seconds) ·
    /// `actor` (text) · `command` (text, or the u32 `0xFFFF_FFFF` for none) · `body` (all that is left).
    /// Numbers are big-endian; a text is its length in bytes as u32, then its UTF-8 bytes.
    pub(super) fn hash(&self) -> Hash {
        let mut hash = Sha256::new();
        hash.update(self.prev);
        hash.update(self.seq.to_be_bytes());
        text(&mut hash, self.stream);
        hash.update(self.version.to_be_bytes());
        hash.update(self.at_secs.to_be_bytes());
        text(&mut hash, self.actor);
        match self.command {
            Some(command) => text(&mut hash, command),
            None => hash.update(u32::MAX.to_be_bytes()),
        }
        hash.update(self.body);
        hash.finalize().into()
    }
}

fn text(hash: &mut Sha256, text: &str) {
    // No text of 4 GiB comes this far: SQLite holds 1 GB a row.
    hash.update((text.len() as u32).to_be_bytes());
    hash.update(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_the_one_described() {
        let link = Link {
            prev: &GENESIS,
            seq: 1,
            stream: "incident/CL1",
            version: 1,
            at_secs: -2,
            actor: "{\"officer\":\"陈\"}",
            command: None,
            body: b"{}",
        };
        let mut bytes = vec![0; 32];
        bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12]);
        bytes.extend_from_slice(b"incident/CL1");
        bytes.extend_from_slice(&[0, 0, 0, 1, 255, 255, 255, 255, 255, 255, 255, 254, 0, 0, 0, 17]);
        bytes.extend_from_slice("{\"officer\":\"陈\"}".as_bytes());
        bytes.extend_from_slice(&[255, 255, 255, 255, b'{', b'}']);
        assert_eq!(link.hash(), Hash::from(Sha256::digest(&bytes)));
        assert_ne!(link.hash(), Link { command: Some(""), ..link }.hash(), "no command is not an empty one");
    }
}
