//! Base maps: files of every kind they come in, into a data folder, and out again tile by tile.

#![allow(clippy::unwrap_used)]

mod broken;
mod command_line;
mod containers;
mod gdal;
mod land;
mod layers;
mod osm;
mod pictures;
mod proto;
mod real;
mod vast;

use std::ops::ControlFlow;
use std::path::PathBuf;
use tempfile::TempDir;
use zonglan::domain::LonLat;
use zonglan::intake::Crs;
use zonglan::intake::basemap::{BaseMapError, BaseMapFile, BaseMapReport, BaseMapRequest, import_base_map};
use zonglan::spatial::{Band, BaseMap, Mercator, TileKey, TileSource};

/// A folder with files to import and a data folder.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(TempDir::new().unwrap());
        std::fs::create_dir(desk.data()).unwrap();
        desk
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// A file with this content.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn request(&self, files: Vec<PathBuf>) -> BaseMapRequest {
        BaseMapRequest {
            files,
            dir: self.data(),
            crs: Crs::parse("wgs84").unwrap(),
            attribution: None,
            tone: None,
            dry_run: false,
        }
    }

    fn try_import(&self, request: &BaseMapRequest) -> Result<BaseMapReport, BaseMapError> {
        let report = import_base_map(request, &mut |_| ControlFlow::Continue(()))?;
        let sum = report.kept + report.unchanged + report.not_shown + report.skipped;
        assert_eq!(report.read, sum, "{report:?}");
        Ok(report)
    }

    fn import(&self, files: Vec<PathBuf>) -> BaseMapReport {
        self.try_import(&self.request(files)).unwrap()
    }

    /// The folder's base map.
    fn map(&self) -> BaseMapFile {
        BaseMapFile::open(&self.data()).unwrap().unwrap()
    }

    /// All tiles of a band in one.
    fn band(&self, band: Band) -> BaseMap {
        let map = self.map();
        let mut all = BaseMap::default();
        for (_, tile) in tiles(&map, band) {
            all.extend(tile);
        }
        all
    }
}

fn tiles(map: &BaseMapFile, band: Band) -> Vec<(TileKey, BaseMap)> {
    let keys: Vec<TileKey> = map.tiles().iter().filter(|key| key.band == band).copied().collect();
    keys.into_iter().map(|key| (key, map.read(key).unwrap())).collect()
}

/// A line's length in Mercator metres.
fn length_m(line: &[LonLat]) -> f64 {
    let at: Vec<Mercator> = line.iter().map(|at| Mercator::from_lonlat(*at)).collect();
    at.windows(2).map(|pair| (pair[1].x_m - pair[0].x_m).hypot(pair[1].y_m - pair[0].y_m)).sum()
}

/// The folder of real files, where it is at hand; says so where it isn't.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = std::env::var_os("ZONGLAN_SHARED_DATA").map(|data| PathBuf::from(data).join(folder));
    let found = path.filter(|path| path.is_dir());
    if found.is_none() {
        let line = format!("left out: {folder} is not here (set ZONGLAN_SHARED_DATA to the folder that holds it)\n");
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
    }
    found
}

/// The pictures of a folder into which these tiles were imported.
#[cfg(feature = "display")]
pub(crate) fn pictures_of(
    dir: &std::path::Path,
    tiles: &[(zonglan::spatial::TileId, Vec<u8>)],
    tone: Option<zonglan::spatial::Tone>,
) -> Vec<zonglan::intake::basemap::PictureFile> {
    let file = containers::mbtiles(&dir.join("pictures.mbtiles"), &[], tiles);
    let request = BaseMapRequest {
        files: vec![file],
        dir: dir.to_owned(),
        crs: Crs::Wgs84,
        attribution: None,
        tone,
        dry_run: false,
    };
    import_base_map(&request, &mut |_| ControlFlow::Continue(())).unwrap();
    BaseMapFile::open(dir).unwrap().unwrap().pictures().unwrap()
}
