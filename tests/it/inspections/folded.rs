//! What is kept step by step against a walk over all events.

use super::{START, inspect, inspected_county};
use crate::county::Book;
use std::collections::{BTreeMap, BTreeSet};
use zonglan::domain::{
    AreaLevel, Campaign, Event, Inspection, InspectionResult, Place, PlaceCode, Register, Timestamp,
};
use zonglan::picture::{CampaignProgress, Indicator, InspectionFigures, Picture};

/// What the events say, by maps and walks only.
#[derive(Default)]
struct Oracle {
    places: BTreeMap<PlaceCode, Place>,
    gone: BTreeSet<String>,
    campaigns: BTreeMap<String, Campaign>,
    visits: BTreeMap<String, Inspection>,
}

impl Oracle {
    fn of(book: &Book) -> Self {
        let mut oracle = Self::default();
        for recorded in &book.events {
            match &recorded.event {
                Event::PlacePut(place) => {
                    oracle.gone.remove(place.code.as_str());
                    oracle.places.insert(place.code.clone(), place.clone());
                }
                Event::Retired { register: Register::Place, code, .. } => _ = oracle.gone.insert(code.clone()),
                Event::CampaignPut(campaign) => {
                    oracle.campaigns.insert(campaign.code.to_string(), campaign.clone());
                }
                Event::Inspected(visit) => _ = oracle.visits.insert(visit.code.to_string(), (**visit).clone()),
                _ => {}
            }
        }
        oracle
    }

    fn present(&self) -> impl Iterator<Item = &Place> {
        self.places.values().filter(|place| !self.gone.contains(place.code.as_str()))
    }

    fn chain(picture: &Picture, place: &Place) -> Vec<u32> {
        picture.areas.chain_at(place.at)
    }

    /// The places of a campaign, and whether each is done.
    fn of_campaign(&self, picture: &Picture, code: &str) -> Vec<(&Place, bool)> {
        let campaign = &self.campaigns[code];
        let within = |place: &Place| {
            let chain = Self::chain(picture, place);
            let codes = chain.iter().map(|area| &picture.areas.row(*area).code);
            campaign.areas.is_empty() || codes.into_iter().any(|code| campaign.areas.contains(code))
        };
        let counts = |visit: &Inspection| {
            let fits = match &visit.campaign {
                Some(named) => named.as_str() == code,
                None => {
                    let by = campaign.checklist.as_ref();
                    visit.inspected_at >= campaign.from && (by.is_none() || visit.checklist.as_ref() == by)
                }
            };
            fits && visit.result != InspectionResult::NotDone
        };
        let mine = self
            .present()
            .filter(|place| (campaign.kinds.is_empty() || campaign.kinds.contains(&place.kind)) && within(place));
        mine.map(|place| (place, self.visits.values().any(|visit| visit.place == place.code && counts(visit))))
            .collect()
    }

    fn figures(&self, picture: &Picture, (from, to): (Timestamp, Timestamp), area: Option<u32>) -> InspectionFigures {
        let mut figures = InspectionFigures::default();
        for place in self.present().filter(|place| area.is_none_or(|area| Self::chain(picture, place).contains(&area)))
        {
            let within = |visit: &&Inspection| visit.inspected_at >= from && visit.inspected_at < to;
            let visits: Vec<_> =
                self.visits.values().filter(|visit| visit.place == place.code).filter(within).collect();
            let any = |is: fn(&Inspection) -> bool| u32::from(visits.iter().any(|visit| is(visit)));
            figures.places += 1;
            figures.visits += visits.len() as u32;
            figures.inspected += any(|visit| visit.result != InspectionResult::NotDone);
            figures.with_problems += any(|visit| visit.result == InspectionResult::Problems);
            figures.not_done += visits.iter().filter(|visit| visit.result == InspectionResult::NotDone).count() as u32;
        }
        figures
    }
}

