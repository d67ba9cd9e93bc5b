//! The list of people on duty, in place of the list of matters: what stands behind the staff's figures.

use super::{Hidden, Intent, Seat, Selection, name_order};
use crate::domain::Timestamp;
use crate::picture::{Engagement, Picture, WorkerRow};
use serde_json::{Value, json};

/// Which people, as the figures count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StaffGroup {
    /// 在岗: everybody on duty.
    OnDuty,
    /// Those on duty who do this.
    Doing(Engagement),
}

impl StaffGroup {
    /// All of them, in the order in which they are offered: the first three add up to the last.
    pub const ALL: [StaffGroup; 4] = [
        StaffGroup::Doing(Engagement::Free),
        StaffGroup::Doing(Engagement::OnTask),
        StaffGroup::Doing(Engagement::OldFix),
        StaffGroup::OnDuty,
    ];

    /// The name in widgets' ids and in the state.
    pub fn name(self) -> &'static str {
        match self {
            Self::Doing(Engagement::Free) => "free",
            Self::Doing(Engagement::OnTask) => "on-task",
            Self::Doing(Engagement::OldFix) => "old-fix",
            Self::OnDuty => "on-duty",
        }
    }

    /// Whether the figure counts this worker.
    pub fn holds(self, row: &WorkerRow, now: Timestamp) -> bool {
        match (self, row.engagement(now)) {
            (_, None) => false,
            (Self::OnDuty, Some(_)) => true,
            (Self::Doing(wanted), Some(engagement)) => wanted == engagement,
        }
    }
}

/// What a person means about the list of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffIntent {
    /// Show these, of the area drilled to or of the whole county; pressed again, no longer.
    Show(StaffGroup),
    /// Select this worker, by its row, and bring the place into view.
    Pick(u32),
    /// Show the list of matters again.
    Close,
}

/// The list of people.
#[derive(Debug, Default)]
pub struct StaffList {
    group: Option<StaffGroup>,
    rows: Vec<u32>,
    counts: [usize; StaffGroup::ALL.len()],
    followed: Option<(StaffGroup, Option<u32>, u64, u64, Timestamp)>,
    revision: u64,
}

impl StaffList {
    /// Which people it shows; none: it is closed.
    pub fn group(&self) -> Option<StaffGroup> {
        self.group
    }

    /// The workers' rows, in the order of their towns, then of their home areas, then of their names.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// How many each group holds, in the order of [`StaffGroup::ALL`].
    pub fn counts(&self) -> [usize; StaffGroup::ALL.len()] {
        self.counts
    }

    /// Moves whenever the rows have changed.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Forgets rows that belong to another picture.
    pub(super) fn forget(&mut self) {
        self.followed = None;
    }

    /// Looks anew where the register, the area or the moment is another; a walk over all workers.
    pub(super) fn follow(&mut self, picture: &Picture, area: Option<u32>, now: Timestamp) {
        let Some(group) = self.group else { return };
        let revisions = &picture.revisions;
        let asked = Some((group, area, revisions.workers, revisions.areas, now));
        if self.followed == asked {
            return;
        }
        self.followed = asked;
        let lives_there = |row: &WorkerRow| {
            area.is_none_or(|area| row.home.is_some_and(|home| picture.areas.chain_of(home).contains(&area)))
        };
        let on_duty = |number: &u32| {
            let row = picture.workers.row(*number);
            row.worker.on_duty && lives_there(row)
        };
        let mut rows: Vec<u32> = (0..picture.workers.rows().len() as u32).filter(on_duty).collect();
        let holds = |group: StaffGroup, number: &u32| group.holds(picture.workers.row(*number), now);
        let counts = StaffGroup::ALL.map(|group| rows.iter().filter(|number| holds(group, number)).count());
        rows.retain(|number| holds(group, number));
        rows.sort_by_cached_key(|number| {
            let row = picture.workers.row(*number);
            let code = |area: Option<u32>| area.map(|area| picture.areas.row(area).code.clone());
            // Whoever has no home area comes last.
            (row.home.is_none(), code(row.home_town), code(row.home), name_order(&row.worker.name), *number)
        });
        self.revision += u64::from(self.rows != rows || self.counts != counts);
        (self.rows, self.counts) = (rows, counts);
    }
}

impl Seat {
    pub(super) fn staff(&mut self, intent: StaffIntent) {
        match intent {
            StaffIntent::Show(group) if self.staff_list.group == Some(group) => drop(self.close_staff()),
            StaffIntent::Show(group) => {
                // Alarms stand in the same place.
                self.alarm_list.is_open = false;
                if !self.is_desk() {
                    // So does the card.
                    self.select(None);
                }
                self.staff_list.group = Some(group);
                self.staff_list.follow(&self.picture, self.drill, self.now);
            }
            StaffIntent::Pick(worker) => {
                let thing = Selection::Worker(worker);
                for intent in [Intent::Select(thing), Intent::BringIntoView(thing)] {
                    self.intend(intent);
                }
            }
            StaffIntent::Close => drop(self.close_staff()),
        }
    }

    /// Closes the list of people; answers whether it was open.
    pub(super) fn close_staff(&mut self) -> bool {
        std::mem::take(&mut self.staff_list.group).is_some()
    }

    /// Keeps the list of people in step; visitors see no names.
    pub(super) fn staff_pass(&mut self) {
        if self.hides(Hidden::Names) {
            self.close_staff();
        }
        self.staff_list.follow(&self.picture, self.drill, self.now);
    }
}

/// The list of people, for scripts and tests: its first fifty.
pub(super) fn staff_json(seat: &Seat) -> Value {
    let list = &seat.staff_list;
    let code = |number: &u32| seat.picture.workers.row(*number).worker.code.to_string();
    json!({
        "group": list.group.map(StaffGroup::name),
        "count": list.group.map(|_| list.rows.len()),
        "rows": list.group.map(|_| list.rows.iter().take(50).map(code).collect::<Vec<_>>()),
    })
}
