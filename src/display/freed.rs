//! What work off the frame has freed goes back to the system once the work is through.

use super::schedule::UnderWay;
use bevy::prelude::*;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// So long at least between two times: it costs some milliseconds of a core, and what is given back may be asked for again.
const PAUSE: Duration = Duration::from_secs(300);

/// Whether there was work since the last time, when the next time may come, and who is at it.
#[derive(Default)]
struct State {
    worked: bool,
    next: Duration,
    thread: Option<JoinHandle<()>>,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Last, give_back);
}

fn give_back(way: Res<UnderWay>, time: Res<Time<Real>>, mut state: Local<State>) {
    if !way.0.is_empty() {
        state.worked = true;
        return;
    }
    if !state.worked || time.elapsed() < state.next || state.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    {
        return;
    }
    state.worked = false;
    state.next = time.elapsed() + PAUSE;
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
