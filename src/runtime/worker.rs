//! Threads with names, which nobody forgets to join.

use std::thread::{Builder, JoinHandle};
use thiserror::Error;

/// A thread ended by a panic.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the thread '{0}' panicked")]
pub struct Panicked(pub String);

/// A running thread; dropping it waits for its end, so tell the thread to stop first.
#[derive(Debug)]
pub struct Worker {
    name: String,
    handle: Option<JoinHandle<()>>,
}

/// Starts a thread under a name that debuggers and panics show.
///
/// # Errors
/// The system's, when it has no room for one more thread.
pub fn spawn_named(name: impl Into<String>, run: impl FnOnce() + Send + 'static) -> std::io::Result<Worker> {
    let name = name.into();
    let handle = Builder::new().name(name.clone()).spawn(run)?;
    Ok(Worker { name, handle: Some(handle) })
}

impl Worker {
    /// The thread's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the thread has come to its end.
    pub fn is_finished(&self) -> bool {
        self.handle.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Waits for the thread's end.
    ///
    /// # Errors
    /// [`Panicked`] when that is how it ended.
    pub fn join(mut self) -> Result<(), Panicked> {
        self.wait()
    }

    fn wait(&mut self) -> Result<(), Panicked> {
        match self.handle.take().map(JoinHandle::join) {
            Some(Err(_)) => Err(Panicked(self.name.clone())),
            _ => Ok(()),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Err(panicked) = self.wait() {
            tracing::error!("{panicked}");
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    #[test]
    fn dropping_a_worker_waits_for_it_and_it_bears_its_name() {
        let done = Arc::new(AtomicBool::new(false));
        let theirs = done.clone();
        let worker = spawn_named("zonglan-slow", move || {
            assert_eq!(std::thread::current().name(), Some("zonglan-slow"));
            std::thread::sleep(Duration::from_millis(20));
            theirs.store(true, Ordering::SeqCst);
        });
        drop(worker.unwrap());
        assert!(done.load(Ordering::SeqCst));
    }

    #[test]
    fn a_panic_is_told_by_name() {
        let worker = spawn_named("zonglan-bad", || std::panic::resume_unwind(Box::new("quiet"))).unwrap();
        assert_eq!(worker.join(), Err(Panicked("zonglan-bad".into())));
    }
}
