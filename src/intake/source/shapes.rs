//! Shapefiles into rows: shapes from the `.shp`, cells from the `.dbf` beside it, row by row.

use super::attributes::{Attributes, Next};
use super::{IntakeError, Sink, Source};
use crate::intake::table::{Columns, Read, Rings, Row, Shape};
use csv::StringRecord;
use geo::{Contains, Coord, LineString, Polygon};
use shapefile::record::polygon::GenericPolygon;
use shapefile::record::traits::HasXY;
use shapefile::{PolygonRing, ShapeReader};
use std::fs::{self, File};
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};

/// A sibling is no longer than this: a few words, or a projection.
const MOST_SIBLING_BYTES: u64 = 64 << 10;

/// Reads the shapefile to which this `.shp` belongs.
pub(super) fn read(source: &Source, sink: &mut Sink) -> Result<Columns, IntakeError> {
    if let Some(part) = &source.part {
        return Err(source.unsupported(format!("a shapefile has no parts that could be named, leave out #{part}")));
    }
    if source.named.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("shx")) {
        return Err(source.unsupported("this is a shapefile's index (.shx), name the .shp beside it"));
    }
    let mut columns = Columns::default();
    columns.declared = words(&source.at, "prj");
    let told = words(&source.at, "cpg");
    let table = sibling(&source.at, "dbf").unwrap_or_else(|| source.at.with_extension("dbf"));
    let mut attributes = Attributes::open(source, &table, told.as_deref(), &mut columns)?;
    let mut shapes = Shapes::open(source)?;
    let mut cells = StringRecord::new();
    let mut number = 0;
    loop {
        let next = attributes.next(&mut cells);
        let shape = match shapes.next() {
            None if matches!(next, Next::End) => break,
            None => {
                let (rows, shapes) = (attributes.len(), number);
                columns.note(
                    number,
                    format!(
                        "the .dbf has {rows} rows, the .shp only {shapes} shapes; the rest has no place and is left out"
                    ),
                );
                break;
            }
            Some(Err(error)) => Some(Shape::Broken(format!("the shape can't be read: {error}"))),
            Some(Ok(shape)) => shape,
        };
        number += 1;
        match next {
            Next::Deleted => {}
            Next::Broken(why) => sink(Read::Broken(number, why, String::new()))?,
            Next::End => {
                columns.note(number, format!("the .dbf ends after {} rows, while the .shp has more shapes; those have no attributes and are left out", number - 1));
                break;
            }
            Next::Cells => sink(Read::Row(Row { number, columns: &columns, cells: &cells, shape, remark: None }))?,
        }
    }
    Ok(columns)
}

/// The file of the same name with another ending, however that is written.
fn sibling(path: &Path, ending: &str) -> Option<PathBuf> {
    [ending.to_owned(), ending.to_ascii_uppercase()]
        .into_iter()
        .map(|ending| path.with_extension(ending))
        .find(|sibling| sibling.is_file())
}

