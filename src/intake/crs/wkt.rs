//! Well-known text, 1 (OGC's and ESRI's) and 2, as far as files of offices declare systems in it.

use super::Crs;
use super::definition::{BEIJING_1954, CGCS2000, XIAN_1980};
use std::fmt::Write;

/// Deeper than this nobody nests: what does is no declaration.
const DEEPEST: usize = 24;

/// `NAME[…]` with what stands between the brackets.
#[derive(Debug)]
struct Node {
    name: String,
    items: Vec<Item>,
}

#[derive(Debug)]
enum Item {
    Text(String),
    Number(f64),
    Node(Node),
}

/// The system that the text describes: by its number where it says one, else by its parts; none if
/// it can't be read or has a projection that isn't known.
pub(super) fn read(text: &str) -> Option<Crs> {
    let mut rest = text;
    let root = node(&mut rest, 0)?;
    of_system(&root)
}

fn of_system(root: &Node) -> Option<Crs> {
    if let Some(crs) = root.epsg().and_then(Crs::of_epsg) {
        return Some(crs);
    }
    match root.name.as_str() {
        "COMPD_CS" | "COMPOUNDCRS" => root.nodes().find_map(of_system),
        "BOUNDCRS" => of_system(root.child(&["SOURCECRS"])?.nodes().next()?),
        "GEOGCS" | "GEOGCRS" | "GEODCRS" | "GEODETICCRS" | "GEOGRAPHICCRS" => of_degrees(root),
        "PROJCS" | "PROJCRS" | "PROJECTEDCRS" => of_projection(root),
        _ => None,
    }
}

/// Degrees on the datum that the text names.
fn of_degrees(system: &Node) -> Option<Crs> {
    let name = system.title();
    Some(match Datum::of(system)? {
        Datum::Wgs84 => Crs::Wgs84,
        Datum::Cgcs2000 => Crs::Cgcs2000,
        Datum::Xian1980 => Crs::Epsg(4610),
        Datum::Beijing1954 => Crs::Epsg(4214),
        Datum::Other(words) => Crs::Declared { name, definition: format!("+proj=longlat {words} +no_defs") },
    })
}

enum Datum {
    Wgs84,
    Cgcs2000,
    Xian1980,
    Beijing1954,
    /// In PROJ's words.
    Other(String),
}

impl Datum {
    /// By the names that the system, its datum and its ellipsoid go by; else by the ellipsoid's numbers.
    fn of(system: &Node) -> Option<Self> {
        let datum = system.child(&["DATUM", "GEODETICDATUM", "ENSEMBLE", "TRF"])?;
        let ellipsoid = datum.child(&["SPHEROID", "ELLIPSOID"])?;
        let names = plain(&format!("{} {} {}", system.title(), datum.title(), ellipsoid.title()));
        let named = |words: &[&str]| words.iter().any(|word| names.contains(word));
        if named(&["china2000", "cgcs2000", "chinageodeticcoordinatesystem2000"]) {
            return Some(Self::Cgcs2000);
        }
        if named(&["wgs1984", "wgs84", "worldgeodeticsystem1984"]) {
            return Some(Self::Wgs84);
        }
        if named(&["xian1980", "xian80"]) {
            return Some(Self::Xian1980);
        }
        if named(&["newbeijing"]) {
            return Some(Self::Other("+ellps=krass".to_owned()));
        }
        if named(&["beijing1954", "beijing54"]) {
            return Some(Self::Beijing1954);
        }
        if named(&["northamerican1983", "northamericandatum1983", "nad83"]) {
            return Some(Self::Other("+datum=NAD83".to_owned()));
        }
        let numbers: Vec<f64> = ellipsoid.numbers().collect();
        let [a_m, flattening, ..] = numbers[..] else { return None };
        let mut words =
            if flattening == 0.0 { format!("+a={a_m} +b={a_m}") } else { format!("+a={a_m} +rf={flattening}") };
        if let Some(shift) = datum.child(&["TOWGS84"]) {
            let numbers: Vec<String> = shift.numbers().map(|number| number.to_string()).collect();
            write!(words, " +towgs84={}", numbers.join(",")).ok()?;
        }
        Some(Self::Other(words))
    }

    fn words(&self) -> &str {
        match self {
            Self::Wgs84 => "+datum=WGS84",
            Self::Cgcs2000 => CGCS2000,
            Self::Xian1980 => XIAN_1980,
            Self::Beijing1954 => BEIJING_1954,
            Self::Other(words) => words,
        }
    }
}

