//! From a feed's word to the picture: how long what is told waits until a frame that shows it has been handed to the
//! driver. Counted from when the first picture stands, told once, when the window closes (`RUST_LOG=zonglan=debug`).

use bevy::prelude::*;
use bevy::render::extract_resource::{ExtractResource, ExtractResourcePlugin};
use bevy::render::{Render, RenderApp, RenderSystems};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// One bin of the counts, ms.
const BIN_MS: usize = 10;
/// The last bin holds whatever took longer.
const BINS: usize = 500;

/// Since when the oldest word waits that this frame shows.
#[derive(Resource, ExtractResource, Clone, Copy, Default)]
pub(super) struct Waiting(pub(super) Option<Instant>);

/// How many frames showed their oldest word after how long.
#[derive(Resource, Clone)]
pub(super) struct Delays(Arc<Mutex<[u64; BINS]>>);

impl Default for Delays {
    fn default() -> Self {
        Self(Arc::new(Mutex::new([0; BINS])))
    }
}

impl Delays {
    /// Counts from now on.
    pub(super) fn begin(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = [0; BINS];
    }

    fn note(&self, since: Instant) {
        let bin = (since.elapsed().as_millis() as usize / BIN_MS).min(BINS - 1);
        self.0.lock().unwrap_or_else(PoisonError::into_inner)[bin] += 1;
    }

    /// Of all that was shown: how many frames, and within how many ms half of them and 99 of 100 were.
    pub(super) fn summary(&self) -> Option<(u64, [usize; 2])> {
        let bins = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: u64 = bins.iter().sum();
        let within = |share: f64| {
            let mut seen = 0;
            let bin = bins.iter().position(|count| {
                seen += count;
                seen as f64 >= share * all as f64
            });
            (bin.unwrap_or(BINS - 1) + 1) * BIN_MS
        };
        (all > 0).then(|| (all, [within(0.5), within(0.99)]))
    }
}

pub(super) fn plugin(app: &mut App) {
    let delays = Delays::default();
    app.init_resource::<Waiting>()
        .insert_resource(delays.clone())
        .add_plugins(ExtractResourcePlugin::<Waiting>::default());
    if let Some(renderer) = app.get_sub_app_mut(RenderApp) {
        renderer.insert_resource(delays).add_systems(Render, note.in_set(RenderSystems::Cleanup));
    }
}

fn note(waiting: Option<Res<Waiting>>, delays: Res<Delays>) {
    if let Some(since) = waiting.and_then(|waiting| waiting.0) {
        delays.note(since);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn most_are_told_by_their_bin() {
        let delays = Delays::default();
        assert_eq!(delays.summary(), None);
        let Some(long_ago) = Instant::now().checked_sub(Duration::from_secs(60)) else { return };
        (0..98).for_each(|_| delays.note(Instant::now()));
        delays.note(long_ago);
        delays.note(long_ago);
        let (all, [half, most]) = delays.summary().unwrap_or_default();
        assert_eq!((all, most), (100, BINS * BIN_MS));
        assert!(half < most);
        delays.begin();
        assert_eq!(delays.summary(), None);
    }
}
