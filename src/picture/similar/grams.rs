//! What texts are compared by: Chinese characters and pairs of neighbouring ones, as search engines take them where no
//! dictionary is to be trusted, and whole words and numbers of everything else. The single ones find what two people call
//! 路灯 and 灯: with pairs alone a third fewer of the labelled duplicates were found.

use std::ops::Range;

/// A character, a pair of them, or a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Gram(u64);

/// Words begin here; pairs lie below.
const WORD: u64 = 1 << 63;

/// Hands the grams of a text to `each`, with where they stand in it, in bytes; the same one may come again.
pub(super) fn each_gram(text: &str, mut each: impl FnMut(Gram, Range<usize>)) {
    let mut before: Option<(usize, char)> = None;
    let mut word: Option<(usize, u64)> = None;
    for (at, c) in text.char_indices() {
        let is_han = is_han(c);
        let is_part = !is_han && c.is_alphanumeric();
        if !is_part && let Some((start, hash)) = word.take() {
            each(Gram(WORD | hash), start..at);
        }
        if is_han {
            let end = at + c.len_utf8();
            if let Some((start, first)) = before {
                each(Gram((first as u64) << 21 | c as u64), start..end);
            }
            each(Gram(c as u64), at..end);
        } else if is_part {
            let (start, hash) = word.unwrap_or((at, FNV_OFFSET));
            word = Some((start, plain(c).fold(hash, |hash, c| (hash ^ c as u64).wrapping_mul(FNV_PRIME))));
        }
        before = is_han.then_some((at, c));
    }
    if let Some((start, hash)) = word {
        each(Gram(WORD | hash), start..text.len());
    }
}

const FNV_OFFSET: u64 = 0xCBF2_9CE4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01B3;

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// A letter or digit without its width and case.
fn plain(c: char) -> impl Iterator<Item = char> {
    let narrow = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    narrow.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        each_gram(text, |_, at| found.push(&text[at]));
        found
    }

    #[test]
    fn texts_fall_into_characters_pairs_and_words() {
        assert_eq!(of("路灯不亮"), ["路", "路灯", "灯", "灯不", "不", "不亮", "亮"]);
        assert_eq!(of("文化路12号，灯"), ["文", "文化", "化", "化路", "路", "12", "号", "灯"]);
        assert_eq!(of("K12路 4853 S Wood"), ["K12", "路", "4853", "S", "Wood"]);
        assert!(of(" ，。").is_empty() && of("").is_empty());
    }

    #[test]
    fn width_and_case_make_no_difference() {
        let hashes = |text: &str| {
            let mut grams = Vec::new();
            each_gram(text, |gram, _| grams.push(gram));
            grams
        };
        assert_eq!(hashes("WOOD １２号"), hashes("wood 12号"));
        assert_ne!(hashes("wood 12号"), hashes("wood 13号"));
    }
}