/// A projection's parameters, as either text spells them, and PROJ's names for them; whether they
/// are lengths in the system's unit.
const PARAMETERS: [(&[&str], &str, bool); 7] = [
    (&["centralmeridian", "longitudeofnaturalorigin", "longitudeoffalseorigin", "longitudeofcenter"], "lon_0", false),
    (&["latitudeoforigin", "latitudeofnaturalorigin", "latitudeoffalseorigin", "latitudeofcenter"], "lat_0", false),
    (&["scalefactor", "scalefactoratnaturalorigin"], "k", false),
    (&["standardparallel1", "latitudeof1ststandardparallel"], "lat_1", false),
    (&["standardparallel2", "latitudeof2ndstandardparallel"], "lat_2", false),
    (&["falseeasting", "eastingatfalseorigin"], "x_0", true),
    (&["falsenorthing", "northingatfalseorigin"], "y_0", true),
];

fn of_projection(system: &Node) -> Option<Crs> {
    let base = system.child(&["GEOGCS", "BASEGEOGCRS", "BASEGEODCRS", "GEOGCRS"])?;
    let conversion = system.child(&["CONVERSION"]);
    let method = conversion.unwrap_or(system).child(&["PROJECTION", "METHOD"])?;
    let method = plain(&method.title());
    if method.contains("auxiliarysphere") || method.contains("pseudomercator") {
        return Some(Crs::Epsg(3857));
    }
    let projection = [
        ("transversemercator", "tmerc"),
        ("gausskruger", "tmerc"),
        ("gausskrueger", "tmerc"),
        ("lambertconformalconic", "lcc"),
        ("lambertconicconformal", "lcc"),
        ("albers", "aea"),
        ("mercator", "merc"),
    ];
    let (_, projection) = projection.into_iter().find(|(name, _)| method.starts_with(name))?;
    let unit_m = system.unit_m().unwrap_or(1.0);
    let mut definition = format!("+proj={projection}");
    for parameter in conversion.unwrap_or(system).nodes().filter(|node| node.name == "PARAMETER") {
        let (name, value) = (plain(&parameter.title()), parameter.numbers().next()?);
        if let Some((_, key, is_length)) = PARAMETERS.iter().find(|(names, ..)| names.contains(&name.as_str())) {
            let value = if *is_length { value * unit_m } else { value };
            write!(definition, " +{key}={value}").ok()?;
        }
    }
    write!(definition, " {} +to_meter={unit_m} +no_defs", Datum::of(base)?.words()).ok()?;
    Some(Crs::Declared { name: system.title(), definition })
}

