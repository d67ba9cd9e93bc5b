//! JSON cut into its values while it streams: brackets and quotation marks only, what is between
//! them is for the parser to judge. So one broken feature costs itself, and none is in memory but one.

use std::io::{self, BufRead};

/// No value is kept beyond this, whatever it is; the largest outlines of provinces have a fifth of it.
pub(super) const MOST_BYTES: usize = 32 << 20;

/// A text on its way through.
pub(super) struct Pieces<R> {
    input: R,
}

/// How a value came out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// It is all there.
    Whole,
    /// It is longer than [`MOST_BYTES`], and has been passed over.
    TooLong,
    /// The text ended within it.
    CutOff,
}

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input }
    }

    /// The next byte that isn't blank, left where it is; none at the end.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return Ok(None);
            }
            match bytes.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(at) => {
                    let found = bytes[at];
                    self.input.consume(at);
                    return Ok(Some(found));
                }
                None => {
                    let all = bytes.len();
                    self.input.consume(all);
                }
            }
        }
    }

    /// Passes over the byte that [`Pieces::peek`] answered with.
    pub(super) fn pass(&mut self) {
        self.input.consume(1);
    }

    /// The text of the next value into `into`.
    pub(super) fn value(&mut self, into: &mut Vec<u8>) -> io::Result<Piece> {
        into.clear();
        self.peek()?;
        let mut walk = Walk::default();
        let mut too_long = false;
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return Ok(if walk.is_bare { Piece::Whole } else { Piece::CutOff });
            }
            let end = walk.end(bytes);
            let taken = end.unwrap_or(bytes.len());
            too_long |= into.len() + taken > MOST_BYTES;
            if !too_long {
                into.extend_from_slice(&bytes[..taken]);
            }
            self.input.consume(taken);
            if end.is_some() {
                return Ok(if too_long { Piece::TooLong } else { Piece::Whole });
            }
        }
    }

    /// A text up to `separator`, which is passed over; none at the end. One that is too long is
    /// passed over as a whole.
    pub(super) fn until(&mut self, separator: u8, into: &mut Vec<u8>) -> io::Result<Option<Piece>> {
        into.clear();
        let (mut any, mut too_long) = (false, false);
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                let piece = if too_long { Piece::TooLong } else { Piece::Whole };
                return Ok(any.then_some(piece));
            }
            any = true;
            let end = bytes.iter().position(|byte| *byte == separator);
            let taken = end.unwrap_or(bytes.len());
            too_long |= into.len() + taken > MOST_BYTES;
            if !too_long {
                into.extend_from_slice(&bytes[..taken]);
            }
            self.input.consume(taken + usize::from(end.is_some()));
            if end.is_some() {
                return Ok(Some(if too_long { Piece::TooLong } else { Piece::Whole }));
            }
        }
    }
}

/// Where in a value the walk is.
#[derive(Default)]
struct Walk {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// Within a number or a word.
    is_bare: bool,
}

impl Walk {
    /// Walks on; answers where the value ends, if it does in these bytes.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t' if self.is_bare => return Some(at),
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => self.is_bare = self.depth == 0,
            }
        }
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn values_are_found_whatever_the_buffer() {
        let text = r#"  {"a":"}\"]","b":[1,{"c":[]}]} [ ] 12.5e3,"x\\" null"#;
        for capacity in 1..40 {
            let mut pieces = Pieces::new(BufReader::with_capacity(capacity, text.as_bytes()));
            let mut found = Vec::new();
            let mut value = Vec::new();
            while pieces.peek().unwrap().is_some() {
                if pieces.peek().unwrap() == Some(b',') {
                    pieces.pass();
                    continue;
                }
                assert_eq!(pieces.value(&mut value).unwrap(), Piece::Whole);
                found.push(String::from_utf8(value.clone()).unwrap());
            }
            assert_eq!(found, [r#"{"a":"}\"]","b":[1,{"c":[]}]}"#, "[ ]", "12.5e3", r#""x\\""#, "null"]);
        }
    }

    #[test]
    fn what_is_cut_off_is_said_to_be() {
        let mut value = Vec::new();
        assert_eq!(Pieces::new(&br#"{"a":[1"#[..]).value(&mut value).unwrap(), Piece::CutOff);
        assert_eq!(Pieces::new(&b"\"a"[..]).value(&mut value).unwrap(), Piece::CutOff);
        assert_eq!(Pieces::new(&b"12"[..]).value(&mut value).unwrap(), Piece::Whole);
    }
}
