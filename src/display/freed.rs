//! What work off the frame has freed goes back to the system once the work is through.

use super::schedule::{SeatResource, UnderWay};
use crate::domain::Timestamp;
use bevy::prelude::*;
use std::thread::{Builder, JoinHandle};

/// So long at least between two times, seconds of the seat's clock: it costs some milliseconds of a core, and what is given
/// back may be asked for again. A clock that is set brings the next time early, no more.
const PAUSE_SECS: i64 = 60;

/// Whether there was work since the last time, when that was, and who is at it.
#[derive(Default)]
struct State {
    worked: bool,
    last: Option<Timestamp>,
    thread: Option<JoinHandle<()>>,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Last, give_back);
}

fn give_back(way: Res<UnderWay>, seat: Res<SeatResource>, mut state: Local<State>) {
    if !way.0.is_empty() {
        state.worked = true;
        return;
    }
    let clock = seat.0.clock;
    let is_early = state.last.is_some_and(|last| clock.secs_since(last).abs() < PAUSE_SECS);
    if !state.worked || is_early || state.thread.as_ref().is_some_and(|thread| !thread.is_finished()) {
        return;
    }
    (state.worked, state.last) = (false, Some(clock));
    // Without room for a thread there are other troubles, which others tell.
    state.thread = Builder::new().name("freed memory".into()).spawn(give_back_memory).ok();
}

/// Gives back to the system what was freed between blocks that are still held. The allocator does so by itself only for what
/// lies behind the last of them; what a start or a base map's tiles used would stay with the program. Takes some
/// milliseconds, in which other threads may wait for memory. Other C libraries than glibc see to it themselves: nothing is
/// done there.
fn give_back_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[allow(unsafe_code)]
    // SAFETY: it is the allocator's own door, takes its own locks, and may be called from any thread at any time.
    unsafe {
        libc::malloc_trim(0);
    }
}
