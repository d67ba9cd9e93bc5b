//! Zip and gzip around what else is read, one in the other, whole and damaged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zonglan_fuzz::{files, maps, run, take_in};

fuzz_target!(|input: &[u8]| {
    let [how, choice, bytes @ ..] = input else { return };
    run(|| {
        let packed = match how % 8 {
            0 => files::gzipped(bytes),
            1 => files::zipped(&files::parts(bytes)),
            2 => {
                let packed: Vec<(String, Vec<u8>)> =
                    files::parts(bytes).into_iter().map(|(name, bytes)| (name, files::gzipped(bytes))).collect();
                files::zipped(&packed.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect::<Vec<_>>())
            }
            3 => files::gzipped(&files::zipped(&files::parts(bytes))),
            // Members one after the other.
            4 => files::parts(bytes).into_iter().flat_map(|(_, bytes)| files::gzipped(bytes)).collect(),
            5 => return maps::take_in(files::file("water.geojson.gz", &files::gzipped(bytes))),
            _ => bytes.to_vec(),
        };
        files::file("file", &packed);
        // A part may be named behind the archive.
        let named = files::parts(bytes).into_iter().map(|(name, _)| name).find(|name| name.starts_with('#'));
        take_in(*choice, vec![files::folder().join(format!("file{}", named.unwrap_or_default()))]);
    });
});
