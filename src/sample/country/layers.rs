//! The layers of a base map while it is made.

use super::super::SampleError;
use super::super::maps::{self, Feature, MapLayer, Properties};
use super::super::plane::Origin;
use super::super::plane::{Spot, push_degrees};
use super::lines::{self, At};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Features by layer.
#[derive(Default)]
pub(in super::super) struct Layers(pub(super) BTreeMap<MapLayer, Vec<Feature>>);

impl Layers {
    /// Layers of the base map that the program carries.
    pub(in super::super) fn shipped(layers: &[MapLayer]) -> Result<Self, SampleError> {
        layers.iter().copied().map(|layer| Ok((layer, maps::read(layer)?))).collect::<Result<_, _>>().map(Self)
    }

    /// The features of a layer.
    pub(in super::super) fn of(&self, layer: MapLayer) -> &[Feature] {
        self.0.get(&layer).map_or(&[], Vec::as_slice)
    }

    pub(super) fn add(&mut self, layer: MapLayer, feature: Feature) {
        self.0.entry(layer).or_default().push(feature);
    }

    /// Adds a made line or ring with its class and name.
    pub(super) fn put(&mut self, layer: MapLayer, class: &str, name: &str, path: &[At]) {
        let properties = Properties {
            class: class.to_owned(),
            name: (!name.is_empty()).then(|| name.to_owned()),
            made: 1,
            ..Properties::default()
        };
        self.put_with(layer, properties, path);
    }

    pub(super) fn put_with(&mut self, layer: MapLayer, properties: Properties, path: &[At]) {
        let mut path: Vec<Spot> = path.iter().map(|&at| lines::spot(at)).collect();
        path.dedup();
        let least = if layer.is_lines() { 2 } else { 4 };
        if path.len() >= least || layer == MapLayer::Settlements {
            self.add(layer, Feature { properties, paths: vec![path] });
        }
    }

    /// Adds a made building.
    pub(super) fn build(&mut self, levels: u32, ring: &[At]) {
        self.put_with(MapLayer::Buildings, Properties { levels: Some(levels), made: 1, ..Properties::default() }, ring);
    }

    /// Moves every position: mirrors and quarter turns make another county's seat out of the same streets.
    pub(super) fn turn(&mut self, turned: impl Fn(Spot) -> Spot) {
        for feature in self.0.values_mut().flatten() {
            feature.paths.iter_mut().flatten().for_each(|spot| *spot = turned(*spot));
        }
    }

    /// Gives everything but settlements another name.
    pub(super) fn rename(&mut self, renamed: impl Fn(&str) -> String) {
        let layers = self.0.iter_mut().filter(|(layer, _)| **layer != MapLayer::Settlements);
        for name in layers.flat_map(|(_, features)| features).filter_map(|f| f.properties.name.as_mut()) {
            *name = renamed(name);
        }
    }

    /// A layer as GeoJSON.
    pub(in super::super) fn geojson(&self, layer: MapLayer, origin: Origin) -> String {
        let mut out = String::with_capacity(1 << 20);
        out.push_str("{\"type\":\"FeatureCollection\",\"features\":[");
        for (nth, feature) in self.of(layer).iter().enumerate() {
            out.push_str(if nth == 0 { "\n" } else { ",\n" });
            write_feature(&mut out, layer, feature, origin);
        }
        out.push_str("\n]}\n");
        out
    }
}

fn write_feature(out: &mut String, layer: MapLayer, feature: &Feature, origin: Origin) {
    out.push_str("{\"type\":\"Feature\",\"properties\":{");
    let Properties { class, name, levels, service, made } = &feature.properties;
    let mut parts: Vec<String> = Vec::new();
    if !class.is_empty() {
        parts.push(format!("\"class\":\"{class}\""));
    }
    parts.extend(name.iter().map(|name| format!("\"name\":\"{name}\"")));
    parts.extend(levels.iter().map(|levels| format!("\"levels\":{levels}")));
    for (key, flag) in [("service", service), ("made", made)] {
        if *flag != 0 {
            parts.push(format!("\"{key}\":{flag}"));
        }
    }
    let (kind, open, close) = match layer {
        MapLayer::Settlements => ("Point", "", ""),
        _ if layer.is_lines() => ("LineString", "[", "]"),
        _ => ("Polygon", "[[", "]]"),
    };
    let _ = write!(out, "{}}},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{open}", parts.join(","));
    for (nth, path) in feature.paths.iter().enumerate() {
        if nth > 0 {
            out.push_str("],[");
        }
        for (nth, &spot) in path.iter().enumerate() {
            let (lon_e6, lat_e6) = origin.degrees_e6(spot);
            out.push_str(if nth == 0 { "[" } else { ",[" });
            push_degrees(out, lon_e6);
            out.push(',');
            push_degrees(out, lat_e6);
            out.push(']');
        }
    }
    let _ = write!(out, "{close}}}}}");
}
