//! Who answers for a place: its areas, the people, the cameras that look at it, who is free nearby, and its coordinates.

use super::touch;
use crate::domain::{AgencyName, LonLat};
use crate::panels::fields::{CHIP_ROW, flow};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::tool_words::{self, ToolWord, say};
use crate::panels::text::{format, shown, words};
use crate::panels::theme::{self, size};
use crate::picture::{Wanted, WorkerFilter};
use crate::seat::{Hidden, Intent, Seat, Selection, Toast, ToolIntent, name_order};
use crate::spatial::china::gcj02_from_wgs84;
use bevy_egui::egui::{Align2, Rect, pos2, vec2};
use std::collections::BTreeMap;

const HEAD: f32 = 44.0;
const LABEL: f32 = 24.0;
const PAD: f32 = 14.0;
/// A line of an agency.
const AGENCY: f32 = 20.0;
/// So many of each are named.
const NAMED: usize = 3;

/// A line that leads to a thing.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    name: String,
    note: String,
    thing: Selection,
}

/// What is told of a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Model {
    /// The areas it lies in, coarsest first.
    areas: Vec<(u32, String)>,
    /// Those who answer for it.
    people: Vec<Line>,
    /// Cameras; none where they are kept from visitors.
    cameras: Option<Vec<Line>>,
    free: Vec<Line>,
    /// Agencies with what kinds of matters each answers for, those with most kinds first.
    agencies: Vec<(String, String)>,
    /// System and numbers.
    positions: [(&'static str, String); 2],
}

impl Model {
    pub(super) fn of(seat: &Seat, at: LonLat) -> Self {
        let (lang, picture) = (seat.lang, &seat.picture);
        let here = picture.here(at, seat.now);
        let name = |area: u32| (area, picture.areas.row(area).name.to_string());
        let finest = here.areas.iter().rev().find(|answerable| !answerable.people.is_empty());
        let others = finest.map_or(&[][..], |answerable| &answerable.people);
        let people =
            here.answers.into_iter().chain(others.iter().copied().filter(|person| Some(*person) != here.answers));
        let person = |number: u32, away_m: Option<f64>| {
            let row = picture.workers.row(number);
            let state = words::worker_state(seat, row);
            let note = match away_m {
                Some(away_m) => format::distance(lang, away_m),
                None => match seat.phone_shown(number) {
                    Some(phone) => format!("{state} · {phone}"),
                    None => state.to_owned(),
                },
            };
            let name = format!("{}  {}", shown::worker(seat, number), words::role(lang, row.worker.role));
            Line { name, note, thing: Selection::Worker(number) }
        };
        let camera = |found: &crate::picture::Looking| {
            let state = picture.cameras.rows()[found.camera as usize].state;
            let note = format!("{} · {}", words::camera_state(lang, state), format::distance(lang, found.distance_m));
            Line { name: shown::camera(seat, found.camera), note, thing: Selection::Camera(found.camera) }
        };
        let wanted = Wanted::Workers(WorkerFilter { free: true, ..WorkerFilter::default() });
        let free = picture.nearest(&wanted, at, NAMED, seat.now).into_iter();
        let told = !seat.hides(Hidden::Cameras);
        let shifted = gcj02_from_wgs84(at);
        Self {
            areas: here.areas.iter().map(|answerable| name(answerable.area)).collect(),
            people: people.take(NAMED).map(|number| person(number, None)).collect(),
            cameras: told.then(|| here.cameras.iter().take(NAMED).map(camera).collect()),
            free: free.map(|hit| person(hit.id, Some(hit.distance_m))).collect(),
            agencies: agencies(seat),
            positions: [("WGS-84", position(at)), ("GCJ-02", position(shifted))],
        }
    }

    /// The height that it would take, were there room.
    pub(super) fn height(&self, seat: &Seat, width: f32) -> f32 {
        let touch = touch(seat);
        let rows = |lines: usize| LABEL + touch * lines.max(1) as f32;
        let cameras = self.cameras.as_ref().map_or(0.0, |cameras| rows(cameras.len()));
        let areas = CHIP_ROW * self.chip_rows(width - 2.0 * PAD) as f32;
        let agencies = if self.agencies.is_empty() { 0.0 } else { LABEL + AGENCY * self.agencies.len() as f32 };
        HEAD + areas + rows(self.people.len()) + cameras + rows(self.free.len()) + agencies + touch * 3.0 + 24.0
    }

    fn chip_rows(&self, width: f32) -> usize {
        flow(self.areas.iter().map(|(_, name)| name.as_str()), width).1.max(1)
    }
}

/// The agencies that answer for kinds of matters: whoever is called out there hears whom to turn to.
fn agencies(seat: &Seat) -> Vec<(String, String)> {
    let rows = seat.picture.categories.rows();
    // What the register no longer has is found by no code.
    let there = (0u32..).zip(rows).filter(|(n, row)| seat.picture.categories.number(&row.code) == Some(*n));
    let kinds = there.filter_map(|(number, row)| Some((row.agency.as_ref()?, number)));
    let mut by_agency: BTreeMap<&AgencyName, Vec<u32>> = BTreeMap::new();
    kinds.for_each(|(agency, kind)| by_agency.entry(agency).or_default().push(kind));
    let mut all: Vec<_> = by_agency.into_iter().collect();
    // Agencies of as many kinds stand in the order of their names.
    all.sort_by_cached_key(|(agency, kinds)| (std::cmp::Reverse(kinds.len()), name_order(agency.as_str())));
    let told = |(agency, kinds): (&AgencyName, Vec<u32>)| {
        let names: Vec<String> = kinds.iter().take(NAMED).map(|kind| shown::category(seat, *kind)).collect();
        (agency.to_string(), tool_words::kinds(seat.lang, &names, kinds.len()))
    };
    all.into_iter().take(NAMED).map(told).collect()
}

/// Longitude before latitude, six decimals: a tenth of a metre.
fn position(at: LonLat) -> String {
    format!("{:.6}, {:.6}", at.lon_deg, at.lat_deg)
}

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.name("place", rect);
    pen.outline(rect, 1.0, theme::TEXT_3.egui());
    let (seat, lang) = (pen.seat, pen.lang);
    let touch = touch(seat);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let y = rect.top() + HEAD / 2.0;
    let head_ink = ink(size::PANEL_TITLE, theme::TEXT_1).medium();
    pen.text(pos2(inner.left(), y), Align2::LEFT_CENTER, say(lang, ToolWord::Who), head_ink);
    let close =
        Rect::from_center_size(pos2(rect.right() - touch / 2.0 - 2.0, y), vec2(touch, touch).min(vec2(40.0, 40.0)));
    super::cross(pen, "place-close", close, Intent::Tool(ToolIntent::ClosePlace));
    let foot = rect.bottom() - touch - 8.0;
    let mut y = areas(pen, inner, rect.top() + HEAD, model);
    let sections = [
        ("place-person", ToolWord::Answers, ToolWord::Nobody, Some(&model.people)),
        ("place-camera", ToolWord::Looking, ToolWord::NoneLooks, model.cameras.as_ref()),
        ("place-free", ToolWord::Free, ToolWord::NobodyFree, Some(&model.free)),
    ];
    // Where there is little room each of them names fewer.
    let count = sections.iter().filter(|(.., lines)| lines.is_some()).count().max(1) as f32;
    let each = (((foot - 2.0 * touch - y) / count - LABEL) / touch).floor().max(1.0) as usize;
    for (id, label, nothing, lines) in sections {
        let Some(lines) = lines else { continue };
        // What has no room gives way; the coordinates and what can be done are below.
        if y + LABEL + touch > foot - 2.0 * touch {
            break;
        }
        pen.text(
            pos2(inner.left(), y + LABEL / 2.0),
            Align2::LEFT_CENTER,
            say(lang, label),
            ink(size::CAPTION, theme::TEXT_3),
        );
        y += LABEL;
        if lines.is_empty() {
            pen.text(
                pos2(inner.left(), y + touch / 2.0),
                Align2::LEFT_CENTER,
                say(lang, nothing),
                ink(14.0, theme::TEXT_2),
            );
            y += touch;
        }
        for (line, place) in lines.iter().take(each).zip(1..) {
            if y + touch > foot - 2.0 * touch {
                break;
            }
            let row = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), touch - 3.0));
            thing(pen, row, format!("{id}-{place}"), line);
            y += touch;
        }
    }
    if !model.agencies.is_empty() && y + LABEL + AGENCY * model.agencies.len() as f32 <= foot - 2.0 * touch {
        let label = say(lang, ToolWord::Agencies);
        pen.text(pos2(inner.left(), y + LABEL / 2.0), Align2::LEFT_CENTER, label, ink(size::CAPTION, theme::TEXT_3));
        for ((agency, kinds), nth) in model.agencies.iter().zip(0_u8..) {
            let at = pos2(inner.left(), y + LABEL + AGENCY * (f32::from(nth) + 0.5));
            let runs = [
                (agency.as_str(), ink(14.0, theme::TEXT_1)),
                ("  ", ink(size::CAPTION, theme::TEXT_2)),
                (kinds.as_str(), ink(size::CAPTION, theme::TEXT_2)),
            ];
            pen.runs(at, Align2::LEFT_CENTER, &runs, inner.width());
        }
    }
    for ((system, numbers), place) in model.positions.iter().zip([2.0, 1.0]) {
        let row = Rect::from_min_size(pos2(inner.left(), foot - place * touch), vec2(inner.width(), touch - 3.0));
        coordinates(pen, row, system, numbers);
    }
    let half = (inner.width() - 6.0) / 2.0;
    let chip =
        |place: f32| Rect::from_min_size(pos2(inner.left() + place * (half + 6.0), foot + 2.0), vec2(half, touch));
    let label = say(lang, ToolWord::Measure);
    pen.pick("place-measure".to_owned(), chip(0.0), label, false, Intent::Tool(ToolIntent::MeasureFromPlace));
    if seat.may_take_in() && !seat.hides(Hidden::Forms) && !seat.replay.is_wanted() {
        let label = say(lang, ToolWord::TakeIn);
        pen.pick("place-take-in".to_owned(), chip(1.0), label, false, Intent::Tool(ToolIntent::TakeInAtPlace));
    }
}

