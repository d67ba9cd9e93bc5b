//! One frame, in order: `Ingest → Input → Intent → Hear → Apply → Derive → LayOut → Present`. Features put their
//! systems into these sets and never order themselves against each other.

use super::delay::Waiting;
use super::egui_glue::PanelsResource;
use super::links::LinkEnds;
use super::one_by_one::KEYS_WAIT;
use super::timing::{Part, Parts};
use crate::seat::{Intent, LayerReport, Seat, StateExtras};
use bevy::a11y::ActionRequest;
use bevy::input::keyboard::KeyboardInput;
use bevy::input::mouse::{MouseButtonInput, MouseWheel};
use bevy::input::touch::TouchInput;
use bevy::prelude::*;
use bevy::window::{CursorMoved, RequestRedraw};

/// The steps of one frame.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// What store, feeds and those beside have sent.
    Ingest,
    /// Raw input.
    Input,
    /// Raw input becomes what a person means.
    Intent,
    /// The panels hear what hands did to them.
    Hear,
    /// The seat does it.
    Apply,
    /// What follows from it is brought up to date.
    Derive,
    /// The panels are laid out.
    LayOut,
    /// Layers whose revision moved are uploaded.
    Present,
}

/// The two halves of `Present`.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Present {
    /// Each layer prepares what changed.
    Layers,
    /// The cached map is drawn anew where need be.
    Compose,
}

/// The seat; changed by the systems of this file only.
#[derive(Resource)]
pub(super) struct SeatResource(pub(super) Seat);

/// What was meant since the last frame, in order.
#[derive(Resource, Default)]
pub(super) struct Intents(pub(super) Vec<Intent>);

/// What the drawing side tells of itself.
#[derive(Resource, Default)]
pub(super) struct Reports {
    pub(super) extras: StateExtras,
}

impl Reports {
    /// Notes that a layer was drawn anew with so many things.
    pub(super) fn drew(&mut self, layer: crate::seat::Layer, drawn: usize) {
        let report: &mut LayerReport = &mut self.extras.layers[layer as usize];
        report.drawn = drawn as u64;
        report.revision += 1;
    }

    /// Notes that a layer shows nothing now; nothing is drawn anew for that.
    pub(super) fn rests(&mut self, layer: crate::seat::Layer) {
        self.extras.layers[layer as usize].drawn = 0;
    }
}

/// What is still under way: work off the frame, chunks to be uploaded. By name, for `settle`.
#[derive(Resource, Default)]
pub(super) struct UnderWay(pub(super) std::collections::BTreeSet<&'static str>);

/// What of `UnderWay` the next frame does itself; the rest is done off the frame, and frames would only take the cores
/// from it.
const NEXT_FRAME: [&str; 6] = [KEYS_WAIT, "map", "messages", "gaps", "replay", "advice"];

impl UnderWay {
    pub(super) fn set(&mut self, name: &'static str, is_under_way: bool) {
        if is_under_way {
            self.0.insert(name);
        } else {
            self.0.remove(name);
        }
    }

    /// Whether the next frame brings it on.
    pub(super) fn wants_frame(&self) -> bool {
        NEXT_FRAME.iter().any(|name| self.0.contains(name))
    }
}

/// While it is set nothing is drawn: whoever pumps the seat waits for work off the frame, which wants the cores.
#[derive(Resource, Default)]
pub(super) struct Held(pub(super) bool);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Intents>()
        .init_resource::<Held>()
        .init_resource::<Reports>()
        .init_resource::<UnderWay>()
        .configure_sets(
            Update,
            (
                Step::Ingest,
                Step::Input,
                Step::Intent,
                Step::Hear,
                Step::Apply,
                Step::Derive,
                Step::LayOut,
                Step::Present,
            )
                .chain(),
        )
        .configure_sets(Update, (Present::Layers, Present::Compose).chain().in_set(Step::Present))
        .add_systems(Update, touch.in_set(Step::Input))
        .add_systems(Update, (ingest.in_set(Step::Ingest), apply.in_set(Step::Apply), derive.in_set(Step::Derive)))
        .add_systems(Last, keep_going);
}

