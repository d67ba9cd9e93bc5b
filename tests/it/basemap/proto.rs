//! Just enough of Protocol Buffers to write vector tiles and OSM PBF by hand.

/// A message in the making.
#[derive(Clone, Default)]
pub(super) struct Message(pub(super) Vec<u8>);

pub(super) fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

pub(super) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

impl Message {
    pub(super) fn number(mut self, field: u32, value: u64) -> Self {
        self.0.extend(varint(u64::from(field) << 3));
        self.0.extend(varint(value));
        self
    }

    pub(super) fn bytes(mut self, field: u32, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref();
        self.0.extend(varint(u64::from(field) << 3 | 2));
        self.0.extend(varint(value.len() as u64));
        self.0.extend(value);
        self
    }

    pub(super) fn packed(self, field: u32, values: impl IntoIterator<Item = u64>) -> Self {
        let values: Vec<u8> = values.into_iter().flat_map(varint).collect();
        self.bytes(field, values)
    }
}

/// A geometry of a vector tile: points, lines or rings.
#[derive(Clone)]
pub(super) enum Shape {
    Line(Vec<(i32, i32)>),
    Rings(Vec<Vec<(i32, i32)>>),
}

/// A layer of a vector tile: features with their properties.
pub(super) fn layer(name: &str, extent: u32, features: &[(Shape, &[(&str, &str)])]) -> Message {
    let (mut keys, mut values): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let place = |list: &mut Vec<String>, word: &str| {
        list.iter().position(|known| known == word).unwrap_or_else(|| {
            list.push(word.to_owned());
            list.len() - 1
        }) as u64
    };
    let mut layer = Message::default().bytes(1, name);
    for (shape, properties) in features {
        let tags: Vec<u64> =
            properties.iter().flat_map(|(k, v)| [place(&mut keys, k), place(&mut values, v)]).collect();
        let kind = if matches!(shape, Shape::Line(_)) { 2 } else { 3 };
        let feature = Message::default().packed(2, tags).number(3, kind).packed(4, commands(shape));
        layer = layer.bytes(2, feature.0);
    }
    for key in keys {
        layer = layer.bytes(3, key);
    }
    for value in values {
        layer = layer.bytes(4, Message::default().bytes(1, value).0);
    }
    layer.number(5, u64::from(extent)).number(15, 2)
}

fn commands(shape: &Shape) -> Vec<u64> {
    let mut at = (0, 0);
    let mut out = Vec::new();
    let mut run = |points: &[(i32, i32)], close: bool, out: &mut Vec<u64>| {
        for (k, point) in points.iter().enumerate() {
            match k {
                0 => out.push(1 << 3 | 1),
                1 => out.push((points.len() as u64 - 1) << 3 | 2),
                _ => {}
            }
            out.push(zigzag(i64::from(point.0 - at.0)));
            out.push(zigzag(i64::from(point.1 - at.1)));
            at = *point;
        }
        if close {
            out.push(1 << 3 | 7);
        }
    };
    match shape {
        Shape::Line(points) => run(points, false, &mut out),
        Shape::Rings(rings) => rings.iter().for_each(|ring| run(ring, true, &mut out)),
    }
    out
}

/// A vector tile of layers.
pub(super) fn tile(layers: &[Message]) -> Vec<u8> {
    layers.iter().fold(Message::default(), |tile, layer| tile.bytes(3, &layer.0)).0
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}
