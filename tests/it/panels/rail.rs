//! What stands around a desk's map: the rail of layers, the legend's strip, the last changes below the list, the slider.

use super::far::cut;
use super::walls::texts;
use super::{AT, Desk, NOW, book, number, seat, seat_of};
use bevy_egui::egui::{Pos2, Rect, pos2, vec2};
use zonglan::domain::{LonLat, Urgency};
use zonglan::picture::Indicator;
use zonglan::seat::{
    AlarmIntent, Cells, DeskIntent, HeatTells, IntakeIntent, Intent, Lang, Layer, ReplayIntent, Screen, Seat,
    Selection, Side, StaffGroup, StaffIntent, Viewing,
};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];
const SIZES: [(f64, f64); 6] =
    [(1920.0, 1080.0), (1600.0, 900.0), (1366.0, 768.0), (1280.0, 720.0), (3840.0, 1080.0), (3840.0, 2160.0)];

fn desk_of(mut seat: Seat) -> Desk {
    seat.work.at_desk = true;
    seat.tick(NOW);
    assert!(seat.is_desk());
    Desk::new(seat)
}

fn desk(lang: Lang, (width_px, height_px): (f64, f64)) -> Desk {
    desk_of(seat_of(book().picture, width_px, height_px, lang))
}

fn does(desk: &mut Desk, intents: Vec<Intent>) {
    intents.into_iter().for_each(|intent| desk.seat.intend(intent));
    desk.seat.tick(NOW);
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
}

fn at(desk: &Desk, id: &str) -> Rect {
    *desk.panels.widgets().get(id).unwrap_or_else(|| panic!("no widget {id}"))
}

/// A part of the layout, dp.
fn part(desk: &Desk, of: fn(&zonglan::seat::Layout) -> zonglan::seat::Rect) -> Rect {
    let (rect, scale) = (of(&desk.seat.layout()), desk.seat.screen.scale() as f32);
    Rect::from_min_size(
        pos2(rect.x_px as f32, rect.y_px as f32) / scale,
        vec2(rect.width_px as f32, rect.height_px as f32) / scale,
    )
}

fn map(desk: &Desk) -> Rect {
    part(desk, |layout| layout.map)
}

fn list(desk: &Desk) -> Rect {
    part(desk, |layout| layout.left)
}

fn changes(desk: &Desk) -> Vec<Rect> {
    let widgets = desk.panels.widgets().iter();
    widgets.filter(|(id, _)| id.starts_with("change-")).map(|(_, rect)| *rect).collect()
}

/// What is written in a part of the screen stands there whole, and not over other words.
fn is_read(desk: &mut Desk, place: Rect, what: &str) {
    let shortened: Vec<_> = cut(desk).into_iter().filter(|(_, at)| place.contains(at.center())).collect();
    assert!(shortened.is_empty(), "{shortened:?}: {what}");
    let drawn = texts(desk).into_iter().filter(|one| place.contains(one.ink.center()));
    let drawn: Vec<(String, Rect)> = drawn.map(|one| (one.text, one.ink)).collect();
    assert!(drawn.len() >= 4, "{drawn:?}: {what}");
    for (k, (text, ink)) in drawn.iter().enumerate() {
        assert!(place.expand(0.5).contains_rect(*ink), "{text} at {ink:?} leaves {place:?}: {what}");
        let over = drawn[..k].iter().find(|(_, other)| other.shrink(1.0).intersects(ink.shrink(1.0)));
        assert!(over.is_none(), "{text} at {ink:?} lies over {over:?}: {what}");
    }
}

/// All switches, each with where it stands.
fn switches(desk: &Desk) -> Vec<(String, Rect)> {
    let layers = Layer::ALL.map(|layer| format!("layer-{}", layer.name()));
    let others = ["tools", "desk", "visit"].map(str::to_owned);
    layers.into_iter().chain(others).map(|id| (id.clone(), at(desk, &id))).collect()
}

/// None lies on another, and each is a target for a hand where it stands in the rail.
fn stand_well(desk: &Desk, what: &str) {
    let (rail, all) = (at(desk, "rail"), switches(desk));
    for (k, (id, rect)) in all.iter().enumerate() {
        if rail.contains(rect.center()) {
            assert!(rail.expand(0.5).contains_rect(*rect), "{id} {rect:?} leaves {rail:?}: {what}");
            assert!(rect.height() >= 40.0 && rect.width() >= 46.0, "{id} {rect:?}: {what}");
        } else {
            assert!(map(desk).contains_rect(*rect), "{id} {rect:?}: {what}");
        }
        for (other, there) in &all[..k] {
            assert!(!rect.shrink(0.5).intersects(there.shrink(0.5)), "{id} lies over {other}: {what}");
        }
    }
}

