//! A stream of pictures cut into them: `multipart/x-mixed-replace` as cameras, gateways and `ffmpeg` send it. Where a part
//! says its length that is taken at its word, as long as the boundary follows; else the boundary is looked for.

use memchr::memmem;
use thiserror::Error;

/// The lines before a part's bytes, or before the first boundary, have at most so many bytes.
const MOST_HEAD: usize = 8 << 10;
/// A boundary has at most so many (RFC 2046: 70 and two dashes; cameras add more dashes).
const MOST_BOUNDARY: usize = 128;

/// Why no more pictures can be cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Broken {
    /// It is no such stream.
    #[error("it is no stream of pictures")]
    NoStream,
    /// A part is larger than is taken.
    #[error("a picture is too large")]
    TooLarge,
    /// The stream said that it ends.
    #[error("the stream ended")]
    Ended,
}

/// What comes next.
#[derive(Clone, Copy, Debug)]
enum At {
    /// The first boundary's line.
    Preamble,
    /// The next boundary, behind so many bytes that are nobody's.
    Between(usize),
    /// What stands behind a boundary: a line's end, or the two dashes of the stream's end.
    BoundaryEnd,
    /// A part's lines.
    Head,
    /// A part's bytes: so many where it said so, and how many were looked through for the boundary.
    Body(Option<usize>, usize),
}

/// Cuts a stream as it comes. It holds one part at most, and no part larger than was said.
#[derive(Debug)]
pub struct Parts {
    most_bytes: usize,
    boundary: Vec<u8>,
    bytes: Vec<u8>,
    at: At,
}

impl Parts {
    /// Nothing has come yet; no part is larger than `most_bytes`.
    #[must_use]
    pub fn new(most_bytes: usize) -> Self {
        Self { most_bytes, boundary: Vec::new(), bytes: Vec::new(), at: At::Preamble }
    }

    /// Takes in what came. Ask for the parts before the next: what is not cut off stays.
    pub fn take(&mut self, came: &[u8]) {
        self.bytes.extend_from_slice(came);
    }

    /// How many bytes it holds.
    #[must_use]
    pub fn held(&self) -> usize {
        self.bytes.len()
    }

    /// The next part's bytes; none until more has come.
    ///
    /// # Errors
    /// Nothing more can come of it.
    pub fn part(&mut self) -> Result<Option<Vec<u8>>, Broken> {
        loop {
            match self.at {
                At::Preamble => {
                    if !self.first_boundary()? {
                        return Ok(None);
                    }
                }
                At::Between(skipped) => {
                    if !self.next_boundary(skipped)? {
                        return Ok(None);
                    }
                }
                At::BoundaryEnd => {
                    let Some(two) = self.bytes.get(..2) else { return Ok(None) };
                    if two == b"--" {
                        return Err(Broken::Ended);
                    }
                    self.at = At::Head;
                }
                At::Head => match self.head()? {
                    Some(length) => self.at = At::Body(length, 0),
                    None => return Ok(None),
                },
                At::Body(length, looked) => return self.body(length, looked),
            }
        }
    }

    /// Reads the first line that begins with two dashes: what a head says of the boundary is often not what is sent.
    fn first_boundary(&mut self) -> Result<bool, Broken> {
        loop {
            let Some(end) = memchr::memchr(b'\n', &self.bytes) else {
                return if self.bytes.len() > MOST_HEAD { Err(Broken::NoStream) } else { Ok(false) };
            };
            let line = self.bytes[..end].trim_ascii();
            match line {
                [] => drop(self.bytes.drain(..=end)),
                [b'-', b'-', _, ..] if line.len() <= MOST_BOUNDARY => {
                    self.boundary = line.to_vec();
                    // Its line's end stays: behind it the lines begin, or the empty line that says that there are none.
                    let after = self.bytes[..end].trim_ascii_end().len();
                    self.bytes.drain(..after);
                    self.at = At::Head;
                    return Ok(true);
                }
                _ => return Err(Broken::NoStream),
            }
        }
    }

