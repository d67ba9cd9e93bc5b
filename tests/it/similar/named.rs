//! Places by name: what is found is what bears the words or is mentioned, in the order that an officer wants.

use crate::county::small_county;
use zonglan::domain::{Event, LonLat, Place, PlaceDetails};
use zonglan::picture::{NameMatch, NamedThing, Picture};

/// The small county with places, two of them of one name in two towns.
fn county() -> Picture {
    let mut book = small_county();
    for (code, name, lon) in
        [("P1", "实验小学", 118.01), ("P2", "实验小学东校区", 118.02), ("P3", "李家庄村委会", 118.03)]
    {
        book.put(Event::PlacePut(Place {
            code: code.into(),
            name: name.into(),
            kind: "学校".into(),
            at: LonLat::new(lon, 36.01),
            details: PlaceDetails::default(),
        }));
    }
    book.picture.derive();
    book.picture
}

fn names(picture: &Picture, text: &str) -> Vec<(String, NameMatch)> {
    let name = |thing| match thing {
        NamedThing::Position => "position".to_owned(),
        NamedThing::Area(number) => picture.areas.row(number).name.to_string(),
        NamedThing::Place(number) => picture.places.rows()[number as usize].name.clone(),
    };
    picture.places_named(text, 50).into_iter().map(|found| (name(found.thing), found.by)).collect()
}

fn of(names: &[(&str, NameMatch)]) -> Vec<(String, NameMatch)> {
    names.iter().map(|(name, by)| ((*name).to_owned(), *by)).collect()
}

#[test]
fn places_are_found_by_name_code_and_position() {
    use NameMatch::{Begins, Code, Contains, Whole};
    let picture = county();
    assert_eq!(names(&picture, "实验小学"), of(&[("实验小学", Whole), ("实验小学东校区", Begins)]));
    assert_eq!(names(&picture, "东校区"), of(&[("实验小学东校区", Contains)]));
    assert_eq!(names(&picture, "990101002"), of(&[("第2镇", Code)]));
    assert_eq!(names(&picture, " 118.05，36.02 "), of(&[("position", Code)]));
    assert_eq!(names(&picture, "网格3").len(), 4, "all grids of the fourth town");
    assert!(
        names(&picture, "").is_empty() && names(&picture, "月球").is_empty() && names(&picture, "200,95").is_empty()
    );
}

#[test]
fn what_a_text_mentions_is_found_the_nearest_to_the_ground_first() {
    let picture = county();
    let text = "来电人说第2镇李家庄村委会门口路灯不亮，靠近网格23";
    let found = names(&picture, text);
    assert!(found.iter().all(|(_, by)| *by == NameMatch::Mentioned), "{found:?}");
    let found: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(found, ["网格23", "李家庄村委会", "第2镇"], "whose town is mentioned too, then the longest");
}

/// Against a look at every name: nothing that bears the words is missed, and nothing else is told.
#[test]
fn every_part_of_every_name_finds_it() {
    let picture = county();
    let all: Vec<(NamedThing, String)> = (0u32..)
        .zip(picture.areas.rows())
        .map(|(number, row)| (NamedThing::Area(number), row.name.to_string()))
        .chain(picture.places.present().map(|(number, row)| (NamedThing::Place(number), row.name.clone())))
        .collect();
    for (_, name) in &all {
        let letters: Vec<char> = name.chars().collect();
        for start in 0..letters.len() {
            for end in start + 1..=letters.len() {
                let part: String = letters[start..end].iter().collect();
                let found = picture.places_named(&part, 1_000);
                let bears = |by: NameMatch| matches!(by, NameMatch::Whole | NameMatch::Begins | NameMatch::Contains);
                let mut told: Vec<NamedThing> = found.iter().filter(|f| bears(f.by)).map(|f| f.thing).collect();
                let mut due: Vec<NamedThing> =
                    all.iter().filter(|(_, name)| name.contains(&part)).map(|(thing, _)| *thing).collect();
                told.sort();
                due.sort();
                assert_eq!(told, due, "{part}");
            }
        }
    }
}
