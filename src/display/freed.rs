//! What work off the frame has freed goes back to the system once the work is through.

use super::schedule::UnderWay;
use crate::runtime::{Worker, give_back_memory, spawn_named};
use bevy::prelude::*;
use std::time::Duration;

/// So long at least between two times: it costs some milliseconds of a core, and what is given back may be asked for again.
const PAUSE: Duration = Duration::from_secs(300);

/// Whether there was work since the last time, when the next time may come, and who is at it.
#[derive(Default)]
struct State {
    worked: bool,
    next: Duration,
    worker: Option<Worker>,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Last, give_back);
}

fn give_back(way: Res<UnderWay>, time: Res<Time<Real>>, mut state: Local<State>) {
    if !way.0.is_empty() {
        state.worked = true;
        return;
    }
    if !state.worked || time.elapsed() < state.next || state.worker.as_ref().is_some_and(|worker| !worker.is_finished())
    {
        return;
    }
    state.worked = false;
    state.next = time.elapsed() + PAUSE;
    // Without room for a thread there are other troubles, which others tell.
    state.worker = spawn_named("freed memory", give_back_memory).ok();
}
