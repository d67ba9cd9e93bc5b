//! The bell of a resting window. It rings when the window itself wants its next frame, and for whoever has something to
//! show: at most twice a second, and not where the next frame comes soon of itself.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// For what is told no frame comes sooner than this after the last one.
const SOONEST: Duration = Duration::from_millis(500);
/// What could be shown so short before the window's own frame waits for it.
const NEAR: Duration = Duration::from_millis(400);
/// So often the thread that rings looks whether anybody still has the bell.
const LOOK: Duration = Duration::from_secs(1);

/// Wakes a resting window. Give a clone to whoever sends something that should be seen soon: the
/// store's answers, commands from beside, orders from the field. What a lively county tells all the time is shown twice a
/// second, and what it tells once a second together with the clock's second.
#[derive(Clone, Default)]
pub struct Waker(Arc<Parts>);

#[derive(Default)]
struct Parts {
    bell: Mutex<Option<Box<dyn Fn() + Send>>>,
    times: Mutex<Times>,
    changed: Condvar,
}

/// What was rung for, and when to ring next.
#[derive(Debug, Default)]
struct Times {
    /// The bell has rung and no frame has come since.
    rung: bool,
    framed_at: Option<Instant>,
    /// When the window wants its next frame.
    wanted_at: Option<Instant>,
    /// When to ring for what was told.
    told_at: Option<Instant>,
    waiting_since: Option<Instant>,
}

impl Times {
    /// Somebody has something to show. Answers whether to ring at once.
    fn told(&mut self, now: Instant) -> bool {
        self.waiting_since.get_or_insert(now);
        if self.rung || self.told_at.is_some() {
            return false;
        }
        let soonest = self.framed_at.map_or(now, |framed| now.max(framed + SOONEST));
        if self.wanted_at.is_some_and(|wanted| wanted <= soonest + NEAR) {
            return false;
        }
        self.rung = soonest <= now;
        self.told_at = (!self.rung).then_some(soonest);
        self.rung
    }

    /// The window wants its next frame then.
    fn wanted(&mut self, at: Instant) {
        self.wanted_at = Some(at);
        self.told_at = self.told_at.filter(|told| *told + NEAR < at);
    }

    /// A frame begins. Answers since when somebody waited for it.
    fn framed(&mut self, now: Instant) -> Option<Instant> {
        (self.rung, self.framed_at, self.wanted_at, self.told_at) = (false, Some(now), None, None);
        self.waiting_since.take()
    }

    /// Whether to ring now.
    fn is_due(&mut self, now: Instant) -> bool {
        let is_due = !self.rung && self.next().is_some_and(|next| next <= now);
        self.rung |= is_due;
        is_due
    }

    /// When to ring next.
    fn next(&self) -> Option<Instant> {
        self.wanted_at.into_iter().chain(self.told_at).min().filter(|_| !self.rung)
    }
}

impl Waker {
    /// Has what was told shown soon.
    pub fn wake(&self) {
        let is_now = self.times().told(Instant::now());
        if is_now {
            self.ring();
        } else {
            self.0.changed.notify_one();
        }
    }

    /// Wakes the window even where it has just drawn, unless somebody woke it since: for cameras' pictures, whose own
    /// thread waits between them.
    pub(super) fn wake_at_once(&self) {
        if !std::mem::replace(&mut self.times().rung, true) {
            self.ring();
        }
    }

    /// Has the next frame come in so long, if nothing brings it sooner.
    pub(super) fn draw_in(&self, wait: Duration) {
        self.times().wanted(Instant::now() + wait);
        self.0.changed.notify_one();
    }

    /// A frame begins. Answers since when somebody waited for it.
    pub(super) fn heard(&self) -> Option<Instant> {
        self.times().framed(Instant::now())
    }

    /// What to do to wake the window; a thread of its own does it in time, as long as anybody has the waker.
    ///
    /// # Errors
    /// The system's, when it has no room for one more thread.
    pub(super) fn set_bell(&self, ring: impl Fn() + Send + 'static) -> std::io::Result<()> {
        *self.bell() = Some(Box::new(ring));
        let parts = Arc::downgrade(&self.0);
        std::thread::Builder::new().name("zonglan-bell".into()).spawn(move || ring_in_time(&parts))?;
        Ok(())
    }

    fn ring(&self) {
        if let Some(ring) = self.bell().as_ref() {
            ring();
        }
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        self.0.times.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bell(&self) -> MutexGuard<'_, Option<Box<dyn Fn() + Send>>> {
        self.0.bell.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ring_in_time(parts: &Weak<Parts>) {
    while let Some(parts) = parts.upgrade() {
        let waker = Waker(parts);
        let mut times = waker.times();
        let wait = times.next().map_or(LOOK, |next| next.saturating_duration_since(Instant::now()).min(LOOK));
        if !wait.is_zero() {
            times = waker.0.changed.wait_timeout(times, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
        let is_due = times.is_due(Instant::now());
        drop(times);
        if is_due {
            waker.ring();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A frame at a moment, ms, after which the window wants its next one at another.
    fn frame(times: &mut Times, began: Instant, at_ms: u64, next_ms: u64) {
        times.framed(began + Duration::from_millis(at_ms));
        times.wanted(began + Duration::from_millis(next_ms));
    }

    #[test]
    fn what_is_told_once_a_second_is_shown_with_the_second() {
        let (began, mut times) = (Instant::now(), Times::default());
        for second in 0..5 {
            frame(&mut times, began, second * 1_000 + 300, (second + 1) * 1_000 + 300);
            let told = began + Duration::from_millis((second + 1) * 1_000 + 50);
            assert!(!times.told(told) && !times.is_due(told + Duration::from_millis(100)));
            assert!(times.is_due(told + Duration::from_millis(250)), "the window's own frame");
        }
    }

    #[test]
    fn what_is_told_waits_half_a_second_at_most_and_no_frame_is_asked_for_sooner() {
        let (began, mut times) = (Instant::now(), Times::default());
        let at = |ms| began + Duration::from_millis(ms);
        frame(&mut times, began, 300, 1_300);
        assert!(!times.told(at(301)), "not so soon after a frame");
        assert!(!times.is_due(at(799)) && times.is_due(at(800)));
        assert_eq!(times.framed(at(801)), Some(at(301)));
        times.wanted(at(1_300));
        assert!(!times.told(at(850)));
        assert_eq!(times.next(), Some(at(1_300)), "the window's own is near");
        frame(&mut times, began, 1_300, 61_000);
        assert!(times.told(at(9_000)), "a window at rest is woken at once");
        assert!(!times.told(at(9_001)), "once");
        assert_eq!(times.framed(at(9_002)), Some(at(9_000)));
        assert_eq!(times.framed(at(9_900)), None);
    }

    #[test]
    fn the_bell_rings_by_itself_when_a_frame_is_wanted() {
        let (waker, rings) = (Waker::default(), Arc::new(AtomicU32::new(0)));
        let (rung, hears) = std::sync::mpsc::sync_channel(1);
        let counter = Arc::clone(&rings);
        waker
            .set_bell(move || {
                counter.fetch_add(1, Ordering::Relaxed);
                let _ = rung.send(());
            })
            .expect("a thread");
        waker.heard();
        waker.draw_in(Duration::from_millis(5));
        hears.recv_timeout(Duration::from_secs(20)).expect("it rings");
        waker.wake();
        waker.wake_at_once();
        assert_eq!(rings.load(Ordering::Relaxed), 1, "once until a frame comes");
        waker.heard();
        waker.wake_at_once();
        assert_eq!(rings.load(Ordering::Relaxed), 2);
    }
}
