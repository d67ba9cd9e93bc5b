//! What an old workbook (XLS) says of its own size, looked at before the library believes it: it walks chains of
//! sectors to their end, which damage may have bent into a circle, and makes room for as many cells as lie between
//! the first and the last, wherever damage has put those. ([MS-CFB]; [MS-XLS] 2.4.)

const SECTORS_BEGIN_AT: usize = 76;
const ENTRY_BYTES: usize = 128;
const MINI_SECTOR_BYTES: usize = 64;
/// Numbers from here on are no sectors.
const NO_SECTOR: u32 = 0xffff_fffa;

/// Why the library must not see the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// A chain of sectors runs in a circle.
    Endless,
    /// The sheets have more cells than memory has room for.
    Vast,
}

/// Looks the file through; `most` cells, empty ones between others included, may be in its sheets. What is no
/// compound file, or holds no workbook, is for the library to tell.
pub(super) fn look(bytes: &[u8], most: u64) -> Result<(), Unfit> {
    let Some(compound) = Compound::open(bytes)? else { return Ok(()) };
    for name in ["Workbook", "Book"] {
        if let Some(stream) = compound.stream(name)? {
            return if cells(&stream) > most { Err(Unfit::Vast) } else { Ok(()) };
        }
    }
    Ok(())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|number| u32_at(number, 0))
}

/// The file's sectors and the tables by which they hang together.
struct Compound<'a> {
    sectors: &'a [u8],
    sector_bytes: usize,
    next: Vec<u32>,
    entries: Vec<u8>,
    mini: Vec<u8>,
    mini_next: Vec<u32>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Result<Option<Self>, Unfit> {
        let header = |at| u32_at(bytes, at).unwrap_or(NO_SECTOR);
        let sector_bytes = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Ok(None),
        };
        let Some(sectors) = bytes.get(sector_bytes..) else { return Ok(None) };
        let mut compound = Self {
            sectors,
            sector_bytes,
            next: Vec::new(),
            entries: Vec::new(),
            mini: Vec::new(),
            mini_next: Vec::new(),
        };
        compound.next = compound.table(bytes, header(68))?;
        compound.entries = compound.chain(header(48), usize::MAX)?;
        let (mini_table, mini_bytes) = (header(60), header(64) as usize);
        if mini_bytes > 0 {
            let most = mini_bytes.saturating_mul(sector_bytes);
            compound.mini_next = numbers(&compound.chain(mini_table, most)?).collect();
            if let Some((start, most)) = compound.entries.get(..ENTRY_BYTES).and_then(|root| compound.extent(root)) {
                compound.mini = compound.chain(start, most)?;
            }
        }
        Ok(Some(compound))
    }

    fn count(&self) -> usize {
        self.sectors.len() / self.sector_bytes + 1
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let begin = (number as usize).checked_mul(self.sector_bytes)?;
        let rest = self.sectors.get(begin..)?;
        Some(&rest[..rest.len().min(self.sector_bytes)])
    }

    /// Which sector follows which; `more` is the first sector of the list of the table's own sectors, as far as it
    /// doesn't stand in the header.
    fn table(&self, bytes: &[u8], mut more: u32) -> Result<Vec<u32>, Unfit> {
        let mut listed: Vec<u32> = numbers(bytes.get(SECTORS_BEGIN_AT..512).unwrap_or_default()).collect();
        let mut steps = 0;
        while more < NO_SECTOR {
            let Some(sector) = self.sector(more) else { break };
            listed.extend(numbers(sector));
            more = listed.pop().unwrap_or(NO_SECTOR);
            steps += 1;
            if steps > self.count() {
                return Err(Unfit::Endless);
            }
        }
        listed.retain(|number| *number < NO_SECTOR);
        if listed.len() > self.count() {
            return Err(Unfit::Endless);
        }
        Ok(listed.into_iter().filter_map(|number| self.sector(number)).flat_map(numbers).collect())
    }

    /// A chain's bytes; it ends where its bytes do, or where a number leads nowhere.
    fn chain(&self, start: u32, most: usize) -> Result<Vec<u8>, Unfit> {
        follow(start, &self.next, most, self.count(), |number| self.sector(number))
    }

    fn extent(&self, entry: &[u8]) -> Option<(u32, usize)> {
        Some((u32_at(entry, 116)?, u32_at(entry, 120)? as usize))
    }

    fn stream(&self, wanted: &str) -> Result<Option<Vec<u8>>, Unfit> {
        let is_wanted = |entry: &&[u8]| {
            let letters = entry[..64].chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).take_while(|unit| *unit != 0);
            char::decode_utf16(letters).map_while(Result::ok).collect::<String>().eq_ignore_ascii_case(wanted)
        };
        let entry = self.entries.chunks_exact(ENTRY_BYTES).find(is_wanted);
        let Some((start, most)) = entry.and_then(|entry| self.extent(entry)) else { return Ok(None) };
        const SMALL_BYTES: usize = 4096;
        if most >= SMALL_BYTES {
            return self.chain(start, most).map(Some);
        }
        let sector = |number: u32| {
            let rest = self.mini.get((number as usize).checked_mul(MINI_SECTOR_BYTES)?..)?;
            Some(&rest[..rest.len().min(MINI_SECTOR_BYTES)])
        };
        let count = self.mini.len() / MINI_SECTOR_BYTES + 1;
        follow(start, &self.mini_next, most, count, sector).map(Some)
    }
}