#[test]
fn the_desks_switches_stand_in_a_rail_at_its_edge() {
    for lang in LANGS {
        for size in SIZES {
            let mut desk = desk(lang, size);
            let (what, rail) = (format!("{size:?} {lang:?}"), at(&desk, "rail"));
            assert!(rail.left() == 0.0 && (rail.width() - 48.0).abs() < 0.5, "{rail:?}: {what}");
            assert!(rail.right() <= list(&desk).left() + 0.5, "{what}");
            stand_well(&desk, &what);
            assert!(switches(&desk).iter().all(|(_, rect)| rail.contains(rect.center())), "all have room: {what}");
            is_read(&mut desk, rail, &what);
            assert_eq!(desk.click("layer-heat"), [Intent::Toggle(Layer::Heat)]);
            does(&mut desk, vec![Intent::Desk(DeskIntent::Swap)]);
            assert_eq!(at(&desk, "rail"), rail, "whatever stands beside it: {what}");
        }
    }
    let wall = Desk::new(seat());
    assert!(!wall.panels.widgets().contains_key("rail"));
    assert!(switches(&wall).iter().all(|(_, rect)| map(&wall).contains_rect(*rect)), "a wall keeps its row");
}

#[test]
fn what_a_low_desks_rail_has_no_room_for_stands_over_the_map() {
    for lang in LANGS {
        let screen = Screen { width_px: 1920.0, height_px: 480.0, viewing: Viewing::Desk, cells: Cells::default() };
        let desk = desk_of(Seat::new(book().picture, screen, NOW, lang));
        stand_well(&desk, "a low desk");
        let rail = at(&desk, "rail");
        let in_rail = switches(&desk).iter().filter(|(_, rect)| rail.contains(rect.center())).count();
        assert!((6..13).contains(&in_rail), "{in_rail} in {rail:?}");
        assert!(rail.contains(at(&desk, "layer-incidents").center()), "what is switched most is in the rail");
    }
}

/// Seats whose legend has something else to say each.
fn legends(lang: Lang, size: (f64, f64)) -> Vec<(&'static str, Desk)> {
    let with = |change: fn(&mut Seat)| {
        let mut seat = seat_of(book().picture, size.0, size.1, lang);
        change(&mut seat);
        desk_of(seat)
    };
    vec![
        ("the county", with(|_| {})),
        ("compared", with(|seat| seat.heat = HeatTells::AgainstWeekBefore)),
        ("filled", with(|seat| seat.layers.set(Layer::AreaFill, true))),
        (
            "filled by staff, from near",
            with(|seat| {
                seat.layers.set(Layer::AreaFill, true);
                seat.indicator = Indicator::Staff;
                seat.view.zoom = 15.0;
            }),
        ),
        ("from near", with(|seat| seat.view.zoom = 17.0)),
    ]
}

#[test]
fn the_desks_legend_stands_in_one_line_under_the_map_and_no_entry_is_cut() {
    for lang in LANGS {
        for size in SIZES {
            for (shows, mut desk) in legends(lang, size) {
                let (what, strip) = (format!("{shows} at {size:?} in {lang:?}"), at(&desk, "legend"));
                assert!((strip.height() - 34.0).abs() < 1.0, "{strip:?}: {what}");
                assert!((strip.top() - map(&desk).bottom()).abs() < 0.5, "{strip:?} under {:?}: {what}", map(&desk));
                is_read(&mut desk, strip, &what);
                for id in ["legend-heat", "legend-fill"] {
                    let entry = desk.panels.widgets().get(id);
                    assert!(entry.is_none_or(|entry| strip.contains_rect(*entry)), "{id} {entry:?}: {what}");
                }
                let (scale, source) = (at(&desk, "map-scale"), at(&desk, "map-source"));
                assert!(!scale.intersects(strip) && !source.intersects(strip), "these stay on the map: {what}");
            }
        }
    }
    let mut desk = desk(Lang::Zh, (1920.0, 1080.0));
    assert_eq!(desk.click("legend-heat"), [Intent::NextHeat]);
    does(&mut desk, vec![Intent::Toggle(Layer::AreaFill)]);
    assert_eq!(desk.click("legend-fill"), [Intent::NextIndicator]);
}

#[test]
fn of_a_narrow_strip_the_urgencies_stay() {
    for lang in LANGS {
        let mut desk = desk(lang, (1280.0, 720.0));
        let said = super::visit::said(&mut desk);
        for urgency in if lang == Lang::Zh {
            ["特急", "紧急", "一般", "较低"]
        } else {
            ["Critical", "Urgent", "Normal", "Low"]
        } {
            assert!(said.lines().any(|line| line == urgency), "{lang:?}: no {urgency} in {said}");
        }
    }
}

#[test]
fn what_is_missing_keeps_its_box_over_the_desks_map() {
    let mut desk = desk(Lang::Zh, (1920.0, 1080.0));
    assert!(!desk.panels.widgets().contains_key("legend-gaps"));
    does(&mut desk, vec![Intent::Toggle(Layer::Gaps)]);
    let (gaps, strip) = (at(&desk, "legend-gaps"), at(&desk, "legend"));
    assert!(map(&desk).contains_rect(gaps) && !gaps.intersects(strip), "{gaps:?} {strip:?}");
}

