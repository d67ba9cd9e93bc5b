//! Chunks: the fixes of up to 250 workers in 10 minutes, packed.
//!
//! ```text
//! u8  format, 1
//! u8  bits of a block's first longitude and latitude
//! i32 lowest first longitude, i32 lowest first latitude (1e-6 degrees, little-endian)
//! u16 number of blocks, little-endian
//! per block, ascending: u8 the worker in its part, u24 where its block begins after the table (little-endian)
//! blocks, each a row of bits, lowest first:
//!   10 count - 1 · 10 first second in the slot · first longitude and latitude above the lowest
//!   10 smallest step in time · 8 lowest heading · 4 × 6 widths: time, longitude, latitude, heading
//!   the steps in time above the smallest · zigzag steps of longitude · of latitude · headings above the lowest
//! ```

use super::bits::{BitReader, BitWriter, unzigzag, width, zigzag};

/// Seconds in a slot.
pub(super) const SLOT_SECS: i64 = 600;
/// Workers in a part.
pub(super) const PART_WORKERS: u32 = 250;

const FORMAT: u8 = 1;
const HEAD_BYTES: usize = 12;
const ENTRY_BYTES: usize = 4;
const SECS_BITS: u32 = 10;
const HEADING_BITS: u32 = 8;
const WIDTH_BITS: u32 = 6;

/// One fix in a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    /// Seconds into the slot, below [`SLOT_SECS`].
    pub(super) secs: u16,
    /// Longitude, 1e-6 degrees.
    pub(super) lon: i32,
    /// Latitude, 1e-6 degrees.
    pub(super) lat: i32,
    /// 0 unknown, else steps of 360/255 degrees, from 1 = north.
    pub(super) heading: u8,
}

/// Packs the workers' samples: workers ascending and below [`PART_WORKERS`], samples ascending in
/// time without repeats, none empty.
pub(super) fn pack(workers: &[(u8, Vec<Sample>)]) -> Vec<u8> {
    let firsts = || workers.iter().filter_map(|(_, samples)| samples.first());
    let low = |of: fn(&Sample) -> i32| firsts().map(of).min().unwrap_or(0);
    let high = |of: fn(&Sample) -> i32| firsts().map(of).max().unwrap_or(0);
    let base = (low(|s| s.lon), low(|s| s.lat));
    let span = (high(|s| s.lon).abs_diff(base.0)).max(high(|s| s.lat).abs_diff(base.1));
    let first_bits = width(u64::from(span));
    let mut table = vec![FORMAT, first_bits as u8];
    table.extend_from_slice(&base.0.to_le_bytes());
    table.extend_from_slice(&base.1.to_le_bytes());
    table.extend_from_slice(&(workers.len() as u16).to_le_bytes());
    let mut blocks = Vec::new();
    for (worker, samples) in workers {
        let at = (blocks.len() as u32).to_le_bytes();
        table.extend_from_slice(&[*worker, at[0], at[1], at[2]]);
        blocks.extend(pack_block(samples, base, first_bits));
    }
    table.extend(blocks);
    table
}

fn pack_block(samples: &[Sample], base: (i32, i32), first_bits: u32) -> Vec<u8> {
    let mut to = BitWriter::default();
    let Some(first) = samples.first() else { return Vec::new() };
    let steps = |of: fn(&Sample) -> i64| samples.windows(2).map(move |pair| of(&pair[1]) - of(&pair[0]));
    let least_step = steps(|s| s.secs.into()).min().unwrap_or(0);
    let least_heading = samples.iter().map(|s| s.heading).min().unwrap_or(0);
    let columns: [Vec<u64>; 4] = [
        steps(|s| s.secs.into()).map(|step| (step - least_step) as u64).collect(),
        steps(|s| s.lon.into()).map(zigzag).collect(),
        steps(|s| s.lat.into()).map(zigzag).collect(),
        samples.iter().map(|s| u64::from(s.heading - least_heading)).collect(),
    ];
    let widths = columns.each_ref().map(|column| width(column.iter().copied().max().unwrap_or(0)));
    to.put(samples.len() as u64 - 1, SECS_BITS);
    to.put(first.secs.into(), SECS_BITS);
    to.put(first.lon.abs_diff(base.0).into(), first_bits);
    to.put(first.lat.abs_diff(base.1).into(), first_bits);
    to.put(least_step as u64, SECS_BITS);
    to.put(least_heading.into(), HEADING_BITS);
    for width in widths {
        to.put(width.into(), WIDTH_BITS);
    }
    for (column, width) in columns.iter().zip(widths) {
        for value in column {
            to.put(*value, width);
        }
    }
    to.finish()
}