/// Follows a chain. A sector beyond the file's end is empty, and the chain goes on behind it: so does the library.
fn follow<'s>(
    mut number: u32,
    next: &[u32],
    most: usize,
    count: usize,
    sector: impl Fn(u32) -> Option<&'s [u8]>,
) -> Result<Vec<u8>, Unfit> {
    let (mut bytes, mut read) = (Vec::new(), 0);
    for _ in 0..=next.len() {
        if number >= NO_SECTOR || bytes.len() >= most {
            bytes.truncate(most);
            return Ok(bytes);
        }
        if let Some(found) = sector(number) {
            read += 1;
            if read > count {
                return Err(Unfit::Endless);
            }
            bytes.extend(found);
        }
        let Some(after) = next.get(number as usize) else { return Ok(bytes) };
        number = *after;
    }
    Err(Unfit::Endless)
}

/// Records one after the other: type and bytes.
fn records(mut rest: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0)?, usize::from(u16_at(rest, 2)?));
        let record = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, record))
    })
}

/// How many cells the sheets span.
fn cells(stream: &[u8]) -> u64 {
    const SHEET: u16 = 0x85;
    const END: u16 = 0x0a;
    let globals = records(stream).take_while(|(kind, _)| *kind != END);
    let sheets = globals.filter(|(kind, _)| *kind == SHEET).filter_map(|(_, record)| u32_at(record, 0));
    sheets.filter_map(|at| stream.get(at as usize..)).map(span).fold(0, u64::saturating_add)
}

/// How many cells one sheet spans, as its cells lie or as it says itself.
fn span(sheet: &[u8]) -> u64 {
    const BEGIN: u16 = 0x809;
    const END: u16 = 0x0a;
    const EXTENT: u16 = 0x200;
    const MANY: u16 = 0xbd;
    const CELLS: [u16; 8] = [0x06, 0xd6, 0xfd, 0x203, 0x204, 0x205, 0x27e, MANY];
    let (mut said, mut depth) = (0, 0);
    let (mut low, mut high): ([u16; 2], [u16; 2]) = ([u16::MAX; 2], [0; 2]);
    for (kind, record) in records(sheet) {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            // A chart inside the sheet has cells of its own kind.
            _ if depth > 1 => {}
            EXTENT => said = said.max(extent(record).unwrap_or(0)),
            kind if CELLS.contains(&kind) => {
                let (Some(row), Some(first)) = (u16_at(record, 0), u16_at(record, 2)) else { continue };
                let last = if kind == MANY { u16_at(record, record.len().saturating_sub(2)) } else { None };
                let columns = [first, last.unwrap_or(first)];
                low = [low[0].min(row), low[1].min(columns[0]).min(columns[1])];
                high = [high[0].max(row), high[1].max(columns[0]).max(columns[1])];
            }
            _ => {}
        }
    }
    let side = |at: usize| u64::from(high[at].saturating_sub(low[at])) + 1;
    said.max(side(0) * side(1))
}

