//! OpenStreetMap's binary format (OSM PBF), in three passes over the file: which ways relations need, which
//! nodes ways need, where those lie. Memory follows what is drawn, not the file.

use super::BaseMapError;
use super::cut::Parts;
use super::desk::{Desk, OSM};
use super::rings;
use super::words::{Class, Words, classify, name};
use crate::intake::report::Flaw;
use crate::spatial::LonLat;
use geo::{LineString, MultiPolygon};
use osmpbf::{BlobDecode, BlobReader, Element, RelMemberType};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What a reader of OSM PBF must know; a file that needs more says so.
const KNOWN: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// A multipolygon: what it is, and its ways.
struct Relation {
    id: i64,
    class: Class,
    name: Option<String>,
    outer: Vec<i64>,
    inner: Vec<i64>,
}

/// A way that is drawn, or that a relation needs.
struct Way {
    id: i64,
    /// What it is by its own tags.
    class: Option<Class>,
    name: Option<String>,
    nodes: Vec<i64>,
}

/// Reads a file's ways and multipolygons.
///
/// # Errors
/// When it is damaged or needs what can't be read; where the user stops it.
pub(super) fn read(path: &Path, desk: &mut Desk<'_>) -> Result<(), BaseMapError> {
    desk.attributions.insert(OSM.to_owned());
    let mut relations = Vec::new();
    pass(path, desk, |_, element| {
        if let Element::Relation(relation) = element {
            relations.extend(relation_of(relation));
        }
        Ok(())
    })?;
    let members: BTreeSet<i64> = relations.iter().flat_map(|r| r.outer.iter().chain(&r.inner)).copied().collect();
    let mut ways = Vec::new();
    pass(path, desk, |desk, element| {
        let Element::Way(way) = element else { return Ok(()) };
        let tags: Vec<(&str, &str)> = way.tags().collect();
        let class = classify("", &tags).filter(|_| !is_square(&tags));
        if class.is_some() || members.contains(&way.id()) {
            let name = name(&tags).map(str::to_owned);
            ways.push(Way { id: way.id(), class, name, nodes: way.refs().collect() });
        }
        if class.is_none() && !tags.is_empty() {
            return desk.feature(way.id().unsigned_abs(), None, None, Ok(Parts::default()));
        }
        Ok(())
    })?;
    let mut places = Places::of(ways.iter().flat_map(|way| way.nodes.iter().copied()));
    pass(path, desk, |_, element| {
        match element {
            Element::Node(node) => places.put(node.id(), node.decimicro_lon(), node.decimicro_lat()),
            Element::DenseNode(node) => places.put(node.id(), node.decimicro_lon(), node.decimicro_lat()),
            Element::Way(_) | Element::Relation(_) => {}
        }
        Ok(())
    })?;
    for way in ways.iter().filter(|way| way.class.is_some()) {
        let parts = way_parts(way, &places);
        desk.feature(way.id.unsigned_abs(), way.class, way.name.as_deref(), parts)?;
    }
    let by_id: BTreeMap<i64, &[i64]> = ways.iter().map(|way| (way.id, way.nodes.as_slice())).collect();
    for relation in &relations {
        let parts = relation_parts(relation, &by_id, &places, desk);
        desk.feature(relation.id.unsigned_abs(), Some(relation.class), relation.name.as_deref(), parts)?;
    }
    Ok(())
}

/// Whether a street is drawn as a surface: a square, which is none of our lines.
fn is_square(tags: &impl Words) -> bool {
    tags.word("area") == Some("yes") && tags.word("highway").is_some()
}

/// Goes through all elements of the file.
fn pass<'a>(
    path: &Path,
    desk: &mut Desk<'a>,
    mut each: impl FnMut(&mut Desk<'a>, Element<'_>) -> Result<(), BaseMapError>,
) -> Result<(), BaseMapError> {
    let damaged = |why: &dyn std::fmt::Display| {
        BaseMapError::file(format!("the OSM PBF file is damaged ({why}), get it anew"), path)
    };
    let blobs = BlobReader::from_path(path).map_err(|why| damaged(&why))?;
    let mut any = false;
    for blob in blobs {
        let blob = blob.map_err(|why| damaged(&why))?;
        desk.breathe()?;
        match blob.decode().map_err(|why| damaged(&why))? {
            BlobDecode::OsmHeader(header) => {
                if let Some(more) = header.required_features().iter().find(|need| !KNOWN.contains(&need.as_str())) {
                    let what =
                        format!("the file needs the feature {more}, which can't be read: take an extract without it");
                    return Err(BaseMapError::file(what, path));
                }
            }
            BlobDecode::OsmData(block) => {
                any = true;
                // The crate panics at a relation's member of a kind that it doesn't know.
                let elements = AssertUnwindSafe(|| block.elements().try_for_each(|element| each(desk, element)));
                catch_unwind(elements).map_err(|_| damaged(&"an element of an unknown kind"))??;
            }
            BlobDecode::Unknown(_) => {}
        }
    }
    if any { Ok(()) } else { Err(BaseMapError::file("the OSM PBF file ends before its first data, get it anew", path)) }
}

