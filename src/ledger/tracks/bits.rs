//! Numbers in as many bits as they need.

/// Writes numbers bit by bit, lowest bits first.
#[derive(Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    held: u64,
    held_bits: u32,
}

impl BitWriter {
    /// Writes the lowest `width` bits of `value`; at most 56.
    pub(super) fn put(&mut self, value: u64, width: u32) {
        debug_assert!(width <= 56 && value >> width == 0, "{value} in {width} bits");
        self.held |= value << self.held_bits;
        self.held_bits += width;
        while self.held_bits >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.held_bits -= 8;
        }
    }

    /// The bytes, filled up with zero bits.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if self.held_bits > 0 {
            self.bytes.push(self.held as u8);
        }
        self.bytes
    }
}

/// Reads what a [`BitWriter`] wrote.
pub(super) struct BitReader<'a> {
    bytes: std::slice::Iter<'a, u8>,
    held: u64,
    held_bits: u32,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: bytes.iter(), held: 0, held_bits: 0 }
    }

    /// The next `width` bits; none where the bytes end or for more than 56.
    pub(super) fn get(&mut self, width: u32) -> Option<u64> {
        if width > 56 {
            return None;
        }
        while self.held_bits < width {
            self.held |= u64::from(*self.bytes.next()?) << self.held_bits;
            self.held_bits += 8;
        }
        let value = self.held & ((1 << width) - 1);
        self.held >>= width;
        self.held_bits -= width;
        Some(value)
    }
}

/// How many bits `value` needs.
pub(super) fn width(value: u64) -> u32 {
    u64::BITS - value.leading_zeros()
}

/// Small numbers of either sign as small numbers: 0, -1, 1, -2 … to 0, 1, 2, 3 …
pub(super) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// The inverse of [`zigzag`].
pub(super) fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_back() {
        let written: Vec<(u64, u32)> =
            (0..57).map(|width| (0x00AB_CDEF_0123_4567 & ((1 << width) - 1), width)).collect();
        let mut to = BitWriter::default();
        for (value, width) in &written {
            to.put(*value, *width);
        }
        let bytes = to.finish();
        let mut from = BitReader::new(&bytes);
        for (value, width) in written {
            assert_eq!(from.get(width), Some(value));
        }
        assert_eq!(from.get(8), None);
        for value in [0, -1, 1, -360_000_000, 360_000_000] {
            assert_eq!(unzigzag(zigzag(value)), value);
        }
        assert_eq!((width(0), width(1), width(255), width(256)), (0, 1, 8, 9));
    }
}