fn ingest(
    mut seat: ResMut<SeatResource>,
    mut links: ResMut<LinkEnds>,
    mut parts: ResMut<Parts>,
    mut way: ResMut<UnderWay>,
    mut waiting: ResMut<Waiting>,
) {
    parts.time(Part::Ingest, || {
        let left;
        (left, waiting.0) = links.ingest(&mut seat.0);
        way.set("messages", left);
    });
}

/// Tells the seat that somebody is there: whatever a hand does counts, also where it means nothing to the seat.
#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn touch(
    mut seat: ResMut<SeatResource>,
    mut at: Local<Option<Vec2>>,
    mut moves: MessageReader<CursorMoved>,
    mut buttons: MessageReader<MouseButtonInput>,
    mut wheels: MessageReader<MouseWheel>,
    mut touches: MessageReader<TouchInput>,
    mut keys: MessageReader<KeyboardInput>,
    mut asked: MessageReader<ActionRequest>,
) {
    // A window that opens under a resting pointer is told where it rests.
    let moved =
        moves.read().filter(|moved| at.replace(moved.position).is_some_and(|was| was != moved.position)).count();
    let by_hand = buttons.read().count() + wheels.read().count() + touches.read().count() + keys.read().count();
    if moved + by_hand + asked.read().count() > 0 {
        seat.0.touched();
    }
}

/// The seat does what was meant. What it orders goes to the store at once: that writes while the frame is made.
fn apply(mut seat: ResMut<SeatResource>, mut links: ResMut<LinkEnds>, mut intents: ResMut<Intents>) {
    if intents.0.is_empty() {
        return;
    }
    for intent in intents.0.drain(..) {
        seat.0.intend(intent);
    }
    links.flush(&mut seat.0);
}

fn derive(
    mut seat: ResMut<SeatResource>,
    mut links: ResMut<LinkEnds>,
    mut parts: ResMut<Parts>,
    mut way: ResMut<UnderWay>,
    panels: Res<PanelsResource>,
) {
    parts.time(Part::Derive, || {
        let now = links.now();
        seat.0.tick(now);
        seat.0.fly_pass(links.people_ms());
        seat.0.tour_pass(links.people_ms());
        seat.0.turn_pass(links.people_ms());
        seat.0.replay_pass(links.now_ms());
        links.flush(&mut seat.0);
        links.flush_replay(&mut seat.0);
        links.flush_sound(&mut seat.0);
        links.flush_questions(&mut seat.0);
    });
    way.set("replay", seat.0.replay.is_under_way());
    way.set("day", seat.0.day.is_waiting());
    way.set("gaps", seat.0.gaps.is_searching());
    // The first answer takes the adviser seconds, in which frames would only take a core from it.
    let (asking, advised) = (seat.0.intake.is_asking(), seat.0.intake.is_advised());
    way.set("advice", asking && advised);
    way.set("adviser", asking && !advised);
    way.set("photos", panels.awaits_photo());
    way.set("video", panels.follow_cameras(&seat.0));
    parts.begin(Part::Prepare);
}

/// Takes in what the store has answered while the frame is made; the next frame comes at once, then.
pub(super) fn take_answers(seat: &mut Seat, links: &mut LinkEnds, way: &mut UnderWay) {
    if links.hear_store(seat) {
        seat.tick(links.now());
        way.set("messages", true);
    }
}

/// A resting window draws again at once while frames bring on what is under way.
fn keep_going(
    way: Res<UnderWay>,
    intents: Res<Intents>,
    seat: Res<SeatResource>,
    mut parts: ResMut<Parts>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    // What comes behind the last system is extraction, upload and drawing.
    parts.begin(Part::Upload);
    let seat = &seat.0;
    let moves =
        seat.replay.is_playing() || seat.tour.is_moving() || seat.turning.is_moving() || seat.flying.is_moving();
    if way.wants_frame() || !intents.0.is_empty() || moves || seat.work.queue.is_searching() {
        redraw.write(RequestRedraw);
    }
}
