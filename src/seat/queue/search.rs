//! The words by which a matter is found: number, title, place, agency, town, and the pinyin initials of these.

use crate::picture::Picture;
use memchr::memmem::Finder;
use pinyin::ToPinyin;

/// Between the parts, so that nothing is found across them.
const BETWEEN: char = '\u{1f}';

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

/// What a matter is found by, in lower case.
pub(super) fn words_of(picture: &Picture, number: u32) -> Box<str> {
    let row = picture.incidents.row(number);
    let mut words = row.code.as_str().to_lowercase();
    let agency = row.agency.map_or("", |agency| picture.agencies.name(agency).as_str());
    let town = row.town.map_or("", |town| &picture.areas.row(town).name);
    let upstream = row.upstream_number.as_deref().unwrap_or_default();
    let parts = [&*row.title, &*row.address, agency, town, upstream];
    for part in parts {
        words.push(BETWEEN);
        words.extend(part.chars().flat_map(char::to_lowercase));
    }
    for part in &parts[..4] {
        words.push(BETWEEN);
        words.push_str(&initials(part));
    }
    words.into()
}

/// Several words separated by spaces, all of which must be found.
pub(super) struct Needles(Vec<Finder<'static>>);

impl Needles {
    /// The words of a search; none where nothing is searched for.
    pub(super) fn of(text: &str) -> Option<Self> {
        let words = text.split_whitespace().map(|word| Finder::new(word.to_lowercase().as_bytes()).into_owned());
        let words: Vec<Finder<'static>> = words.collect();
        (!words.is_empty()).then_some(Self(words))
    }

    pub(super) fn are_in(&self, words: &str) -> bool {
        self.0.iter().all(|finder| finder.find(words.as_bytes()).is_some())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn initials_by_the_usual_reading() {
        assert_eq!(initials("城管局"), "cgj");
        assert_eq!(initials("翠屏街2号 A座"), "cpj2haz");
        assert_eq!(initials("—。"), "");
    }

    #[test]
    fn all_words_must_be_there() {
        let needles = Needles::of("  CL26 路面 ").unwrap();
        assert!(needles.are_in("cl260911\u{1f}路面塌陷"));
        assert!(!needles.are_in("cl260911\u{1f}路灯"));
        assert!(Needles::of("   ").is_none());
    }
}