/// A desk over a county in which much has just happened.
fn busy(lang: Lang, (width_px, height_px): (f64, f64)) -> Desk {
    let mut book = book();
    (0..9).for_each(|n| book.report(&format!("NEW-{n}"), AT, Urgency::U3, NOW.plus_secs(-30 * n - 30)));
    desk_of(seat_of(book.picture, width_px, height_px, lang))
}

#[test]
fn the_last_changes_stand_below_the_desks_list_where_that_is_high() {
    for lang in LANGS {
        let mut high = busy(lang, (1920.0, 1080.0));
        let (rows, side) = (changes(&high), list(&high));
        assert_eq!(rows.len(), 7, "as many as there is room for");
        assert!(rows.iter().all(|row| side.contains_rect(*row) && row.top() > side.center().y), "{rows:?} in {side:?}");
        let queue: Vec<Rect> =
            high.panels.widgets().iter().filter(|(id, _)| id.starts_with("queue-row-")).map(|(_, at)| *at).collect();
        assert!(queue.len() >= 8, "the list keeps most of its side: {}", queue.len());
        assert!(queue.iter().all(|row| rows.iter().all(|change| !row.intersects(*change))));
        assert!(matches!(high.click("change-1")[..], [Intent::Select(Selection::Incident(_))]));
        // A list that is folded away has no foot: they are seen on the map.
        does(&mut high, vec![Intent::Desk(DeskIntent::Fold(Side::List))]);
        let map = map(&high);
        assert!(!changes(&high).is_empty() && changes(&high).iter().all(|row| map.contains_rect(*row)));
        let low = busy(lang, (1280.0, 720.0));
        assert!(!changes(&low).iter().any(|row| list(&low).intersects(*row)), "a low list keeps all of its side");
    }
}

#[test]
fn the_last_changes_give_way_to_whatever_wants_the_lists_room() {
    for lang in LANGS {
        for other in [
            Intent::Alarm(AlarmIntent::Toggle),
            Intent::Staff(StaffIntent::Show(StaffGroup::OnDuty)),
            Intent::Intake(IntakeIntent::Open),
        ] {
            let mut desk = busy(lang, (1920.0, 1080.0));
            let side = list(&desk);
            does(&mut desk, vec![other.clone()]);
            assert!(!changes(&desk).iter().any(|row| side.intersects(*row)), "{other:?}");
        }
        let mut desk = busy(lang, (1920.0, 1080.0));
        for (opens, stand) in [(true, 0), (false, 7)] {
            desk.click("list-filter");
            (0..2).for_each(|_| drop(desk.pass(Vec::new())));
            assert_eq!(changes(&desk).len(), stand, "filters open: {opens}");
        }
    }
}

#[test]
fn the_county_lies_in_what_a_desk_leaves_of_the_map() {
    for lang in LANGS {
        for size in SIZES {
            let mut desk = busy(lang, size);
            does(&mut desk, vec![Intent::DrillTo(None)]);
            let (scale, areas) = (desk.seat.screen.scale(), &desk.seat.picture.areas);
            let outlines = areas.roots().into_iter().flat_map(|area| &areas.row(area).outline.0);
            let corners: Vec<Pos2> = outlines
                .flat_map(|polygon| &polygon.exterior().0)
                .map(|corner| desk.seat.window_px(LonLat::new(corner.x, corner.y)))
                .map(|px| pos2((px.x / scale) as f32, (px.y / scale) as f32))
                .collect();
            let map = map(&desk);
            assert!(corners.iter().all(|corner| map.contains(*corner)), "{size:?} {lang:?}: {map:?}");
            for row in changes(&desk) {
                assert!(!corners.iter().any(|corner| row.contains(*corner)), "{size:?} {lang:?}: {row:?}");
            }
        }
    }
}

#[test]
fn the_desks_slider_has_more_than_half_of_its_width_and_runs_into_nothing() {
    for lang in LANGS {
        for size in [(1920.0, 1080.0), (1280.0, 720.0)] {
            let desk = desk(lang, size);
            let (ahead, next, staff) = (at(&desk, "time-ahead"), at(&desk, "replay-after"), at(&desk, "staff"));
            let share = if size.0 > 1500.0 { 0.6 } else { 0.45 };
            assert!(ahead.right() >= size.0 as f32 * share, "{ahead:?} at {size:?} in {lang:?}");
            assert!(ahead.right() < next.left() && next.right() < staff.left(), "{next:?} {staff:?} at {size:?}");
        }
    }
}

#[test]
fn a_past_moment_and_a_selected_matter_leave_the_rail_as_it_is() {
    let mut desk = desk(Lang::Zh, (1920.0, 1080.0));
    let before = switches(&desk);
    let near = number(&desk.seat, "CL-NEAR");
    does(&mut desk, vec![Intent::Select(Selection::Incident(near))]);
    assert_eq!(switches(&desk), before);
    does(&mut desk, vec![Intent::Replay(ReplayIntent::To(NOW.plus_secs(-600)))]);
    assert_eq!(switches(&desk), before);
}
