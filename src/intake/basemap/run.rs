//! An import of base maps: the files of one import are the base map from then on.

use super::cut::Cut;
use super::desk::{BaseMapProgress, BaseMapReport, Desk};
use super::file::{About, Fresh, about};
use super::pictures::{Container, Found, PictureSet, Taker};
use super::sniff::{FileKind, kind_of};
use super::{BaseMapError, geojson, mbtiles, pbf, pmtiles};
use crate::intake::{Crs, IntakeError, TileGrid};
use crate::spatial::Tone;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Goes up when the same files make another map than before.
const MAKING: &str = "2";

/// What to make a base map of.
#[derive(Clone, Debug)]
pub struct BaseMapRequest {
    /// OSM PBF, MBTiles, PMTiles, GeoJSON (its layer is the file's name up to the first dot).
    pub files: Vec<PathBuf>,
    /// The data folder.
    pub dir: PathBuf,
    /// The reference system of the positions.
    pub crs: Crs,
    /// Who is to be named with the map, beside those whom the files name.
    pub attribution: Option<String>,
    /// How pictures are toned; by how they are encoded where nobody says.
    pub tone: Option<Tone>,
    /// Everything but writing.
    pub dry_run: bool,
}

/// Makes a data folder's base map of files; the one that was there goes. The same files again change
/// nothing. `tell` is told how far it is and says whether to go on.
///
/// # Errors
/// When a file can't be used, nothing in them is drawn, or the folder can't be written: the old base map
/// then stays.
pub fn import_base_map(
    request: &BaseMapRequest,
    tell: &mut dyn FnMut(&BaseMapProgress<'_>) -> ControlFlow<()>,
) -> Result<BaseMapReport, BaseMapError> {
    let kinds = request.files.iter().map(|path| kind_of(path)).collect::<Result<Vec<_>, _>>()?;
    let digest = digest(request, tell)?;
    if let Some(report) = as_before(&request.dir, &digest) {
        return Ok(report);
    }
    let converter = request.crs.converter().map_err(|error| of_crs(&error, request))?;
    let mut desk = Desk::new(converter, tell);
    let mut found = Vec::new();
    for (path, kind) in request.files.iter().zip(kinds) {
        desk.open(path, request.files.len() > 1);
        match kind {
            FileKind::OsmPbf => pbf::read(path, &mut desk)?,
            FileKind::Sqlite => found.extend(mbtiles::read(path, &mut desk)?),
            FileKind::PmTiles => found.extend(pmtiles::read(path, &mut desk)?),
            FileKind::GeoJson => geojson::read(path, &mut desk)?,
        }
    }
    desk.attributions.extend(request.attribution.clone());
    let cut = std::mem::take(&mut desk.cutter).finish();
    let has_any = !cut.tiles.is_empty() || !found.is_empty();
    let mut fresh = (has_any && !request.dry_run).then(|| Fresh::begin(&request.dir)).transpose()?;
    let pictures = copy_pictures(request, &found, &mut desk, fresh.as_mut())?;
    if cut.tiles.is_empty() && pictures.is_empty() {
        let names: Vec<String> = request.files.iter().map(|path| path.display().to_string()).collect();
        return Err(BaseMapError::Nothing(names.join(", ")));
    }
    desk.close();
    desk.breathe()?;
    let Desk { mut report, attributions, .. } = desk;
    report.attribution = attributions.into_iter().collect::<Vec<_>>().join(" · ");
    note(&mut report, &cut);
    report.pictures = pictures;
    if let Some(fresh) = fresh {
        fresh.shapes(&cut)?;
        let kept = serde_json::to_string(&report).map_err(|why| BaseMapError::write(why, &request.dir))?;
        let about = About { attribution: report.attribution.clone(), digest, report: kept };
        fresh.finish(&about, &report.pictures)?;
    }
    Ok(report)
}

fn of_crs(error: &IntakeError, request: &BaseMapRequest) -> BaseMapError {
    BaseMapError::File { what: error.to_string(), path: request.files.first().cloned().unwrap_or_default() }
}

/// Copies the pictures that were found into the fresh file, or in a dry run only looks at them.
fn copy_pictures<'a>(
    request: &'a BaseMapRequest,
    found: &[Found],
    desk: &mut Desk<'a>,
    mut fresh: Option<&mut Fresh>,
) -> Result<Vec<PictureSet>, BaseMapError> {
    let mut sets = Vec::new();
    for map in found {
        let grid = TileGrid::of(&request.crs).map_err(|error| of_crs(&error, request))?;
        if let Some(path) = request.files.iter().find(|path| **path == map.path) {
            desk.open(path, request.files.len() > 1);
        }
        let mut taker = Taker::new(desk, fresh.as_deref_mut(), sets.len());
        match map.container {
            Container::MbTiles => mbtiles::copy_pictures(&map.path, &mut taker)?,
            Container::PmTiles => pmtiles::copy_pictures(&map.path, &mut taker)?,
        }
        sets.extend(taker.finish(map, request.tone, grid));
    }
    Ok(sets)
}

fn note(report: &mut BaseMapReport, cut: &Cut) {
    report.shapes = cut.counts;
    report.tiles = cut.tiles.len() as u64;
    report.bounds = cut.bounds.map(|b| [b.min.lon_deg, b.min.lat_deg, b.max.lon_deg, b.max.lat_deg]);
}

/// The answer to the same files again: what was kept then is unchanged now.
fn as_before(dir: &Path, digest: &str) -> Option<BaseMapReport> {
    let about = about(dir).filter(|about| about.digest == digest)?;
    let mut report: BaseMapReport = serde_json::from_str(&about.report).ok()?;
    report.unchanged += std::mem::take(&mut report.kept);
    Some(report)
}

/// What the map is made of, in one number: the files' contents in their order, and how they are read.
fn digest(
    request: &BaseMapRequest,
    tell: &mut dyn FnMut(&BaseMapProgress<'_>) -> ControlFlow<()>,
) -> Result<String, BaseMapError> {
    let mut sum = Sha256::new();
    sum.update(format!("{MAKING} {:?} {:?} {:?}", request.crs, request.attribution, request.tone));
    let mut buffer = vec![0; 1 << 20];
    for path in &request.files {
        // A GeoJSON file's name says what its layer is.
        sum.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        let mut file = File::open(path).map_err(|why| BaseMapError::read(why, path))?;
        loop {
            let read = file.read(&mut buffer).map_err(|why| BaseMapError::read(why, path))?;
            if read == 0 {
                break;
            }
            sum.update(&buffer[..read]);
            if tell(&BaseMapProgress { file: Some(path), features: 0 }).is_break() {
                return Err(BaseMapError::Stopped);
            }
        }
    }
    Ok(sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
