//! The sample's land: areas without gaps or overlaps, named and coded as usual, on the map that goes with them.

use super::{Area, areas, grid_at, tree_of, unpack};
use geo::{Area as _, Contains as _, Coord, Point, Validation as _};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;
use zonglan::intake::Crs;
use zonglan::intake::basemap::{BaseMapFile, BaseMapRequest, import_base_map};
use zonglan::sample::{self, MapLayer};
use zonglan::spatial::TileSource as _;

/// Every side of a grid is the side of exactly one other grid, corner by corner, or of the county.
fn check_edges(areas: &[Area]) {
    let key = |c: &Coord<f64>| ((c.x * 1e6).round() as i64, (c.y * 1e6).round() as i64);
    let sides = |area: &Area| {
        let rings = std::iter::once(area.outline.exterior()).chain(area.outline.interiors());
        rings
            .flat_map(|ring| ring.0.windows(2).map(|pair| (key(&pair[0]), key(&pair[1]))).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let mut seen = BTreeSet::new();
    for area in areas.iter().filter(|area| area.level == "Grid") {
        sides(area)
            .into_iter()
            .for_each(|side| assert!(seen.insert(side), "{}: two grids on one side of {side:?}", area.code));
    }
    let border: BTreeSet<_> = sides(&areas[0]).into_iter().collect();
    for &(from, to) in &seen {
        assert!(
            seen.contains(&(to, from)) != border.contains(&(from, to)),
            "a grid's side {from:?} {to:?} is nobody else's"
        );
    }
}

/// No gap, no overlap, simple rings, parents before children: at every level.
fn check_tree(areas: &[Area]) {
    let mut sum_of_children: BTreeMap<&str, f64> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for area in areas {
        assert!(area.outline.is_valid(), "{} {}", area.code, area.name);
        assert!(area.outline.signed_area() > 0.0, "{}: the outer ring runs counter-clockwise", area.code);
        assert!(seen.insert(&area.code), "{} twice", area.code);
        match &area.parent {
            Some(parent) => {
                assert!(seen.contains(parent.as_str()), "{} comes before its parent", area.code);
                *sum_of_children.entry(parent).or_default() += area.outline.unsigned_area();
            }
            None => assert_eq!(area.level, "County"),
        }
    }
    for area in areas.iter().filter(|area| area.level != "Grid") {
        let ratio = sum_of_children[area.code.as_str()] / area.outline.unsigned_area();
        assert!((ratio - 1.0).abs() < 1e-6, "{} {}: its parts are {ratio} of it", area.code, area.name);
    }
}

/// Every place of the county lies in one grid, every other in none.
fn check_places(areas: &[Area]) {
    let tree = tree_of(areas);
    let county = &areas[0].outline;
    let dice = &mut ChaCha8Rng::seed_from_u64(7);
    let mut unit = || f64::from(dice.next_u32()) / f64::from(u32::MAX);
    let mut inside = 0;
    for _ in 0..20_000 {
        let point = [117.70 + 0.56 * unit(), 35.79 + 0.46 * unit()];
        let expected = usize::from(county.contains(&Point::new(point[0], point[1])));
        assert_eq!(grid_at(&tree, areas, point).len(), expected, "{point:?}");
        inside += expected;
    }
    assert!(inside > 7_000, "{inside}");
}

#[test]
fn sample_areas_have_no_gap_and_no_overlap() {
    let areas = areas();
    check_tree(areas);
    check_edges(areas);
    check_places(areas);
    let count = |level: &str| areas.iter().filter(|area| area.level == level).count();
    assert_eq!(["County", "Town", "Zone", "Village", "Grid"].map(count), [1, 15, 46, 653, 5000]);
}

#[test]
fn sample_dedicated_grids_lie_in_and_across_the_others() {
    let (areas, dedicated) = super::all_areas();
    let tree = tree_of(areas);
    let county = &areas[0].outline;
    assert!((100..400).contains(&dedicated.len()), "{}", dedicated.len());
    let villages: BTreeSet<&str> = areas.iter().filter(|a| a.level == "Village").map(|a| a.code.as_str()).collect();
    let (mut codes, mut names, mut across) = (BTreeSet::new(), BTreeSet::new(), 0);
    for grid in dedicated {
        assert!(grid.outline.is_valid() && grid.outline.signed_area() > 0.0, "{} {}", grid.code, grid.name);
        assert!(
            grid.name.ends_with("专属网格") && names.insert(&grid.name) && codes.insert(&grid.code),
            "{}",
            grid.name
        );
        let village = grid.parent.as_deref().unwrap();
        assert!(villages.contains(village) && grid.code.starts_with(village), "{} in {village}", grid.code);
        let corners = || grid.outline.exterior().0.iter();
        assert!(corners().all(|c| county.contains(&Point::new(c.x, c.y))), "{} leaves the county", grid.name);
        let under: BTreeSet<usize> = corners().flat_map(|c| grid_at(&tree, areas, [c.x, c.y])).collect();
        across += usize::from(under.len() > 1);
    }
    assert!(across > 20, "only {across} lie across grids of the tree");
    for ending in ["小学", "工业园", "集贸市场", "水库", "公园"] {
        assert!(names.iter().any(|name| name.contains(ending)), "no {ending}");
    }
}

#[test]
fn sample_areas_are_named_and_coded_as_usual() {
    let areas = areas();
    let names = |level: &str| {
        areas.iter().filter(|area| area.level == level).map(|area| area.name.as_str()).collect::<Vec<_>>()
    };
    for level in ["Town", "Zone", "Village", "Grid"] {
        assert_eq!(
            names(level).into_iter().collect::<BTreeSet<_>>().len(),
            names(level).len(),
            "two {level}s of one name"
        );
    }
    for area in areas {
        let (digits, endings): (usize, &[&str]) = match area.level.as_str() {
            "County" => (6, &["县"]),
            "Town" => (9, &["街道", "镇", "乡", "园区"]),
            "Village" => (12, &["社区", "村"]),
            "Grid" => (15, &["网格"]),
            _ => (12, &["片区"]),
        };
        assert_eq!(area.code.len(), digits, "{}", area.code);
        assert!(endings.iter().any(|ending| area.name.ends_with(ending)), "{}", area.name);
        // zones are a county's own: a village's code goes on from its town's
        let prefix = match (&area.parent, area.level.as_str()) {
            (Some(parent), "Village") => &parent[..9],
            (Some(parent), _) => parent.as_str(),
            (None, _) => "990101",
        };
        assert!(area.code.starts_with(prefix), "{} in {prefix}", area.code);
    }
}

#[test]
fn sample_shipped_land_is_what_is_made() {
    let (layers, areas) = sample::make_land(0).unwrap();
    for (layer, text) in layers {
        assert!(text.as_bytes() == unpack(sample::shipped_map(layer)), "{layer:?} is not the shipped one");
    }
    assert!(areas.as_bytes() == unpack(sample::shipped_areas()), "the areas are not the shipped ones");
}

#[test]
fn sample_neighbours_are_whole_counties_too() {
    for number in [1, 6, 99] {
        let (layers, text) = sample::make_land(number).unwrap();
        let (areas, dedicated) = super::parted(super::areas_of_text(text.as_bytes()));
        assert!(dedicated.len() > 60, "county {number}");
        check_tree(&areas);
        check_edges(&areas);
        assert_eq!(areas.len(), 1 + 15 + 46 + 653 + 5000, "county {number}");
        assert!(layers.iter().all(|(_, text)| text.len() > 1_000), "county {number}");
        if number == 1 {
            assert!(sample::make_land(number).unwrap().1 == text, "the same county twice, and not the same bytes");
        }
    }
}

/// Smoothing swallowed one of the grids of this county of the province when its pieces were sown for the first time.
#[test]
fn sample_county_that_loses_a_grid_is_cut_anew() {
    let (_, areas) = sample::make_land(35).unwrap();
    let areas = super::areas_of_text(areas.as_bytes());
    let count = |level| areas.iter().filter(|area| area.level == level).count();
    assert_eq!(["Town", "Zone", "Village", "Grid"].map(count), [15, 46, 653, 5_000]);
}

/// Makes the shipped land anew: `cargo test -- --ignored sample_write_the_land`.
#[test]
#[ignore = "writes into maps/chenglan"]
fn sample_write_the_land() {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/chenglan");
    let (layers, areas) = sample::make_land(0).unwrap();
    let files = layers.iter().map(|(layer, text)| (layer.name(), text)).chain([("areas", &areas)]);
    for (name, text) in files {
        let mut packed = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
        std::fs::write(maps.join(format!("{name}.geojson.gz")), packed.finish().unwrap()).unwrap();
    }
    let tiles = std::fs::read(tiles_of(&maps).path().join("basemap.sqlite")).unwrap();
    let mut packed = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, &tiles).unwrap();
    std::fs::write(maps.join("basemap.sqlite.gz"), packed.finish().unwrap()).unwrap();
}

/// A data folder with the base map that an import of the layers in `maps` makes.
fn tiles_of(maps: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let drawn = ["roads", "water", "waterways", "landuse", "buildings", "railways"];
    let request = BaseMapRequest {
        files: drawn.map(|layer| maps.join(format!("{layer}.geojson.gz"))).into(),
        dir: dir.path().to_owned(),
        crs: Crs::Wgs84,
        attribution: Some("© OpenStreetMap contributors".into()),
        tone: None,
        dry_run: false,
    };
    import_base_map(&request, &mut |_| ControlFlow::Continue(())).unwrap();
    dir
}

#[test]
fn sample_tiles_are_those_of_the_shipped_layers() {
    let made = tiles_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/chenglan"));
    let shipped = tempfile::tempdir().unwrap();
    let mut file = std::fs::File::create(shipped.path().join("basemap.sqlite")).unwrap();
    std::io::copy(&mut flate2::read::GzDecoder::new(sample::shipped_tiles()), &mut file).unwrap();
    let [made, shipped] = [made.path(), shipped.path()].map(|dir| BaseMapFile::open(dir).unwrap().unwrap());
    assert_eq!(shipped.attribution(), made.attribution());
    assert_eq!(shipped.tiles(), made.tiles());
    assert!(made.tiles().len() > 50);
    for key in made.tiles() {
        assert!(shipped.read(*key).unwrap() == made.read(*key).unwrap(), "{key:?}");
    }
}

#[test]
fn sample_map_says_where_it_comes_from() {
    assert!(sample::map_notice().contains("© OpenStreetMap contributors"));
    assert!(sample::map_licence().contains("Open Database License"));
    for layer in MapLayer::ALL {
        assert!(unpack(sample::shipped_map(layer)).starts_with(b"{\"type\":\"FeatureCollection\""), "{layer:?}");
    }
    assert_eq!(sample::END, 1_789_106_607);
}

/// Ten counties take a minute and more: `cargo test --release -- --ignored sample_prefecture`.
#[test]
#[ignore = "takes minutes"]
fn sample_prefecture_is_ten_counties_and_the_same_each_time() {
    let write = || {
        let folder = tempfile::tempdir().unwrap();
        let mut last = 0.0;
        let mut tell = |_: &str, share: f32| {
            assert!((last..=1.0).contains(&share), "{share} after {last}");
            last = share;
        };
        let written = sample::write(folder.path(), 3, sample::Scale::Prefecture, &mut tell).unwrap();
        assert_eq!((written.areas, written.files.len()), ([150, 460, 6_530, 50_000], 160));
        (folder, written.files)
    };
    let ((one, files), (other, _)) = (write(), write());
    let (mut counties, mut areas) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let within = file.strip_prefix(one.path()).unwrap();
        counties.insert(within.components().next().unwrap().as_os_str().to_owned());
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes == std::fs::read(other.path().join(within)).unwrap(), "{} differs", within.display());
        if within.ends_with("areas.geojson.gz") {
            let of_county = super::areas_of_text(&unpack(&bytes));
            assert!(of_county.into_iter().all(|area| areas.insert(area.code)), "a code twice: {}", within.display());
        }
    }
    assert_eq!(counties.len(), 10);
    assert!(counties.contains(std::ffi::OsStr::new("990101")) && counties.contains(std::ffi::OsStr::new("990110")));
}
