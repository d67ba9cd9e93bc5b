//! Workbooks: XLSX, XLSB and ODS put together of their parts, so that changes reach what is inside; XLS, and all of
//! them as bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zonglan_fuzz::{files, run, take_in};

fuzz_target!(|input: &[u8]| {
    let [how, choice, bytes @ ..] = input else { return };
    run(|| {
        let book = if how % 4 == 0 { bytes.to_vec() } else { files::zipped(&files::parts(bytes)) };
        take_in(*choice, vec![files::file("file", &book)]);
    });
});