fn check(book: &Book, now: Timestamp) {
    let (picture, oracle) = (&book.picture, Oracle::of(book));
    for code in oracle.campaigns.keys() {
        let number = picture.inspections.campaigns.number(code).unwrap();
        let places = oracle.of_campaign(picture, code);
        let done = places.iter().filter(|(_, is_done)| *is_done).count() as u32;
        let whole = CampaignProgress { places: places.len() as u32, done };
        assert_eq!(picture.campaign_progress(number), whole, "{code}");
        let mut by_area: BTreeMap<u32, CampaignProgress> = BTreeMap::new();
        for (place, is_done) in &places {
            for area in Oracle::chain(picture, place) {
                let sum = by_area.entry(area).or_default();
                (sum.places, sum.done) = (sum.places + 1, sum.done + u32::from(*is_done));
            }
        }
        assert_eq!(picture.campaign_areas(number), by_area, "{code}");
        for level in [AreaLevel::Town, AreaLevel::Grid] {
            for rate in picture.campaign_rates(Some(number), level).rows {
                let share = by_area.get(&rate.area).and_then(|of| of.share());
                assert_eq!((rate.rate, rate.count), (share, by_area.get(&rate.area).map_or(0, |of| of.done)));
            }
        }
        let undone: BTreeSet<&str> =
            places.iter().filter(|(_, is_done)| !is_done).map(|(place, _)| place.code.as_str()).collect();
        let told = picture.undone(number, None);
        let codes = |of: &[zonglan::picture::UndonePlace]| -> BTreeSet<String> {
            of.iter().map(|undone| picture.places.rows()[undone.place as usize].code.to_string()).collect()
        };
        assert!(codes(&told).iter().map(String::as_str).eq(undone.iter().copied()), "{code}");
        assert!(told.is_sorted_by_key(|undone| undone.last_at), "longest ago first");
        let town = picture.areas.number(&"990101001".into()).unwrap();
        let of_town = codes(&picture.undone(number, Some(town)));
        let lies_in = |code: &&&str| Oracle::chain(picture, &oracle.places[**code]).contains(&town);
        assert!(of_town.iter().map(String::as_str).eq(undone.iter().filter(lies_in).copied()), "{code}");
    }
    let all = picture.undone_of_all(None, now);
    assert!(all.is_sorted_by_key(|undone| undone.deadline_at), "nearest to its deadline first");
    for period in [(START, now), (START.plus_secs(50_000), START.plus_secs(150_000)), (now, START)] {
        assert_eq!(picture.inspection_figures(period.0, period.1), oracle.figures(picture, period, None));
        for level in [AreaLevel::County, AreaLevel::Town, AreaLevel::Grid] {
            for (area, figures) in picture.inspection_areas(level, period.0, period.1) {
                assert_eq!(figures, oracle.figures(picture, period, Some(area)), "{level:?}");
                assert_eq!(picture.inspection_figures_of(area, period.0, period.1), figures);
            }
        }
    }
    for (number, place) in (0u32..).zip(picture.places.rows()) {
        let mut visits: Vec<_> = oracle.visits.values().filter(|visit| visit.place == place.code).collect();
        visits.sort_by_key(|visit| visit.inspected_at);
        let last = picture.inspections.last_of_place(number).map(|row| row.at);
        assert_eq!(last, visits.last().map(|visit| visit.inspected_at), "{}", place.code);
    }
}

#[test]
fn what_is_kept_step_by_step_equals_a_walk_over_all_events() {
    let mut book = inspected_county();
    for seed in 0..12 {
        inspect(&mut book, seed, 60);
        let now = book.picture.latest_at;
        book.picture.derive();
        check(&book, now);
    }
    let rows = book.picture.inspections.rows();
    let of = |result| rows.iter().filter(|row| row.result == result).count();
    assert!(InspectionResult::ALL.into_iter().all(|result| of(result) > 10), "every result came: {}", rows.len());
    assert!(rows.iter().any(|row| row.settled > 0) && rows.iter().any(|row| !row.matters.is_empty()));
    assert!(!book.picture.inspections.reminded().is_empty());
}

#[test]
fn counts_hold_before_derive_has_come_by() {
    let mut book = inspected_county();
    inspect(&mut book, 5, 80);
    book.picture.derive();
    let before = book.picture.campaign_progress(0);
    book.put(Event::CampaignPut(Campaign { kinds: vec!["公园".into()], ..super::campaign("Z1") }));
    let fresh = book.picture.campaign_progress(0);
    assert_ne!(fresh, before);
    book.picture.derive();
    assert_eq!(book.picture.campaign_progress(0), fresh);
}

#[test]
fn a_checkpoint_and_a_second_fold_are_the_same_picture() {
    let mut book = inspected_county();
    inspect(&mut book, 21, 300);
    book.picture.derive();
    let mut again = Picture::new(8 * 3600);
    book.events.iter().for_each(|recorded| again.apply(recorded));
    again.derive();
    let mut restored = Picture::from_checkpoint(&book.picture.to_checkpoint().unwrap(), 8 * 3600).unwrap();
    let before = book.events.len();
    inspect(&mut book, 22, 60);
    for picture in [&mut again, &mut restored] {
        book.events[before..].iter().for_each(|recorded| picture.apply(recorded));
        picture.derive();
    }
    book.picture.derive();
    for picture in [&again, &restored] {
        assert_eq!(picture.hash(), book.picture.hash());
        for campaign in 0..2 {
            assert_eq!(picture.campaign_areas(campaign), book.picture.campaign_areas(campaign));
            assert_eq!(picture.undone(campaign, None), book.picture.undone(campaign, None));
        }
        assert_eq!(picture.inspections.rows(), book.picture.inspections.rows());
    }
}

#[test]
fn the_campaign_that_nobody_chose_is_the_one_that_runs_and_is_due_first() {
    let book = inspected_county();
    let on_show = |now: Timestamp| {
        let number = book.picture.campaign_on_show(now)?;
        Some(book.picture.inspections.campaigns.row(number).code.to_string())
    };
    assert_eq!(on_show(START), None, "none has begun");
    assert_eq!(on_show(START.plus_secs(10_000)).as_deref(), Some("Z2"));
    assert_eq!(on_show(START.plus_secs(200_001)).as_deref(), Some("Z1"), "the other's time is over");
    assert_eq!(on_show(START.plus_secs(900_000)).as_deref(), Some("Z1"), "the last that was due and is not closed");
    let rates = book.picture.rates(Indicator::Campaign, AreaLevel::Town, START.plus_secs(10_000));
    assert_eq!(rates.rows.iter().filter(|row| row.rate.is_some()).count(), 1, "it is of one town");
}
