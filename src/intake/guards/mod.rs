//! Guards: does a file say what it is read as? Swapped axes, metres posing as degrees, a system
//! that the numbers contradict, many rows on one spot.
//!
//! A file's first rows are read ahead ([`read_ahead`]): they tell the reference system, a file that is
//! wrong as a whole is refused before anything of it is used, and piles are known when their rows
//! come. A [`Guard`] counts on through the whole file, in bounded memory.

mod advice;
mod ahead;
mod ground;
mod piles;

pub(super) use ahead::read_ahead;
pub(super) use ground::Ground;

use super::IntakeError;
use super::crs::{Converter, Crs, Misfit};
use super::report::Flaw;
use super::run::ImportRequest;
use crate::domain::LonLat;
use advice::{told, way_out};
use ground::{Fit, Prepared};
use piles::Piles;
use std::collections::BTreeMap;
use std::path::Path;

/// So many rows are read ahead.
pub(super) const ROWS_AHEAD: u64 = 20_000;

/// A file is wrong as a whole from so many rows on; fewer are told one by one.
const LEAST_ROWS: u64 = 3;

/// So many numbers are kept to be tried in other systems.
const TRIED: usize = 400;

/// Looks at every position of one file.
pub(super) struct Guard {
    crs: Crs,
    converter: Converter,
    ground: Option<Prepared>,
    /// Rows with two numbers.
    seen: u64,
    /// Of those, the ones that can't be meant so: how many, and the first.
    misfits: BTreeMap<&'static str, (u64, Misfit, (f64, f64))>,
    piles: Piles,
    /// Where the rows read ahead pile up: told already.
    known_piles: Vec<LonLat>,
    /// Whether rows there are kept without a position.
    unlocated: bool,
    tried: Tried,
}

/// Numbers of rows at even distances.
#[derive(Default)]
struct Tried {
    numbers: Vec<(f64, f64)>,
    every: u64,
}

impl Tried {
    fn add(&mut self, row: u64, numbers: (f64, f64)) {
        if row.is_multiple_of(self.every.max(1)) {
            self.numbers.push(numbers);
        }
        if self.numbers.len() == 2 * TRIED {
            let mut keep = false;
            self.numbers.retain(|_| {
                keep = !keep;
                keep
            });
            self.every = self.every.max(1) * 2;
        }
    }
}

/// What the rows read ahead say.
#[derive(Default)]
pub(super) struct Ahead {
    /// Positions where the rows pile up.
    piles: Vec<LonLat>,
    /// Whether rows there are kept without a position.
    unlocated: bool,
    /// What is to be told of the file as a whole.
    pub(super) remarks: Vec<Flaw>,
}

impl Guard {
    /// For a file in this system, on this ground, with what was seen ahead.
    ///
    /// # Errors
    /// The system's projection can't be computed.
    pub(super) fn new(crs: Crs, ground: &Ground, ahead: &Ahead) -> Result<Self, IntakeError> {
        Ok(Self {
            converter: crs.converter()?,
            crs,
            ground: ground.prepared(),
            seen: 0,
            misfits: BTreeMap::new(),
            piles: Piles::default(),
            known_piles: ahead.piles.clone(),
            unlocated: ahead.unlocated,
            tried: Tried::default(),
        })
    }

    /// The WGS-84 position of a row's numbers.
    ///
    /// # Errors
    /// Why they can't be meant so.
    pub(super) fn place(&mut self, x: f64, y: f64) -> Result<LonLat, Misfit> {
        let placed = self.converter.place(x, y);
        self.tried.add(self.seen, (x, y));
        self.seen += 1;
        match placed {
            Ok(at) => self.piles.add(at),
            Err(misfit) => self.misfits.entry(name(misfit)).or_insert((0, misfit, (x, y))).0 += 1,
        }
        placed
    }

    /// What places an outline's corners; the outline is counted by one of them.
    pub(super) fn place_outline(&mut self, x: f64, y: f64) -> &Converter {
        let placed = self.converter.place(x, y);
        self.tried.add(self.seen, (x, y));
        self.seen += 1;
        if let Err(misfit) = placed {
            self.misfits.entry(name(misfit)).or_insert((0, misfit, (x, y))).0 += 1;
        }
        &self.converter
    }

    /// Whether this is no row's own position: the file's rows pile up there, and can do without.
    pub(super) fn is_default(&self, at: LonLat) -> bool {
        self.unlocated && self.is_known_pile(at)
    }

    fn is_known_pile(&self, at: LonLat) -> bool {
        self.known_piles.iter().any(|pile| piles::same(*pile, at))
    }

    /// What to tell of a position that no neighbour has.
    pub(super) fn far(&self, at: LonLat) -> Option<Flaw> {
        let far_m = self.ground.as_ref()?.far_m(at)?;
        let problem = format!("{:.0} km away from the county's areas, kept as it is", far_m / 1000.0);
        Some(Flaw::new("lon", problem, &format!("{},{}", at.lon_deg, at.lat_deg)))
    }

    /// Whether the file was read in the system that it turned out to declare.
    ///
    /// # Errors
    /// It names another one, after more rows than are read ahead.
    pub(super) fn check_declared(
        &self,
        request: &ImportRequest,
        path: &Path,
        declared: Option<&str>,
    ) -> Result<(), IntakeError> {
        if self.seen == 0 || ahead::decide(request, declared, path)? == self.crs {
            return Ok(());
        }
        let declared = declared.unwrap_or_default();
        let what = format!("the file names its reference system after its rows, name it by --crs: it says {declared}");
        Err(IntakeError::Misread { path: path.to_owned(), what })
    }

