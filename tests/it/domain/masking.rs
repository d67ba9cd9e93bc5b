//! Masking against texts that were marked by hand (`masking.txt`): what share of what is personal is found, and what
//! share of what is found is personal. `--nocapture` prints the figures and whatever was missed.

use std::collections::BTreeMap;
use std::ops::Range;
use zonglan::domain::{MaskScope, PersonalKind, mask, personal_spans};

/// A text, how it is to be masked, and what in it is personal.
struct Marked {
    text: String,
    scope: MaskScope,
    personal: Vec<(Range<usize>, PersonalKind)>,
}

fn kind(mark: &str) -> PersonalKind {
    match mark {
        "N" => PersonalKind::Name,
        "M" => PersonalKind::Mobile,
        "L" => PersonalKind::Landline,
        "I" => PersonalKind::Id,
        "B" => PersonalKind::BankCard,
        "A" => PersonalKind::Account,
        "H" => PersonalKind::House,
        "P" => PersonalKind::Plate,
        other => panic!("no such mark: {other}"),
    }
}

/// The texts by which the rules were made.
fn texts() -> Vec<Marked> {
    read(include_str!("masking.txt"))
}

/// Texts that were written after the rules, by which words were then added to the lists.
fn held_back() -> Vec<Marked> {
    read(include_str!("masking_held.txt"))
}

/// Texts because of which no word was added to a list.
fn unseen() -> Vec<Marked> {
    read(include_str!("masking_unseen.txt"))
}

/// Names in the middle of sentences, and what follows them after other words.
fn sentences() -> Vec<Marked> {
    read(include_str!("masking_sentences.txt"))
}

fn read(lines: &'static str) -> Vec<Marked> {
    let lines = lines.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let read = |line: &str| {
        let (scope, mut rest) = match line.strip_prefix("家|") {
            Some(rest) => (MaskScope::Household, rest),
            None => (MaskScope::Usual, line),
        };
        let (mut text, mut personal) = (String::new(), Vec::new());
        while let Some((before, marked)) = rest.split_once('[') {
            let (inside, after) = marked.split_once(']').unwrap();
            let (mark, piece) = inside.split_once(':').unwrap();
            text.push_str(before);
            personal.push((text.len()..text.len() + piece.len(), kind(mark)));
            text.push_str(piece);
            rest = after;
        }
        text.push_str(rest);
        Marked { text, scope, personal }
    };
    lines.map(read).collect()
}

#[derive(Default)]
struct Count {
    marked: u32,
    found: u32,
    kind_right: u32,
}

/// What was found of each kind, and the share of what was told that is personal.
fn measure(texts: &[Marked]) -> (BTreeMap<PersonalKind, Count>, f64) {
    let mut counts: BTreeMap<PersonalKind, Count> = BTreeMap::new();
    let (mut told, mut wrong) = (0, 0);
    for marked in texts {
        let found = personal_spans(&marked.text, marked.scope);
        for (at, kind) in &marked.personal {
            let count = counts.entry(*kind).or_default();
            count.marked += 1;
            match found.iter().find(|span| span.at.start <= at.start && at.end <= span.at.end) {
                Some(span) => {
                    count.found += 1;
                    count.kind_right += u32::from(span.kind == *kind);
                }
                None => eprintln!("missed {kind:?} {}: {}", &marked.text[at.clone()], marked.text),
            }
        }
        for span in &found {
            told += 1;
            if !marked.personal.iter().any(|(at, _)| at.start < span.at.end && span.at.start < at.end) {
                wrong += 1;
                eprintln!("wrongly {:?} {}: {}", span.kind, &marked.text[span.at.clone()], marked.text);
            }
        }
    }
    for (kind, count) in &counts {
        let Count { marked, found, kind_right } = count;
        eprintln!("{kind:?}: {found} of {marked} found ({:.3}), {kind_right} by their kind", count.share());
    }
    let precision = 1.0 - f64::from(wrong) / f64::from(told);
    eprintln!("{} texts, {told} spans told, {wrong} wrongly: precision {precision:.3}", texts.len());
    (counts, precision)
}

