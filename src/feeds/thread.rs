//! A feed on a thread of its own.

use super::{Feed, FeedMessage};
use crate::domain::{Fix, Recorded, Timestamp, WorkerCode};
use crate::runtime::{Pump, PumpParts, PumpSettings};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::Duration;

/// How often a feed's thread looks at the clock.
const PERIOD: Duration = Duration::from_millis(250);

/// How many messages may wait for a seat that is busy; then the feed stands still until there is room.
const WAITING: usize = 4096;

/// So many positions that wait make one message: with [`WAITING`] it bounds how many there may be.
const FIXES_AT_ONCE: usize = 256;

/// A running feed. Dropping it stops its thread and waits for it.
#[derive(Debug)]
pub struct FeedThread {
    pump: Pump,
}

impl FeedThread {
    /// Starts the feed's thread: it lives by `clock`, hears `news`, speaks to `out` and calls `wake`
    /// when it has spoken. While `out` is full, beats are coalesced; positions and commands are kept, all of them and
    /// in their order.
    ///
    /// # Errors
    /// The system's, when it has no room for one more thread.
    pub fn start(
        mut feed: Box<dyn Feed>,
        clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
        news: Receiver<Vec<Recorded>>,
        out: SyncSender<FeedMessage>,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let settings = PumpSettings { name: format!("zonglan-feed-{}", feed.name()), period: PERIOD, bound: WAITING };
        let parts = PumpParts {
            advance: Box::new(move |now, news: &[Recorded]| feed.advance(now, news)),
            clock,
            news,
            out,
            coalesce,
            wake: Box::new(wake),
        };
        Ok(Self { pump: Pump::start(settings, parts)? })
    }

    /// Whether the thread has come to its end (nobody receives any more, or the feed broke).
    pub fn is_finished(&self) -> bool {
        self.pump.is_finished()
    }
}

/// Makes what waits for a slow seat shorter: one beat and one count a feed, one of the positions a worker that are kept
/// already, every command and whatever else is said once. No position that is yet to be kept is left out: they stand
/// closer together.
pub fn coalesce(waiting: &mut VecDeque<FeedMessage>) {
    let mut beats: BTreeMap<String, FeedMessage> = BTreeMap::new();
    let mut counted: BTreeMap<String, FeedMessage> = BTreeMap::new();
    let mut kept: BTreeMap<WorkerCode, Fix> = BTreeMap::new();
    // What was told last is what it is.
    let mut weather = None;
    let (mut joined, mut duty, mut fixes, mut commands) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for message in waiting.drain(..) {
        match message {
            FeedMessage::Beat { ref feed, .. } => {
                beats.insert(feed.clone(), message);
            }
            FeedMessage::Counts { ref feed, .. } => {
                counted.insert(feed.clone(), message);
            }
            FeedMessage::Fixes(new) => fixes.extend(new),
            FeedMessage::Kept(new) => keep_latest(&mut kept, new),
            FeedMessage::Joined { .. } => joined.push(message),
            FeedMessage::Duty { .. } => duty.push(message),
            FeedMessage::Command(_)
            | FeedMessage::Round(_)
            | FeedMessage::Told(_)
            | FeedMessage::Trouble { .. }
            | FeedMessage::Board(_) => commands.push(message),
            FeedMessage::Weather(_) => weather = Some(message),
        }
    }
    // Before its first beat: from then on it counts.
    waiting.extend(joined);
    waiting.extend(beats.into_values().chain(counted.into_values()));
    waiting.extend(duty);
    waiting.extend(fixes.chunks(FIXES_AT_ONCE).map(|some| FeedMessage::Fixes(some.to_vec())));
    if !kept.is_empty() {
        waiting.push_back(FeedMessage::Kept(kept.into_values().collect()));
    }
    waiting.extend(weather);
    waiting.extend(commands);
}

fn keep_latest(latest: &mut BTreeMap<WorkerCode, Fix>, new: Vec<Fix>) {
    for fix in new {
        // Within a feed later messages mostly carry later fixes, but phones send backlogs.
        if latest.get(&fix.worker).is_none_or(|old| old.fixed_at <= fix.fixed_at) {
            latest.insert(fix.worker.clone(), fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Act, Actor, Command, DutyChange, LonLat};

    fn fix(worker: &str, secs: i64) -> Fix {
        Fix { worker: worker.into(), at: LonLat::new(118.0, 36.0), fixed_at: Timestamp(secs), heading_deg: None }
    }

    fn command(id: &str) -> FeedMessage {
        FeedMessage::Command(Box::new(Command {
            id: id.into(),
            by: Actor::System("t".into()),
            at: Timestamp(0),
            incident: "X".into(),
            seen_version: None,
            act: Act::Close,
        }))
    }

    #[test]
    fn every_position_and_every_command_stay() {
        let beat = |secs| FeedMessage::Beat { feed: "f".into(), period_secs: 30, at: Timestamp(secs) };
        let duty = |on_duty, secs| FeedMessage::Duty {
            feed: "f".into(),
            changes: vec![DutyChange { worker: "a".into(), on_duty, at: Timestamp(secs) }],
        };
        let counts = |n| FeedMessage::Counts { feed: "f".into(), counts: vec![("kept", n)] };
        let mut waiting = VecDeque::from([
            beat(1),
            FeedMessage::Fixes(vec![fix("a", 5), fix("b", 5)]),
            command("1"),
            duty(false, 6),
            counts(1),
            FeedMessage::Kept(vec![fix("a", 7)]),
            FeedMessage::Fixes(vec![fix("a", 9), fix("b", 4)]),
            duty(true, 8),
            command("2"),
            FeedMessage::Kept(vec![fix("a", 6), fix("c", 1)]),
            counts(3),
            beat(2),
        ]);
        coalesce(&mut waiting);
        let expected = [
            beat(2),
            counts(3),
            duty(false, 6),
            duty(true, 8),
            FeedMessage::Fixes(vec![fix("a", 5), fix("b", 5), fix("a", 9), fix("b", 4)]),
            FeedMessage::Kept(vec![fix("a", 7), fix("c", 1)]),
            command("1"),
            command("2"),
        ];
        assert_eq!(waiting, expected);
        coalesce(&mut waiting);
        assert_eq!(waiting, expected, "once is enough");
    }

    #[test]
    fn positions_that_wait_stand_closer_together() {
        let mut waiting: VecDeque<_> = (0..1000).map(|secs| FeedMessage::Fixes(vec![fix("a", secs)])).collect();
        coalesce(&mut waiting);
        assert_eq!(waiting.len(), 4);
        let all = waiting.iter().flat_map(|message| match message {
            FeedMessage::Fixes(fixes) => fixes.iter().map(|fix| fix.fixed_at.0).collect(),
            _ => Vec::new(),
        });
        assert!(all.eq(0..1000));
    }
}
