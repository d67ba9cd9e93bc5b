//! What becomes of what devices say: whose it is, whether it may be kept, how often what came, and what the seat hears.

use super::kind::{Counts, Kind};
use super::report::{Dialect, Position, Post, Report};
use super::settings::ReceiveSettings;
use crate::domain::{FeedMessage, Fix, Recorded, Timestamp, WorkerCode};
use crate::feeds::staff::{FixFault, Judged, Spot, Staff};
use crate::intake::fix_rules::WrongClock;
use crate::intake::{Crs, Misfit};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The feed's name on a seat.
pub const PHONES: &str = "手机定位";
/// Some phone of somebody on duty is expected to speak so often, seconds: silence of all of them makes the feed late
/// after 10 minutes and dead after 30, as a single position grows grey and leaves the map.
const PERIOD_SECS: i64 = 300;
/// The seat is told of beats and counts no oftener.
const TELL_EVERY_SECS: i64 = 5;
/// So many new positions of one worker wait for the seat: as many as a tail draws.
const TAIL: usize = 8;
/// So many strangers are told by name.
const STRANGERS_TOLD: usize = 100;
/// So much of a stranger's name is told.
const NAME_CHARS: usize = 64;

/// The desk.
#[derive(Debug)]
pub(super) struct Desk {
    settings: ReceiveSettings,
    staff: Staff,
    /// What is added to phones' times: a demo lives at another time than its phones.
    carry_secs: i64,
    counts: Counts,
    told: BTreeSet<String>,
    /// What the seat hasn't heard of yet.
    new: BTreeMap<WorkerCode, VecDeque<Fix>>,
    /// Whether somebody was heard, and what he said kept, since the last beat.
    spoke: bool,
    told_at: Option<Timestamp>,
    counts_told: Counts,
}

/// How a post is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is heard, once what is to be kept of it is durable.
    Heard,
    /// Nothing is known of the device.
    Unknown,
    /// The secret is missing or wrong; nothing is kept.
    Unauthorised,
}

impl Desk {
    pub(super) fn new(settings: ReceiveSettings, staff: Staff, carry_secs: i64) -> Self {
        Self {
            settings,
            staff,
            carry_secs,
            counts: Counts::default(),
            told: BTreeSet::new(),
            new: BTreeMap::new(),
            spoke: false,
            told_at: None,
            counts_told: Counts::default(),
        }
    }

    pub(super) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Counts something that never became a post.
    pub(super) fn count(&mut self, kind: Kind) {
        self.counts.add(kind, 1);
    }

    /// Hears a post at `now`, which came with this secret; answers how to answer and what must be made durable first.
    pub(super) fn hear(&mut self, post: Post, secret: Option<&str>, now: Timestamp) -> (Verdict, Vec<Fix>) {
        let is_refused = |report: &Report| {
            let device = self.settings.devices.get(&report.device)?;
            Some(!device.secret.as_ref()?.is(secret))
        };
        if post.reports.iter().any(|report| is_refused(report).unwrap_or(false)) {
            self.count(Kind::Unauthorised);
            return (Verdict::Unauthorised, Vec::new());
        }
        let Post { dialect, mut reports, beside } = post;
        for kind in beside {
            self.tell_of(kind);
            self.count(kind);
        }
        let known = reports.iter().filter(|report| self.settings.devices.contains_key(&report.device)).count();
        let is_all_unknown = known == 0 && !reports.is_empty();
        // Phones send backlogs in any order, and what they say is judged in the order in which it was.
        reports.sort_by_key(|report| report.position.and_then(|position| position.fixed_at));
        let mut fixes = Vec::new();
        for report in reports {
            let Some(device) = self.settings.devices.get(&report.device) else {
                self.count(Kind::UnknownDevice);
                self.tell_of_stranger("no phone has this name in the settings", &report.device);
                continue;
            };
            let (worker, crs) = (device.worker.clone(), device.crs.clone());
            let Some(position) = report.position else {
                self.count(Kind::NoPosition);
                continue;
            };
            match self.judge(&worker, &crs, &position, now) {
                Ok(fix) => fixes.extend(fix),
                Err(kind) => {
                    self.count(kind);
                    if kind == Kind::UnknownWorker {
                        self.tell_of_stranger("the register has no such worker", worker.as_str());
                    }
                }
            }
        }
        self.spoke |= known > 0 && fixes.is_empty();
        // Of a server that forwards all its devices it is no fault that some are nobody's.
        let is_unknown = is_all_unknown && dialect != Dialect::TraccarServer;
        (if is_unknown { Verdict::Unknown } else { Verdict::Heard }, fixes)
    }