    /// Leaves out what stands before the next boundary: a part's length was told too short, or its line's end.
    fn next_boundary(&mut self, skipped: usize) -> Result<bool, Broken> {
        if let Some(at) = memmem::find(&self.bytes, &self.boundary) {
            self.cut(0, at);
            return Ok(true);
        }
        let nobodys = self.bytes.len().saturating_sub(self.boundary.len());
        self.bytes.drain(..nobodys);
        self.at = At::Between(skipped + nobodys);
        if skipped + nobodys > self.most_bytes { Err(Broken::TooLarge) } else { Ok(false) }
    }

    /// The length that a part's lines give; none at all until the empty line has come.
    fn head(&mut self) -> Result<Option<Option<usize>>, Broken> {
        // What is left of the boundary's own line comes first.
        let window = &self.bytes[..self.bytes.len().min(MOST_HEAD)];
        let long = memmem::find(window, b"\r\n\r\n").map(|at| (at, at + 4));
        let short = memmem::find(window, b"\n\n").map(|at| (at, at + 2));
        let Some((end, next)) = long.into_iter().chain(short).min() else {
            return if self.bytes.len() >= MOST_HEAD { Err(Broken::NoStream) } else { Ok(None) };
        };
        let length = length_in(&self.bytes[..end]);
        self.bytes.drain(..next);
        match length {
            Some(length) if length > self.most_bytes => Err(Broken::TooLarge),
            length => Ok(Some(length)),
        }
    }

    fn body(&mut self, length: Option<usize>, looked: usize) -> Result<Option<Vec<u8>>, Broken> {
        if let Some(length) = length {
            // The boundary must follow, behind a line's end; without it the length was wrong.
            let wanted = length + 2 + self.boundary.len();
            if let Some(behind) = self.bytes.get(length..) {
                let line_end = behind.iter().take(2).take_while(|byte| b"\r\n".contains(byte)).count();
                let follows = &behind[line_end..];
                if follows.starts_with(&self.boundary) {
                    return Ok(Some(self.cut(length, length + line_end)));
                }
                if self.bytes.len() < wanted && self.boundary.starts_with(follows) {
                    // Whole already, and shown without waiting for what follows it: that comes with the next one.
                    return self.early(length);
                }
            } else {
                return Ok(None);
            }
        }
        // What was looked through holds no boundary, but it may hold the beginning of one.
        let from = looked.saturating_sub(self.boundary.len());
        match memmem::find(&self.bytes[from..], &self.boundary) {
            Some(at) => {
                let next = from + at;
                let line_end = match &self.bytes[..next] {
                    [.., b'\r', b'\n'] => 2,
                    [.., b'\n'] => 1,
                    _ => 0,
                };
                let end = next - line_end;
                if end > self.most_bytes {
                    return Err(Broken::TooLarge);
                }
                Ok(Some(self.cut(end, next)))
            }
            None if self.bytes.len() > self.most_bytes + self.boundary.len() + 2 => Err(Broken::TooLarge),
            None => {
                self.at = At::Body(None, self.bytes.len());
                Ok(None)
            }
        }
    }

    /// A part that is there whole by its length, whose boundary has not come: many send that only before the next.
    fn early(&mut self, length: usize) -> Result<Option<Vec<u8>>, Broken> {
        let rest = self.bytes.split_off(length);
        let part = std::mem::replace(&mut self.bytes, rest);
        self.at = At::Between(0);
        Ok(Some(part))
    }

    /// Cuts off a part that ends at `end`, whose boundary begins at `next`.
    fn cut(&mut self, end: usize, next: usize) -> Vec<u8> {
        let rest = self.bytes.split_off((next + self.boundary.len()).min(self.bytes.len()));
        let mut part = std::mem::replace(&mut self.bytes, rest);
        part.truncate(end);
        self.at = At::BoundaryEnd;
        part
    }
}

/// What a part's lines say of its length.
fn length_in(head: &[u8]) -> Option<usize> {
    head.split(|byte| *byte == b'\n').find_map(|line| {
        let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok()).flatten()
    })
}
