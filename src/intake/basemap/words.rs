//! What a thing on a map is, by the words of those who drew it: OpenStreetMap's tags, and the layers and
//! classes of vector tiles (OpenMapTiles, Shortbread, Mapbox Streets) and of exports of them.

use crate::spatial::{LandUse, RoadClass};

/// What of a base map a feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Street(RoadClass),
    Railway,
    Waterway,
    Water,
    Land(LandUse),
    Building,
}

/// The value of a key of a feature.
pub(super) trait Words {
    /// The text under this key; none where there is none, or something else.
    fn word(&self, key: &str) -> Option<&str>;
}

impl Words for serde_json::Map<String, serde_json::Value> {
    fn word(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }
}

impl Words for Vec<(&str, &str)> {
    fn word(&self, key: &str) -> Option<&str> {
        self.iter().find(|(k, _)| *k == key).map(|(_, value)| *value)
    }
}

/// The keys under which names stand, Chinese first.
const NAMES: [&str; 6] = ["name:zh-Hans", "name:zh", "name_zh", "name:zh-CN", "name", "NAME"];
/// The keys under which layers say what a thing is.
const KINDS: [&str; 5] = ["class", "kind", "type", "fclass", "subclass"];

/// A feature's name: Chinese where there is one.
pub(super) fn name(words: &impl Words) -> Option<&str> {
    NAMES.iter().filter_map(|key| words.word(key)).map(str::trim).find(|name| !name.is_empty())
}

/// What a feature is; none for what a base map doesn't draw.
pub(super) fn classify(layer: &str, words: &impl Words) -> Option<Class> {
    by_tags(words).or_else(|| by_layer(&layer.to_lowercase(), words))
}

/// By OpenStreetMap's tags.
fn by_tags(words: &impl Words) -> Option<Class> {
    if let Some(street) = words.word("highway").and_then(street) {
        return Some(Class::Street(street));
    }
    if words.word("railway").is_some_and(is_rail) {
        return Some(Class::Railway);
    }
    match words.word("waterway") {
        Some("riverbank" | "dock") => return Some(Class::Water),
        Some("river" | "stream" | "canal" | "drain" | "ditch") => return Some(Class::Waterway),
        _ => {}
    }
    if words.word("building").is_some_and(|word| word != "no") {
        return Some(Class::Building);
    }
    let is_water = |key, is: &[&str]| words.word(key).is_some_and(|word| is.contains(&word));
    if is_water("natural", &["water", "bay"]) || is_water("landuse", &["reservoir", "basin"]) {
        return Some(Class::Water);
    }
    let uses = ["landuse", "natural", "leisure"].into_iter().filter_map(|key| words.word(key));
    land(uses)
}

/// What is drawn where any of the words says so.
fn land<'a>(words: impl Iterator<Item = &'a str>) -> Option<Class> {
    let mut any = false;
    for word in words {
        any = true;
        let used_for = LandUse::parse(word);
        if used_for != LandUse::Other {
            return Some(Class::Land(used_for));
        }
    }
    any.then_some(Class::Land(LandUse::Other))
}

/// By the layer's name and what the layer says of its kinds.
fn by_layer(layer: &str, words: &impl Words) -> Option<Class> {
    let mut kinds = KINDS.iter().filter_map(|key| words.word(key));
    match layer {
        "road"
        | "roads"
        | "street"
        | "streets"
        | "highway"
        | "highways"
        | "transportation"
        | "road_label"
        | "transportation_name"
        | "street_labels" => match kinds.next() {
            Some(word) if is_rail(word) => Some(Class::Railway),
            Some(word) => street(word).map(Class::Street),
            None => Some(Class::Street(RoadClass::Minor)),
        },
        "rail" | "rails" | "railway" | "railways" => Some(Class::Railway),
        "water" | "water_areas" | "water_polygons" | "ocean" | "lakes" | "rivers_areas" => Some(Class::Water),
        "waterway" | "waterways" | "water_lines" | "rivers" | "streams" => Some(Class::Waterway),
        "building" | "buildings" => Some(Class::Building),
        "park" | "parks" => Some(Class::Land(LandUse::Green)),
        "landuse" | "landcover" | "land" | "landuse_overlay" | "sites" => land(kinds),
        _ => None,
    }
}

/// A street's class by any of the words that are used for it; none for what no car, bicycle or foot goes on
/// yet or any more, and for what is no street.
fn street(word: &str) -> Option<RoadClass> {
    Some(match word {
        "motorway" | "trunk" | "expressway" => RoadClass::Expressway,
        "motorway_link" | "trunk_link" | "primary" | "primary_link" => RoadClass::Primary,
        "secondary" | "secondary_link" | "tertiary" | "tertiary_link" | "main" | "link" => RoadClass::Secondary,
        "unclassified" | "residential" | "living_street" | "service" | "road" | "street" | "street_limited"
        | "minor" | "minor_road" | "busway" | "raceway" => RoadClass::Minor,
        "path" | "footway" | "pedestrian" | "track" | "cycleway" | "steps" | "bridleway" => RoadClass::Path,
        _ => return None,
    })
}

fn is_rail(word: &str) -> bool {
    matches!(
        word,
        "rail" | "light_rail" | "tram" | "narrow_gauge" | "monorail" | "major_rail" | "minor_rail" | "transit"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(layer: &str, words: &[(&str, &str)]) -> Option<Class> {
        classify(layer, &words.to_vec())
    }

    #[test]
    fn the_words_of_many_say_the_same() {
        let expressway = Some(Class::Street(RoadClass::Expressway));
        assert_eq!(is("", &[("highway", "motorway")]), expressway);
        assert_eq!(is("roads", &[("class", "expressway")]), expressway);
        assert_eq!(is("transportation", &[("class", "trunk")]), expressway);
        assert_eq!(is("Streets", &[("kind", "motorway")]), expressway);
        assert_eq!(is("road", &[("class", "major_rail"), ("type", "rail")]), Some(Class::Railway));
        assert_eq!(is("transportation", &[("class", "ferry")]), None);
        assert_eq!(is("", &[("highway", "construction")]), None);
        assert_eq!(is("", &[("railway", "abandoned")]), None);
        assert_eq!(is("landcover", &[("class", "grass"), ("subclass", "park")]), Some(Class::Land(LandUse::Green)));
        assert_eq!(is("landuse", &[("class", "industrial")]), Some(Class::Land(LandUse::Other)));
        assert_eq!(is("", &[("landuse", "greenhouse_horticulture")]), Some(Class::Land(LandUse::Glass)));
        assert_eq!(is("", &[("natural", "water"), ("water", "lake")]), Some(Class::Water));
        assert_eq!(is("", &[("waterway", "riverbank")]), Some(Class::Water));
        assert_eq!(is("", &[("waterway", "river")]), Some(Class::Waterway));
        assert_eq!(is("", &[("building", "no")]), None);
        assert_eq!(is("poi_label", &[("name", "x")]), None);
        assert_eq!(is("water_areas", &[]), Some(Class::Water));
    }

    #[test]
    fn chinese_names_come_first_and_empty_ones_are_none() {
        assert_eq!(name(&vec![("name", "Shennan Blvd"), ("name:zh", "深南大道")]), Some("深南大道"));
        assert_eq!(name(&vec![("name", "深南大道"), ("name:en", "Shennan Blvd")]), Some("深南大道"));
        assert_eq!(name(&vec![("name:zh", "  "), ("name", "景田路")]), Some("景田路"));
        assert_eq!(name(&vec![("name", "")]), None);
    }
}
