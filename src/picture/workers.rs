//! The people: who they are, where they last were, what they are busy with.

use super::Areas;
use super::by_code::ByCode;
use super::register::index_at;
use crate::domain::{AreaLevel, Fix, FixAge, LonLat, Timestamp, Worker, WorkerCode, fix_age};
use crate::spatial::PointIndex;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// How many fixes a tail remembers: at one in 30 s, the last four minutes.
const TAIL_FIXES: usize = 8;
/// No worker is shown on the way between two fixes that lie farther apart than this, seconds: nobody knows which way was
/// taken.
const LONGEST_PERIOD_SECS: i64 = 60;

/// Where a worker's phone last was.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FixNow {
    /// Where.
    pub at: LonLat,
    /// When.
    pub fixed_at: Timestamp,
    /// Where it was going, degrees clockwise from north.
    pub heading_deg: Option<f32>,
}

/// One worker of the picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WorkerRow {
    /// The worker as the register has it.
    pub worker: Worker,
    /// The row of the home area.
    pub home: Option<u32>,
    /// The row of the town in which the home area lies.
    pub home_town: Option<u32>,
    /// Whether the register no longer has the worker; what the worker did stays.
    pub retired: bool,
    /// The last fix.
    pub fix: Option<FixNow>,
    /// The fixes before it, oldest first, the last one included.
    #[serde(skip)]
    pub tail: VecDeque<(LonLat, Timestamp)>,
    /// The open matters that the worker was sent to.
    #[serde(skip)]
    pub tasks: Vec<u32>,
}

impl WorkerRow {
    /// How old the last fix is at `now`; offline where there is none or the worker is off duty.
    pub fn fix_age(&self, now: Timestamp) -> FixAge {
        match self.fix {
            Some(fix) if self.worker.on_duty => fix_age(fix.fixed_at, now),
            _ => FixAge::Offline,
        }
    }

    /// Whether the worker stands on the map at `now`.
    pub fn is_on_map(&self, now: Timestamp) -> bool {
        self.fix_age(now) < FixAge::Offline
    }

    /// Where the map shows the worker at `now`. After a restart the last fix is all there is.
    pub fn shown_at(&self, now: Timestamp) -> Option<LonLat> {
        walked(&self.tail, now).or(self.fix.map(|fix| fix.at))
    }

    /// Whether the worker has been sent somewhere and is not done.
    pub fn is_on_task(&self) -> bool {
        !self.tasks.is_empty()
    }

    /// What the worker is doing at `now`; none off duty.
    pub fn engagement(&self, now: Timestamp) -> Option<Engagement> {
        self.worker.on_duty.then(|| match () {
            () if self.is_on_task() => Engagement::OnTask,
            () if self.fix_age(now) <= FixAge::Old => Engagement::Free,
            () => Engagement::OldFix,
        })
    }
}

/// What somebody on duty is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engagement {
    /// 空闲: sent nowhere, and it is known where.
    Free,
    /// 任务中: sent somewhere and not done.
    OnTask,
    /// 定位过旧: sent nowhere, and nobody knows where.
    OldFix,
}

/// All workers.
#[derive(Debug, Default)]
pub struct Workers {
    rows: Vec<WorkerRow>,
    by_code: ByCode<WorkerCode>,
    index: PointIndex,
}

impl Workers {
    /// All rows; a row's place is its number.
    pub fn rows(&self) -> &[WorkerRow] {
        &self.rows
    }

    /// The row with this number.
    pub fn row(&self, number: u32) -> &WorkerRow {
        &self.rows[number as usize]
    }

