//! The index against the walk: random matters that come, change and turn confidential, and random questions between.

use super::{DAY_SECS, Told, catalogue, take, walk};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zonglan::domain::{LonLat, Timestamp};
use zonglan::picture::{Alike, Picture, SimilarQuery, Verdict};

const PLACES: [&str; 5] = ["文化路", "健康街12号", "李家庄", "Wood St", "东关社区"];
const THINGS: [&str; 9] = ["路灯", "井盖", "垃圾", "水管", "树木", "噪声", "lamp", "灯", "电梯"];
const HAPPENED: [&str; 8] = ["不亮", "破损", "没人清", "漏水", "倒了", "太大", "out", "缺失"];
const NOW: i64 = 1_789_000_000;

fn pick<'a>(dice: &mut ChaCha8Rng, list: &[&'a str]) -> &'a str {
    list[dice.random_range(0..list.len())]
}

fn text(dice: &mut ChaCha8Rng) -> String {
    let mut text = String::new();
    for _ in 0..dice.random_range(0..3) {
        text.push_str(pick(dice, &PLACES));
        text.push_str(pick(dice, &THINGS));
        text.push_str(pick(dice, &HAPPENED));
        text.push_str(["，", " ", ""][dice.random_range(0..3)]);
    }
    text
}

fn place(dice: &mut ChaCha8Rng) -> Option<LonLat> {
    // Six places that many matters share, and others between them.
    let spot = f64::from(dice.random_range(0..6)) * 0.002;
    let at = LonLat::new(118.0 + spot + dice.random_range(0.0..0.002), 36.0 + dice.random_range(0.0..0.004));
    (dice.random_range(0..6) > 0).then_some(at)
}

fn matter(dice: &mut ChaCha8Rng, number: u32) -> Told {
    let kind = dice.random_range(0..6);
    Told {
        code: format!("M{number}"),
        title: text(dice),
        address: if dice.random_range(0..2) == 0 { pick(dice, &PLACES).into() } else { String::new() },
        category: (kind > 0).then(|| format!("0{}0{}", 1 + kind % 2, kind).as_str().into()),
        at: place(dice),
        reported_at: Timestamp(NOW - dice.random_range(0..60 * DAY_SECS)),
        handled_at: None,
        confidential: dice.random_range(0..15) == 0,
    }
}

fn question(dice: &mut ChaCha8Rng, picture: &Picture) -> SimilarQuery {
    let rows = picture.incidents.len();
    let moment = Timestamp(NOW - dice.random_range(0..40 * DAY_SECS));
    let kind = dice.random_range(0..9);
    SimilarQuery {
        category: (kind < picture.categories.rows().len()).then_some(kind as u32),
        is_category_assumed: dice.random_range(0..2) == 0,
        same_caller: (0..dice.random_range(0..4)).map(|_| dice.random_range(0..rows)).collect(),
        radius_m: [30.0, 120.0, 300.0, 2_000.0][dice.random_range(0..4)],
        window_secs: [1, 7, 30, 90][dice.random_range(0..4)] * DAY_SECS,
        also_later: dice.random_range(0..2) == 0,
        left_out: (dice.random_range(0..3) == 0).then(|| dice.random_range(0..rows)),
        limit: [3, 10, 1_000][dice.random_range(0..3)],
        ..SimilarQuery::new(text(dice), place(dice), moment)
    }
}

fn agree(picture: &Picture, query: &SimilarQuery) -> usize {
    let walked = walk::similar(picture, query);
    let found = picture.similar(query);
    let told: Vec<(u32, f64)> = found.iter().map(|likeness| (likeness.incident, likeness.score_bits)).collect();
    assert_eq!(told, walked, "{query:?}");
    assert!(found.iter().all(|likeness| !picture.incidents.row(likeness.incident).confidential));
    walked.len()
}

