//! The words of a search, and how they are found: in number, title, place and upstream number, in the names of agency and
//! town, and in the pinyin initials of these.

use super::words::{Piece, Words};
use crate::picture::Picture;
use memchr::memmem::Finder;
use pinyin::ToPinyin;

/// Between the parts, so that nothing is found across them.
pub(super) const BETWEEN: u8 = 0x1f;

/// The initials of a text's pinyin, by each character's usual reading, with its other letters and digits: `城管局` is
/// `cgj`.
pub fn initials(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c.to_pinyin() {
            Some(pinyin) => pinyin.first_letter().chars().next(),
            None if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            None => None,
        })
        .collect()
}

/// One word that must be found, and the agencies and towns whose names hold it: names stand once, not in each matter's
/// words.
#[derive(Debug)]
pub(super) struct Needle {
    word: String,
    finder: Finder<'static>,
    agencies: Vec<bool>,
    towns: Vec<bool>,
}

/// Several words separated by spaces, all of which must be found, the longest first; none where nothing is searched for.
pub(super) fn needles_of(text: &str) -> Vec<Needle> {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let needle = |word: String| Needle {
        finder: Finder::new(word.as_bytes()).into_owned(),
        word,
        agencies: Vec::new(),
        towns: Vec::new(),
    };
    words.into_iter().map(needle).collect()
}

impl Needle {
    /// Looks at the names of agencies and areas that came since.
    pub(super) fn know(&mut self, picture: &Picture) {
        let holds = |name: &str| name.to_lowercase().contains(&self.word) || initials(name).contains(&self.word);
        let agencies = picture.agencies.rows();
        self.agencies.extend(agencies[self.agencies.len()..].iter().map(|name| holds(name.as_str())));
        let areas = picture.areas.rows();
        self.towns.extend(areas[self.towns.len()..].iter().map(|area| holds(&area.name)));
    }

    /// Where it first is in a text.
    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        self.finder.find(text)
    }

    /// Whether any name holds it.
    pub(super) fn has_names(&self) -> bool {
        self.agencies.contains(&true) || self.towns.contains(&true)
    }

    /// Whether the name of a matter's agency or town holds it.
    pub(super) fn is_in_names(&self, piece: &Piece) -> bool {
        let is = |names: &[bool], number: u32| names.get(number as usize).copied().unwrap_or(false);
        is(&self.agencies, piece.agency) || is(&self.towns, piece.town)
    }

    /// Whether a matter's words or names hold it.
    pub(super) fn is_in(&self, words: &Words, piece: usize) -> bool {
        self.is_in_names(&words.pieces()[piece]) || self.find(words.words(piece)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_by_the_usual_reading() {
        assert_eq!(initials("城管局"), "cgj");
        assert_eq!(initials("翠屏街2号 A座"), "cpj2haz");
        assert_eq!(initials("—。"), "");
    }

    #[test]
    fn the_longest_word_is_looked_for_first() {
        let needles = needles_of("  CL26 路面 ");
        assert_eq!(needles.iter().map(|needle| &*needle.word).collect::<Vec<_>>(), ["路面", "cl26"]);
        assert!(needles_of("   ").is_empty());
    }
}
