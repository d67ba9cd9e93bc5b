//! What a scene finds: figures by name, what they rest on, and a plot. All of it follows from the picture and the moment;
//! what is not known is not there, and is never 0.

use super::findings;
use crate::domain::{AreaLevel, LonLat, StepKind, Timestamp};
use crate::picture::Picture;
use std::collections::BTreeMap;

/// The findings that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// 一张网: towns, villages, grids, and who is on duty.
    Net,
    /// 一个口: what came in today.
    Intake,
    /// 一件事: one matter from the call to the call back.
    Matter,
    /// 早发现: what the grid reported first.
    Early,
    /// 合力办: a matter for which agencies were summoned.
    Joint,
    /// 限时办: deadlines.
    Clocks,
    /// 走到位: where somebody was.
    Reached,
    /// 办得怎样: where it was settled, and what citizens say.
    Outcome,
}

impl FindingKind {
    /// All of them, in the order of the shipped route.
    pub const ALL: [FindingKind; 8] = [
        FindingKind::Net,
        FindingKind::Intake,
        FindingKind::Matter,
        FindingKind::Early,
        FindingKind::Joint,
        FindingKind::Clocks,
        FindingKind::Reached,
        FindingKind::Outcome,
    ];

    /// The name by which routes know it.
    pub fn name(self) -> &'static str {
        ["net", "intake", "matter", "early", "joint", "clocks", "reached", "outcome"][self as usize]
    }

    /// The finding of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The names of the figures that it may know.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            FindingKind::Net => &["towns", "villages", "grids", "on_duty", "unmanned"],
            FindingKind::Intake => &["time", "received", "answered", "answered_share", "sent", "before"],
            FindingKind::Matter => &["town", "category", "came", "to_scene", "to_done", "called", "whole"],
            FindingKind::Early => &["received", "by_grid", "share", "hot_town", "hot_category", "hot_count"],
            FindingKind::Joint => &["town", "category", "agencies", "lead", "in_time", "slowest", "whole", "summoned"],
            FindingKind::Clocks => &["open", "running", "soon", "overdue", "oldest", "supervised"],
            FindingKind::Reached => &["grids", "reached", "share", "unreached"],
            FindingKind::Outcome => {
                &["handled", "in_village", "in_town", "called", "satisfied", "unsatisfied", "reworked"]
            }
        }
    }

    /// What it finds in a picture at a moment; none where too little is known to say anything.
    pub fn find(self, picture: &Picture, now: Timestamp) -> Option<Finding> {
        match self {
            FindingKind::Net => findings::net(picture, now),
            FindingKind::Intake => findings::intake(picture, now),
            FindingKind::Matter => findings::matter(picture, now),
            FindingKind::Early => findings::early(picture, now),
            FindingKind::Joint => findings::joint(picture, now),
            FindingKind::Clocks => findings::clocks(picture, now),
            FindingKind::Reached => findings::reached(picture, now),
            FindingKind::Outcome => findings::outcome(picture, now),
        }
    }
}

/// A figure in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// So many.
    Count(i64),
    /// So many of so many; the second is never 0.
    Share {
        /// How many.
        of: i64,
        /// Of how many.
        whole: i64,
    },
    /// A moment.
    Moment(Timestamp),
    /// A length of time, seconds.
    Span(i64),
    /// A name that is the same in every language.
    Name(String),
    /// A category's names.
    Category {
        /// Its name.
        name: String,
        /// Its English name.
        name_en: Option<String>,
    },
}

/// What a figure rests on: how many, of how many, since when, until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// How many.
    pub of: i64,
    /// Of how many; none for a plain count.
    pub whole: Option<i64>,
    /// Since when; none for what holds at one moment.
    pub from: Option<Timestamp>,
    /// Until when, or at which moment.
    pub to: Timestamp,
}

/// Where a finding is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FoundPlace {
    /// An area, by its row.
    Area(u32),
    /// A point.
    Point(LonLat),
}

/// What a scene finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The figures that are known, by name.
    pub values: BTreeMap<&'static str, Value>,
    /// What they rest on.
    pub basis: Basis,
    /// The plot, where there is one.
    pub plot: Option<Plot>,
    /// Where it is.
    pub place: Option<FoundPlace>,
    /// From when to when it happened.
    pub play: Option<(Timestamp, Timestamp)>,
}

impl Finding {
    pub(super) fn new(basis: Basis) -> Self {
        Self { values: BTreeMap::new(), basis, plot: None, place: None, play: None }
    }

    /// The same with a figure more.
    pub(super) fn with(mut self, name: &'static str, value: Value) -> Self {
        self.values.insert(name, value);
        self
    }

    /// The same with a figure more, where it is known.
    pub(super) fn with_known(self, name: &'static str, value: Option<Value>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

/// What a plot shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlotKind {
    /// People on duty, by town.
    StaffByTown,
    /// Grids, by town.
    GridsByTown,
    /// Reported in each hour of today, and of the same day last week.
    TodayByHour,
    /// The steps of a matter.
    Steps,
    /// What the grid reported first, of a hundred, by town.
    GridFirstByTown,
    /// How long each agency took to report in, minutes.
    ReportedIn,
    /// Open matters by the time that is left.
    ByTimeLeft,
    /// Grids where somebody was, of a hundred, on each of seven days, and of the seven before.
    ReachedByDay,
    /// Settled, by the level that held it.
    ByLevel,
}

/// A plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// What it shows.
    pub kind: PlotKind,
    /// How.
    pub shape: PlotShape,
}

/// The shape of a plot.
#[derive(Clone, Debug, PartialEq)]
pub enum PlotShape {
    /// Bars, in the order in which they stand.
    Bars(Vec<Bar>),
    /// A line, and another one to compare it with; what is not known is not drawn.
    Lines {
        /// The line.
        now: Vec<Option<f64>>,
        /// The other one.
        before: Vec<Option<f64>>,
        /// The first point's moment.
        from: Timestamp,
        /// From point to point, seconds.
        step_secs: i64,
    },
    /// Steps in the order of time.
    Steps(Vec<(StepKind, Timestamp)>),
}

/// A bar of a plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub label: BarLabel,
    /// How long it is; none where that is not known.
    pub value: Option<f64>,
    /// Whether the sentence speaks of it.
    pub marked: bool,
}

/// What a bar is of.
#[derive(Clone, Debug, PartialEq)]
pub enum BarLabel {
    /// An area or an agency.
    Name(String),
    /// A level of areas.
    Level(AreaLevel),
    /// Past the deadline.
    Overdue,
    /// So many days are left at most.
    DaysLeft(u8),
    /// More days are left.
    Later,
    /// No clock runs.
    NoClock,
}
