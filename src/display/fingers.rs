//! Fingers on the map: one taps, draws along or, held, asks who answers there; two move and zoom. Panels hear of fingers
//! through egui. A left button that is held asks the same: many a touch screen says that it is a mouse.

use super::egui_glue::{PanelsResource, Wishes, egui_holds};
use super::input::{Egui, map_px, on_map};
use super::schedule::{Intents, SeatResource};
use crate::seat::{Intent, Seat, ToolIntent};
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use std::time::Duration;

/// A finger that rests for so long asks who answers there.
pub(super) const LONG_PRESS: Duration = Duration::from_millis(600);
/// A finger that moves no farther than this rests, dp: it is broader than a pointer's tip.
const REST_DP: f64 = 10.0;
/// Two taps within this are a double tap.
const DOUBLE_TAP: Duration = Duration::from_millis(400);
/// Fingers nearer to each other than this zoom nothing, px.
const LEAST_APART_PX: f32 = 8.0;

/// One finger on the map.
#[derive(Clone, Copy)]
struct Finger {
    id: u64,
    from: Vec2,
    at: Vec2,
}

/// The fingers on the map, and what they are in the middle of.
#[derive(Resource, Default)]
pub(super) struct Fingers {
    held: Vec<Finger>,
    since: Duration,
    /// They have done something: lifting them does nothing more.
    spent: bool,
    /// The one finger draws along what is in the hand.
    drags: bool,
    tapped: Option<(Duration, Vec2)>,
}

impl Fingers {
    /// What one more message of a finger that belongs to the map means.
    fn hear(&mut self, seat: &Seat, touch: &TouchInput, now: Duration, intents: &mut Vec<Intent>) {
        match touch.phase {
            TouchPhase::Started => {
                if self.held.is_empty() {
                    (self.since, self.spent, self.drags) = (now, false, false);
                }
                self.held.push(Finger { id: touch.id, from: touch.position, at: touch.position });
                self.spent |= self.held.len() > 1;
            }
            TouchPhase::Moved => self.moved(seat, touch, intents),
            TouchPhase::Ended => {
                let Some(place) = self.held.iter().position(|finger| finger.id == touch.id) else { return };
                let finger = self.held.remove(place);
                if self.drags && self.held.is_empty() && draws(seat) {
                    intents.push(Intent::Tool(ToolIntent::Finish));
                } else if !self.spent && !self.drags {
                    intents.push(self.tap(seat, finger.at, now));
                }
            }
            TouchPhase::Canceled => self.held.retain(|finger| finger.id != touch.id),
        }
    }

    fn moved(&mut self, seat: &Seat, touch: &TouchInput, intents: &mut Vec<Intent>) {
        let before = self.held.clone();
        let Some(finger) = self.held.iter_mut().find(|finger| finger.id == touch.id) else { return };
        finger.at = touch.position;
        let (from, at) = (finger.from, finger.at);
        if let ([a, b], [c, d]) = (&before[..], &self.held[..]) {
            let (was, is) = ((a.at + b.at) / 2.0, (c.at + d.at) / 2.0);
            intents.push(Intent::Pan { dx_px: f64::from(is.x - was.x), dy_px: f64::from(is.y - was.y) });
            let (apart_before, apart) = (a.at.distance(b.at), c.at.distance(d.at));
            if apart_before.min(apart) > LEAST_APART_PX {
                let dz = f64::from(apart / apart_before).log2();
                intents.push(Intent::ZoomAt { px: map_px(seat, is), dz });
            }
            return;
        }
        let rest_px = (REST_DP * seat.screen.scale()) as f32;
        if self.spent || (!self.drags && at.distance(from) <= rest_px) {
            return;
        }
        let was = before.iter().find(|finger| finger.id == touch.id).map_or(at, |finger| finger.at);
        let was = if self.drags { was } else { from };
        self.drags = true;
        intents.push(match seat.tools.drawing.as_ref().filter(|_| draws(seat)) {
            Some(drawing) => {
                let (from, to) = (map_px(seat, from), map_px(seat, at));
                Intent::Tool(ToolIntent::Drag { kind: drawing.kind, from, to })
            }
            None => Intent::Pan { dx_px: f64::from(at.x - was.x), dy_px: f64::from(at.y - was.y) },
        });
    }

    fn tap(&mut self, seat: &Seat, at: Vec2, now: Duration) -> Intent {
        let near_px = (2.0 * REST_DP * seat.screen.scale()) as f32;
        let is_second = self
            .tapped
            .is_some_and(|(then, there)| now.saturating_sub(then) <= DOUBLE_TAP && there.distance(at) <= near_px);
        self.tapped = (!is_second).then_some((now, at));
        if is_second { Intent::FitAt(map_px(seat, at)) } else { Intent::PickAt(map_px(seat, at)) }
    }

    /// Where one finger rests, and since when, until it has done something.
    fn resting(&self) -> Option<(Vec2, Duration)> {
        match &self.held[..] {
            [finger] if !self.spent && !self.drags => Some((finger.at, self.since)),
            _ => None,
        }
    }
}

/// Whether a finger that is drawn along the map draws what is in the hand.
fn draws(seat: &Seat) -> bool {
    seat.tools.drawing.as_ref().is_some_and(|drawing| drawing.kind.is_dragged())
}

/// Turns fingers into intents; those that came down on a panel are the panel's.
#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
pub(super) fn fingers(
    seat: Res<SeatResource>,
    time: Res<Time<Real>>,
    panels: Res<PanelsResource>,
    mut contexts: Egui,
    mut fingers: ResMut<Fingers>,
    mut intents: ResMut<Intents>,
    mut wishes: ResMut<Wishes>,
    mut touches: MessageReader<TouchInput>,
    windows: Query<(), With<PrimaryWindow>>,
) {
    let (seat, now, scale) = (&seat.0, time.elapsed(), seat.0.screen.scale() as f32);
    for touch in touches.read().filter(|touch| windows.contains(touch.window)) {
        let at = touch.position;
        let is_ours = touch.phase != TouchPhase::Started
            || (on_map(seat, at).is_some() && !egui_holds(&mut contexts, &panels, at, scale));
        if is_ours {
            fingers.hear(seat, touch, now, &mut intents.0);
        }
    }
    let Some((at, since)) = fingers.resting() else { return };
    let held = now.saturating_sub(since);
    if held < LONG_PRESS {
        wishes.hover = wishes.hover.min(LONG_PRESS.saturating_sub(held));
    } else {
        fingers.spent = true;
        if seat.tools.drawing.is_none() {
            intents.0.push(Intent::Tool(ToolIntent::Who(map_px(seat, at))));
        }
    }
}