#[test]
fn the_index_finds_what_a_walk_finds_while_matters_come_and_change() {
    let mut dice = ChaCha8Rng::seed_from_u64(20_260_911);
    let mut picture = Picture::new(8 * 3600);
    for (parent, kinds) in [("01", [2, 4]), ("02", [1, 3])] {
        catalogue(&mut picture, parent, None, parent);
        for kind in kinds {
            catalogue(&mut picture, &format!("{parent}0{kind}"), Some(parent), "类");
        }
    }
    let mut told = 0;
    for round in 0..1_200 {
        let number = dice.random_range(0..1 + round / 2);
        let matter = matter(&mut dice, number);
        take(&mut picture, &matter);
        // The first question makes the index; from then on it is kept step by step.
        if round % 4 == 0 {
            let query = question(&mut dice, &picture);
            told += agree(&picture, &query);
        }
    }
    let bytes = picture.to_checkpoint().unwrap();
    let anew = Picture::from_checkpoint(&bytes, 8 * 3600).unwrap();
    for _ in 0..200 {
        let query = question(&mut dice, &picture);
        told += agree(&picture, &query);
        assert_eq!(picture.similar(&query), anew.similar(&query), "built anew it answers the same");
        let text = text(&mut dice);
        let [kept, built] = [&picture, &anew].map(|p| p.suggest(&text, None, Timestamp(NOW), None));
        assert_eq!(kept, built, "and suggests the same: {text}");
    }
    assert!(told > 1_000, "questions that nothing answers compare nothing: {told}");
}

#[test]
fn an_answer_says_why() {
    let mut picture = Picture::new(8 * 3600);
    catalogue(&mut picture, "0102", None, "井盖破损");
    let at = LonLat::new(118.0, 36.0);
    let told = |code: &str, title: &str, at, minutes: i64| Told {
        code: code.into(),
        title: title.into(),
        category: Some("0102".into()),
        at: Some(at),
        reported_at: Timestamp(NOW - minutes * 60),
        ..Told::default()
    };
    let near = zonglan::spatial::destination(at, 90.0, 40.0);
    let first = take(&mut picture, &told("A1", "青年路井盖缺失", near, 12));
    for n in 0..40 {
        let title = format!("青年路{}", ["路灯不亮", "垃圾满溢", "违停", "占道经营"][n % 4]);
        let at = zonglan::spatial::destination(at, n as f64 * 9.0, 150.0);
        let other = Told { category: None, ..told(&format!("B{n}"), &title, at, 60 * 24 * n as i64) };
        take(&mut picture, &other);
    }
    let query = SimilarQuery {
        same_caller: vec![first],
        category: picture.categories.number(&"0102".into()),
        ..SimilarQuery::new("青年路上井盖不见了", Some(at), Timestamp(NOW))
    };
    let found = picture.similar(&query);
    assert_eq!((found[0].incident, found[0].verdict), (first, Verdict::Same));
    assert!(matches!(found[0].alike[1], Alike::Near(m) if (m - 40.0).abs() < 0.01), "{:?}", found[0].alike);
    let others = [&found[0].alike[..1], &found[0].alike[2..]].concat();
    let words = Alike::Words(vec!["井盖".into()]);
    assert_eq!(
        others,
        [Alike::SameCaller, Alike::SecsBefore(720), Alike::SameCategory, words],
        "the street's name is no reason"
    );
    assert!(found[1..].iter().all(|likeness| likeness.verdict == Verdict::Like));

    // Once it has been handled, the same again is the same again; and what is confidential is never told.
    let handled = Told { handled_at: Some(Timestamp(NOW - 60)), ..told("A1", "青年路井盖缺失", near, 12) };
    take(&mut picture, &handled);
    assert_eq!(picture.similar(&query)[0].verdict, Verdict::Again);
    take(&mut picture, &Told { confidential: true, ..handled });
    assert!(picture.similar(&query).iter().all(|likeness| likeness.incident != first));
    assert!(picture.similar_to(first).is_none());
}
