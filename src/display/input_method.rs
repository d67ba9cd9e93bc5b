//! What an input method must be told about the field in which it composes, and what it tells in another measure.
//!
//! Under X11 winit makes a new context whenever a field takes the keyboard; whether that one begins with the method that
//! the last one had is a setting of the method's ("shared input state" of fcitx5). Whether the composition stands in the
//! field itself or in the method's own window is one too (fcitx5: `UseOnTheSpot` of its XIM).

use bevy::prelude::*;
use bevy_egui::{EguiFullOutput, PrimaryEguiContext, egui};

/// The method's window stands below the field. It is placed where the rectangle begins, which for bevy_egui is the field's
/// own upper left corner: there it would cover what is being written.
pub(super) fn place_below(mut outputs: Query<&mut EguiFullOutput, With<PrimaryEguiContext>>) {
    for mut output in &mut outputs {
        let Some(ime) = output.0.as_mut().and_then(|output| output.platform_output.ime.as_mut()) else { continue };
        ime.rect = below(ime.rect, ime.cursor_rect);
    }
}

/// Where a method's window belongs: below the row in which the caret stands, the frame around a field of one row included.
fn below(field: egui::Rect, caret: egui::Rect) -> egui::Rect {
    const FRAME: f32 = 4.0;
    let x = caret.left().clamp(field.left(), field.right());
    egui::Rect::from_min_max(egui::pos2(x, caret.bottom() + FRAME), egui::pos2(x, caret.bottom() + FRAME))
}

/// Where the caret stands within a composition: winit says it in bytes, egui takes characters, bevy_egui hands on what it
/// was told.
pub(super) fn count_chars(event: &mut egui::Event) {
    if let egui::Event::Ime(egui::ImeEvent::Preedit { text, active_range_chars: Some(range) }) = event {
        *range = chars_before(text, range.start)..chars_before(text, range.end);
    }
}

fn chars_before(text: &str, bytes: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < bytes).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::Range;

    fn counted(text: &str, bytes: Range<usize>) -> Option<Range<usize>> {
        let mut event =
            egui::Event::Ime(egui::ImeEvent::Preedit { text: text.into(), active_range_chars: Some(bytes) });
        count_chars(&mut event);
        match event {
            egui::Event::Ime(egui::ImeEvent::Preedit { active_range_chars, .. }) => active_range_chars,
            _ => None,
        }
    }

    #[test]
    fn the_caret_of_a_composition_is_counted_in_characters() {
        let text = "路灯 bu";
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let chars = text[..at].chars().count();
            assert_eq!(counted(text, at..at), Some(chars..chars), "{at} bytes");
        }
        assert_eq!(counted("", 0..0), Some(0..0));
        assert_eq!(counted("路", 0..99), Some(0..1), "a method that lies costs nothing");
    }

    #[test]
    fn a_methods_window_stands_below_what_is_written() {
        let field = egui::Rect::from_min_max(egui::pos2(20.0, 60.0), egui::pos2(260.0, 84.0));
        for x in [20.0, 133.0, 260.0, 900.0] {
            let caret = egui::Rect::from_min_max(egui::pos2(x, 62.0), egui::pos2(x, 82.0));
            let at = below(field, caret).min;
            assert!(at.y >= caret.bottom() && at.y <= field.bottom() + 4.0, "{at:?}");
            assert!((field.left()..=field.right()).contains(&at.x), "{at:?}");
        }
    }
}
