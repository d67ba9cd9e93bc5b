//! Bytes into text, as they come: the encoding is found out by looking at them.

use encoding_rs::{Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, BufRead, Read};

/// So many bytes are decoded at a time; the first so many are there to look at.
const CHUNK: u64 = 256 << 10;
/// So many bytes, from the first that isn't ASCII, decide between UTF-8 and GB18030.
const SAMPLE: u64 = 1 << 20;

/// A file's text as UTF-8: UTF-8 or UTF-16 by their marks or UTF-16's zeros, else UTF-8 or GB18030,
/// whichever the first bytes that aren't ASCII look like. Unreadable bytes become U+FFFD.
pub(super) struct Text<'a> {
    bytes: Box<dyn Read + 'a>,
    /// Read but not decoded.
    raw: Vec<u8>,
    ended: bool,
    begun: bool,
    /// None while all was ASCII.
    decoder: Option<Decoder>,
    /// Decoded, as far as `end`; handed out as far as `at`.
    text: Vec<u8>,
    at: usize,
    end: usize,
}

impl<'a> Text<'a> {
    pub(super) fn new(bytes: Box<dyn Read + 'a>) -> Self {
        Self { bytes, raw: Vec::new(), ended: false, begun: false, decoder: None, text: Vec::new(), at: 0, end: 0 }
    }

    /// What comes next, at least 64 KiB of it unless the text ends before.
    pub(super) fn head(&mut self) -> io::Result<&[u8]> {
        self.fill_buf()
    }

    fn more(&mut self, most: u64) -> io::Result<()> {
        let wanted = most.saturating_sub(self.raw.len() as u64);
        let read = (&mut self.bytes).take(wanted).read_to_end(&mut self.raw)?;
        self.ended |= (read as u64) < wanted;
        Ok(())
    }

    fn decode(&mut self) -> io::Result<()> {
        (self.at, self.end) = (0, 0);
        while self.end == 0 && !(self.ended && self.raw.is_empty()) {
            self.more(CHUNK)?;
            if !self.begun {
                self.begun = true;
                self.begin();
            }
            if self.decoder.is_none() {
                if self.raw.is_ascii() {
                    std::mem::swap(&mut self.text, &mut self.raw);
                    self.end = self.text.len();
                    self.raw.clear();
                    continue;
                }
                let first = self.raw.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
                self.more(first as u64 + SAMPLE)?;
                self.decoder = Some(encoding_of(&self.raw[first..]).new_decoder_without_bom_handling());
            }
            let Some(decoder) = &mut self.decoder else { continue };
            let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(usize::MAX);
            if self.text.len() < room {
                self.text.resize(room, 0);
            }
            let (_, _, written, _) = decoder.decode_to_utf8(&self.raw, &mut self.text, self.ended);
            self.end = written;
            self.raw.clear();
        }
        Ok(())
    }

    /// The encoding by a mark, if there is one, or by UTF-16's zeros.
    fn begin(&mut self) {
        if let Some((encoding, mark)) = Encoding::for_bom(&self.raw) {
            self.raw.drain(..mark);
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        } else if let Some(encoding) = wide(&self.raw) {
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
    }
}

impl Read for Text<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Text<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.end {
            self.decode()?;
        }
        Ok(&self.text[self.at..self.end])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.end);
    }
}

/// UTF-16, by its mark or because zeros stand in every other place only: half of what is ASCII.
pub(super) fn wide(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return (encoding != UTF_8).then_some(encoding);
    }
    let head = &head[..head.len().min(4096)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Text of one or two characters is too short to tell; a zero character is none.
    let enough = head.len() / 64 + 2;
    match (even, odd) {
        (0, odd) if odd >= enough => Some(UTF_16LE),
        (even, 0) if even >= enough => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-8 or GB18030. Text in GB18030 is broken as UTF-8 nearly everywhere; a text in UTF-8 with a
/// broken place here and there stays UTF-8, the place becomes U+FFFD.
pub(super) fn encoding_of(sample: &[u8]) -> &'static Encoding {
    let (mut well, mut ill) = (0_usize, 0_usize);
    let mut seen = 0;
    for chunk in sample.utf8_chunks() {
        well += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        seen += chunk.valid().len() + chunk.invalid().len();
        // The sample's end may have cut a character.
        let cut = seen == sample.len() && well > 0;
        ill += usize::from(!chunk.invalid().is_empty() && !cut);
    }
    if ill * 9 <= well { UTF_8 } else { GB18030 }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> String {
        let mut text = String::new();
        Text::new(Box::new(bytes)).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn encodings_are_found_out() {
        assert_eq!(decoded("澄岚县".as_bytes()), "澄岚县");
        assert_eq!(decoded(b"\xef\xbb\xbfa"), "a");
        assert_eq!(decoded(b"\xff\xfea\0"), "a");
        assert_eq!(decoded(&GB18030.encode("澄岚县,网格").0), "澄岚县,网格");
        let bare: Vec<u8> = "code,名称\n1,网格".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&bare), "code,名称\n1,网格");
        let turned: Vec<u8> = "code,名称\n1,网格".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&turned), "code,名称\n1,网格");
    }

    #[test]
    fn a_long_text_is_the_same_in_pieces() {
        let plain = "x".repeat(700_000);
        let text = format!("{plain}网格{}", "𠮷a县".repeat(300_000));
        assert_eq!(decoded(text.as_bytes()), text);
        assert_eq!(decoded(&GB18030.encode(&text).0), text);
    }

    #[test]
    fn one_broken_place_costs_itself() {
        let mut bytes = "澄岚县的网格清单，共一千二百个".as_bytes().to_vec();
        bytes.push(0xff);
        bytes.extend("网格".as_bytes());
        assert_eq!(decoded(&bytes), "澄岚县的网格清单，共一千二百个\u{fffd}网格");
    }
}
