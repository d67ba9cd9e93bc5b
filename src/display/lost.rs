//! A graphics device that is lost: its driver crashed, its card fell off the bus, the machine woke up without it. Bevy
//! can't go on with another one, so the app ends, saying where the seat was looking; whoever runs it starts it anew.

use super::headless::Headless;
use super::schedule::SeatResource;
use crate::domain::LonLat;
use crate::seat::{Seat, Selection, ZOOM_LIMITS};
use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::render::error_handler::{RenderError, RenderErrorHandler, RenderErrorPolicy};
use bevy::render::render_resource::PollType;
use bevy::render::renderer::RenderDevice;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Where a seat was looking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looking {
    /// The middle of the map.
    pub center: LonLat,
    /// Its zoom.
    pub zoom: f64,
    /// What was selected, as `KIND:ID`.
    pub selection: Option<String>,
    /// Whether visitors were there: they still are.
    pub visit: bool,
}

impl Looking {
    fn of(seat: &Seat) -> Self {
        let name = |selection: Selection| format!("{}:{}", selection.kind(), selection.id(&seat.picture));
        let zoom = seat.view.zoom.clamp(*ZOOM_LIMITS.start(), *ZOOM_LIMITS.end());
        Self { center: seat.view.center, zoom, selection: seat.selection.map(name), visit: seat.visit.is_on() }
    }
}

/// What is known of the device, shared with those who outlive the app.
#[derive(Resource, Clone, Default)]
pub(super) struct DeviceWatch(Arc<Mutex<Known>>);

/// What a graphics card does not finish within this is no frame.
const MOST_WAIT: Duration = Duration::from_secs(5);

#[derive(Default)]
struct Known {
    looking: Looking,
    /// Why it is lost.
    lost: Option<String>,
}

impl DeviceWatch {
    fn known(&self) -> MutexGuard<'_, Known> {
        // Whoever panicked while holding it had lost the device before.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, why: String) {
        self.known().lost.get_or_insert(why);
    }

    /// Where the seat was looking when the device was lost, and why that was; none while it is there.
    pub(super) fn lost(&self) -> Option<(Looking, String)> {
        let known = self.known();
        known.lost.as_ref().map(|why| (known.looking.clone(), why.clone()))
    }
}

/// Watches the device of an app that has Bevy's default plugins.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<DeviceWatch>()
        .insert_resource(RenderErrorHandler(give_up))
        .add_systems(Startup, watch)
        .add_systems(Last, follow);
}

fn watch(device: Res<RenderDevice>, watch: Res<DeviceWatch>) {
    let watch = watch.clone();
    device.wgpu_device().set_device_lost_callback(move |reason, why| watch.note(said(&format!("{reason:?} {why}"))));
}

/// What Bevy calls an error of rendering (no memory left, a call that the driver refused) leaves nothing to draw with
/// either.
fn give_up(error: &RenderError, main: &mut World, _: &mut World) -> RenderErrorPolicy {
    main.resource::<DeviceWatch>().note(said(&format!("{:?} {}", error.ty, error.description)));
    main.write_message(AppExit::error());
    RenderErrorPolicy::StopRendering
}

/// A driver's words on one line.
fn said(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn follow(
    seat: Res<SeatResource>,
    device: Res<RenderDevice>,
    watch: Res<DeviceWatch>,
    mut exits: MessageWriter<AppExit>,
) {
    // A device tells that it is lost to whoever asks it how far it is; a resting seat would not ask for long. What it
    // answers else is the renderer's business.
    let _ = device.wgpu_device().poll(PollType::Poll);
    let looking = Looking::of(&seat.0);
    let mut known = watch.known();
    if known.looking != looking {
        known.looking = looking;
    }
    if known.lost.is_some() {
        exits.write(AppExit::error());
    }
}

/// A system that takes the device away once, after so long.
pub(super) fn take_away_after(after: Duration) -> impl FnMut(Res<RenderDevice>) + Send + Sync + 'static {
    let mut due_at = Some(Instant::now() + after);
    move |device: Res<RenderDevice>| {
        if due_at.take_if(|due_at| *due_at <= Instant::now()).is_some() {
            device.wgpu_device().destroy();
        }
    }
}

impl Headless {
    /// Takes the graphics device away, as a driver that crashes does.
    pub fn lose_device(&mut self) {
        self.app.world().resource::<RenderDevice>().wgpu_device().destroy();
    }

    /// Waits until the graphics card has done all that it was given: only then does a device tell that it is lost.
    pub(super) fn wait_for_card(&self) {
        let wait = PollType::Wait { submission_index: None, timeout: Some(MOST_WAIT) };
        let _ = self.app.world().resource::<RenderDevice>().wgpu_device().poll(wait);
    }

    /// Where the seat was looking when its graphics device was lost; none while it has one.
    pub fn lost_device(&self) -> Option<Looking> {
        self.app.world().resource::<DeviceWatch>().lost().map(|(looking, _)| looking)
    }
}
