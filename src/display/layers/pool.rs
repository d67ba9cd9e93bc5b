//! Work off the frame: one job at a time for each layer, its result taken in when it is done.

use bevy::tasks::futures::check_ready;
use bevy::tasks::{AsyncComputeTaskPool, Task};

/// A job that may be under way.
pub(super) struct Job<T>(Option<Task<T>>);

impl<T> Default for Job<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Send + 'static> Job<T> {
    /// Whether one is under way.
    pub(super) fn is_under_way(&self) -> bool {
        self.0.is_some()
    }

    /// Starts one; one that was under way is dropped.
    pub(super) fn start(&mut self, work: impl FnOnce() -> T + Send + 'static) {
        self.0 = Some(AsyncComputeTaskPool::get().spawn(async move { work() }));
    }

    /// Its result, once, when it is done.
    pub(super) fn take(&mut self) -> Option<T> {
        let result = check_ready(self.0.as_mut()?)?;
        self.0 = None;
        Some(result)
    }
}
