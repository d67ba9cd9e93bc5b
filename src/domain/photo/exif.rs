//! The one thing that is kept of EXIF: which way up the photo is.

use super::Orientation;

const TAG: u16 = 0x0112;
const SHORT: u16 = 3;

/// The orientation that a TIFF (EXIF without what stands before it) tells; upright where it tells none that can be read.
pub(super) fn orientation(tiff: &[u8]) -> Orientation {
    read(tiff).map_or(Orientation::UPRIGHT, Orientation::of)
}

fn read(tiff: &[u8]) -> Option<u16> {
    let big = match tiff.get(..4)? {
        b"II*\0" => false,
        b"MM\0*" => true,
        _ => return None,
    };
    let short = |at: usize| {
        let two: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let long = |at: usize| Some(if big { (short(at)?, short(at + 2)?) } else { (short(at + 2)?, short(at)?) });
    let (high, low) = long(4)?;
    let first = usize::from(high) << 16 | usize::from(low);
    let entries = usize::from(short(first)?);
    let entry = (0..entries).map(|n| first + 2 + n * 12).find(|at| short(*at) == Some(TAG))?;
    if short(entry + 2)? == SHORT { short(entry + 8) } else { None }
}

/// A TIFF of 26 bytes that tells this orientation and nothing else; none for what lies upright.
pub(super) fn only_orientation(orientation: Orientation) -> Option<[u8; 26]> {
    let number = orientation.number();
    let told = [
        b'I', b'I', b'*', 0, 8, 0, 0, 0, // little-endian, the directory at byte 8
        1, 0, // one entry
        0x12, 0x01, 3, 0, 1, 0, 0, 0, number, 0, 0, 0, // the orientation, one short
        0, 0, 0, 0, // no further directory
    ];
    (!orientation.is_upright()).then_some(told)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_nonsense_is_upright() {
        for number in 2..=8_u16 {
            let told = only_orientation(Orientation::of(number)).unwrap();
            assert_eq!(orientation(&told), Orientation::of(number));
            for length in 0..told.len() - 6 {
                assert_eq!(orientation(&told[..length]), Orientation::UPRIGHT, "{length}");
            }
        }
        assert!(only_orientation(Orientation::UPRIGHT).is_none());
        assert_eq!((Orientation::of(0), Orientation::of(9)), (Orientation::UPRIGHT, Orientation::UPRIGHT));
        let mut loops = only_orientation(Orientation::of(6)).unwrap();
        loops[4..8].copy_from_slice(&[0xff; 4]);
        assert_eq!(orientation(&loops), Orientation::UPRIGHT);
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0";
        assert_eq!(orientation(big).number(), 8);
    }
}
