//! Rows of running text as Chinese breaks them: no row begins with what closes or ends with what opens, and a number stays
//! whole. egui knows no full-width signs.

use bevy_egui::egui::text::LayoutJob;
use bevy_egui::egui::{Galley, Painter};
use std::sync::Arc;

/// What no row begins with, and what none ends with (GB/T 15834, CLREQ).
const NOT_FIRST: &str = "，。、；：？！）》〉」』】〕〗”’…—·～％℃,.;:?!)]}%÷";
const NOT_LAST: &str = "（《〈「『【〔〖“‘([{÷";
/// More breaks than this are not mended: no panel shows a text of so many rows.
const MENDED_MOST: usize = 64;

/// Lays a text out, each break that Chinese does not allow moved to the place before it that it does.
pub(super) fn lay_out(painter: &Painter, mut job: LayoutJob) -> Arc<Galley> {
    for _ in 0..MENDED_MOST {
        let galley = painter.layout_job(job.clone());
        let Some(at) = better_break(&galley, &job.text) else { return galley };
        break_before(&mut job, at);
    }
    painter.layout_job(job)
}

/// Before which character the first row that breaks badly should break instead; none where all break well.
fn better_break(galley: &Galley, text: &str) -> Option<usize> {
    let text: Vec<char> = text.chars().collect();
    let mut start = 0;
    let breaks = galley.rows.len().saturating_sub(1);
    for row in &galley.rows[..breaks] {
        let end = start + row.glyphs.len();
        if row.ends_with_newline || !(1..text.len()).contains(&end) {
            start = end + usize::from(row.ends_with_newline);
            continue;
        }
        if !may_break(&text, end)
            && let Some(better) = (start + 1..end).rev().find(|at| may_break(&text, *at))
        {
            return Some(better);
        }
        start = end;
    }
    widow_break(galley, &text)
}

/// Before which character the last row but one should break so that the last is more than a single character (and what
/// closes it); none where it is, or where there is no such place.
fn widow_break(galley: &Galley, text: &[char]) -> Option<usize> {
    let [.., above, last] = &galley.rows[..] else { return None };
    let counts = |c: &&char| is_ideograph(**c);
    let end = text.len();
    let start = end - last.glyphs.len().min(end);
    let row = &text[start..];
    let is_widow = row.iter().filter(counts).count() == 1 && !row.iter().any(char::is_ascii_alphanumeric);
    if !is_widow || above.ends_with_newline {
        return None;
    }
    let from = start - above.glyphs.len().min(start);
    (from + 1..start).rev().find(|at| may_break(text, *at) && text[*at..start].iter().any(|c| is_ideograph(*c)))
}

/// Whether a row may end before this character.
fn may_break(text: &[char], at: usize) -> bool {
    let (before, after) = (text[at - 1], text[at]);
    let is_whole = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '%');
    // A number stays with what it counts, too: 486件.
    let counts = before.is_ascii_digit() && is_ideograph(after);
    let splits = counts || is_whole(before) && is_whole(after);
    !(splits || NOT_FIRST.contains(after) || NOT_LAST.contains(before))
}

fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Breaks the text before a character.
fn break_before(job: &mut LayoutJob, at: usize) {
    let Some((byte, _)) = job.text.char_indices().nth(at) else { return };
    let whole = std::mem::take(job);
    *job = LayoutJob { wrap: whole.wrap, break_on_newline: true, ..LayoutJob::default() };
    for section in whole.sections {
        let (from, to) = (section.byte_range.start.0, section.byte_range.end.0);
        let mut piece = whole.text[from..to].to_owned();
        if (from..to).contains(&byte) {
            piece.insert(byte - from, '\n');
        }
        job.append(&piece, section.leading_space, section.format);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panels::fonts;
    use bevy_egui::egui::text::{TextFormat, TextWrapping};
    use bevy_egui::egui::{Color32, Context, FontFamily, FontId, LayerId, RawInput};

    /// The rows of a text in this width, points, at 16 points.
    fn rows(text: &str, width: f32) -> Vec<String> {
        let ctx = Context::default();
        fonts::install(&ctx);
        let mut rows = Vec::new();
        for _ in 0..2 {
            _ = ctx.run_ui(RawInput::default(), |ui| {
                let painter = ui.ctx().layer_painter(LayerId::background());
                let mut job = LayoutJob::default();
                let font_id = FontId::new(16.0, FontFamily::Proportional);
                let format = TextFormat { font_id, color: Color32::WHITE, ..TextFormat::default() };
                // In two sections, as a sentence with figures is.
                let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
                job.append(&text[..middle], 0.0, format.clone());
                job.append(&text[middle..], 0.0, format);
                job.wrap = TextWrapping { max_width: width, ..TextWrapping::default() };
                rows = lay_out(&painter, job).rows.iter().map(|row| row.text()).collect();
            });
        }
        rows
    }

    #[test]
    fn no_row_begins_with_what_closes_or_ends_with_what_opens() {
        let said = "高新园区一件“政务服务”：09-10 18:42来电，11小时42分到场，12小时23分办结（其中97.2%满意），14:01回访，群众满意。";
        // Six signs: no panel is narrower, and in less a bracket may have no place.
        for width in (96..400).step_by(7) {
            let rows = rows(said, width as f32);
            assert_eq!(rows.concat(), said, "nothing is lost at {width}");
            for (above, below) in rows.iter().zip(&rows[1..]) {
                let (last, first) = (above.chars().last().unwrap_or(' '), below.chars().next().unwrap_or(' '));
                assert!(!NOT_FIRST.contains(first) && !NOT_LAST.contains(last), "{above} | {below} at {width}");
                assert!(!(last.is_ascii_digit() && first.is_ascii_digit()), "{above} | {below} at {width}");
            }
        }
    }

    #[test]
    fn no_character_stands_alone_in_the_last_row() {
        let said = "全县15镇街、653村社、5000网格，在岗1149人，4130格暂无人在岗。";
        for width in (96..400).step_by(3) {
            let rows = rows(said, width as f32);
            assert_eq!(rows.concat(), said, "nothing is lost at {width}");
            let last = rows.last().map_or(0, |row| row.chars().filter(|c| is_ideograph(*c)).count());
            assert!(last != 1, "{rows:?} at {width}");
        }
    }

    #[test]
    fn what_fits_nowhere_is_still_laid_out() {
        assert_eq!(rows("，，，，，，", 40.0).concat(), "，，，，，，");
        assert_eq!(rows("", 40.0).concat(), "");
        assert_eq!(rows("1234567890123", 40.0).concat(), "1234567890123");
    }
}
