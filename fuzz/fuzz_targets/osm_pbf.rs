//! OSM PBF: blocks of data in a sound container, and the container's own bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zonglan_fuzz::{files, maps, run};

fuzz_target!(|input: &[u8]| {
    let [how, bytes @ ..] = input else { return };
    run(|| {
        let file = if how % 4 == 0 {
            bytes.to_vec()
        } else {
            let blocks: Vec<&[u8]> = files::parts(bytes).into_iter().map(|(_, bytes)| bytes).collect();
            maps::osm_pbf_of(&blocks)
        };
        maps::take_in(files::file("file.osm.pbf", &file));
    });
});