/// A packed chunk, to read from.
pub(super) struct Chunk<'a> {
    base: (i32, i32),
    first_bits: u32,
    table: &'a [u8],
    blocks: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// The chunk that the bytes are; none if they aren't one.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let head: &[u8; HEAD_BYTES] = bytes.first_chunk()?;
        let int = |at: usize| i32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let table_bytes = usize::from(u16::from_le_bytes([head[10], head[11]])) * ENTRY_BYTES;
        let rest = &bytes[HEAD_BYTES..];
        if head[0] != FORMAT || rest.len() < table_bytes {
            return None;
        }
        let (table, blocks) = rest.split_at(table_bytes);
        Some(Self { base: (int(2), int(6)), first_bits: head[1].into(), table, blocks })
    }

    /// The workers in it, ascending, and where their blocks are.
    pub(super) fn workers(&self) -> impl Iterator<Item = (u8, Block)> {
        let entry = |e: &[u8]| (e[0], Block(u32::from_le_bytes([e[1], e[2], e[3], 0]) as usize));
        self.table.chunks_exact(ENTRY_BYTES).map(entry)
    }

    /// The block of one worker, if it is in the chunk.
    pub(super) fn find(&self, worker: u8) -> Option<Block> {
        self.workers().find(|(there, _)| *there == worker).map(|(_, block)| block)
    }

    /// Unpacks a block into `samples`, in place of what is there; none if it is damaged.
    pub(super) fn unpack(&self, block: Block, samples: &mut Vec<Sample>) -> Option<()> {
        let mut from = BitReader::new(self.blocks.get(block.0..)?);
        let count = from.get(SECS_BITS)? as usize + 1;
        let mut secs = from.get(SECS_BITS)?;
        let first = (from.get(self.first_bits)? as i64, from.get(self.first_bits)? as i64);
        let least_step = from.get(SECS_BITS)?;
        let least_heading = from.get(HEADING_BITS)?;
        let mut widths = [0; 4];
        for width in &mut widths {
            *width = from.get(WIDTH_BITS)? as u32;
        }
        samples.clear();
        samples.push(Sample { secs: in_slot(secs)?, lon: 0, lat: 0, heading: 0 });
        for _ in 1..count {
            secs += from.get(widths[0])? + least_step;
            samples.push(Sample { secs: in_slot(secs)?, lon: 0, lat: 0, heading: 0 });
        }
        let mut lon = i64::from(self.base.0) + first.0;
        for (n, sample) in samples.iter_mut().enumerate() {
            lon += if n == 0 { 0 } else { unzigzag(from.get(widths[1])?) };
            sample.lon = i32::try_from(lon).ok()?;
        }
        let mut lat = i64::from(self.base.1) + first.1;
        for (n, sample) in samples.iter_mut().enumerate() {
            lat += if n == 0 { 0 } else { unzigzag(from.get(widths[2])?) };
            sample.lat = i32::try_from(lat).ok()?;
        }
        for sample in samples.iter_mut() {
            sample.heading = u8::try_from(from.get(widths[3])? + least_heading).ok()?;
        }
        Some(())
    }
}

/// Where a worker's block begins in its chunk.
#[derive(Clone, Copy)]
pub(super) struct Block(usize);

fn in_slot(secs: u64) -> Option<u16> {
    u16::try_from(secs).ok().filter(|secs| i64::from(*secs) < SLOT_SECS)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng, SeedableRng};

    /// People on foot and on e-bikes, a phone's noise, a fix about every 30 s, a heading each.
    fn walks(workers: u8, random: &mut ChaCha8Rng) -> Vec<(u8, Vec<Sample>)> {
        let mut around = |span: i32| (random.next_u32() % (2 * span as u32 + 1)) as i32 - span;
        (0..workers)
            .map(|worker| {
                let (mut lon, mut lat) = (116_500_000 + around(300_000), 31_200_000 + around(300_000));
                let mut step = (around(400), around(400));
                let first = 15 + around(14);
                let samples = (0..20).map(|n| {
                    step = (step.0 + around(60), step.1 + around(60));
                    (lon, lat) = (lon + step.0 + around(40), lat + step.1 + around(40));
                    let secs = (first + n * 29 + around(1)) as u16;
                    Sample { secs, lon, lat, heading: (128 + around(120)) as u8 }
                });
                (worker, samples.collect())
            })
            .collect()
    }

    fn unpacked(bytes: &[u8]) -> Option<Vec<(u8, Vec<Sample>)>> {
        let chunk = Chunk::new(bytes)?;
        let mut all = Vec::new();
        for (worker, block) in chunk.workers() {
            let mut samples = Vec::new();
            chunk.unpack(block, &mut samples)?;
            all.push((worker, samples));
        }
        Some(all)
    }

    #[test]
    fn walks_come_back_from_under_six_bytes_a_fix() {
        let walks = walks(250, &mut ChaCha8Rng::seed_from_u64(1));
        let packed = pack(&walks);
        assert_eq!(unpacked(&packed), Some(walks));
        let bytes_a_fix = packed.len() as f64 / (250.0 * 20.0);
        assert!(bytes_a_fix < 6.0, "{bytes_a_fix} bytes a fix");
    }

    #[test]
    fn the_ends_of_the_world_come_back() {
        let sample = |secs, lon, lat, heading| Sample { secs, lon, lat, heading };
        let west = vec![sample(0, -180_000_000, -90_000_000, 0), sample(599, 180_000_000, 90_000_000, 255)];
        let east = vec![sample(7, 180_000_000, 90_000_000, 255)];
        let every_second = (0..600).map(|secs| sample(secs, 0, 0, 0)).collect();
        let all = vec![(0, west), (17, east), (249, every_second)];
        assert_eq!(unpacked(&pack(&all)), Some(all));
        assert_eq!(unpacked(&pack(&[])), Some(Vec::new()));
    }

    #[test]
    fn damage_is_refused_without_a_panic() {
        let mut random = ChaCha8Rng::seed_from_u64(2);
        let packed = pack(&walks(20, &mut random));
        for _ in 0..3_000 {
            let mut bytes = packed.clone();
            bytes.truncate(random.next_u32() as usize % (packed.len() + 1));
            if let Some(len) = (bytes.len() as u32).checked_sub(1).filter(|len| *len > 0) {
                bytes[(random.next_u32() % len) as usize] ^= 1 << (random.next_u32() % 8);
            }
            let _ = unpacked(&bytes);
        }
        assert!(unpacked(&packed[..packed.len() - 1]).is_none());
        assert!(unpacked(b"").is_none());
    }
}
