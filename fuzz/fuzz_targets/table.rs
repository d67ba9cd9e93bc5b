//! CSV in every encoding, with times, codes and numbers as people write them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zonglan_fuzz::{files, run, take_in};

fuzz_target!(|input: &[u8]| {
    let [how, choice, text @ ..] = input else { return };
    let wide = |mark: u16, bytes: fn(u16) -> [u8; 2]| {
        let text = String::from_utf8_lossy(text);
        [mark].into_iter().filter(|mark| *mark != 0).chain(text.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
    };
    let bytes = match how % 16 {
        0 => encoding_rs::GB18030.encode(&String::from_utf8_lossy(text)).0.into_owned(),
        1 => wide(0xfeff, u16::to_le_bytes),
        2 => wide(0xfeff, u16::to_be_bytes),
        3 => wide(0, u16::to_le_bytes),
        4 => [b"\xef\xbb\xbf", text].concat(),
        _ => text.to_vec(),
    };
    run(|| take_in(*choice, vec![files::file("file", &bytes)]));
});
