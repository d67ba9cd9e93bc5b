//! Resident id numbers: recognised only to be refused.

use super::table::{Columns, Row};

/// Whether the text is a valid 18-digit resident id number: plausible birthday, right check digit
/// (GB 11643: ISO 7064 MOD 11-2).
pub(crate) fn is_id_number(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let bytes = text.as_bytes();
    if !has_the_shape(bytes) {
        return false;
    }
    let number = |from: usize, to: usize| bytes[from..to].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
    let plausible = (1850..=2100).contains(&number(6, 10))
        && (1..=12).contains(&number(10, 12))
        && (1..=31).contains(&number(12, 14))
        && (11..=91).contains(&number(0, 2));
    let sum: u32 = WEIGHTS.iter().zip(bytes).map(|(weight, b)| weight * u32::from(b - b'0')).sum();
    plausible && CHECKS[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
}

fn has_the_shape(bytes: &[u8]) -> bool {
    bytes.len() == 18
        && bytes[..17].iter().all(u8::is_ascii_digit)
        && (bytes[17].is_ascii_digit() || bytes[17].eq_ignore_ascii_case(&b'X'))
}

/// Watches every column of a file for id numbers, mapped or not.
#[derive(Default)]
pub(crate) struct Watch {
    /// By column: cells of that shape, and how many of them are valid.
    seen: Vec<(u64, u64)>,
}

impl Watch {
    /// Looks at a row.
    pub(crate) fn look(&mut self, row: &Row) {
        for (at, cell) in row.cells.iter().enumerate() {
            let cell = cell.trim();
            if has_the_shape(cell.as_bytes()) {
                if self.seen.len() <= at {
                    self.seen.resize(at + 1, (0, 0));
                }
                self.seen[at].0 += 1;
                self.seen[at].1 += u64::from(is_id_number(cell));
            }
        }
    }

    /// The first column that holds id numbers. Other 18-digit codes validate by chance less than
    /// once in ten thousand, mistyped id numbers mostly do: half of a column's is the line.
    pub(crate) fn column(&self, columns: &Columns) -> Option<String> {
        let at = self.seen.iter().position(|(shaped, valid)| *valid > 0 && valid * 2 >= *shaped)?;
        Some(columns.name(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_decides() {
        assert!(is_id_number("11010519491231002X"));
        assert!(is_id_number("11010519491231002x"));
        assert!(!is_id_number("110105194912310021"));
        assert!(!is_id_number("11010519491331002X"));
        assert!(!is_id_number("99010100100100100"));
        assert!(!is_id_number("一二三四五六"));
    }
}
