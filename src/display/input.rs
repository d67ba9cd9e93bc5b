//! Raw input becomes intents: the pointer on the map, and the keys that hold everywhere.

use super::egui_glue::{PanelsResource, Wishes, egui_holds};
use super::fingers::{Fingers, LONG_PRESS, fingers};
use super::schedule::{Intents, SeatResource, Step};
use crate::seat::tools::DrawKind;
use crate::seat::{Intent, Seat, ToolIntent};
use crate::spatial::Px;
use bevy::input::mouse::{MouseButtonInput, MouseScrollUnit, MouseWheel};
use bevy::prelude::*;
use bevy::window::{CursorLeft, CursorMoved, PrimaryWindow};
use bevy_egui::{EguiContext, PrimaryEguiContext};
use std::time::Duration;

/// A press that moves farther than this is a drag, px.
const DRAG_PX: f32 = 4.0;
/// Two clicks within this are a double click.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);
/// A pointer that rests this long hovers.
const HOVER: Duration = Duration::from_millis(120);
/// Zoom levels of one notch of the wheel.
const ZOOM_A_LINE: f64 = 0.5;
/// Zoom levels of one pixel of a touchpad.
const ZOOM_A_PX: f64 = 0.004;

/// What the pointer did since the last frame, and what it is in the middle of.
#[derive(Resource, Default)]
struct Pointer {
    at: Option<Vec2>,
    /// Where it was pressed on the map, while it is held.
    pressed_at: Option<Vec2>,
    /// Since when.
    pressed_since: Duration,
    dragging: bool,
    /// What the drag draws; nothing where it moves the map.
    draws: Option<DrawKind>,
    /// Where the right button was pressed on the map, while it is held.
    right_at: Option<Vec2>,
    clicked: Option<(Duration, Vec2)>,
    /// When it last moved, while nothing has been hovered since.
    moved: Option<Duration>,
    hovering: bool,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Pointer>()
        .init_resource::<Fingers>()
        .add_systems(Update, (pointer, hover, wheel, long_press, fingers).chain().in_set(Step::Intent));
}

/// A point of the window as a point of the map's picture; none outside the map.
pub(super) fn on_map(seat: &Seat, at: Vec2) -> Option<Px> {
    seat.map_px(f64::from(at.x), f64::from(at.y))
}

/// The same without asking whether it is inside: a drag may leave the map.
pub(super) fn map_px(seat: &Seat, at: Vec2) -> Px {
    let map = seat.layout().map;
    Px::new(f64::from(at.x) - map.x_px, f64::from(at.y) - map.y_px)
}

pub(super) type Egui<'w, 's> = Query<'w, 's, &'static mut EguiContext, With<PrimaryEguiContext>>;

/// Moves and presses in the order in which they happened within each kind: a frame's moves come first,
/// since bevy hands them over apart from presses.
#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn pointer(
    seat: Res<SeatResource>,
    time: Res<Time<Real>>,
    panels: Res<PanelsResource>,
    keys: Res<ButtonInput<KeyCode>>,
    mut contexts: Egui,
    mut pointer: ResMut<Pointer>,
    mut intents: ResMut<Intents>,
    mut moves: MessageReader<CursorMoved>,
    mut left: MessageReader<CursorLeft>,
    mut buttons: MessageReader<MouseButtonInput>,
    windows: Query<(), With<PrimaryWindow>>,
) {
    let (seat, now) = (&seat.0, time.elapsed());
    // What happens in a guide's window is not the map's.
    for moved in moves.read().filter(|moved| windows.contains(moved.window)) {
        let before = pointer.at.replace(moved.position);
        pointer.moved = Some(now);
        drag(seat, &mut pointer, before, moved.position, &mut intents.0);
    }
    if left.read().any(|left| windows.contains(left.window)) && pointer.pressed_at.is_none() {
        pointer.at = None;
        pointer.moved = None;
        if std::mem::take(&mut pointer.hovering) {
            intents.0.push(Intent::HoverAt(None));
        }
    }
    for button in buttons.read().filter(|button| windows.contains(button.window)) {
        let Some(at) = pointer.at else { continue };
        let mut ours = || {
            let scale = seat.screen.scale() as f32;
            (on_map(seat, at).is_some() && !egui_holds(&mut contexts, &panels, at, scale)).then_some(at)
        };
        match (button.button, button.state.is_pressed()) {
            (MouseButton::Left, true) => {
                pointer.pressed_at = ours();
                pointer.pressed_since = now;
                pointer.dragging = false;
                pointer.draws = draws(seat, &keys);
            }
            (MouseButton::Left, false) => {
                let was_ours = pointer.pressed_at.take().is_some();
                match (was_ours, std::mem::take(&mut pointer.dragging)) {
                    (true, true) if pointer.draws.is_some() => intents.0.push(Intent::Tool(ToolIntent::Finish)),
                    (true, false) if held(&keys, SHIFT) && seat.tools.drawing.is_none() => {
                        pointer.clicked = None;
                        intents.0.push(Intent::Tool(ToolIntent::Add(map_px(seat, at))));
                    }
                    (true, false) => intents.0.push(click(&mut pointer, map_px(seat, at), at, now)),
                    _ => {}
                }
            }
            (MouseButton::Right, true) => pointer.right_at = ours(),
            (MouseButton::Right, false) => {
                // What was begun elsewhere, or drawn along, asks nothing.
                let here = pointer.right_at.take().filter(|pressed_at| pressed_at.distance(at) <= DRAG_PX);
                if here.is_some() && seat.tools.drawing.is_none() {
                    intents.0.push(Intent::Tool(ToolIntent::Who(map_px(seat, at))));
                }
            }
            _ => {}
        }
    }
}