impl Count {
    fn share(&self) -> f64 {
        f64::from(self.found) / f64::from(self.marked)
    }
}

#[test]
fn what_is_personal_is_found_and_little_else() {
    let texts = texts();
    assert!(texts.len() >= 150, "{} texts", texts.len());
    assert!(texts.iter().filter(|text| text.personal.is_empty()).count() >= 60, "texts with nothing personal in them");
    let (counts, precision) = measure(&texts);
    for (kind, count) in &counts {
        let least = if *kind == PersonalKind::Name { 0.95 } else { 1.0 };
        assert!(count.share() >= least, "{kind:?}: {} of {}", count.found, count.marked);
        assert!(count.kind_right >= count.found * 9 / 10, "{kind:?} are taken for something else");
    }
    assert!(precision >= 0.97, "precision {precision}");
}

#[test]
fn texts_that_no_rule_was_made_for_are_masked_too() {
    let (counts, precision) = measure(&held_back());
    for (kind, count) in &counts {
        let least = if *kind == PersonalKind::Name { 0.75 } else { 1.0 };
        assert!(count.share() >= least, "{kind:?}: {} of {}", count.found, count.marked);
    }
    assert!(precision >= 0.9, "precision {precision}");
}

/// What the rules are worth on texts that no list knows of; the floors are just below what was measured.
#[test]
fn texts_that_no_list_was_mended_by_are_masked_mostly() {
    let (counts, precision) = measure(&unseen());
    for (kind, count) in &counts {
        let least = if *kind == PersonalKind::Name { 0.6 } else { 1.0 };
        assert!(count.share() >= least, "{kind:?}: {} of {}", count.found, count.marked);
    }
    assert!(precision >= 0.95, "precision {precision}");
}

/// What webhooks carry: names that no label announces. Not all are found, and this does not say so.
#[test]
fn names_in_the_middle_of_sentences_are_found_by_what_is_said_of_them() {
    let (counts, precision) = measure(&sentences());
    let names = &counts[&PersonalKind::Name];
    assert!(names.share() >= 0.75, "{} of {}", names.found, names.marked);
    assert!(precision >= 0.85, "precision {precision}");
}

#[test]
fn masking_leaves_nothing_of_what_it_found_and_changes_nothing_else() {
    for marked in texts().into_iter().chain(held_back()).chain(unseen()).chain(sentences()) {
        let masked = mask(&marked.text, marked.scope);
        assert_eq!(masked.chars().count(), marked.text.chars().count(), "{masked}");
        let spans = personal_spans(&marked.text, marked.scope);
        let is_inside = |at: usize| spans.iter().any(|span| span.at.contains(&at));
        for ((at, was), is) in marked.text.char_indices().zip(masked.chars()) {
            assert!(was == is || is == '*' && is_inside(at), "{} became {masked}", marked.text);
        }
        for span in &spans {
            assert!(!masked.contains(&marked.text[span.at.clone()]), "{masked}");
        }
        assert!(spans.windows(2).all(|pair| pair[0].at.end <= pair[1].at.start), "{}", marked.text);
    }
}

proptest::proptest! {
    /// Whatever comes: spans lie on letters' edges, in order, and masking keeps every letter's place.
    #[test]
    fn no_text_breaks_it(text in "([王李张说号室电话1-9@.X ，\\-]|我叫|先生|Mr |[\\u{0}-\\u{2fff}]){0,40}") {
        for scope in [MaskScope::Usual, MaskScope::Household] {
            let spans = personal_spans(&text, scope);
            for span in &spans {
                proptest::prop_assert!(text.get(span.at.clone()).is_some_and(|piece| !piece.is_empty()));
            }
            proptest::prop_assert_eq!(mask(&text, scope).chars().count(), text.chars().count());
        }
    }
}
