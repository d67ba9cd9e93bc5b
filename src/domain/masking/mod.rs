//! Personal data inside free text: where it stands, and the text without it.
//!
//! Rules, not a model: what is found can be told and tested. Numbers are known by their own checks (an identity card's
//! by GB 11643's check digit and date, a bank card's by Luhn's) and by the words before them; plates by their form; names by
//! the relation, title or label beside them, or because they can hardly be anything else. A surname with 先生 or 女士
//! stays: that is how offices leave a name out. How much of a labelled set is found stands in `docs/benchmarks.md`.

mod houses;
mod letters;
mod names;
mod names_bare;
mod names_latin;
mod names_told;
mod numbers;
mod plates;
mod words;

use letters::Letters;
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;

/// What kind of personal data a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    /// The number of an identity card or a passport.
    Id,
    /// A mobile phone's number.
    Mobile,
    /// A landline's number.
    Landline,
    /// A bank card's or an account's number.
    BankCard,
    /// A mail address, a QQ or WeChat account.
    Account,
    /// Somebody's name.
    Name,
    /// A vehicle's number plate.
    Plate,
    /// Building, unit or room: which household it is.
    House,
}

/// How much of a text is to be masked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MaskScope {
    /// Names, numbers, plates.
    #[default]
    Usual,
    /// The household as well: disputes and confidential matters, whose place is told no finer than its grid.
    Household,
}

/// Personal data in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalSpan {
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// What it is.
    pub kind: PersonalKind,
}

/// Where a text tells personal data, in order; no two overlap.
pub fn personal_spans(text: &str, scope: MaskScope) -> Vec<PersonalSpan> {
    let letters = Letters::new(text);
    let mut found = numbers::find(&letters);
    found.extend(numbers::accounts(&letters));
    let mut names = names::find(&letters, &found);
    names.extend(names_latin::find(&letters));
    // After the names, which are looked for before numbers: what stands before a plate is the word for it.
    found.extend(plates::find(&letters).into_iter().map(|at| (at, PersonalKind::Plate)));
    found.extend(names.into_iter().map(|at| (at, PersonalKind::Name)));
    if scope == MaskScope::Household {
        found.extend(houses::find(&letters).into_iter().map(|at| (at, PersonalKind::House)));
    }
    found.sort_by_key(|(at, kind)| (at.start, std::cmp::Reverse(at.end), *kind));
    let mut spans: Vec<PersonalSpan> = Vec::with_capacity(found.len());
    for (at, kind) in found {
        let at = letters.bytes(&at);
        if spans.last().is_none_or(|last| last.at.end <= at.start) {
            spans.push(PersonalSpan { at, kind });
        }
    }
    spans
}

/// The text with stars in place of what is personal: of a phone its first three and last two digits stay, of a card its
/// last four, of an identity card the province, of a plate the place that issued it, of a name its first letter.
pub fn mask(text: &str, scope: MaskScope) -> Cow<'_, str> {
    let spans = personal_spans(text, scope);
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for span in spans {
        masked.push_str(&text[from..span.at.start]);
        cover(&text[span.at.clone()], span.kind, &mut masked);
        from = span.at.end;
    }
    masked.push_str(&text[from..]);
    Cow::Owned(masked)
}

/// Puts a piece behind stars; separators stay, so that one sees what it was.
fn cover(piece: &str, kind: PersonalKind, out: &mut String) {
    let (first, last) = match kind {
        PersonalKind::Mobile | PersonalKind::Landline => (3, 2),
        PersonalKind::BankCard => (0, 4),
        PersonalKind::Id | PersonalKind::Plate => (2, 0),
        PersonalKind::Account | PersonalKind::Name => (1, 0),
        PersonalKind::House => (0, 0),
    };
    let counts = |c: char| match kind {
        PersonalKind::House => houses::tells(c),
        _ => c.is_alphanumeric(),
    };
    let whole = piece.chars().filter(|c| counts(*c)).count();
    let mut nth = 0;
    for c in piece.chars() {
        if !counts(c) {
            out.push(c);
            continue;
        }
        // Of something short less stays than is covered.
        let stays = (nth < first || nth + last >= whole) && first + last < whole;
        out.push(if stays { c } else { '*' });
        nth += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_masked_still_says_what_it_was() {
        let usual = |text| mask(text, MaskScope::Usual).into_owned();
        assert_eq!(usual("来电人王建国，电话13900001234。"), "来电人王**，电话139******34。");
        assert_eq!(usual("身份证号11010519491231002X"), "身份证号11****************");
        assert_eq!(usual("卡号6222 0000 0000 0001 236"), "卡号**** **** **** ***1 236");
        assert_eq!(usual("鲁G·12345占道，车牌G8K661也在"), "鲁G·*****占道，车牌G8****也在");
        assert_eq!(usual("王女士反映路灯不亮"), "王女士反映路灯不亮");
        assert!(matches!(mask("路灯不亮", MaskScope::Household), Cow::Borrowed("路灯不亮")));
        assert_eq!(mask("住3号楼2单元501室", MaskScope::Household), "住*号楼*单元***室");
        assert_eq!(mask("住3号楼2单元501室", MaskScope::Usual), "住3号楼2单元501室");
    }

    #[test]
    fn no_text_is_too_odd() {
        for odd in ["", "1", "我叫", "先生", "-", "１", "X", "@", "a@", "号楼", "Mr ", "电话", "\u{0}\u{301}１２３"]
        {
            assert_eq!(mask(odd, MaskScope::Household).chars().count(), odd.chars().count(), "{odd}");
        }
    }
}
