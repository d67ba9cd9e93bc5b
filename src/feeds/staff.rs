//! The people whose positions come live, and what each position needs of the ones before it: who is on duty (positions
//! of others are not kept, not even in memory), what was heard before, what came out of order, what nobody can have
//! moved so fast. Pure: time is an argument. What a single position must fulfil stands in `intake::fix_rules`.

use crate::domain::{Event, Fix, FixAge, LonLat, Recorded, Register, Timestamp, Worker, WorkerCode, fix_age};
use crate::intake::fix_rules::{self, WrongClock};
use crate::spatial::distance_m;
use std::collections::{HashMap, VecDeque};

/// So many fixes of a worker are remembered, those that came last: an app repeats what it got no answer for at once. A
/// repeat of an older one is known by the tracks only.
const REMEMBERED: usize = 64;
/// Nobody on duty moves faster, metres a second (252 km/h).
const FASTEST_MPS: f64 = 70.0;
/// How far off a fix may be that doesn't say so, metres.
const USUALLY_OFF_M: f64 = 50.0;
/// No more than this is forgiven to one that does: by a mast alone a phone is placed within its cell, metres.
const MOST_OFF_M: f64 = 5_000.0;

/// A position as it may become a fix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Where.
    pub at: LonLat,
    /// When the device was there.
    pub fixed_at: Timestamp,
    /// How far off it may be, metres, where the device says so.
    pub accuracy_m: Option<f64>,
    /// Whether the device says that the position is made up.
    pub is_mock: bool,
}

/// What is to be said of a fix that is kept; it is counted once the fix is durable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Heard of over two minutes after it was made: the backlog of a phone without network.
    pub late: bool,
    /// Older than another fix of the worker: it completes the track and moves nobody back.
    pub out_of_order: bool,
    /// It may be over 100 m off.
    pub inaccurate: bool,
    /// The device says that it is made up.
    pub mock: bool,
}

/// What a position that is no fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// New.
    New,
    /// A fix of this worker at this second was heard before. While that isn't durable the repeat must wait as well.
    Repeated {
        /// Whether the first one is durable.
        is_durable: bool,
    },
}

/// Why a position isn't kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixFault {
    /// The register has no such worker.
    Unknown,
    /// The worker is off duty.
    OffDuty,
    /// The device's clock is wrong.
    Clock(WrongClock),
    /// Nobody can have moved so fast.
    Wild,
}

/// The people by their numbers.
#[derive(Debug, Default)]
pub struct Staff {
    people: HashMap<WorkerCode, Person>,
}

#[derive(Debug, Default)]
struct Person {
    on_duty: bool,
    way: Way,
}

/// What is remembered of a worker's way.
#[derive(Debug, Default)]
struct Way {
    newest: Option<Known>,
    lately: VecDeque<Known>,
    /// The last one that was too fast: a second one that goes with it is believed.
    doubted: Option<Known>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    spot: Spot,
    marks: Marks,
    /// In how many batches it is on its way to the disk; repeats travel too.
    under_way: usize,
    is_durable: bool,
}

impl Staff {
    /// One worker of the register, and where the last durable fix was.
    pub fn put(&mut self, worker: &WorkerCode, on_duty: bool, last: Option<(LonLat, Timestamp)>) {
        let mut person = Person { on_duty, way: Way::default() };
        if let Some((at, fixed_at)) = last.filter(|_| on_duty) {
            let spot = Spot { at, fixed_at, accuracy_m: None, is_mock: false };
            person.way.add(Known { spot, marks: Marks::default(), under_way: 0, is_durable: true });
        }
        self.people.insert(worker.clone(), person);
    }

