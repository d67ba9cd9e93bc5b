//! The layout at every size and in both languages: nothing is clipped, everything is in the list of ids.

use super::{Desk, NOW, SIZES, book, number, seat, seat_of};
use bevy_egui::egui::{Rect, pos2, vec2};
use zonglan::panels::widget_ids;
use zonglan::picture::Picture;
use zonglan::seat::{Intent, Lang, Layer, Selection};

#[test]
fn every_size_and_language_lays_out_even_with_nothing_to_show() {
    for (width_px, height_px) in SIZES {
        for lang in [Lang::Zh, Lang::En] {
            Desk::new(seat_of(Picture::new(8 * 3600), width_px, height_px, lang));
            let mut seat = seat_of(book().picture, width_px, height_px, lang);
            Layer::ALL.into_iter().for_each(|layer| seat.layers.set(layer, true));
            let mut desk = Desk::new(seat);
            let things = [
                Selection::Incident(number(&desk.seat, "CL-NEAR")),
                Selection::Worker(0),
                Selection::Area(0),
                Selection::Area(3),
            ];
            for thing in things {
                desk.seat.intend(Intent::Select(thing));
                desk.seat.hover = Some(thing);
                desk.seat.tick(NOW);
                desk.pass(Vec::new());
                for zoom in [8.0, 13.0, 16.5, 19.0] {
                    desk.seat.view.zoom = zoom;
                    desk.pass(Vec::new());
                }
            }
            desk.seat.intend(Intent::Help);
            desk.pass(Vec::new());
            desk.pass(Vec::new());
        }
    }
}

#[test]
fn the_list_of_keys_goes_by_a_click_or_one_step_back() {
    let mut desk = Desk::new(seat());
    assert!(!desk.panels.widgets().contains_key("help-close"));
    for close in [Intent::Help, Intent::Back] {
        desk.seat.intend(Intent::Help);
        desk.pass(Vec::new());
        if close == Intent::Help {
            assert_eq!(desk.click("help-close"), [Intent::Help]);
        }
        desk.seat.intend(close);
        desk.pass(Vec::new());
        assert!(!desk.panels.widgets().contains_key("help-close"));
    }
}

#[test]
fn every_widget_is_in_the_list_of_ids() {
    let mut desk = Desk::new(seat());
    desk.seat.intend(Intent::Select(Selection::Incident(number(&desk.seat, "CL-NEAR"))));
    desk.pass(Vec::new());
    let known: Vec<&str> = widget_ids().into_iter().map(|(id, _)| id.split('<').next().unwrap()).collect();
    for id in desk.panels.widgets().keys() {
        assert!(
            known.iter().any(|known| id == known || (known.ends_with(['-', ':']) && id.starts_with(known))),
            "{id}"
        );
    }
}

#[test]
fn the_queue_shows_as_many_rows_as_fit_and_never_clips_one() {
    for (width_px, height_px) in SIZES {
        let mut seat = seat_of(book().picture, width_px, height_px, Lang::Zh);
        let incident = number(&seat, "CL-NEAR");
        for selected in [false, true] {
            if selected {
                seat.intend(Intent::Select(Selection::Incident(incident)));
            }
            let scale = seat.screen.scale();
            let layout = seat.layout();
            let mut desk = Desk::new(seat);
            let bottom_dp = ((layout.right.y_px + layout.right.height_px) / scale) as f32;
            let card_top = desk.panels.widgets().get("card").map_or(bottom_dp, |card| card.top());
            for (id, rect) in desk.panels.widgets() {
                if id.starts_with("queue-row-") {
                    assert!(rect.bottom() <= card_top + 0.5, "{id} at {width_px}x{height_px}");
                }
            }
            seat = std::mem::replace(&mut desk.seat, seat_of(Picture::new(0), 320.0, 200.0, Lang::Zh));
        }
    }
}

#[test]
fn the_list_of_keys_is_one_press_away_on_every_wall() {
    // The program takes none that is lower.
    for (width_px, height_px) in SIZES.into_iter().filter(|size| size.1 >= 240.0) {
        for lang in [Lang::Zh, Lang::En] {
            let mut seat = seat_of(book().picture, width_px, height_px, lang);
            let map = seat.layout().map;
            let scale = seat.screen.scale();
            for selected in [false, true] {
                if selected {
                    seat.intend(Intent::Select(Selection::Incident(number(&seat, "CL-NEAR"))));
                }
                let mut desk = Desk::new(seat);
                let widgets = desk.panels.widgets();
                let at = *widgets.get("keys-open").unwrap_or_else(|| panic!("{width_px}x{height_px} {lang:?}"));
                let map = Rect::from_min_size(
                    pos2(map.x_px as f32, map.y_px as f32) / scale as f32,
                    vec2(map.width_px as f32, map.height_px as f32) / scale as f32,
                );
                assert!(map.contains_rect(at), "{at:?} in {map:?}");
                let under = |id: &&String| id.starts_with("crumb-") || id.starts_with("layer-") || *id == "map-scale";
                let hit: Vec<_> =
                    widgets.iter().filter(|(id, _)| under(id)).filter(|(_, rect)| rect.intersects(at)).collect();
                assert!(hit.is_empty(), "{width_px}x{height_px} {lang:?}: {hit:?}");
                assert_eq!(desk.click("keys-open"), [Intent::Help]);
                seat = std::mem::replace(&mut desk.seat, seat_of(Picture::new(0), 320.0, 200.0, lang));
            }
        }
    }
}
