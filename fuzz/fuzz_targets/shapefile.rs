//! Shapefiles: `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg` beside each other or in a zip.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zonglan_fuzz::{files, run, take_in};

fuzz_target!(|input: &[u8]| {
    let [how, choice, bytes @ ..] = input else { return };
    run(|| {
        let parts = files::parts(bytes);
        if how % 8 == 0 {
            return take_in(*choice, vec![files::file("file", &files::zipped(&parts))]);
        }
        for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
            let name = format!("file.{ending}");
            match parts.iter().find(|(part, _)| part.ends_with(ending)) {
                Some((_, bytes)) => drop(files::file(&name, bytes)),
                None => drop(std::fs::remove_file(files::folder().join(name))),
            }
        }
        take_in(*choice, vec![files::folder().join("file.shp")]);
    });
});
