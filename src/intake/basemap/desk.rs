//! Where the readers of all formats hand in their features, and what comes of it is counted.

use super::BaseMapError;
use super::cut::{Cutter, Parts, ShapeCounts};
use super::pictures::PictureSet;
use super::words::Class;
use crate::domain::LonLat;
use crate::intake::Converter;
use crate::intake::report::{Flaw, PROBLEMS_TOLD, Problem};
use geo::MapCoordsInPlace;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

/// Whoever makes a map of OpenStreetMap names them so.
pub(super) const OSM: &str = "© OpenStreetMap contributors";

/// The desk looks up whether it is to stop after so many features.
const TELL_EVERY: u64 = 2_000;

/// How far an import is.
#[derive(Clone, Copy, Debug)]
pub struct BaseMapProgress<'a> {
    /// The file that is being read; none while tiles are written.
    pub file: Option<&'a Path>,
    /// How many features were read, of all files.
    pub features: u64,
}

/// What an import of base maps did, or in a dry run would have done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BaseMapReport {
    /// Always `basemap`.
    pub kind: String,
    /// Features, and tiles of pictures, read: always `kept + unchanged + not_shown + skipped`.
    pub read: u64,
    /// Features that the map draws, and tiles of pictures.
    pub kept: u64,
    /// Features that the map drew before: the same files were imported again.
    pub unchanged: u64,
    /// Features of kinds that no base map draws: shops, bus stops, boundaries.
    pub not_shown: u64,
    /// Features that could not be used; each is among the problems.
    pub skipped: u64,
    /// What was wrong, in the order in which it was found, the first thousand.
    pub problems: Vec<Problem>,
    /// How many problems there were in all.
    pub problems_total: u64,
    /// What the map is made of.
    pub shapes: ShapeCounts,
    /// How many tiles hold something.
    pub tiles: u64,
    /// The maps of pictures, lowest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<PictureSet>,
    /// West, south, east, north, degrees.
    pub bounds: Option<[f64; 4]>,
    /// Who is named with the map; empty where nobody is known.
    pub attribution: String,
}

/// The desk.
pub(super) struct Desk<'a> {
    pub(super) cutter: Cutter,
    pub(super) report: BaseMapReport,
    /// Who must be named.
    pub(super) attributions: BTreeSet<String>,
    converter: Converter,
    /// The file, and whether problems must say which it is.
    file: Option<(&'a Path, bool)>,
    tell: &'a mut dyn FnMut(&BaseMapProgress<'_>) -> ControlFlow<()>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(converter: Converter, tell: &'a mut dyn FnMut(&BaseMapProgress<'_>) -> ControlFlow<()>) -> Self {
        let report = BaseMapReport { kind: "basemap".into(), ..BaseMapReport::default() };
        Self { cutter: Cutter::default(), report, attributions: BTreeSet::new(), converter, file: None, tell }
    }

    /// The features that come now are this file's.
    pub(super) fn open(&mut self, path: &'a Path, one_of_many: bool) {
        self.file = Some((path, one_of_many));
    }

    /// Takes a feature in: what it is, none for what no base map draws, and where.
    ///
    /// # Errors
    /// Only where the user wants no more of it.
    pub(super) fn feature(
        &mut self,
        row: u64,
        class: Option<Class>,
        name: Option<&str>,
        parts: Result<Parts, Flaw>,
    ) -> Result<(), BaseMapError> {
        self.report.read += 1;
        let outcome = match class {
            Some(class) => {
                parts.and_then(|parts| self.placed(parts)).and_then(|parts| self.cutter.put(class, name, parts))
            }
            None => Ok(false),
        };
        match outcome {
            Ok(true) => self.report.kept += 1,
            Ok(false) => self.report.not_shown += 1,
            Err(flaw) => {
                self.report.skipped += 1;
                self.flaw(row, flaw);
            }
        }
        if self.report.read.is_multiple_of(TELL_EVERY) { self.breathe() } else { Ok(()) }
    }

    /// Tells of something wrong that costs no feature of its own.
    pub(super) fn flaw(&mut self, row: u64, flaw: Flaw) {
        let flaw = match self.file {
            Some((path, true)) => flaw.in_file(&path.file_name().unwrap_or_default().to_string_lossy()),
            _ => flaw,
        };
        self.report.problems_total += 1;
        if self.report.problems.len() < PROBLEMS_TOLD {
            self.report.problems.push(flaw.at(row));
        }
    }

    /// Tells how far it is.
    ///
    /// # Errors
    /// Where the user wants no more of it.
    pub(super) fn breathe(&mut self) -> Result<(), BaseMapError> {
        let progress = BaseMapProgress { file: self.file.map(|(path, _)| path), features: self.report.read };
        match (self.tell)(&progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(BaseMapError::Stopped),
        }
    }

    /// Reading is over; what is told from now on is about writing.
    pub(super) fn close(&mut self) {
        self.file = None;
    }

    /// The same in WGS-84.
    fn placed(&self, mut parts: Parts) -> Result<Parts, Flaw> {
        let place = |at: LonLat| self.converter.place(at.lon_deg, at.lat_deg);
        let lines = parts.lines.iter_mut().chain(parts.edge.iter_mut().flatten());
        let placed = lines
            .flatten()
            .try_for_each(|at| place(*at).map(|there| *at = there))
            .and_then(|()| parts.shape.try_map_coords_in_place(|at| place(LonLat::from(at)).map(LonLat::coord)));
        placed.map(|()| parts).map_err(|misfit| Flaw::new("geometry", misfit.sentence(), ""))
    }
}
