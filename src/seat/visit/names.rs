//! The names of the county's own people, to find them in free text: the rules of `domain::masking` know a name by the words
//! around it, and `请张伟去看` has none.

use crate::picture::WorkerRow;
use std::borrow::Cow;
use std::collections::HashMap;

/// So many rows of the register are looked at again in one pass: a name that was corrected is known within a minute, and no
/// frame walks the register.
const ROWS_A_PASS: usize = 256;

/// Names by their first letters.
#[derive(Debug, Default)]
pub(super) struct KnownNames {
    by_first: HashMap<char, Vec<Box<str>>>,
    /// How many rows of the register have been looked at, and which is next to be looked at again.
    looked_at: usize,
    next: usize,
}

impl KnownNames {
    /// Takes in who is new in the register, a part of those who aren't, and the officers.
    pub(super) fn follow<'a>(&mut self, rows: &[WorkerRow], officers: impl Iterator<Item = &'a str>) {
        let fresh = self.looked_at.min(rows.len())..rows.len();
        if self.next >= rows.len() {
            self.next = 0;
        }
        let again = self.next..(self.next + ROWS_A_PASS).min(rows.len());
        (self.looked_at, self.next) = (rows.len(), again.end);
        for row in fresh.chain(again) {
            self.take(&rows[row].worker.name);
        }
        officers.for_each(|name| self.take(name));
    }

    fn take(&mut self, name: &str) {
        let name = name.trim();
        let Some(first) = name.chars().next().filter(|_| name.chars().nth(1).is_some()) else { return };
        let alike = self.by_first.entry(first).or_default();
        if !alike.iter().any(|known| **known == *name) {
            alike.push(name.into());
        }
    }

    /// The text with stars in place of all but the first letter of each known name.
    pub(super) fn cover<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let (mut covered, mut from, mut at) = (String::new(), 0, 0);
        while let Some(first) = text[at..].chars().next() {
            let Some(name) = self.longest_at(text, at, first) else {
                at += first.len_utf8();
                continue;
            };
            covered.push_str(&text[from..at]);
            covered.push(first);
            covered.extend(name.chars().skip(1).map(|c| if c.is_alphanumeric() { '*' } else { c }));
            at += name.len();
            from = at;
        }
        if from == 0 {
            return Cow::Borrowed(text);
        }
        covered.push_str(&text[from..]);
        Cow::Owned(covered)
    }

    fn longest_at(&self, text: &str, at: usize, first: char) -> Option<&str> {
        let alike = self.by_first.get(&first)?.iter().map(|name| &**name);
        let here = alike.filter(|name| text[at..].starts_with(name) && stands_alone(text, at, name));
        here.max_by_key(|name| name.len())
    }
}

/// Whether a name is no part of a longer word or number: Han characters are no words, letters and digits of Latin are.
fn stands_alone(text: &str, at: usize, name: &str) -> bool {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (before, after) = (text[..at].chars().next_back(), text[at + name.len()..].chars().next());
    let is_cut_out =
        is_latin(name.chars().next()) && is_latin(before) || is_latin(name.chars().next_back()) && is_latin(after);
    !is_cut_out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> KnownNames {
        let mut known = KnownNames::default();
        known.follow(&[], names.iter().copied());
        known
    }

    #[test]
    fn known_names_go_wherever_they_stand() {
        let names = known(&["张伟", "张伟民", "欧阳测", "Li Ming", "W1", "王"]);
        let table = [
            ("请张伟去看", "请张*去看"),
            ("张伟民到场，张伟未到", "张**到场，张*未到"),
            ("欧阳测", "欧**"),
            ("sent Li Ming, not Li Mingo", "sent L* ****, not Li Mingo"),
            ("W1 W12 XW1", "W* W12 XW1"),
            ("王家村", "王家村"),
            ("", ""),
        ];
        for (text, covered) in table {
            assert_eq!(names.cover(text), covered);
        }
        assert!(matches!(names.cover("路面塌陷"), Cow::Borrowed(_)));
    }
}
