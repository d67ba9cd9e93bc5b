//! A GeoPackage's geometry: its own header (OGC 12-128r18, 2.1.3), then well-known binary.
//!
//! The library says whether the binary is whole and what it holds; its numbers are taken here,
//! because the library's own way to them leads through traits of a crate that isn't at hand.

use crate::intake::table::{Rings, Shape};
use ::wkb::reader::{GeometryType, read_wkb};
use geo::Coord;

/// The blob as a shape; none for an empty geometry.
pub(super) fn shape(blob: &[u8]) -> Option<Shape> {
    let broken = |why: &str| Some(Shape::Broken(why.to_owned()));
    let [b'G', b'P', _, flags, rest @ ..] = blob else {
        return broken("no GeoPackage geometry stands there");
    };
    const IS_EMPTY: u8 = 0x10;
    if flags & IS_EMPTY != 0 {
        return None;
    }
    const SYSTEM_BYTES: usize = 4;
    let envelope_bytes = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return broken("the geometry's header is damaged"),
    };
    let Some(binary) = rest.get(SYSTEM_BYTES + envelope_bytes..) else {
        return broken("the geometry is cut off");
    };
    well_known(binary)
}

fn well_known(binary: &[u8]) -> Option<Shape> {
    let kind = match read_wkb(binary) {
        Ok(geometry) => geometry.geometry_type(),
        Err(error) => return Some(Shape::Broken(format!("the geometry can't be read: {error}"))),
    };
    let mut numbers = Numbers { rest: binary, big: false };
    let cut_off = || Some(Shape::Broken("the geometry is cut off".to_owned()));
    match kind {
        GeometryType::Point => match numbers.point() {
            // An empty point is two numbers that are none.
            Some(at) if at.x.is_nan() && at.y.is_nan() => None,
            Some(at) => Some(Shape::Point(at.x, at.y)),
            None => cut_off(),
        },
        GeometryType::MultiPoint => match numbers.several(Numbers::point).as_deref() {
            Some([at]) => Some(Shape::Point(at.x, at.y)),
            Some([]) => None,
            Some(_) => Some(Shape::Other("MultiPoint")),
            None => cut_off(),
        },
        GeometryType::Polygon => numbers.polygon().map_or_else(cut_off, |rings| polygons(vec![rings])),
        GeometryType::MultiPolygon => numbers.several(Numbers::polygon).map_or_else(cut_off, polygons),
        GeometryType::LineString => Some(Shape::Other("LineString")),
        GeometryType::MultiLineString => Some(Shape::Other("MultiLineString")),
        GeometryType::GeometryCollection => Some(Shape::Other("GeometryCollection")),
        _ => Some(Shape::Other("Curve")),
    }
}

fn polygons(parts: Rings) -> Option<Shape> {
    let parts: Rings = parts.into_iter().filter(|rings| !rings.is_empty()).collect();
    (!parts.is_empty()).then_some(Shape::Polygons(parts))
}

/// The numbers of well-known binary, one after the other; none where it ends too early.
struct Numbers<'a> {
    rest: &'a [u8],
    big: bool,
}

impl Numbers<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*bytes)
    }

    fn count(&mut self) -> Option<u32> {
        let bytes = self.bytes()?;
        Some(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    fn float(&mut self) -> Option<f64> {
        let bytes = self.bytes()?;
        Some(if self.big { f64::from_be_bytes(bytes) } else { f64::from_le_bytes(bytes) })
    }

    /// A geometry's beginning: how many numbers its positions have.
    fn begin(&mut self) -> Option<usize> {
        let [order] = self.bytes()?;
        self.big = order == 0;
        let kind = self.count()?;
        const HAS_SYSTEM: u32 = 0x2000_0000;
        if kind & HAS_SYSTEM != 0 {
            self.count()?;
        }
        // Height and measure: by thousands (ISO), or by the upper bits (PostGIS).
        let by_thousands = [2, 3, 3, 4].get((kind & 0x0fff_ffff) as usize / 1000).copied()?;
        Some(by_thousands + ((kind >> 31) & 1) as usize + ((kind >> 30) & 1) as usize)
    }

    fn position(&mut self, numbers: usize) -> Option<Coord<f64>> {
        let at = Coord { x: self.float()?, y: self.float()? };
        for _ in 2..numbers {
            self.float()?;
        }
        Some(at)
    }

    fn point(&mut self) -> Option<Coord<f64>> {
        let numbers = self.begin()?;
        self.position(numbers)
    }

    fn polygon(&mut self) -> Option<Vec<Vec<Coord<f64>>>> {
        let numbers = self.begin()?;
        let rings = self.count()?;
        (0..rings)
            .map(|_| {
                let corners = self.count()?;
                (0..corners).map(|_| self.position(numbers)).collect()
            })
            .collect()
    }

    fn several<T>(&mut self, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.begin()?;
        let count = self.count()?;
        (0..count).map(|_| one(self)).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use ::wkb::Endianness;
    use ::wkb::writer::{WriteOptions, write_geometry};
    use geo::{Geometry, MultiPolygon, Point, polygon};

    fn packed(geometry: &Geometry<f64>, endianness: Endianness, envelope: u8, bytes: usize) -> Vec<u8> {
        let mut blob = vec![b'G', b'P', 0, (envelope << 1) | 1];
        blob.extend(std::iter::repeat_n(0, 4 + bytes));
        write_geometry(&mut blob, geometry, &WriteOptions { endianness }).unwrap();
        blob
    }

    #[test]
    fn what_the_library_writes_is_read() {
        let hole = polygon!(exterior: [(x: 120., y: 30.), (x: 121., y: 30.), (x: 121., y: 31.), (x: 120., y: 30.)],
            interiors: [[(x: 120.5, y: 30.1), (x: 120.6, y: 30.1), (x: 120.6, y: 30.2), (x: 120.5, y: 30.1)]]);
        let rings = vec![vec![hole.exterior().0.clone(), hole.interiors()[0].0.clone()]];
        for (endianness, envelope, bytes) in
            [(Endianness::LittleEndian, 0, 0), (Endianness::BigEndian, 1, 32), (Endianness::LittleEndian, 4, 64)]
        {
            let shape = |geometry: Geometry<f64>| shape(&packed(&geometry, endianness, envelope, bytes));
            assert_eq!(shape(Point::new(120.5, 30.5).into()), Some(Shape::Point(120.5, 30.5)));
            assert_eq!(shape(hole.clone().into()), Some(Shape::Polygons(rings.clone())));
            let two = MultiPolygon(vec![hole.clone(), hole.clone()]);
            assert_eq!(shape(two.into()), Some(Shape::Polygons([rings.clone(), rings.clone()].concat())));
        }
    }

    #[test]
    fn whatever_is_cut_off_is_broken() {
        let blob = packed(&Point::new(1., 2.).into(), Endianness::LittleEndian, 1, 32);
        for length in 0..blob.len() {
            assert!(matches!(shape(&blob[..length]), Some(Shape::Broken(_))), "{length}");
        }
    }
}
