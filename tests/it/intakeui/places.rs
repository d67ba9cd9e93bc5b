//! Places by name, initials, code, position and a click.

use super::*;
use proptest::prelude::*;
use zonglan::picture::NamedThing;
use zonglan::seat::intake::PlaceFinder;
use zonglan::seat::queue::initials;

fn county() -> Picture {
    let mut book = small_county();
    furnish(&mut book);
    book.picture
}

/// Every name and code, straight from the registers.
fn all(picture: &Picture) -> Vec<(NamedThing, String, String)> {
    let areas = (0u32..).zip(picture.areas.rows());
    let areas = areas.map(|(n, area)| (NamedThing::Area(n), area.name.to_string(), area.code.to_string()));
    let places = picture.places.present();
    areas.chain(places.map(|(n, place)| (NamedThing::Place(n), place.name.clone(), place.code.to_string()))).collect()
}

#[test]
fn every_place_is_found_by_name_initials_and_code() {
    let (picture, mut finder) = (county(), PlaceFinder::default());
    for (thing, name, code) in all(&picture) {
        for text in [name.clone(), initials(&name), code.clone()] {
            let found = finder.find(&picture, &text, 60);
            assert!(found.iter().any(|place| place.thing == thing), "{name} by {text}: {found:?}");
        }
        assert_eq!(finder.find(&picture, &name, 5)[0].thing, thing, "{name} by its whole name first");
    }
    let by_end = finder.find(&picture, "2003", 9);
    assert!(by_end.iter().any(
        |place| matches!(place.thing, NamedThing::Area(n) if picture.areas.row(n).code.as_str() == "990101002003")
    ));
    let spot = finder.find(&picture, "118.0301，36.0302", 3);
    assert_eq!((spot[0].thing, spot[0].at), (NamedThing::Position, AT));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    /// Whatever letters are typed: what is found is what a walk over all names finds.
    #[test]
    fn initials_find_what_a_walk_finds(letters in "[a-z0-9]{2,4}") {
        let (picture, mut finder) = (county(), PlaceFinder::default());
        let mut found: Vec<NamedThing> = finder.find(&picture, &letters, 1_000).iter().map(|place| place.thing).collect();
        let is_code = letters.len() >= 4 && letters.chars().any(|c| c.is_ascii_digit());
        let mut expected: Vec<NamedThing> = all(&picture)
            .into_iter()
            .filter(|(_, name, code)| {
                let (raw, code) = (code.clone(), code.to_lowercase());
                initials(name).contains(&letters)
                    || name.contains(&letters)
                    || raw == letters
                    || (is_code && (code.starts_with(&letters) || code.ends_with(&letters)))
            })
            .map(|(thing, ..)| thing)
            .collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn while_the_form_waits_for_it_the_next_click_on_the_map_is_the_place_and_selects_nothing() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.intake(IntakeIntent::WaitForClick);
    // Exactly on another matter's symbol.
    let px = rig.seat.view.screen_from_lonlat(AT);
    rig.mean(Intent::PickAt(px));
    let form = rig.seat.intake.form.as_ref().unwrap();
    assert!(zonglan::spatial::distance_m(form.draft.at.unwrap(), AT) < 1.0);
    assert_eq!(form.draft.address, "第0镇", "said in words, too");
    assert!(!form.waits_for_click && rig.seat.selection.is_none());
    rig.mean(Intent::PickAt(px));
    assert!(rig.seat.selection.is_some(), "the one after it selects again");
    // Escape ends the waiting, and nothing else.
    rig.intake(IntakeIntent::WaitForClick);
    rig.mean(Intent::Back);
    let form = rig.seat.intake.form.as_ref().unwrap();
    assert!(!form.waits_for_click && form.draft.at.is_some());
}

#[test]
fn a_longer_address_keeps_its_words_and_gets_the_spot_that_it_mentions() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Place, "青年广场北门第二盏灯");
    rig.advise();
    rig.intake(IntakeIntent::Place(0));
    let draft = &rig.seat.intake.form.as_ref().unwrap().draft;
    assert_eq!((draft.address.as_str(), draft.at), ("青年广场北门第二盏灯", Some(AT)));
}

#[test]
fn enter_before_the_answer_means_the_answer_not_what_was_offered_for_other_words() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, "柳河小学门口");
    rig.advise();
    assert!(rig.seat.intake.advice.places[0].name.ends_with("柳河小学"));
    rig.say(IntakeSlot::Place, "qngc");
    rig.intake(IntakeIntent::Done(IntakeSlot::Place));
    assert!(rig.seat.intake.form.as_ref().unwrap().draft.at.is_none());
    rig.advise();
    assert_eq!(rig.seat.intake.form.as_ref().unwrap().draft.at, Some(AT));
    // Words that were changed meanwhile are not answered by the old ones.
    rig.intake(IntakeIntent::NoSpot);
    rig.say(IntakeSlot::Place, "青年广场");
    rig.intake(IntakeIntent::Done(IntakeSlot::Place));
    rig.say(IntakeSlot::Place, "无此地名");
    rig.advise();
    assert!(rig.seat.intake.form.as_ref().unwrap().draft.at.is_none());
}
