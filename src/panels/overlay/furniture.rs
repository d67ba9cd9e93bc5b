//! The scale bar, where the map comes from, and by which number it was approved.

use super::cased::cased;
use crate::panels::pen::{Pen, ink};
use crate::panels::places::cells;
use crate::panels::text::map_words::approval;
use crate::panels::text::{Key, format, text};
use crate::panels::theme::{self, size};
use crate::seat::Seat;
use bevy_egui::egui::{Align2, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// The longest scale bar, and at the map's upper edge the least room for one, dp.
const BAR_MOST: f64 = 130.0;
const BAR_LEAST: f32 = 40.0;
/// How high the line is in which areas and switches stand at the map's upper edge, and the gap there, dp.
const UPPER_LINE: f32 = 50.0;
const GAP: f32 = 12.0;
/// The room of the bar's words beside it, dp.
const WORDS: f32 = 70.0;
/// What a bar there wants of the line's right end, dp.
pub(crate) const SCALE_ROOM: f32 = BAR_LEAST + WORDS + 2.0 * GAP;
/// How far from the map's right edge it is said where the map comes from, dp.
const SOURCE_MARGIN: f32 = 12.0;
/// Whose the sample's map is.
const SAMPLE_SOURCE: &str = "© OpenStreetMap contributors";
/// The height of a line of words, dp.
const LINE: f32 = 20.0;

/// Draws scale and attribution at the foot of the map; answers what they take.
pub(super) fn draw(pen: &mut Pen<'_>, map: Rect, covers: &[Rect]) -> [Rect; 2] {
    // Beside the legend where there is one in the corner.
    let corner = map.left_bottom() + vec2(20.0, -20.0);
    let beside =
        covers.iter().filter(|cover| cover.contains(corner)).map(|cover| cover.right()).fold(map.left(), f32::max);
    let source = attribution(pen, map);
    // Where both don't fit beside each other, the bar stands at the map's upper edge, off the symbols, or a line above.
    let left = pos2(beside + 20.0, map.bottom() - 16.0);
    let collides = left.x + BAR_MOST as f32 + WORDS > source.left();
    let upper = if collides { upper_right(map, covers) } else { None };
    let nothing_is_drawn = pen.seat.knows_nothing() && pen.seat.attribution.is_empty();
    let scale = match nothing_is_drawn {
        true => Rect::NOTHING,
        false => match upper {
            Some((left, most)) => scale_bar(pen, left, most),
            None => scale_bar(pen, if collides { left - vec2(0.0, source.height()) } else { left }, BAR_MOST),
        },
    };
    pen.name("map-scale", scale);
    pen.name("map-source", source);
    [scale, source]
}

/// Where a bar has room beside what stands at the map's upper edge, and how long it may be, dp.
fn upper_right(map: Rect, covers: &[Rect]) -> Option<(Pos2, f64)> {
    let line = Rect::from_min_size(map.min, vec2(map.width(), UPPER_LINE));
    let taken = covers.iter().filter(|cover| cover.shrink(1.0).intersects(line.shrink(1.0)));
    let free_from = taken.map(|cover| cover.right()).fold(map.left(), f32::max) + GAP;
    let most = (map.right() - GAP - WORDS - free_from).min(BAR_MOST as f32);
    (most >= BAR_LEAST)
        .then(|| (pos2(map.right() - GAP - WORDS - most, map.top() + UPPER_LINE / 2.0 + 4.0), most.into()))
}

/// By which number the map was approved and where it comes from, at the right; answers what it takes, nothing where neither
/// is known.
fn attribution(pen: &Pen<'_>, map: Rect) -> Rect {
    let foot = map.right_bottom() - vec2(SOURCE_MARGIN, 14.0);
    // No words cross a seam of a video wall.
    let cells = cells(pen.seat).into_iter().filter(|cell| cell.contains(foot));
    let room = foot.x - SOURCE_MARGIN - cells.map(|cell| cell.left()).fold(map.left(), f32::max);
    let words_ink = ink(size::CAPTION, theme::TEXT_2);
    let width = |words: &str| pen.galley(words, words_ink, f32::INFINITY).size().x;
    let mut taken = Rect::NOTHING;
    for (words, line) in lines(pen.seat, |words| width(words) <= room).iter().rev().zip(0_u8..) {
        let at = foot - vec2(0.0, f32::from(line) * LINE);
        cased(pen, at, Align2::RIGHT_CENTER, words, words_ink, theme::TEXT_2);
        taken = taken.union(Align2::RIGHT_CENTER.anchor_size(at, vec2(width(words), LINE)));
    }
    taken
}

/// What is said of the map, from above. The number comes first, and on a line of its own where both don't fit into one:
/// the law wants the one whole, the licence the other.
fn lines(seat: &Seat, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let approval = seat.board.map_approval.as_deref().map(|number| approval(seat.lang, number));
    // The sample's streets, and the areas cut along them, are OpenStreetMap's; of others the base map says it.
    // That data are the sample's the header says, too: it is left out first.
    let sources = match seat.picture.is_sample() {
        true => vec![format!("{SAMPLE_SOURCE} · {}", text(seat.lang, Key::SampleData)), SAMPLE_SOURCE.to_owned()],
        false => vec![seat.attribution.clone()],
    };
    let said = |source: &String| -> Vec<String> {
        approval.iter().chain([source]).filter(|words| !words.is_empty()).cloned().collect()
    };
    let in_one = sources.iter().map(|source| said(source).join(" · ")).find(|line| fits(line));
    match in_one {
        Some(line) => Some(line).filter(|line| !line.is_empty()).into_iter().collect(),
        None => sources.last().map(said).unwrap_or_default(),
    }
}

/// A bar of 1, 2 or 5 times a power of ten metres.
fn scale_bar(pen: &Pen<'_>, left: Pos2, most_dp: f64) -> Rect {
    let m_per_dp = pen.seat.view.ground_m_per_px() * pen.seat.screen.scale();
    let metres = round_length(m_per_dp * most_dp);
    let length = (metres / m_per_dp.max(1e-9)) as f32;
    let taken = Rect::from_min_max(left - vec2(4.0, 14.0), left + vec2(length + WORDS, 6.0));
    // A symbol beneath would make another length of it.
    pen.fill(taken.expand2(vec2(2.0, 2.0)), theme::CANVAS.egui_alpha(0.72));
    let points = vec![left - vec2(0.0, 6.0), left, left + vec2(length, 0.0), left + vec2(length, -6.0)];
    for (width, token) in [(5.0, theme::CANVAS), (1.5, theme::TEXT_2)] {
        pen.painter().add(Shape::line(points.clone(), Stroke::new(width, token.egui())));
    }
    let words = if metres < 1000.0 {
        format::distance(pen.lang, metres)
    } else {
        let km = metres / 1000.0;
        match pen.lang {
            crate::seat::Lang::Zh => format!("{km:.0}公里"),
            crate::seat::Lang::En => format!("{km:.0} km"),
        }
    };
    let at = left + vec2(length + 8.0, -2.0);
    cased(pen, at, Align2::LEFT_CENTER, &words, ink(size::CAPTION, theme::TEXT_2), theme::TEXT_2);
    taken
}

/// The largest of 1, 2, 5 times a power of ten that is not above `most`.
fn round_length(most: f64) -> f64 {
    if !(most.is_finite() && most > 0.0) {
        return 1.0;
    }
    let power = 10_f64.powf(most.log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|length| *length <= most).unwrap_or(power)
}

#[cfg(test)]
mod tests {
    use super::round_length;

    #[test]
    fn scale_bars_are_round() {
        for (most, length) in [(260.0, 200.0), (99.9, 50.0), (100.0, 100.0), (4999.0, 2000.0), (0.7, 0.5), (0.0, 1.0)] {
            assert!((round_length(most) - length).abs() < 1e-9, "{most}");
        }
        assert!((round_length(f64::NAN) - 1.0).abs() < 1e-9);
    }
}