/// What a small sibling says, if it is there.
fn words(path: &Path, ending: &str) -> Option<String> {
    let sibling = sibling(path, ending)?;
    if fs::metadata(&sibling).ok()?.len() > MOST_SIBLING_BYTES {
        return None;
    }
    let text = String::from_utf8_lossy(&fs::read(sibling).ok()?).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The shapes, one after the other; by an index, so that a broken one costs itself.
struct Shapes {
    reader: ShapeReader<BufReader<File>>,
    count: usize,
    read: usize,
}

impl Shapes {
    fn open(source: &Source) -> Result<Self, IntakeError> {
        let shapes = || source.open().map(BufReader::new);
        let index = sibling(&source.at, "shx").and_then(|path| File::open(path).ok()).map(BufReader::new);
        let beside = match index {
            Some(index) => ShapeReader::with_shx(shapes()?, index).ok(),
            None => None,
        };
        let reader = match beside {
            Some(reader) => reader,
            None => {
                let index = index_of(&mut shapes()?).map_err(|error| source.broke_off(0, &error))?;
                ShapeReader::with_shx(shapes()?, index.as_slice())
                    .map_err(|error| source.damaged(0, format!("the .shp can't be read: {error}")))?
            }
        };
        Ok(Self { count: reader.shape_count().unwrap_or_default(), reader, read: 0 })
    }

    fn next(&mut self) -> Option<Result<Option<Shape>, shapefile::Error>> {
        if self.read == self.count {
            return None;
        }
        let next = self.reader.read_nth_shape(self.read);
        self.read += 1;
        next.map(|shape| shape.map(as_shape))
    }
}

/// The index of a `.shp` that has none beside it: the same header, then each record's place and length
/// in words of 16 bits. The last record may be cut off, which reading it will tell.
fn index_of(shapes: &mut BufReader<File>) -> io::Result<Vec<u8>> {
    const HEADER_BYTES: usize = 100;
    let mut index = vec![0; HEADER_BYTES];
    shapes.read_exact(&mut index)?;
    let length = shapes.get_ref().metadata()?.len();
    let mut at = HEADER_BYTES as u64;
    while at + 8 <= length {
        let mut record = [0; 8];
        shapes.read_exact(&mut record)?;
        let [_, _, _, _, words @ ..] = record;
        let bytes = u64::from(u32::from_be_bytes(words)) * 2;
        let Ok(place) = u32::try_from(at / 2) else { break };
        index.extend(place.to_be_bytes());
        index.extend(words);
        shapes.seek_relative(i64::try_from(bytes).unwrap_or(i64::MAX))?;
        at += 8 + bytes;
    }
    let words = u32::try_from(index.len() / 2).unwrap_or(u32::MAX);
    index[24..28].copy_from_slice(&words.to_be_bytes());
    Ok(index)
}

fn as_shape(shape: shapefile::Shape) -> Option<Shape> {
    use shapefile::Shape as Esri;
    let point = |x: f64, y: f64| Some(Shape::Point(x, y));
    match shape {
        Esri::NullShape => None,
        Esri::Point(at) => point(at.x, at.y),
        Esri::PointM(at) => point(at.x, at.y),
        Esri::PointZ(at) => point(at.x, at.y),
        Esri::Multipoint(at) => several(at.points()),
        Esri::MultipointM(at) => several(at.points()),
        Esri::MultipointZ(at) => several(at.points()),
        Esri::Polyline(_) | Esri::PolylineM(_) | Esri::PolylineZ(_) => Some(Shape::Other("LineString")),
        Esri::Polygon(polygon) => polygons(&polygon),
        Esri::PolygonM(polygon) => polygons(&polygon),
        Esri::PolygonZ(polygon) => polygons(&polygon),
        Esri::Multipatch(_) => Some(Shape::Other("MultiPatch")),
    }
}

fn several<P: HasXY>(points: &[P]) -> Option<Shape> {
    match points {
        [] => None,
        [at] => Some(Shape::Point(at.x(), at.y())),
        _ => Some(Shape::Other("MultiPoint")),
    }
}

/// Rings lie loose in a shapefile, the way they turn tells outlines from holes: each hole goes to the
/// outline that it lies in, mostly the one before it.
fn polygons<P: HasXY>(polygon: &GenericPolygon<P>) -> Option<Shape> {
    let mut parts: Rings = Vec::new();
    for ring in polygon.rings() {
        let is_hole = matches!(ring, PolygonRing::Inner(_));
        let ring: Vec<Coord<f64>> = ring.points().iter().map(|at| Coord { x: at.x(), y: at.y() }).collect();
        let Some(first) = ring.first().copied() else { continue };
        let holds = |part: &&mut Vec<Vec<Coord<f64>>>| {
            let outline = Polygon::new(LineString(part[0].clone()), Vec::new());
            outline.contains(&first)
        };
        match (is_hole, parts.len()) {
            // What turns like a hole but has nothing around it is an outline that turns the wrong way.
            (false, _) | (true, 0) => parts.push(vec![ring]),
            (true, 1) => parts[0].push(ring),
            (true, _) => match parts.iter_mut().rev().find(holds) {
                Some(part) => part.push(ring),
                None => parts.push(vec![ring]),
            },
        }
    }
    (!parts.is_empty()).then_some(Shape::Polygons(parts))
}
