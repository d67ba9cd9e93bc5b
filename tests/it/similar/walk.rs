//! The same question answered by walking over all rows, without an index: the rule of `picture::similar` written a
//! second time, with sets of strings.

use std::collections::BTreeSet;
use zonglan::domain::LonLat;
use zonglan::picture::{Picture, SimilarQuery};
use zonglan::spatial::geodesy::quick_distance_m;

/// The least score that is told, bits.
const TOLD_FROM: f64 = 3.0;

struct Known {
    number: u32,
    words: BTreeSet<String>,
    /// Those of the title that are not in the address.
    content: BTreeSet<String>,
    at: Option<LonLat>,
    reported: i64,
    kind: Option<u32>,
}

/// Chinese characters and pairs of them, words and numbers of everything else.
fn words(text: &str) -> BTreeSet<String> {
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let mut found = BTreeSet::new();
    let mut runs: Vec<(bool, String)> = Vec::new();
    for c in text.chars() {
        let kind = if is_han(c) { Some(true) } else { c.is_alphanumeric().then_some(false) };
        match (kind, runs.last_mut()) {
            (None, _) => runs.push((false, String::new())),
            (Some(kind), Some((last, run))) if *last == kind => run.push(c.to_ascii_lowercase()),
            (Some(kind), _) => runs.push((kind, c.to_ascii_lowercase().to_string())),
        }
    }
    for (han, run) in runs.into_iter().filter(|(_, run)| !run.is_empty()) {
        let chars: Vec<char> = run.chars().collect();
        if han {
            found.extend([1, 2].into_iter().flat_map(|n| chars.windows(n)).map(|gram| gram.iter().collect::<String>()));
        } else {
            found.insert(run);
        }
    }
    found
}

/// The logarithm to base 2 in 256ths, straight between the powers of two.
fn log2(x: u64) -> i64 {
    if x == 0 {
        return 0;
    }
    let power = (0..64).rev().find(|p| x >> p > 0).unwrap();
    power * 256 + (u128::from(x) * 256 / (1u128 << power)) as i64 - 256
}

struct Usual<'a> {
    around: Option<Vec<&'a Known>>,
    all: &'a [Known],
}

impl Usual<'_> {
    fn rarity(&self, has: &dyn Fn(&Known) -> bool) -> i64 {
        let all = self.all.len() as u64 + 256;
        let anywhere = self.all.iter().filter(|known| has(known)).count() as u64;
        let Some(around) = &self.around else { return (log2(all) - log2(anywhere.max(1))).max(0) };
        let here = around.iter().filter(|known| has(known)).count() as u64;
        (log2((around.len() as u64 + 8) * all) - log2((here * all + 8 * anywhere).max(1))).max(0)
    }

    fn weight(&self, word: &str) -> i64 {
        self.rarity(&|known| known.words.contains(word))
    }
}

/// The matters most like what is asked about, with their scores in bits.
pub(super) fn similar(picture: &Picture, query: &SimilarQuery) -> Vec<(u32, f64)> {
    let rows = (0u32..).zip(picture.incidents.rows()).filter(|(_, row)| !row.confidential);
    let all: Vec<Known> = rows
        .map(|(number, row)| {
            let (title, address) = (words(&row.title), words(&row.address));
            let content = title.difference(&address).cloned().collect();
            let words = title.union(&address).cloned().collect();
            Known { number, words, content, at: row.at, reported: row.reported_at().0, kind: row.category }
        })
        .collect();
    let said = words(&query.text);
    let to = query.moment.0 + if query.also_later { query.window_secs } else { 0 };
    let is_in = |known: &Known| (query.moment.0 - query.window_secs..=to).contains(&known.reported);
    let distance_m = |known: &Known| Some(quick_distance_m(query.at?, known.at?));
    let is_near = |known: &Known| distance_m(known).is_some_and(|m| m <= query.radius_m);
    let by_caller = |known: &Known| query.same_caller.contains(&known.number);
    let near = Usual { around: Some(all.iter().filter(|known| is_near(known)).collect()), all: &all };
    let county = Usual { around: None, all: &all };
    let callers = all.iter().filter(|known| is_in(known) && by_caller(known)).count() as u64;
    let mut scored: Vec<(i64, u32)> = Vec::new();
    for known in all.iter().filter(|known| is_in(known) && query.left_out != Some(known.number)) {
        let is_local = is_near(known);
        if !is_local && query.at.is_some() && known.at.is_some() && !by_caller(known) {
            continue;
        }
        let usual = if is_local { &near } else { &county };
        let crowd = match &usual.around {
            Some(around) => around.iter().filter(|known| is_in(known)).count() as u64,
            None => all.iter().filter(|known| is_in(known)).count() as u64,
        };
        let crowd = if by_caller(known) { crowd.min(callers) } else { crowd };
        let content = content(text(usual, &said, known), kind(picture, usual, query, known));
        let time = log2(query.window_secs as u64) - log2((query.moment.0 - known.reported).unsigned_abs().max(21_600));
        let dm = |m: f64| ((m * 10.0) as u64).max(200);
        let place = distance_m(known).map_or(0, |m| (2 * (log2(dm(query.radius_m)) - log2(dm(m)))).max(-8 * 256));
        let caller = if by_caller(known) { 3 * 256 } else { 0 };
        scored.push((content + time + place - log2(crowd + 1) + caller, known.number));
    }
    scored.sort_by_key(|(bits, number)| (std::cmp::Reverse(*bits), *number));
    let told = scored.into_iter().map(|(bits, number)| (number, bits as f64 / 256.0));
    told.filter(|(_, bits)| *bits >= TOLD_FROM).take(query.limit).collect()
}

fn content(text: i64, kind: i64) -> i64 {
    if text > 0 && kind > 0 { text.max(kind) + text.min(kind) / 2 } else { text + kind }
}

fn text(usual: &Usual<'_>, said: &BTreeSet<String>, known: &Known) -> i64 {
    let counted = if usual.around.is_some() { &known.content } else { &known.words };
    if said.is_empty() || counted.is_empty() {
        return 0;
    }
    let shared: i64 = said.intersection(counted).map(|word| usual.weight(word)).sum();
    let most = if usual.around.is_some() { 12 } else { 16 };
    if shared < 6 * 256 { -256 } else { (shared * 3 / 10).min(most * 256) }
}

fn kind(picture: &Picture, usual: &Usual<'_>, query: &SimilarQuery, known: &Known) -> i64 {
    let (Some(asked), Some(there)) = (query.category, known.kind) else { return 0 };
    if asked == there {
        let bits = usual.rarity(&|known| known.kind == Some(asked)).min(6 * 256);
        return if query.is_category_assumed { bits / 2 } else { bits };
    }
    let parent = |number: u32| picture.categories.rows()[number as usize].parent.clone();
    match (parent(asked).is_some() && parent(asked) == parent(there), query.is_category_assumed) {
        (true, _) => 0,
        (false, true) => -256,
        (false, false) => -4 * 256,
    }
}
