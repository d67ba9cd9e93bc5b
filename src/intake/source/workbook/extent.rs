//! How many cells a sheet of an ODS has in memory: a cell or a row may say that it stands there a million times, and
//! the library writes out what has something in it.

use std::io::{self, BufRead, Read as _};

/// Longer than this is no tag that says anything of cells.
const LONGEST_TAG: u64 = 64 << 10;

/// Elements whose end the library awaits; where one is missing it waits for ever.
const AWAITED: [&[u8]; 5] =
    [b"table:table", b"table:table-row", b"table:table-cell", b"table:named-expressions", b"office:annotation"];

/// What a `content.xml` says of its size.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// The cells that its sheets unfold to.
    pub(super) cells: u64,
    /// Whether every sheet, row and cell that begins also ends.
    pub(super) is_whole: bool,
}

/// Looks a `content.xml` through.
pub(super) fn look(mut content: impl BufRead) -> io::Result<Extent> {
    let mut count = Count::default();
    let mut tag = Vec::new();
    loop {
        tag.clear();
        if (&mut content).take(LONGEST_TAG).read_until(b'>', &mut tag)? == 0 {
            return Ok(Extent { cells: count.all(), is_whole: count.open.is_empty() && !count.is_crossed });
        }
        // A formula may hold a bare > in its quotes: the tag goes on.
        while tag.len() < LONGEST_TAG as usize && is_in_quotes(&tag) {
            if (&mut content).take(LONGEST_TAG).read_until(b'>', &mut tag)? == 0 {
                break;
            }
        }
        if let Some(at) = tag.iter().rposition(|byte| *byte == b'<') {
            count.tag(&tag[at..]);
        }
    }
}

#[derive(Default)]
struct Count {
    /// Of the sheets before.
    done: u64,
    /// Rows of this sheet, as far as the last that has something in it; and empty ones since.
    rows: u64,
    empty_rows: u64,
    /// The widest row, and what all rows have before they are repeated.
    widest: u64,
    written: u64,
    /// This row: how often it stands there, its cells as far as the last filled one, and empty ones since.
    repeats: u64,
    width: u64,
    empty: u64,
    /// The awaited elements that are open, and whether one ended that was not the last to begin.
    open: Vec<usize>,
    is_crossed: bool,
}

impl Count {
    fn all(&self) -> u64 {
        let sheet = self.rows.saturating_mul(self.widest).saturating_add(self.written);
        self.done.saturating_add(sheet)
    }

    fn tag(&mut self, tag: &[u8]) {
        let is = |name: &str| {
            let rest = tag.strip_prefix(name.as_bytes());
            rest.is_some_and(|rest| rest.first().is_some_and(|next| next.is_ascii_whitespace() || b"/>".contains(next)))
        };
        let alone = tag.ends_with(b"/>");
        self.follow(tag, alone);
        if is("<table:table-row") {
            (self.repeats, self.width, self.empty) = (number(tag, "table:number-rows-repeated"), 0, 0);
        } else if is("<table:table-cell") || is("<table:covered-table-cell") {
            let repeats = number(tag, "table:number-columns-repeated");
            if alone && !holds(tag, "office:value") && !holds(tag, "table:formula") && !holds(tag, "value-type") {
                self.empty = self.empty.saturating_add(repeats);
            } else {
                self.width = self.width.saturating_add(std::mem::take(&mut self.empty)).saturating_add(repeats);
            }
        }
        if is("</table:table-row") || (alone && is("<table:table-row")) {
            if self.width == 0 {
                self.empty_rows = self.empty_rows.saturating_add(self.repeats);
            } else {
                let rows = std::mem::take(&mut self.empty_rows).saturating_add(self.repeats);
                self.rows = self.rows.saturating_add(rows);
                self.widest = self.widest.max(self.width);
                self.written = self.written.saturating_add(self.width);
            }
        } else if is("</table:table") {
            let (open, is_crossed) = (std::mem::take(&mut self.open), self.is_crossed);
            *self = Self { done: self.all(), open, is_crossed, ..Self::default() };
        }
    }