fn relation_of(relation: osmpbf::Relation<'_>) -> Option<Relation> {
    let tags: Vec<(&str, &str)> = relation.tags().collect();
    if tags.word("type") != Some("multipolygon") {
        return None;
    }
    let class = classify("", &tags).filter(|class| matches!(class, Class::Water | Class::Land(_) | Class::Building))?;
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    for member in relation.members().filter(|member| member.member_type == RelMemberType::Way) {
        match member.role() {
            Ok("inner") => inner.push(member.member_id),
            _ => outer.push(member.member_id),
        }
    }
    Some(Relation { id: relation.id(), class, name: name(&tags).map(str::to_owned), outer, inner })
}

/// Where nodes lie, by their number; 1e-7°, as the format has it.
struct Places {
    ids: Vec<i64>,
    at: Vec<Option<(i32, i32)>>,
}

impl Places {
    fn of(ids: impl Iterator<Item = i64>) -> Self {
        let mut ids: Vec<i64> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        let at = vec![None; ids.len()];
        Self { ids, at }
    }

    fn put(&mut self, id: i64, lon: i32, lat: i32) {
        if let Ok(place) = self.ids.binary_search(&id) {
            self.at[place] = Some((lon, lat));
        }
    }

    fn get(&self, id: i64) -> Option<LonLat> {
        let (lon, lat) = self.at[self.ids.binary_search(&id).ok()?]?;
        Some(LonLat::new(f64::from(lon) / 1e7, f64::from(lat) / 1e7))
    }

    /// A ring's corners; none where one of them isn't in the file.
    fn ring(&self, nodes: &[i64]) -> Option<LineString<f64>> {
        nodes.iter().map(|node| self.get(*node).map(LonLat::coord)).collect::<Option<Vec<_>>>().map(LineString)
    }
}

fn way_parts(way: &Way, places: &Places) -> Result<Parts, Flaw> {
    let mut parts = Parts::default();
    if matches!(way.class, Some(Class::Street(_) | Class::Railway | Class::Waterway)) {
        // Where an extract ends, nodes are missing: the line goes as far as it is known.
        let stretches = way.nodes.split(|node| places.get(*node).is_none());
        let lines = stretches.filter(|stretch| stretch.len() > 1);
        parts.lines = lines.map(|stretch| stretch.iter().filter_map(|node| places.get(*node)).collect()).collect();
        return if parts.lines.is_empty() {
            Err(Flaw::new("nodes", "the way's nodes are not in the file, it is left out", &format!("way {}", way.id)))
        } else {
            Ok(parts)
        };
    }
    if way.nodes.len() < 4 || way.nodes.first() != way.nodes.last() {
        return Err(Flaw::new("nodes", "the area is not closed, it is left out", &format!("way {}", way.id)));
    }
    let ring = places.ring(&way.nodes);
    let ring = ring.ok_or_else(|| {
        Flaw::new("nodes", "corners of the area are not in the file, it is left out", &format!("way {}", way.id))
    })?;
    parts.shape = rings::polygons(vec![ring], Vec::new());
    Ok(parts)
}

fn relation_parts(
    relation: &Relation,
    ways: &BTreeMap<i64, &[i64]>,
    places: &Places,
    desk: &mut Desk<'_>,
) -> Result<Parts, Flaw> {
    let value = format!("relation {}", relation.id);
    let there = |ids: &[i64]| ids.iter().filter_map(|id| ways.get(id).copied()).collect::<Vec<&[i64]>>();
    let (outer, inner) = (there(&relation.outer), there(&relation.inner));
    let missing = relation.outer.len() + relation.inner.len() - outer.len() - inner.len();
    let (outer_rings, loose) = rings::join(&outer);
    let (inner_rings, loose_inner) = rings::join(&inner);
    let corners = |rings: Vec<Vec<i64>>| rings.iter().filter_map(|ring| places.ring(ring)).collect::<Vec<_>>();
    let shape: MultiPolygon<f64> = rings::polygons(corners(outer_rings), corners(inner_rings));
    let loose = loose + loose_inner;
    if shape.0.is_empty() {
        let why =
            format!("its outer ring is not closed ({missing} of its ways are not in the file), the area is left out");
        return Err(Flaw::new("members", why, &value));
    }
    if missing + loose > 0 {
        let why =
            format!("{missing} of its ways are not in the file and {loose} close no ring: what is closed is kept");
        desk.flaw(relation.id.unsigned_abs(), Flaw::new("members", why, &value));
    }
    Ok(Parts { shape, ..Parts::default() })
}
