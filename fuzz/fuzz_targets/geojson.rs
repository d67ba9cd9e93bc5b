//! GeoJSON in all forms, as registers, as base maps, and as a layer of our own.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zonglan_fuzz::{files, maps, run, take_in};

const LAYERS: [&str; 6] = ["roads", "water", "waterways", "landuse", "buildings", "railways"];

fuzz_target!(|input: &[u8]| {
    let [how, choice, text @ ..] = input else { return };
    run(|| match how % 8 {
        0 => maps::take_in(files::file(&format!("{}.geojson", LAYERS[usize::from(*choice) % 6]), text)),
        1 => {
            let _ = zonglan::intake::basemap::parse(LAYERS[usize::from(*choice) % 6], text);
        }
        _ => take_in(*choice, vec![files::file("file", text)]),
    });
});
