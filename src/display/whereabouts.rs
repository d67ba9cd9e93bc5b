//! Where the panels' widgets stand in a window, who has the keyboard and what the picture holds and is of, told in its log whenever
//! that changes: a hand from outside of the program (a test that moves a real mouse) need not guess pixels nor how long a
//! form takes to open. Only where it is asked for by its own name: `RUST_LOG=whereabouts=debug`.

use super::egui_glue::{PanelsResource, Wishes, is_typing};
use super::keys::is_modifier;
use super::schedule::{Intents, SeatResource};
use crate::seat::Seat;
use bevy::input::keyboard::KeyboardInput;
use bevy::input::mouse::MouseButtonInput;
use bevy::prelude::*;
use bevy_egui::{EguiContext, PrimaryEguiContext, egui};
use std::collections::BTreeMap;

/// What a line of the log says before the JSON.
pub const WIDGETS_STAND: &str = "the widgets stand:";

/// Whom the log names as saying it.
const TARGET: &str = "whereabouts";

/// What a line says.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Whereabouts {
    /// How many keys were pressed and buttons let go since the window opened, modifiers apart.
    pub heard: u64,
    /// Whether all that was meant by them is done, and shows, and no other frame is due at once.
    pub settled: bool,
    /// The last event of the ledger that the picture holds.
    pub seq: u64,
    /// How many commands of the seat the store has not answered.
    pub under_way: usize,
    /// Whether a text field has the keyboard.
    pub typing: bool,
    /// Whether an input method is composing in it.
    pub composing: bool,
    /// Whether Enter does nothing yet, since it has just been pressed for something else.
    pub enter_rests: bool,
    /// The past moment whose picture shows, seconds of the Unix epoch; none while it is the live one.
    pub past_secs: Option<i64>,
    /// The tour that runs.
    pub tour: Option<Touring>,
    /// By id, px of the window: left, top, right, bottom.
    pub widgets: BTreeMap<String, [i32; 4]>,
}

/// How far a tour is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Touring {
    /// The place of its scene on the route, from 0.
    pub scene: usize,
    /// Whether somebody paused it.
    pub paused: bool,
    /// Whether a matter interrupts it.
    pub interrupted: bool,
}

impl Touring {
    fn of(seat: &Seat) -> Option<Self> {
        let tour = &seat.tour;
        let (scene, ..) = tour.scene()?;
        Some(Self { scene, paused: tour.is_paused(), interrupted: tour.alarm().is_some() })
    }
}

impl Whereabouts {
    /// What a line of the log says; none where it says something else.
    #[must_use]
    pub fn of_line(line: &str) -> Option<Self> {
        serde_json::from_str(line.split_once(WIDGETS_STAND)?.1).ok()
    }

    fn of(seat: &Seat, widgets: &BTreeMap<String, egui::Rect>, (heard, settled, typing): (u64, bool, bool)) -> Self {
        let scale = seat.screen.scale() as f32;
        let px = |at: f32| (at * scale).round() as i32;
        let place = |rect: &egui::Rect| [rect.left(), rect.top(), rect.right(), rect.bottom()].map(px);
        Self {
            heard,
            settled,
            seq: seat.live().seq,
            under_way: seat.commands_under_way(),
            typing,
            composing: false,
            enter_rests: seat.enter_rests(),
            past_secs: seat.replay.is_on().then_some(seat.now.0),
            tour: Touring::of(seat),
            widgets: widgets.iter().map(|(id, rect)| (id.clone(), place(rect))).collect(),
        }
    }
}

/// Tells it, where somebody listens.
pub(super) fn tell(
    panels: Res<PanelsResource>,
    (seat, intents, wishes): (Res<SeatResource>, Res<Intents>, Res<Wishes>),
    mut contexts: Query<&mut EguiContext, With<PrimaryEguiContext>>,
    mut keys: MessageReader<KeyboardInput>,
    mut buttons: MessageReader<MouseButtonInput>,
    mut told: Local<Whereabouts>,
) {
    let pressed = keys.read().filter(|key| key.state.is_pressed() && !key.repeat && !is_modifier(key.key_code)).count();
    let let_go = buttons.read().filter(|button| !button.state.is_pressed()).count();
    let heard = told.heard + (pressed + let_go) as u64;
    if !tracing::enabled!(target: TARGET, tracing::Level::DEBUG) {
        return;
    }
    // A panel that has just opened is laid out once more before it takes a click.
    let settled = intents.0.is_empty() && !wishes.egui.is_zero();
    let state = (heard, settled, is_typing(&mut contexts));
    let composing = panels.panels.is_composing();
    let now = Whereabouts { composing, ..Whereabouts::of(&seat.0, panels.panels.widgets(), state) };
    if *told != now {
        match serde_json::to_string(&now) {
            Ok(json) => tracing::debug!(target: TARGET, "{WIDGETS_STAND} {json}"),
            Err(error) => warn!("where the widgets stand is not told: {error}"),
        }
        *told = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;
    use crate::picture::Picture;
    use crate::seat::{Lang, Screen};

    #[test]
    fn a_line_says_where_widgets_stand_in_px() {
        let seat = Seat::new(Picture::new(8 * 3600), Screen::guessed(7680.0, 2160.0), Timestamp(0), Lang::Zh);
        let scale = seat.screen.scale() as f32;
        assert!(scale > 1.5, "dp and px differ: {scale}");
        let rect = egui::Rect::from_min_max(egui::pos2(10.0, 20.0), egui::pos2(30.0, 40.4));
        let here = Whereabouts::of(&seat, &BTreeMap::from([("accept".to_owned(), rect)]), (3, false, true));
        let px = [10.0, 20.0, 30.0, 40.4].map(|at: f32| (at * scale).round() as i32);
        assert_eq!((here.widgets["accept"], here.heard, here.settled, here.typing), (px, 3, false, true));
        let line = format!("DEBUG {TARGET}: {WIDGETS_STAND} {}", serde_json::to_string(&here).unwrap_or_default());
        assert_eq!(Whereabouts::of_line(&line), Some(here));
        assert_eq!(Whereabouts::of_line("the picture stands"), None);
    }
}
