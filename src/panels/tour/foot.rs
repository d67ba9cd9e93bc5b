//! The tour's foot: a dot for each scene, how long this one rests, and the keys.

use crate::panels::pen::{Pen, ink};
use crate::panels::places::{cells, in_one_of};
use crate::panels::text::tour_words::{self, TourWord};
use crate::panels::theme::{self, size};
use crate::seat::{Intent, TourIntent};
use bevy_egui::egui::{Align2, Rect, Stroke, pos2, vec2};

/// The keys' side, and the widest place of a dot.
const KEYS: f32 = 560.0;
const SLOT: f32 = 124.0;

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect) {
    pen.rule(rect.left()..=rect.right(), rect.top() + 0.5);
    let inner = rect.shrink2(vec2(24.0, 6.0));
    let keys = KEYS.min(inner.width() * 0.5);
    let cells = cells(pen.seat);
    let (dots_at, keys_at) = inner.split_left_right_at_x(inner.right() - keys);
    let [dots_at, keys_at] = [dots_at, keys_at].map(|part| in_one_of(&cells, part));
    dots(pen, dots_at);
    words(pen, keys_at);
}

fn dots(pen: &mut Pen<'_>, rect: Rect) {
    let seat = pen.seat;
    let Some((current, ..)) = seat.tour.scene() else { return };
    let scenes: Vec<(usize, &str)> =
        seat.tour.scenes().map(|(place, scene)| (place, scene.words(pen.lang).title.as_str())).collect();
    let slot = (rect.width() / scenes.len().max(1) as f32).min(SLOT);
    let name_ink = |token| ink(14.0, token);
    let fits = |name: &str| pen.galley(name, name_ink(theme::TEXT_2), f32::INFINITY).size().x <= slot - 8.0;
    let all_fit = scenes.iter().all(|(_, name)| fits(name));
    let slot_of = |n: usize| Rect::from_min_size(rect.min + vec2(n as f32 * slot, 0.0), vec2(slot, rect.height()));
    // All grounds before all names: the current one's may be wider than its place.
    for (n, (place, name)) in scenes.iter().enumerate() {
        let id = format!("tour-scene-{place}");
        let press = pen.press_for(id, slot_of(n), name, Intent::Tour(TourIntent::To(*place)));
        if press.hovered {
            pen.fill(slot_of(n), theme::RAISED.egui());
        }
    }
    for (n, (place, name)) in scenes.into_iter().enumerate() {
        let at = slot_of(n);
        let middle = at.center() - vec2(0.0, 12.0);
        match place.cmp(&current) {
            std::cmp::Ordering::Less => _ = pen.painter().circle_filled(middle, 5.0, theme::TEXT_1.egui()),
            std::cmp::Ordering::Equal => _ = pen.painter().circle_filled(middle, 8.0, theme::TEXT_1.egui()),
            std::cmp::Ordering::Greater => {
                pen.painter().circle_stroke(middle, 4.5, Stroke::new(1.5, theme::TEXT_3.egui()));
            }
        }
        let is_current = place == current;
        if all_fit || is_current {
            let words = if is_current { name_ink(theme::TEXT_1).medium() } else { name_ink(theme::TEXT_2) };
            // The current one's may be wider than its place: the first and the last stay inside the row.
            let half = (pen.galley(name, words, f32::INFINITY).size().x / 2.0).min(rect.width() / 2.0);
            let x = at.center().x.clamp(rect.left() + half, rect.right() - half);
            pen.text(pos2(x, at.center().y + 14.0), Align2::CENTER_CENTER, name, words);
        }
    }
}

/// What the keys do, and how long the scene rests, at the right; what has no room is left out from the left.
fn words(pen: &mut Pen<'_>, rect: Rect) {
    let (seat, lang) = (pen.seat, pen.lang);
    let say = |word| tour_words::say(lang, word);
    let state = if seat.tour.alarm().is_some() {
        say(TourWord::Interrupted).to_owned()
    } else if seat.tour.is_paused() {
        say(TourWord::Paused).to_owned()
    } else {
        tour_words::rests(lang, seat.tour.left_secs())
    };
    let goes_on = seat.tour.is_paused() || seat.tour.alarm().is_some();
    let space = if goes_on { TourWord::GoOn } else { TourWord::Pause };
    let keys = [
        ("tour-pause", say(TourWord::Space), say(space), TourIntent::Pause),
        ("tour-end", "Esc", say(TourWord::End), TourIntent::End),
        ("tour-next", "→", say(TourWord::Next), TourIntent::Step(1)),
        ("tour-before", "←", say(TourWord::Before), TourIntent::Step(-1)),
        ("tour-darken", "B", say(TourWord::Dark), TourIntent::Dark),
    ];
    let mut right = rect.right();
    let y = rect.center().y;
    for (id, key, words, intent) in keys {
        let (key_ink, words_ink) = (ink(size::CAPTION, theme::TEXT_1), ink(14.0, theme::TEXT_2));
        let width = |text: &str, ink| pen.galley(text, ink, f32::INFINITY).size().x;
        let (key_width, words_width) = (width(key, key_ink) + 12.0, width(words, words_ink));
        let left = right - words_width - 6.0 - key_width;
        if left < rect.left() {
            return;
        }
        let at = Rect::from_min_max(pos2(left, y - 20.0), pos2(right, y + 20.0));
        let press = pen.press_for(id, at, words, Intent::Tour(intent));
        let cap = Rect::from_min_max(pos2(left, y - 12.0), pos2(left + key_width, y + 12.0));
        if press.hovered {
            pen.fill(cap, theme::RAISED.egui());
        }
        pen.outline(cap, 1.0, theme::TEXT_3.egui());
        pen.text(cap.center(), Align2::CENTER_CENTER, key, key_ink);
        pen.text(pos2(right, y), Align2::RIGHT_CENTER, words, words_ink);
        right = left - 18.0;
    }
    let room = right - rect.left();
    let state_ink = ink(14.0, theme::TEXT_1);
    if pen.galley(&state, state_ink, f32::INFINITY).size().x <= room {
        pen.text(pos2(right, y), Align2::RIGHT_CENTER, &state, state_ink);
    }
}
