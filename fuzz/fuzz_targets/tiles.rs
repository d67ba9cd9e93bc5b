//! Vector tiles in a sound PMTiles file; the containers' own bytes, PMTiles and MBTiles; and a data folder's base map.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zonglan::intake::basemap::{BASE_MAP_FILE, BaseMapFile};
use zonglan::spatial::TileSource;
use zonglan_fuzz::{files, maps, run};

/// Reads a base map that lies in a data folder, as a seat does.
fn drawn(bytes: &[u8]) {
    let dir = files::folder().join("data");
    std::fs::create_dir_all(&dir).expect("the folder can be written");
    std::fs::write(dir.join(BASE_MAP_FILE), bytes).expect("the folder can be written");
    if let Ok(Some(map)) = BaseMapFile::open(&dir) {
        for key in map.tiles().iter().take(16).copied().collect::<Vec<_>>() {
            let _ = map.read(key);
        }
    }
}

fuzz_target!(|input: &[u8]| {
    let [how, bytes @ ..] = input else { return };
    run(|| match how % 8 {
        0 => maps::take_in(files::file("file.pmtiles", bytes)),
        1 => maps::take_in(files::file("file.mbtiles", bytes)),
        2 => drawn(bytes),
        3 => maps::take_in(files::file("file.pmtiles", &maps::pmtiles_of(&files::gzipped(bytes)))),
        _ => maps::take_in(files::file("file.pmtiles", &maps::pmtiles_of(bytes))),
    });
});