const SHIFT: [KeyCode; 2] = [KeyCode::ShiftLeft, KeyCode::ShiftRight];
const CTRL: [KeyCode; 2] = [KeyCode::ControlLeft, KeyCode::ControlRight];
const ALT: [KeyCode; 2] = [KeyCode::AltLeft, KeyCode::AltRight];

/// Whether one of these is held, or was until this frame: a slow frame may see it pressed, used and let go.
fn held(keys: &ButtonInput<KeyCode>, of: [KeyCode; 2]) -> bool {
    keys.any_pressed(of) || keys.any_just_released(of)
}

/// What a drag that begins now draws. Where the window manager takes Alt and the mouse for itself, Ctrl and Shift draw a
/// circle, too.
fn draws(seat: &Seat, keys: &ButtonInput<KeyCode>) -> Option<DrawKind> {
    if seat.tour.is_on() {
        return None;
    }
    let in_hand = seat.tools.drawing.as_ref().map(|drawing| drawing.kind).filter(|kind| kind.is_dragged());
    match (held(keys, CTRL), held(keys, ALT), held(keys, SHIFT)) {
        (_, true, _) | (true, _, true) => Some(DrawKind::Circle),
        (true, ..) => Some(DrawKind::Rectangle),
        _ => in_hand,
    }
}

fn drag(seat: &Seat, pointer: &mut Pointer, before: Option<Vec2>, at: Vec2, intents: &mut Vec<Intent>) {
    let Some(pressed_at) = pointer.pressed_at else {
        if seat.tools.drawing.is_some() {
            intents.push(Intent::Tool(ToolIntent::Hand(map_px(seat, at))));
        }
        return;
    };
    let from = if pointer.dragging { before.unwrap_or(at) } else { pressed_at };
    if pointer.dragging || at.distance(pressed_at) > DRAG_PX {
        pointer.dragging = true;
        intents.push(match pointer.draws {
            Some(kind) => {
                let (from, to) = (map_px(seat, pressed_at), map_px(seat, at));
                Intent::Tool(ToolIntent::Drag { kind, from, to })
            }
            None => Intent::Pan { dx_px: f64::from(at.x - from.x), dy_px: f64::from(at.y - from.y) },
        });
    }
}

fn click(pointer: &mut Pointer, px: Px, at: Vec2, now: Duration) -> Intent {
    let double = pointer
        .clicked
        .is_some_and(|(then, there)| now.saturating_sub(then) <= DOUBLE_CLICK && there.distance(at) <= DRAG_PX);
    if double {
        pointer.clicked = None;
        Intent::FitAt(px)
    } else {
        pointer.clicked = Some((now, at));
        Intent::PickAt(px)
    }
}

/// A pointer that rests on the map hovers what is under it; one that leaves the map hovers nothing.
fn hover(
    seat: Res<SeatResource>,
    time: Res<Time<Real>>,
    panels: Res<PanelsResource>,
    mut contexts: Egui,
    mut pointer: ResMut<Pointer>,
    mut intents: ResMut<Intents>,
    mut wishes: ResMut<Wishes>,
) {
    wishes.hover = Duration::MAX;
    let (Some(at), Some(moved)) = (pointer.at, pointer.moved) else { return };
    let rested = time.elapsed().saturating_sub(moved);
    if rested < HOVER {
        wishes.hover = HOVER.saturating_sub(rested);
        return;
    }
    pointer.moved = None;
    let free = pointer.pressed_at.is_none();
    let px =
        on_map(&seat.0, at).filter(|_| free && !egui_holds(&mut contexts, &panels, at, seat.0.screen.scale() as f32));
    if px.is_some() || pointer.hovering {
        pointer.hovering = px.is_some();
        intents.0.push(Intent::HoverAt(px));
    }
}

/// A button that is held where it was pressed asks who answers there, as the right one does; letting it go selects nothing.
fn long_press(
    seat: Res<SeatResource>,
    time: Res<Time<Real>>,
    keys: Res<ButtonInput<KeyCode>>,
    mut pointer: ResMut<Pointer>,
    mut intents: ResMut<Intents>,
    mut wishes: ResMut<Wishes>,
) {
    let is_free = !pointer.dragging && pointer.draws.is_none() && seat.0.tools.drawing.is_none();
    let Some(at) = pointer.pressed_at.filter(|_| is_free && !held(&keys, SHIFT)) else { return };
    let held_for = time.elapsed().saturating_sub(pointer.pressed_since);
    if held_for < LONG_PRESS {
        wishes.hover = wishes.hover.min(LONG_PRESS.saturating_sub(held_for));
    } else {
        pointer.pressed_at = None;
        intents.0.push(Intent::Tool(ToolIntent::Who(map_px(&seat.0, at))));
    }
}

fn wheel(
    seat: Res<SeatResource>,
    panels: Res<PanelsResource>,
    pointer: Res<Pointer>,
    mut contexts: Egui,
    mut intents: ResMut<Intents>,
    mut turns: MessageReader<MouseWheel>,
    windows: Query<(), With<PrimaryWindow>>,
) {
    let dz: f64 = turns
        .read()
        .filter(|turn| windows.contains(turn.window))
        .map(|turn| f64::from(turn.y) * a_unit(turn.unit))
        .sum();
    let Some(at) = pointer.at.filter(|_| dz != 0.0) else { return };
    let Some(px) = on_map(&seat.0, at) else { return };
    if !egui_holds(&mut contexts, &panels, at, seat.0.screen.scale() as f32) {
        intents.0.push(Intent::ZoomAt { px, dz });
    }
}

fn a_unit(unit: MouseScrollUnit) -> f64 {
    match unit {
        MouseScrollUnit::Line => ZOOM_A_LINE,
        MouseScrollUnit::Pixel => ZOOM_A_PX,
    }
}