/// The rows and columns that a sheet says it has, multiplied.
fn extent(record: &[u8]) -> Option<u64> {
    let (first_row, last_row, columns) = if record.len() == 10 {
        (u32::from(u16_at(record, 0)?), u32::from(u16_at(record, 2)?), u16_at(record, 6)?)
    } else {
        (u32_at(record, 0)?, u32_at(record, 4)?, u16_at(record, 10)?)
    };
    // First behind last is damage, and as far as the library counts then.
    let rows = u64::from(last_row.wrapping_sub(first_row));
    Some(rows.saturating_mul(u64::from(columns)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(bytes.len() as u16).to_le_bytes(), bytes].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        record(0x203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    /// A workbook's stream with one sheet of these records.
    fn stream(records: &[Vec<u8>]) -> Vec<u8> {
        let end = record(0x0a, &[]);
        let globals = |at: u32| {
            [record(0x809, &[0; 16]), record(0x85, &[&at.to_le_bytes()[..], &[0; 4]].concat()), end.clone()].concat()
        };
        let at = globals(0).len() as u32;
        [globals(at), record(0x809, &[0; 16]), records.concat(), end.clone()].concat()
    }

    /// A compound file: a table of sectors, a directory, and the stream from the third sector on.
    fn compound(stream: &[u8]) -> Vec<u8> {
        let stream = [stream, &vec![0; 5000]].concat();
        let count = stream.len().div_ceil(512) as u32;
        let mut file = vec![0; 512];
        file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        file[30] = 9;
        file[48..52].copy_from_slice(&1_u32.to_le_bytes());
        file[60..64].fill(0xff);
        file[68..512].fill(0xff);
        file[68..72].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
        file[76..80].copy_from_slice(&0_u32.to_le_bytes());
        let follows = [0xffff_fffd, 0xffff_fffe]
            .into_iter()
            .chain((0..count).map(|k| if k + 1 == count { 0xffff_fffe } else { k + 3 }));
        file.extend(follows.flat_map(u32::to_le_bytes));
        file.resize(1024, 0xff);
        let mut entry = vec![0; 512];
        for (at, letter) in "Workbook".encode_utf16().enumerate() {
            entry[128 + 2 * at..130 + 2 * at].copy_from_slice(&letter.to_le_bytes());
        }
        entry[128 + 116..128 + 120].copy_from_slice(&2_u32.to_le_bytes());
        entry[128 + 120..128 + 124].copy_from_slice(&(stream.len() as u32).to_le_bytes());
        file.extend(entry);
        file.extend(&stream);
        file.resize(1024 + 512 + count as usize * 512, 0);
        file
    }

    #[test]
    fn sheets_span_what_lies_between_their_cells() {
        assert_eq!(cells(&stream(&[cell(3, 1), cell(12, 4)])), 40);
        assert_eq!(cells(&stream(&[cell(0, 0), cell(u16::MAX, u16::MAX)])), 1 << 32);
        let said = record(0x200, &[0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(cells(&stream(&[said.clone(), cell(0, 0)])), (1 << 20) * 256);
        // A chart's own.
        let chart = [record(0x809, &[0; 16]), said, record(0x0a, &[])].concat();
        assert_eq!(cells(&stream(&[chart, cell(0, 0)])), 1);
        assert_eq!(cells(b"no records"), 0);
    }

    #[test]
    fn what_would_never_end_or_never_fit_is_found() {
        let fine = compound(&stream(&[cell(3, 1), cell(12, 4)]));
        assert_eq!(look(&fine, 40), Ok(()));
        assert_eq!(look(&fine, 39), Err(Unfit::Vast));
        for (at, name) in [(1, "the directory"), (5, "the stream")] {
            let mut circle = fine.clone();
            circle[512 + 4 * at..516 + 4 * at].copy_from_slice(&(at as u32).to_le_bytes());
            // A stream that goes around in a circle has no end of its own, but its length; a directory has neither.
            circle[1024 + 128 + 120..1024 + 128 + 124].fill(0x7f);
            assert_eq!(look(&circle, 40), Err(Unfit::Endless), "{name}");
        }
        // The directory begins beyond the file's end, and its table leads back into a circle (found by fuzzing).
        let mut beyond = fine.clone();
        let last = (fine.len() / 512 - 1) as u32;
        beyond[48..52].copy_from_slice(&last.to_le_bytes());
        for at in [1, last as usize] {
            beyond[512 + 4 * at..516 + 4 * at].copy_from_slice(&1_u32.to_le_bytes());
        }
        assert_eq!(look(&beyond, 40), Err(Unfit::Endless));
        for length in 0..fine.len() {
            let _ = look(&fine[..length], 40);
        }
        assert_eq!(look(b"", 1), Ok(()));
    }
}