/// The chain of areas; a click selects one. Answers where it ends.
fn areas(pen: &mut Pen<'_>, inner: Rect, top: f32, model: &Model) -> f32 {
    if model.areas.is_empty() {
        let at = pos2(inner.left(), top + CHIP_ROW / 2.0);
        pen.text(at, Align2::LEFT_CENTER, say(pen.lang, ToolWord::Outside), ink(14.0, theme::TEXT_2));
        return top + CHIP_ROW;
    }
    let (places, rows) = flow(model.areas.iter().map(|(_, name)| name.as_str()), inner.width());
    for (((area, name), place), n) in model.areas.iter().zip(places).zip(1..) {
        let chip = place.translate(vec2(inner.left(), top));
        pen.pick(format!("place-area-{n}"), chip, name, false, Intent::Select(Selection::Area(*area)));
    }
    top + rows as f32 * CHIP_ROW
}

fn thing(pen: &mut Pen<'_>, row: Rect, id: String, line: &Line) {
    let press = pen.press_for(id, row, &line.name, Intent::Select(line.thing));
    pen.fill(row, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
    let y = row.center().y;
    let note_ink = ink(size::CAPTION, theme::TEXT_2);
    let note =
        pen.text_within(pos2(row.right() - 10.0, y), Align2::RIGHT_CENTER, &line.note, note_ink, row.width() * 0.5);
    let room = note.left() - row.left() - 20.0;
    pen.text_within(pos2(row.left() + 10.0, y), Align2::LEFT_CENTER, &line.name, ink(14.0, theme::TEXT_1), room);
}

/// Coordinates; a click copies them.
fn coordinates(pen: &mut Pen<'_>, row: Rect, system: &str, numbers: &str) {
    let press = pen.press(format!("place-copy-{}", system.to_ascii_lowercase()), row, numbers);
    if press.clicked {
        pen.copy(numbers);
        pen.intend(Intent::Hear(Toast::Copied(format!("{system} {numbers}"))));
    }
    pen.fill(row, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
    let at = pos2(row.left() + 10.0, row.center().y);
    let words = pen.text(at, Align2::LEFT_CENTER, system, ink(size::CAPTION, theme::TEXT_2));
    pen.text(pos2(words.right() + 10.0, at.y), Align2::LEFT_CENTER, numbers, ink(14.0, theme::TEXT_1));
    let copy = tool_words::copy(pen.lang);
    pen.text(pos2(row.right() - 10.0, at.y), Align2::RIGHT_CENTER, copy, ink(size::CAPTION, theme::TEXT_3));
}