    /// The fix that must become durable before the device is answered; none where it is durable already.
    fn judge(
        &mut self,
        worker: &WorkerCode,
        crs: &Crs,
        position: &Position,
        now: Timestamp,
    ) -> Result<Option<Fix>, Kind> {
        if !self.staff.is_on_duty(worker) && self.staff.knows(worker) {
            return Err(Kind::OffDuty);
        }
        let converter = crs.converter().map_err(|_| Kind::Nowhere)?;
        let at = converter.place(position.lon_deg, position.lat_deg).map_err(|misfit| match misfit {
            Misfit::Zero => Kind::Zero,
            _ => Kind::Nowhere,
        })?;
        let fixed_at = position.fixed_at.map_or(now, |told| told.plus_secs(self.carry_secs));
        let spot = Spot { at, fixed_at, accuracy_m: position.accuracy_m, is_mock: position.is_mock };
        let judged = self.staff.judge(worker, spot, now).map_err(|fault| match fault {
            FixFault::Unknown => Kind::UnknownWorker,
            FixFault::OffDuty => Kind::OffDuty,
            FixFault::Clock(WrongClock::Ahead) => Kind::Future,
            FixFault::Clock(WrongClock::LostDate) => Kind::LostDate,
            FixFault::Wild => Kind::Wild,
        })?;
        let fix = Fix { worker: worker.clone(), at, fixed_at, heading_deg: position.heading_deg };
        match judged {
            Judged::New => Ok(Some(fix)),
            Judged::Repeated { is_durable } => {
                self.count(Kind::Repeated);
                Ok((!is_durable).then_some(fix))
            }
        }
    }

    /// Hears whether fixes became durable; only then the seat hears of them.
    pub(super) fn settle(&mut self, fixes: Vec<Fix>, is_durable: bool) {
        if is_durable {
            self.spoke = true;
        } else {
            self.counts.add(Kind::NotKept, fixes.len());
        }
        for fix in fixes {
            let Some(marks) = self.staff.settle(&fix, is_durable) else { continue };
            let said = [
                (Kind::Kept, true),
                (Kind::Late, marks.late),
                (Kind::OutOfOrder, marks.out_of_order),
                (Kind::Inaccurate, marks.inaccurate),
                (Kind::Mock, marks.mock),
            ];
            said.into_iter().filter(|(_, is_so)| *is_so).for_each(|(kind, _)| self.counts.add(kind, 1));
            let waiting = self.new.entry(fix.worker.clone()).or_default();
            // In the order of time, so that what is too much is the oldest.
            let place = waiting.partition_point(|other| other.fixed_at <= fix.fixed_at);
            waiting.insert(place, fix);
            if waiting.len() > TAIL {
                waiting.pop_front();
            }
        }
    }

    /// What there is to tell the seat at `now`, after it told what happened.
    pub(super) fn speak(&mut self, now: Timestamp, news: &[Recorded]) -> Vec<FeedMessage> {
        news.iter().for_each(|recorded| self.staff.follow(recorded));
        let mut said = Vec::new();
        let is_time = self.told_at.is_none_or(|at| !(0..TELL_EVERY_SECS).contains(&now.secs_since(at)));
        if is_time {
            let mut workers = self.settings.devices.values().map(|device| &device.worker);
            // Where nobody is on duty silence is as it should be.
            let is_expected = workers.any(|worker| self.staff.is_on_duty(worker));
            if std::mem::take(&mut self.spoke) || !is_expected || self.told_at.is_none() {
                said.push(FeedMessage::Beat { feed: PHONES.into(), period_secs: PERIOD_SECS, at: now });
            }
            if self.counts_told != self.counts {
                said.push(FeedMessage::Counts { feed: PHONES.into(), counts: self.counts.named() });
                self.counts_told.clone_from(&self.counts);
            }
            self.told_at = Some(now);
        }
        let mut fixes: Vec<Fix> = std::mem::take(&mut self.new).into_values().flatten().collect();
        if !fixes.is_empty() {
            fixes.sort_by_key(|fix| fix.fixed_at);
            said.push(FeedMessage::Kept(fixes));
        }
        said
    }

    /// What whoever sets phones up should know is told once.
    fn tell_of(&self, kind: Kind) {
        if kind == Kind::Encrypted && self.counts.of(kind) == 0 {
            tracing::warn!("a phone encrypts its positions: take the encryption key out of its OwnTracks");
        }
    }

    fn tell_of_stranger(&mut self, what: &str, name: &str) {
        let name: String = name.chars().take(NAME_CHARS).collect();
        if self.told.len() < STRANGERS_TOLD && self.told.insert(name.clone()) {
            tracing::warn!("{what}, its positions are not kept: {name:?}");
        }
    }
}