    /// Keeps account of which awaited elements are open.
    fn follow(&mut self, tag: &[u8], alone: bool) {
        let inner = tag.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")).unwrap_or_default();
        let (ends, rest) = inner.strip_prefix(b"/").map_or((false, inner), |rest| (true, rest));
        // As the library has it: a slash inside belongs to the name, however wrong that is.
        let rest = if alone { rest.strip_suffix(b"/").unwrap_or(rest) } else { rest };
        let name = rest.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        let Some(awaited) = AWAITED.iter().position(|awaited| *awaited == name) else { return };
        if ends {
            self.is_crossed |= self.open.pop() != Some(awaited);
        } else if !alone {
            self.open.push(awaited);
        }
    }
}

/// Whether a start tag breaks off within an attribute's value.
fn is_in_quotes(piece: &[u8]) -> bool {
    let Some(at) = piece.iter().rposition(|byte| *byte == b'<') else { return false };
    let tag = &piece[at + 1..];
    let open = tag.iter().fold(None, |open, byte| match open {
        Some(quote) if quote == *byte => None,
        None if b"\"'".contains(byte) => Some(*byte),
        open => open,
    });
    tag.first().is_some_and(u8::is_ascii_alphabetic) && open.is_some()
}

fn holds(tag: &[u8], name: &str) -> bool {
    tag.windows(name.len()).any(|window| window == name.as_bytes())
}

/// How often, as an attribute says; once where it doesn't.
fn number(tag: &[u8], name: &str) -> u64 {
    let Some(at) = tag.windows(name.len()).position(|window| window == name.as_bytes()) else { return 1 };
    let digits = tag[at + name.len()..].iter().skip_while(|byte| !byte.is_ascii_digit() && **byte != b'>');
    let digits = digits.take_while(|byte| byte.is_ascii_digit());
    digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_counts_as_often_as_it_says() {
        let row = |attributes: &str, cells: &str| format!("<table:table-row{attributes}>{cells}</table:table-row>");
        let cell = "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
        let wide = "<table:table-cell table:number-columns-repeated=\"1000\" office:value=\"1\"/>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16380\"/>";
        let of =
            |rows: &[String]| look(format!("<table:table>{}</table:table>", rows.concat()).as_bytes()).unwrap().cells;
        assert_eq!(of(&[row("", &[cell, cell].concat()), row("", cell)]), 4 + 3);
        // What every sheet of LibreOffice ends with costs nothing.
        assert_eq!(of(&[row("", cell), row(" table:number-rows-repeated=\"1048575\"", empty)]), 2);
        assert_eq!(of(&[row(" table:number-rows-repeated=\"1000000\"", wide)]), 1_000_000_000 + 1_000);
        assert_eq!(
            of(&[row("", cell), row(" table:number-rows-repeated=\"100000\"", empty), row("", cell)]),
            100_002 + 2
        );
        assert_eq!(of(&[row("", &[empty, cell].concat())]), 2 * 16_381);
        assert_eq!(look(&b"no < tag at all"[..]).unwrap().cells, 0);
    }

    #[test]
    fn what_begins_and_does_not_end_is_found() {
        let is_whole = |content: &str| look(content.as_bytes()).unwrap().is_whole;
        let row = "<table:table-row><table:table-cell/><table:table-cell a=\"b\"><text:p>c</text:p></table:table-cell></table:table-row>";
        assert!(is_whole(&format!("<table:table>{row}{row}</table:table><table:table/>")));
        // By fuzzing: the library waited for the end of a sheet that has none.
        assert!(!is_whole(&format!("<table:table>{row}")));
        assert!(!is_whole("<table:table><table:table-row></table:table>"));
        assert!(!is_whole("<table:table><table:table-row></table:table></table:table-row>"));
        assert!(!is_whole("</table:table>"));
        assert!(!is_whole("<table:table></table:table/office:spreadsheet>"));
        assert!(is_whole("<table:table ></table:table >"));
        // Nor is what a formula says an end.
        assert!(is_whole("<table:table><table:table-cell table:formula=\"IF(A1>0;'x';2)\"/></table:table>"));
        assert!(is_whole("<table:table><!-- don't --><table:table-cell a='\">'></table:table-cell></table:table>"));
    }
}