    /// The number of the worker with this code.
    pub fn number(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// Where those with a fix are, whatever its age, for spatial questions.
    pub fn index(&self) -> &PointIndex {
        &self.index
    }

    /// The worker's number; one that the register lacks gets a row under the code, off duty.
    pub(super) fn ensure(&mut self, code: &WorkerCode) -> u32 {
        if let Some(number) = self.number(code.as_str()) {
            return number;
        }
        let unknown = Worker {
            code: code.clone(),
            name: code.to_string(),
            role: Default::default(),
            agency: None,
            phone: None,
            skills: Vec::new(),
            home_area: None,
            vehicle: Default::default(),
            on_duty: false,
        };
        self.put_at(&unknown, (None, None));
        self.rows.len() as u32 - 1
    }

    pub(super) fn put(&mut self, worker: &Worker, areas: &Areas) {
        self.put_at(worker, home_of(worker, areas));
    }

    fn put_at(&mut self, worker: &Worker, (home, home_town): (Option<u32>, Option<u32>)) {
        match self.by_code.get(&worker.code) {
            Some(number) => {
                let row = &mut self.rows[*number as usize];
                row.worker = worker.clone();
                (row.home, row.home_town, row.retired) = (home, home_town, false);
                if !worker.on_duty {
                    // Positions exist on duty only.
                    (row.fix, row.tail) = (None, VecDeque::new());
                    self.index.remove(*number);
                }
            }
            None => {
                self.by_code.insert(worker.code.clone(), self.rows.len() as u32);
                self.rows.push(WorkerRow {
                    worker: worker.clone(),
                    home,
                    home_town,
                    retired: false,
                    fix: None,
                    tail: VecDeque::new(),
                    tasks: Vec::new(),
                });
            }
        }
    }

    /// The register no longer has the worker, who is off duty from now on and answers for nothing.
    pub(super) fn retire(&mut self, code: &str) {
        let Some(number) = self.number(code) else { return };
        let row = &mut self.rows[number as usize];
        (row.retired, row.worker.on_duty) = (true, false);
        (row.home, row.home_town, row.fix, row.tail) = (None, None, None, VecDeque::new());
        self.index.remove(number);
    }

    pub(super) fn find_homes(&mut self, areas: &Areas) {
        for row in self.rows.iter_mut().filter(|row| !row.retired) {
            (row.home, row.home_town) = home_of(&row.worker, areas);
        }
    }

    pub(super) fn apply_fix(&mut self, fix: &Fix) -> bool {
        let Some(number) = self.number(fix.worker.as_str()) else { return false };
        let row = &mut self.rows[number as usize];
        let newer = row.fix.is_none_or(|last| last.fixed_at < fix.fixed_at);
        if !newer || !row.worker.on_duty || !fix.at.is_valid() {
            return false;
        }
        row.fix = Some(FixNow { at: fix.at, fixed_at: fix.fixed_at, heading_deg: fix.heading_deg });
        row.tail.push_back((fix.at, fix.fixed_at));
        if row.tail.len() > TAIL_FIXES {
            row.tail.pop_front();
        }
        index_at(&mut self.index, number, fix.at);
        true
    }

    /// Says anew where everybody's phone was: fixes in the order of workers and time. Whoever has none is nowhere.
    pub(super) fn set_fixes(&mut self, fixes: &[Fix]) {
        for row in &mut self.rows {
            (row.fix, row.tail) = (None, VecDeque::new());
        }
        for track in fixes.chunk_by(|a, b| a.worker == b.worker) {
            let Some(number) = self.number(track[0].worker.as_str()) else { continue };
            let row = &mut self.rows[number as usize];
            let Some(last) = track.last().filter(|_| row.worker.on_duty) else { continue };
            row.fix = Some(FixNow { at: last.at, fixed_at: last.fixed_at, heading_deg: last.heading_deg });
            let tail = &track[track.len().saturating_sub(TAIL_FIXES)..];
            row.tail = tail.iter().map(|fix| (fix.at, fix.fixed_at)).collect();
        }
        let fixed = (0u32..).zip(&self.rows).filter_map(|(number, row)| Some((number, row.fix?.at)));
        self.index = PointIndex::build(fixed);
    }

    /// Nobody is busy with anything.
    pub(super) fn end_all_tasks(&mut self) {
        self.rows.iter_mut().for_each(|row| row.tasks.clear());
    }

    pub(super) fn begin_task(&mut self, worker: u32, incident: u32) {
        let tasks = &mut self.rows[worker as usize].tasks;
        if !tasks.contains(&incident) {
            tasks.push(incident);
        }
    }

    pub(super) fn end_task(&mut self, worker: u32, incident: u32) {
        self.rows[worker as usize].tasks.retain(|task| *task != incident);
    }

    pub(super) fn restore(rows: Vec<WorkerRow>) -> Self {
        let by_code = (0u32..).zip(&rows).map(|(number, row)| (row.worker.code.clone(), number)).collect();
        let fixed = (0u32..).zip(&rows).filter_map(|(number, row)| Some((number, row.fix?.at)));
        let index = PointIndex::build(fixed);
        let mut restored = Self { rows, by_code, index };
        for row in &mut restored.rows {
            row.tail.extend(row.fix.map(|fix| (fix.at, fix.fixed_at)));
        }
        restored
    }
}

/// The area that the worker answers for, and the town that it lies in.
fn home_of(worker: &Worker, areas: &Areas) -> (Option<u32>, Option<u32>) {
    let home = worker.home_area.as_ref().and_then(|code| areas.number(code));
    let chain = home.map(|home| areas.chain_of(home)).unwrap_or_default();
    (home, chain.into_iter().find(|number| areas.row(*number).level == AreaLevel::Town))
}

/// On the way from the fix before to the last one, for as long as those two lie apart, then on the last.
fn walked(tail: &VecDeque<(LonLat, Timestamp)>, now: Timestamp) -> Option<LonLat> {
    let (last, last_at) = *tail.back()?;
    let Some(&(before, before_at)) = tail.iter().nth_back(1) else { return Some(last) };
    let (period_secs, since_secs) = (last_at.secs_since(before_at), now.secs_since(last_at));
    if !(1..=LONGEST_PERIOD_SECS).contains(&period_secs) || since_secs >= period_secs {
        return Some(last);
    }
    let share = since_secs.max(0) as f64 / period_secs as f64;
    let between = |from: f64, to: f64| from + (to - from) * share;
    Some(LonLat::new(between(before.lon_deg, last.lon_deg), between(before.lat_deg, last.lat_deg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_walks_to_the_last_fix_and_no_farther() {
        let at = |lon_deg| LonLat::new(lon_deg, 36.0);
        let tail = [(at(117.0), Timestamp(-30)), (at(118.0), Timestamp(0)), (at(118.2), Timestamp(30))].into();
        let lon = |now| walked(&tail, Timestamp(now)).map(|at| at.lon_deg);
        assert_eq!(lon(30), Some(118.0));
        assert!((lon(45).unwrap_or(0.0) - 118.1).abs() < 1e-9);
        assert_eq!((lon(60), lon(6_000)), (Some(118.2), Some(118.2)));
        let apart = [(at(118.0), Timestamp(0)), (at(118.2), Timestamp(600))].into();
        assert_eq!(walked(&apart, Timestamp(601)), Some(at(118.2)), "nobody knows the way between");
        assert_eq!(walked(&VecDeque::new(), Timestamp(0)), None);
    }
}