impl Node {
    fn nodes(&self) -> impl Iterator<Item = &Self> {
        self.items.iter().filter_map(|item| if let Item::Node(node) = item { Some(node) } else { None })
    }

    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.items.iter().filter_map(|item| if let Item::Number(number) = item { Some(*number) } else { None })
    }

    fn child(&self, names: &[&str]) -> Option<&Self> {
        self.nodes().find(|node| names.contains(&node.name.as_str()))
    }

    /// What it is called.
    fn title(&self) -> String {
        match self.items.first() {
            Some(Item::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// Its number in the EPSG's register: its own, not that of its parts.
    fn epsg(&self) -> Option<u32> {
        let own = self.child(&["AUTHORITY", "ID"])?;
        let [Item::Text(register), number, ..] = own.items.as_slice() else { return None };
        if !register.eq_ignore_ascii_case("EPSG") {
            return None;
        }
        match number {
            Item::Text(text) => text.trim().parse().ok(),
            Item::Number(number) => Some(*number as u32),
            Item::Node(_) => None,
        }
    }

    /// The metres in its unit of length: its own, or in text 2 its axes'.
    fn unit_m(&self) -> Option<f64> {
        let unit = |node: &Self| node.child(&["UNIT", "LENGTHUNIT"]).and_then(|unit| unit.numbers().next());
        unit(self).or_else(|| self.child(&["AXIS"]).and_then(unit)).filter(|unit| unit.is_finite() && *unit > 0.0)
    }
}

/// A name as it is compared: letters and digits only, lower case.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

fn node(rest: &mut &str, depth: usize) -> Option<Node> {
    if depth > DEEPEST {
        return None;
    }
    let open = rest.find(['[', '('])?;
    let name = rest[..open].trim().to_ascii_uppercase();
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') || name.is_empty() {
        return None;
    }
    *rest = &rest[open + 1..];
    let mut items = Vec::new();
    loop {
        items.push(item(rest, depth)?);
        *rest = rest.trim_start();
        let end = rest.chars().next()?;
        *rest = &rest[end.len_utf8()..];
        match end {
            ',' => {}
            ']' | ')' => return Some(Node { name, items }),
            _ => return None,
        }
    }
}

fn item(rest: &mut &str, depth: usize) -> Option<Item> {
    *rest = rest.trim_start();
    if let Some(quoted) = rest.strip_prefix('"') {
        let end = quoted.find('"')?;
        *rest = &quoted[end + 1..];
        return Some(Item::Text(quoted[..end].to_owned()));
    }
    let end = rest.find(['[', '(', ']', ')', ','])?;
    if rest[end..].starts_with(['[', '(']) {
        return node(rest, depth + 1).map(Item::Node);
    }
    let word = rest[..end].trim();
    *rest = &rest[end..];
    Some(word.parse().map_or_else(|_| Item::Text(word.to_owned()), Item::Number))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const ESRI_GK: &str = r#"PROJCS["CGCS2000_3_Degree_GK_CM_117E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

    #[test]
    fn degrees_are_known_by_name() {
        let geographic = |name: &str, datum: &str, a: f64, rf: f64| {
            read(&format!(
                r#"GEOGCS["{name}",DATUM["{datum}",SPHEROID["S",{a},{rf}]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#
            ))
        };
        assert_eq!(geographic("GCS_WGS_1984", "D_WGS_1984", 6378137.0, 298.257223563), Some(Crs::Wgs84));
        let china = geographic("GCS_China_Geodetic_Coordinate_System_2000", "D_China_2000", 6378137.0, 298.257222101);
        assert_eq!(china, Some(Crs::Cgcs2000));
        assert_eq!(geographic("GCS_Xian_1980", "D_Xian_1980", 6378140.0, 298.257), Some(Crs::Epsg(4610)));
        assert_eq!(geographic("GCS_Beijing_1954", "D_Beijing_1954", 6378245.0, 298.3), Some(Crs::Epsg(4214)));
        let other = geographic("GCS_Bessel", "D_Bessel", 6377397.155, 299.1528128).unwrap();
        assert!(
            matches!(&other, Crs::Declared { name, definition } if name == "GCS_Bessel" && definition.contains("+rf=299"))
        );
    }

    #[test]
    fn projections_are_put_together_from_their_parts() {
        let gk = read(ESRI_GK).unwrap();
        assert_eq!(gk.name(), "CGCS2000_3_Degree_GK_CM_117E");
        assert!(gk.agrees_with(&Crs::Epsg(4548)) && !gk.agrees_with(&Crs::Epsg(4549)));
        let two = r#"PROJCRS["mine",BASEGEOGCRS["CGCS2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101,LENGTHUNIT["metre",1]]]],CONVERSION["GK",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0],PARAMETER["Longitude of natural origin",117],PARAMETER["Scale factor at natural origin",1],PARAMETER["False easting",500000],PARAMETER["False northing",0]],CS[Cartesian,2],AXIS["(E)",east,ORDER[1],LENGTHUNIT["metre",1]],AXIS["(N)",north]]"#;
        assert!(read(two).unwrap().agrees_with(&Crs::Epsg(4548)));
        let feet = r#"PROJCS["NAD83 / Illinois East (ftUS)",GEOGCS["NAD83",DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101]]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",36.66666666666666],PARAMETER["central_meridian",-88.33333333333333],PARAMETER["scale_factor",0.999975],PARAMETER["false_easting",984250.0],PARAMETER["false_northing",0],UNIT["US survey foot",0.3048006096012192]]"#;
        let at = read(feet).unwrap().converter().unwrap().place(1_165_166.0, 1_872_509.0).unwrap();
        let by_number = Crs::Epsg(3435).converter().unwrap().place(1_165_166.0, 1_872_509.0).unwrap();
        assert!(crate::spatial::distance_m(at, by_number) < 0.1, "{at:?} {by_number:?}");
        let web = r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]],PROJECTION["Mercator_Auxiliary_Sphere"],UNIT["Meter",1.0]]"#;
        assert_eq!(read(web), Some(Crs::Epsg(3857)));
        let numbered =
            r#"COMPD_CS["x",PROJCS["y",GEOGCS["z",AUTHORITY["EPSG","4490"]],AUTHORITY["EPSG","4547"]],VERT_CS["w"]]"#;
        assert_eq!(read(numbered), Some(Crs::Epsg(4547)));
    }

    #[test]
    fn what_is_no_text_of_this_kind_is_none() {
        let deep = "A[".repeat(100_000);
        for bad in ["", "PROJCS", "PROJCS[", "PROJCS[]", "PROJCS[\"x", "[1]", "a b[1]", "GEOGCS[\"x\"]", deep.as_str()]
        {
            assert_eq!(read(bad), None);
        }
        for end in 0..ESRI_GK.len() {
            assert_eq!(read(&ESRI_GK[..end]), None);
        }
    }
}
