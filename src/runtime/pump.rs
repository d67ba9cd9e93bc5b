//! A thread that lets something live by the clock and carries its messages out over a bounded channel.

use super::{Shutdown, Worker, spawn_named};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError};
use std::time::Duration;

/// How a pump runs.
#[derive(Clone, Debug)]
pub struct PumpSettings {
    /// The thread's name.
    pub name: String,
    /// How often it looks at the clock.
    pub period: Duration,
    /// How many messages may wait for a slow receiver; with more waiting the source stands still.
    pub bound: usize,
}

/// Lives on to the moment `T`, knowing the news, and says what there is to say.
pub type Advance<T, N, M> = Box<dyn FnMut(T, &[N]) -> Vec<M> + Send>;

/// What a pump joins together: `T` is a moment, `N` a piece of news, `M` a message.
pub struct PumpParts<T, N, M> {
    /// Lives on to the moment given, knowing the news, and says what there is to say.
    pub advance: Advance<T, N, M>,
    /// The moment now.
    pub clock: Arc<dyn Fn() -> T + Send + Sync>,
    /// News for the source; it is emptied at every look at the clock.
    pub news: Receiver<Vec<N>>,
    /// Where messages go.
    pub out: SyncSender<M>,
    /// Makes what waits for a slow receiver shorter, losing nothing that must not be lost.
    pub coalesce: fn(&mut VecDeque<M>),
    /// Tells the receiver that something came, such as a resting window.
    pub wake: Box<dyn Fn() + Send>,
}

/// A running pump. Dropping it stops the thread and waits for it.
#[derive(Debug)]
pub struct Pump {
    shutdown: Shutdown,
    worker: Worker,
}

impl Pump {
    /// Starts the thread. It ends when the pump is dropped or nobody receives any more.
    ///
    /// # Errors
    /// The system's, when it has no room for one more thread.
    pub fn start<T: 'static, N: Send + 'static, M: Send + 'static>(
        settings: PumpSettings,
        parts: PumpParts<T, N, M>,
    ) -> std::io::Result<Self> {
        let shutdown = Shutdown::new();
        let theirs = shutdown.clone();
        let worker = spawn_named(settings.name.clone(), move || run(&settings, parts, &theirs))?;
        Ok(Self { shutdown, worker })
    }

    /// Whether the thread has come to its end.
    pub fn is_finished(&self) -> bool {
        self.worker.is_finished()
    }
}

impl Drop for Pump {
    fn drop(&mut self) {
        // The worker's own drop, which comes after this, waits.
        self.shutdown.request();
    }
}

fn run<T, N, M>(settings: &PumpSettings, mut parts: PumpParts<T, N, M>, shutdown: &Shutdown) {
    let mut waiting = VecDeque::new();
    let mut news = Vec::new();
    loop {
        news.extend(parts.news.try_iter().flatten());
        if waiting.len() < settings.bound {
            waiting.extend((parts.advance)((parts.clock)(), &news));
            news.clear();
        }
        match flush(&mut waiting, &parts) {
            Ok(true) => (parts.wake)(),
            Ok(false) => {}
            Err(Gone) => return,
        }
        if shutdown.wait_timeout(settings.period) {
            return;
        }
    }
}

/// Nobody receives any more.
struct Gone;

/// Sends what there is room for; answers whether anything went.
fn flush<T, N, M>(waiting: &mut VecDeque<M>, parts: &PumpParts<T, N, M>) -> Result<bool, Gone> {
    let mut sent = false;
    while let Some(message) = waiting.pop_front() {
        match parts.out.try_send(message) {
            Ok(()) => sent = true,
            Err(TrySendError::Full(message)) => {
                waiting.push_front(message);
                (parts.coalesce)(waiting);
                break;
            }
            Err(TrySendError::Disconnected(_)) => return Err(Gone),
        }
    }
    Ok(sent)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::sync_channel;
    use std::time::Instant;

    /// Even numbers may give way to later even numbers; odd ones must all arrive.
    fn keep_last_even(waiting: &mut VecDeque<u64>) {
        let last_even = waiting.iter().rposition(|n| n % 2 == 0);
        let mut place = 0;
        waiting.retain(|n| {
            place += 1;
            n % 2 == 1 || Some(place - 1) == last_even
        });
    }

    struct Rig {
        pump: Pump,
        news: SyncSender<Vec<u64>>,
        out: Receiver<u64>,
        steps: Arc<AtomicUsize>,
    }

    fn rig(room: usize, bound: usize) -> Rig {
        let (news, their_news) = sync_channel(8);
        let (their_out, out) = sync_channel(room);
        let steps = Arc::new(AtomicUsize::new(0));
        let (clock_steps, mut said) = (steps.clone(), 0);
        let parts = PumpParts {
            advance: Box::new(move |now: usize, news: &[u64]| {
                clock_steps.store(now, Ordering::SeqCst);
                said += 2;
                news.iter().copied().chain([said - 1, said]).collect()
            }),
            clock: {
                let steps = steps.clone();
                Arc::new(move || steps.load(Ordering::SeqCst) + 1)
            },
            news: their_news,
            out: their_out,
            coalesce: keep_last_even,
            wake: Box::new(|| {}),
        };
        let settings = PumpSettings { name: "zonglan-test".into(), period: Duration::from_millis(1), bound };
        Rig { pump: Pump::start(settings, parts).unwrap(), news, out, steps }
    }

    fn wait_until(mut holds: impl FnMut() -> bool) {
        let until = Instant::now() + Duration::from_secs(20);
        while !holds() {
            assert!(Instant::now() < until, "it never came about");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn a_slow_receiver_loses_only_what_may_be_lost() {
        let rig = rig(1, 10);
        // Nobody receives: the source must come to stand still, with its odd numbers waiting.
        let mut last = usize::MAX;
        wait_until(|| {
            std::thread::sleep(Duration::from_millis(20));
            let steps = rig.steps.load(Ordering::SeqCst);
            steps > 5 && std::mem::replace(&mut last, steps) == steps
        });
        let odd: Vec<u64> = rig.out.iter().filter(|n| n % 2 == 1).take(50).collect();
        assert_eq!(odd, (0..50).map(|n| 2 * n + 1).collect::<Vec<_>>());
    }

    #[test]
    fn news_reaches_the_source_and_the_pump_stops_when_told_or_deserted() {
        let rig = rig(64, 100);
        rig.news.send(vec![1_000_001]).unwrap();
        assert!(rig.out.iter().take(5_000).any(|n| n == 1_000_001));
        let Rig { pump, out, .. } = rig;
        drop(out);
        wait_until(|| pump.is_finished());
        drop(pump);
        drop(self::rig(1, 1).pump);
    }
}
