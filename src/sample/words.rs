//! What the sample's matters say: title, text, address, result, and whose numbers they bear.

use super::categories::Kind;
use super::country;
use super::course::{HANDLED, Way};
use super::dice::Dice;
use super::incidents::{Matter, World};
use super::out::date;
use super::people::family;
use super::script::{At, SCENES};
use super::wording::{self, Where};

/// Texts that are used again for every row.
#[derive(Default)]
pub(super) struct Words {
    pub(super) address: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) result: String,
    pub(super) reporter: String,
    pub(super) phone: String,
    pub(super) code: String,
    pub(super) upstream: String,
    /// The visit that found it.
    pub(super) inspection: String,
}

/// Fills in a matter's texts.
pub(super) fn fill_words(
    dice: &mut Dice,
    world: &World,
    matter: &Matter,
    kind: &Kind,
    families: &[char],
    nth: usize,
    words: &mut Words,
) {
    use std::fmt::Write as _;
    let Words { address, title, text, result, reporter, phone, upstream, .. } = words;
    let territory = world.home.territory;
    let (street, number) = world.home.streets.address_at(matter.grid, matter.at);
    let place = Where {
        street,
        number,
        village: &territory.villages()[territory.village_of(matter.grid)].name,
        town: &territory.towns()[territory.town_of(matter.grid)].name,
    };
    place.address(address);
    let said = dice.pick(&kind.said);
    wording::title(dice, &place, said, title);
    wording::text(dice, matter.source, kind, address, said, text);
    result.clear();
    if matter.steps[HANDLED].is_some() || matter.way == Way::Answered {
        wording::result(dice, kind, matter.way, result);
    }
    for part in [&mut *reporter, &mut *phone, &mut *upstream] {
        part.clear();
    }
    if !matches!(matter.source, "grid" | "camera" | "town") && !dice.permille(60) {
        let _ = write!(reporter, "{}{}", family(dice, families), ["先生", "女士"][dice.index(2)]);
        let _ = write!(phone, "1990000{:04}", dice.below(10_000));
    }
    if matter.source == "12345" {
        let (year, month, day) = date(matter.reported);
        let _ = write!(upstream, "SZ{year}{month:02}{day:02}{:05}", nth * 7 % 100_000);
    }
    if matter.confidential {
        *title = format!("{}（保密件）", kind.name);
    }
    if let Some(story) = matter.story {
        story.title.clone_into(title);
        story.text.clone_into(text);
        story.result.clone_into(result);
    }
    if let Some(scene) = matter.scene.map(|nth| &SCENES[nth]) {
        *title = country::of_county(world.home.number, scene.title);
        *text = country::of_county(world.home.number, scene.text);
        match scene.at {
            At::Crossing => *address = format!("{}梧桐路与翠屏街口", place.town),
            At::Street(street) => *address = format!("{}{street}{}号附近", place.town, place.number),
            At::Bank(_) | At::Town(_) => {}
        }
    }
}
