//! How long the parts of a frame take, for `bench` and the state's `frame`.

use bevy::prelude::Resource;
use std::time::{Duration, Instant};

/// A measured part of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Taking messages in.
    Ingest,
    /// The seat's tick.
    Derive,
    /// Deciding what the layers must draw anew, on the CPU.
    Prepare,
    /// The panels' pass.
    Egui,
    /// Everything after: extraction, uploads, draw calls (with a software driver its raster, too).
    Upload,
}

/// How many parts there are.
pub(super) const PARTS: usize = 5;

/// The parts' times within the current frame.
#[derive(Resource, Default)]
pub(super) struct Parts {
    times: [Duration; PARTS],
    begun: [Option<Instant>; PARTS],
}

impl Parts {
    /// Runs `work` and adds its time to the part.
    pub(super) fn time<T>(&mut self, part: Part, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.add(part, start.elapsed());
        result
    }

    /// A part begins that ends elsewhere.
    pub(super) fn begin(&mut self, part: Part) {
        self.begun[part as usize] = Some(Instant::now());
    }

    /// It ends.
    pub(super) fn end(&mut self, part: Part) {
        if let Some(begun) = self.begun[part as usize].take() {
            self.add(part, begun.elapsed());
        }
    }

    /// Adds time to a part.
    pub(super) fn add(&mut self, part: Part, time: Duration) {
        self.times[part as usize] += time;
    }

    /// The times since the last call, ms, in the order of `Part`.
    pub(super) fn take_ms(&mut self) -> [f64; PARTS] {
        std::mem::take(&mut self.times).map(|time| time.as_secs_f64() * 1e3)
    }
}
