//! Fingers are broader than a pointer: what they press reaches further than what is drawn.

use bevy_egui::egui;

/// From how far off a pointer and a finger hit a widget that nothing else is nearer to, dp: a finger's target is so much
/// larger than what is drawn on every side, 48 dp at least (VISUAL.md).
const POINTER_REACH: f32 = 5.0;
const FINGER_REACH: f32 = 14.0;

/// Widens what a press hits from the first finger on, until a mouse moves.
pub(super) fn hear(ctx: &egui::Context) {
    let by = ctx.input(|input| {
        let touches = |event: &egui::Event| matches!(event, egui::Event::Touch { .. });
        let moves = |event: &egui::Event| matches!(event, egui::Event::PointerMoved(_));
        let is_finger = input.any_touches() || input.events.iter().any(touches);
        (is_finger || input.events.iter().any(moves)).then_some(is_finger)
    });
    let reach = by.map(|is_finger| if is_finger { FINGER_REACH } else { POINTER_REACH });
    if let Some(reach) = reach.filter(|reach| ctx.global_style().interaction.interact_radius != *reach) {
        ctx.all_styles_mut(|style| style.interaction.interact_radius = reach);
    }
}
