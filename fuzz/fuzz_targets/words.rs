//! Short texts that are read: reference systems by name and as a file declares them, mappings and templates, times,
//! codes, the drive script, commands from beside.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zonglan::domain::{Command, Timestamp};
use zonglan::intake::{Crs, ImportRequest, Kind, SavedMapping, plan};
use zonglan_fuzz::{drive, files, run, take_in};

/// A sound shapefile of one point without attributes, for the `.prj` beside it.
fn one_point(definition: &[u8]) -> std::path::PathBuf {
    let mut shp = vec![0; 128];
    shp[..4].copy_from_slice(&9994_i32.to_be_bytes());
    shp[24..28].copy_from_slice(&64_i32.to_be_bytes());
    shp[28..32].copy_from_slice(&1000_i32.to_le_bytes());
    shp[32] = 1;
    shp[100..104].copy_from_slice(&1_i32.to_be_bytes());
    shp[104..108].copy_from_slice(&10_i32.to_be_bytes());
    shp[108] = 1;
    shp[112..120].copy_from_slice(&39_500_000_f64.to_le_bytes());
    shp[120..128].copy_from_slice(&4_000_000_f64.to_le_bytes());
    let mut dbf = vec![0; 32];
    (dbf[0], dbf[1], dbf[2], dbf[3], dbf[4], dbf[8], dbf[10]) = (3, 126, 1, 1, 1, 65, 5);
    let mut field = [0; 32];
    field[..4].copy_from_slice(b"code");
    (field[11], field[16]) = (b'C', 4);
    dbf.extend(field);
    dbf.extend(b"\x0d A001\x1a");
    files::file("point.dbf", &dbf);
    files::file("point.prj", definition);
    files::file("point.shp", &shp)
}

fn places(crs: &Crs) {
    let Ok(converter) = crs.converter() else { return };
    for (x, y) in [(118.0, 36.0), (39_500_000.0, 4_000_000.0), (500_000.0, 4e6), (1.3e7, 4.3e6), (-1e300, f64::NAN)] {
        if let Ok(at) = converter.place(x, y) {
            assert!(at.is_valid(), "{crs:?} places {x},{y} at {at:?}");
        }
    }
}

fn mapping(json: &[u8], table: &[u8]) {
    let dir = files::folder();
    std::fs::create_dir_all(dir.join("mappings")).expect("the folder can be written");
    std::fs::write(dir.join("mappings/m.json"), json).expect("the folder can be written");
    let Ok(saved) = SavedMapping::load(dir, "m") else { return };
    let mut request = ImportRequest::new(
        Kind::parse(&saved.kind).unwrap_or(Kind::Places),
        vec![files::file("file", table)],
        Timestamp(1_789_088_700),
    );
    request.crs = Crs::parse(&saved.crs).ok();
    request.maps = saved.map.into_iter().collect();
    request.sets = saved.set.into_iter().collect();
    let _ = plan(&request, None);
}

fuzz_target!(|input: &[u8]| {
    let [how, bytes @ ..] = input else { return };
    let text = String::from_utf8_lossy(bytes);
    run(|| match how % 8 {
        0 => {
            if let Ok(crs) = Crs::parse(&text) {
                places(&crs);
                assert_eq!(Crs::parse(&crs.name()).ok(), Some(crs), "its own name says the same");
            }
        }
        1 => take_in(3, vec![one_point(bytes)]),
        2 => {
            let parts = files::parts(bytes);
            mapping(parts[0].1, parts.get(1).map_or(b"code,name\n1,2\n".as_slice(), |part| part.1));
        }
        3 => drop(drive::parse(&text)),
        4 => {
            if let Ok(command) = serde_json::from_slice::<Command>(bytes) {
                // What was understood is said again in the same words.
                let again = serde_json::to_string(&command).expect("a command is JSON");
                assert_eq!(serde_json::from_str::<Command>(&again).ok(), Some(command));
            }
        }
        // Each line a time, a level, a code.
        5 => {
            let rows = text.lines().enumerate().map(|(at, line)| format!("{at},{}\n", line.replace(['"', ','], " ")));
            take_in(5, vec![files::file("file", format!("code,reported_at\n{}", rows.collect::<String>()).as_bytes())]);
        }
        6 => {
            let outline = r#"{"type":"Point","coordinates":[118,36]}"#;
            let line = |line: &str| {
                let code = serde_json::Value::from(line);
                format!(
                    "{{\"type\":\"Feature\",\"properties\":{{\"code\":{code},\"name\":\"n\"}},\"geometry\":{outline}}}\n"
                )
            };
            take_in(2, vec![files::file("file", text.lines().map(line).collect::<String>().as_bytes())]);
        }
        _ => {
            let square = r#"{"type":"Polygon","coordinates":[[[118,36],[118.1,36],[118.1,36.1],[118,36]]]}"#;
            let line = |(at, line): (usize, &str)| {
                let (code, level) = (serde_json::Value::from(line), ["County", "Town", "Village", "Grid"][at % 4]);
                format!(
                    "{{\"type\":\"Feature\",\"properties\":{{\"code\":{code},\"level\":\"{level}\"}},\"geometry\":{square}}}\n"
                )
            };
            take_in(
                0,
                vec![files::file("file", text.lines().take(20).enumerate().map(line).collect::<String>().as_bytes())],
            );
        }
    });
});