    /// After the last row: what has not been told yet.
    ///
    /// # Errors
    /// The file is wrong as a whole.
    pub(super) fn finish(&self, path: &Path) -> Result<Vec<Flaw>, IntakeError> {
        self.refuse(path)?;
        let late = self.piles.found().into_iter().filter(|(at, _)| !self.is_known_pile(*at));
        Ok(late.map(|(at, rows)| self.pile(at, rows, "", "they are kept where they are")).collect())
    }

    /// What the rows read ahead say; `unlocated` tells whether the kind's rows can be kept without a position.
    ///
    /// # Errors
    /// The file is wrong as a whole.
    pub(super) fn ahead(&self, path: &Path, unlocated: bool) -> Result<Ahead, IntakeError> {
        self.refuse(path)?;
        let mut remarks = Vec::new();
        if let Some(doubt_m) = self.converter.doubt_m().filter(|_| self.seen > 0) {
            let problem = format!(
                "how this system lies to WGS-84 is known roughly or not at all: positions may be off by up to about {doubt_m} m"
            );
            remarks.push(Flaw::new("crs", problem, &self.crs.name()));
        }
        if let Some(share) = self.share_inside().filter(|share| *share < 0.5) {
            let (outside, of) = (100.0 * (1.0 - share), "the county's areas that the ledger has");
            let problem = format!("{outside:.0} % of the positions lie outside {of}, kept as they are");
            remarks.push(Flaw::new("lon", problem, ""));
        }
        let done = if unlocated { "they are kept without a position" } else { "they are kept where they are" };
        let piles = self.piles.found();
        let of = if self.seen < ROWS_AHEAD { "" } else { "first " };
        remarks.extend(piles.iter().map(|(at, rows)| self.pile(*at, *rows, of, done)));
        Ok(Ahead { piles: piles.into_iter().map(|(at, _)| at).collect(), unlocated, remarks })
    }

    fn pile(&self, at: LonLat, rows: u64, of: &str, done: &str) -> Flaw {
        let about = if self.piles.exact() { "" } else { "about " };
        let middle = self.ground.as_ref().is_some_and(|ground| ground.is_middle(at));
        let middle = if middle { " (the middle of the county)" } else { "" };
        let problem = format!(
            "{about}{rows} of the {of}{} positions are exactly one{middle}, which looks like a default and not like a place: {done}",
            self.seen
        );
        Flaw::new("lon", problem, &format!("{:.7},{:.7}", at.lon_deg, at.lat_deg))
    }

    /// The share of the numbers that lie in the county; none without a county or with too few rows.
    fn share_inside(&self) -> Option<f64> {
        let enough = self.seen >= LEAST_ROWS;
        self.ground.as_ref().filter(|_| enough).map(|g| g.share(&self.tried.numbers, &self.converter, false))
    }

    /// Refuses a file most of whose rows can't be meant as they are read.
    fn refuse(&self, path: &Path) -> Result<(), IntakeError> {
        let misread = |what: String| Err(IntakeError::Misread { path: path.to_owned(), what });
        let worst = self.misfits.values().max_by_key(|(count, ..)| *count);
        let worst = worst.filter(|(count, misfit, _)| {
            *count >= LEAST_ROWS && *count * 2 > self.seen && !matches!(misfit, Misfit::Zero)
        });
        let outside = self.share_inside().is_some_and(|share| share < 0.5);
        if worst.is_none() && !outside {
            return Ok(());
        }
        let fit = self.ground.as_ref().and_then(|ground| ground.best_fit(&self.tried.numbers, &self.crs));
        match (worst, fit) {
            (Some((count, misfit, first)), fit) => {
                let told = told(*misfit, *first);
                let way_out = fit.map_or_else(|| way_out(*misfit, *first), |fit| self.fitting(&fit));
                misread(format!("{told} ({count} of {} rows, such as {},{}): {way_out}", self.seen, first.0, first.1))
            }
            (None, Some(fit)) => {
                let inside = 100.0 * self.share_inside().unwrap_or(0.0);
                let way_out = self.fitting(&fit);
                misread(format!(
                    "read as {}, {inside:.0} % of the positions lie in the county's areas: {way_out}",
                    self.crs.name()
                ))
            }
            // They lie elsewhere, and no other reading brings them home: that may be true.
            (None, None) => Ok(()),
        }
    }

    fn fitting(&self, fit: &Fit) -> String {
        let mut what = Vec::new();
        if fit.crs != self.crs {
            what.push(format!("with --crs {}", fit.crs.name()));
        }
        if fit.swapped {
            what.push("with the columns mapped the other way round (--map lon=… --map lat=…)".to_owned());
        }
        format!("{}, {:.0} % lie in the county", what.join(" and "), 100.0 * fit.share)
    }
}

/// One name for each kind of misfit.
fn name(misfit: Misfit) -> &'static str {
    match misfit {
        Misfit::Zero => "zero",
        Misfit::Nothing => "nothing",
        Misfit::Swapped => "swapped",
        Misfit::NotDegrees => "not degrees",
        Misfit::Degrees => "degrees",
        Misfit::OtherZone { .. } => "other zone",
    }
}