    /// Hears what happened: people come, go on and off duty, and leave.
    pub fn follow(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::WorkerPut(Worker { code, on_duty, .. }) => {
                let person = self.people.entry(code.clone()).or_default();
                person.on_duty = *on_duty;
                if !on_duty {
                    person.way = Way::default();
                }
            }
            Event::Retired { register: Register::Worker, code, .. } => {
                self.people.remove(code.as_str());
            }
            _ => {}
        }
    }

    /// Whether the register has the worker.
    #[must_use]
    pub fn knows(&self, worker: &WorkerCode) -> bool {
        self.people.contains_key(worker)
    }

    /// Whether the worker is on duty.
    #[must_use]
    pub fn is_on_duty(&self, worker: &WorkerCode) -> bool {
        self.people.get(worker).is_some_and(|person| person.on_duty)
    }

    /// Judges a position of a worker that is heard of at `now`. One that is new, or repeats one that isn't durable, is
    /// now on its way to the disk: say by [`Staff::settle`] how that ended.
    ///
    /// # Errors
    /// Why it isn't kept.
    pub fn judge(&mut self, worker: &WorkerCode, spot: Spot, now: Timestamp) -> Result<Judged, FixFault> {
        let person = self.people.get_mut(worker).ok_or(FixFault::Unknown)?;
        if !person.on_duty {
            return Err(FixFault::OffDuty);
        }
        if let Some(wrong) = fix_rules::wrong_clock(spot.fixed_at, now) {
            return Err(FixFault::Clock(wrong));
        }
        person.way.judge(spot, now)
    }

    /// Hears whether a fix that was judged became durable; answers what is to be said of it where it did so for the
    /// first time. One that did not, and isn't on its way once more, is forgotten, so that its repeat is new again.
    pub fn settle(&mut self, fix: &Fix, is_durable: bool) -> Option<Marks> {
        self.people.get_mut(&fix.worker)?.way.settle(fix.fixed_at, is_durable)
    }
}

impl Way {
    fn judge(&mut self, spot: Spot, now: Timestamp) -> Result<Judged, FixFault> {
        if let Some(first) = self.lately.iter_mut().find(|known| known.spot.fixed_at == spot.fixed_at) {
            first.under_way += usize::from(!first.is_durable);
            return Ok(Judged::Repeated { is_durable: first.is_durable });
        }
        let marks = Marks {
            late: fix_age(spot.fixed_at, now) > FixAge::Fresh,
            out_of_order: self.newest.is_some_and(|newest| spot.fixed_at < newest.spot.fixed_at),
            inaccurate: spot.accuracy_m.is_some_and(fix_rules::is_inaccurate),
            mock: spot.is_mock,
        };
        let known = Known { spot, marks, under_way: 1, is_durable: false };
        let is_wild = self.neighbours(spot.fixed_at).into_iter().flatten().any(|other| too_fast(&other.spot, &spot));
        // Where two in a row agree it was the one before them that was wrong.
        let agrees = |doubted: Known| doubted.spot.fixed_at != spot.fixed_at && !too_fast(&doubted.spot, &spot);
        if is_wild && !self.doubted.is_some_and(agrees) {
            self.doubted = Some(known);
            return Err(FixFault::Wild);
        }
        self.doubted = None;
        self.add(known);
        Ok(Judged::New)
    }

    /// The last one before this moment and the first one after it.
    fn neighbours(&self, moment: Timestamp) -> [Option<&Known>; 2] {
        let all = || self.lately.iter();
        let before = all().filter(|known| known.spot.fixed_at < moment).max_by_key(|known| known.spot.fixed_at);
        let after = all().filter(|known| known.spot.fixed_at > moment).min_by_key(|known| known.spot.fixed_at);
        [before, after]
    }

    fn add(&mut self, known: Known) {
        // What isn't durable yet is not forgotten: somebody waits to hear of it.
        let oldest = self.lately.iter().position(|known| known.is_durable && known.under_way == 0);
        if let Some(place) = oldest.filter(|_| self.lately.len() >= REMEMBERED) {
            self.lately.remove(place);
        }
        self.lately.push_back(known);
        if self.newest.is_none_or(|newest| newest.spot.fixed_at < known.spot.fixed_at) {
            self.newest = Some(known);
        }
    }

    fn settle(&mut self, fixed_at: Timestamp, is_durable: bool) -> Option<Marks> {
        let place = self.lately.iter().position(|known| known.spot.fixed_at == fixed_at)?;
        let known = self.lately.get_mut(place)?;
        known.under_way = known.under_way.saturating_sub(1);
        if is_durable && !known.is_durable {
            known.is_durable = true;
            return Some(known.marks);
        }
        if !known.is_durable && known.under_way == 0 {
            self.lately.remove(place);
            if self.newest.is_some_and(|newest| newest.spot.fixed_at == fixed_at) {
                self.newest = self.lately.iter().copied().max_by_key(|known| known.spot.fixed_at);
            }
        }
        None
    }
}

/// Whether nobody can have gone from the one to the other in the time between them, even if both are as far off as they
/// may be.
fn too_fast(a: &Spot, b: &Spot) -> bool {
    let off_m = |spot: &Spot| spot.accuracy_m.unwrap_or(USUALLY_OFF_M).clamp(USUALLY_OFF_M, MOST_OFF_M);
    let secs = b.fixed_at.secs_since(a.fixed_at).saturating_abs().max(1);
    distance_m(a.at, b.at) > FASTEST_MPS * secs as f64 + off_m(a) + off_m(b)
}
