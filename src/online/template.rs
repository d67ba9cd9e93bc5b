//! Addresses of tiles: XYZ templates as everybody writes them, WMTS as RESTful templates and as key-value pairs.

use super::OnlineError;
use crate::fetch::escaped;
use crate::spatial::TileId;

/// An address with places for a tile's numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    parts: Vec<Part>,
    /// The server's name, for sentences.
    pub(super) host: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Zoom,
    Column,
    Row,
    /// The row as TMS counts it.
    RowFromSouth,
    /// One of several servers that have the same.
    Server(Vec<String>),
    Key,
}

impl Template {
    /// The template of an address.
    ///
    /// # Errors
    /// A sentence for an address that is none of a web Mercator tile.
    pub(super) fn parse(url: &str) -> Result<Self, OnlineError> {
        let wrong = |what: &str| OnlineError::Template { what: what.to_owned(), url: url.to_owned() };
        let lower = url.to_ascii_lowercase();
        if !(lower.starts_with("http://") || lower.starts_with("https://")) {
            return Err(wrong("the address of tiles begins with https:// or http://"));
        }
        if url.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(wrong("the address of tiles has no spaces"));
        }
        if lower.contains("request=getcapabilities") {
            return Err(wrong("this is the service's description, name the address of its tiles (REQUEST=GetTile)"));
        }
        if in_degrees(&lower) {
            return Err(wrong(
                "these tiles are cut in degrees, take the service's web Mercator ones (Tianditu: _w instead of _c)",
            ));
        }
        let mut parts = parts(url).map_err(|what| wrong(&what))?;
        let is_kvp = lower.contains("service=wmts") || lower.contains("request=gettile");
        if is_kvp && !parts.iter().any(|part| matches!(part, Part::Zoom | Part::Column | Part::Row)) {
            for (name, part) in [("&TILEMATRIX=", Part::Zoom), ("&TILEROW=", Part::Row), ("&TILECOL=", Part::Column)] {
                parts.extend([Part::Text(name.to_owned()), part]);
            }
        }
        let has = |wanted: &[Part]| parts.iter().any(|part| wanted.contains(part));
        if !(has(&[Part::Zoom]) && has(&[Part::Column]) && has(&[Part::Row, Part::RowFromSouth])) {
            return Err(wrong("the address must say where the tile's numbers go: {z}, {x} and {y} (or {-y})"));
        }
        let mut template = Self { parts, host: String::new() };
        let sample = template.url(TileId { zoom: 0, x: 0, y: 0 }, None);
        let parsed = reqwest::Url::parse(&sample).map_err(|why| wrong(&format!("this is no address ({why})")))?;
        template.host = match (parsed.host_str(), parsed.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => return Err(wrong("the address names no server")),
        };
        Ok(template)
    }

    /// Whether it wants a key.
    pub(super) fn wants_key(&self) -> bool {
        self.parts.contains(&Part::Key)
    }

    /// A tile's address.
    pub(super) fn url(&self, tile: TileId, key: Option<&str>) -> String {
        let mut url = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => url.push_str(text),
                Part::Zoom => url.push_str(&tile.zoom.to_string()),
                Part::Column => url.push_str(&tile.x.to_string()),
                Part::Row => url.push_str(&tile.y.to_string()),
                Part::RowFromSouth => url.push_str(&tile.tms_row().to_string()),
                // The same tile always from the same server: others keep copies, too.
                Part::Server(names) => url.push_str(&names[(tile.x + tile.y) as usize % names.len()]),
                Part::Key => url.extend(key.unwrap_or_default().bytes().map(escaped)),
            }
        }
        url
    }
}

/// Whether the address says that its tiles are cut in degrees.
fn in_degrees(lower: &str) -> bool {
    let (path, query) = lower.split_once('?').unwrap_or((lower, ""));
    let tianditu = path.contains("tianditu") && path.split('/').any(|part| part.ends_with("_c"));
    let of_set = query.split('&').filter_map(|pair| pair.strip_prefix("tilematrixset="));
    tianditu
        || of_set
            .into_iter()
            .any(|set| set == "c" || set.contains("4326") || set.contains("4490") || set.contains("crs84"))
}

fn parts(url: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = url;
    while let Some(open) = rest.find('{') {
        if rest[..open].contains('}') {
            break;
        }
        let close = rest[open..].find('}').ok_or("a { in the address is never closed")? + open;
        if open > 0 {
            parts.push(Part::Text(rest[..open].to_owned()));
        }
        parts.push(part(&rest[open + 1..close])?);
        rest = &rest[close + 1..];
    }
    if rest.contains('}') {
        return Err("a } in the address was never opened".to_owned());
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    Ok(parts)
}

fn part(name: &str) -> Result<Part, String> {
    let unknown = || {
        format!("nobody knows what {{{name}}} in the address means ({{z}} {{x}} {{y}} {{-y}} {{s}} {{key}} are known)")
    };
    Ok(match name.to_ascii_lowercase().as_str() {
        "z" | "zoom" | "tilematrix" => Part::Zoom,
        "x" | "tilecol" => Part::Column,
        "y" | "tilerow" => Part::Row,
        "-y" => Part::RowFromSouth,
        "s" => Part::Server(["a", "b", "c"].map(str::to_owned).to_vec()),
        "key" | "tk" | "apikey" | "token" => Part::Key,
        "style" => Part::Text("default".to_owned()),
        "r" => Part::Text(String::new()),
        "tilematrixset" => {
            return Err("write the name of the service's web Mercator set in place of {TileMatrixSet} (often w, GoogleMapsCompatible or EPSG:3857)".to_owned());
        }
        other => Part::Server(servers(other).ok_or_else(unknown)?),
    })
}

/// `a-c`, `0-7`, `switch:a,b,c`.
fn servers(name: &str) -> Option<Vec<String>> {
    if let Some(names) = name.strip_prefix("switch:") {
        let names: Vec<String> =
            names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        return (!names.is_empty()).then_some(names);
    }
    let (first, last) = name.split_once('-')?;
    let (first, last) = (single(first)?, single(last)?);
    let alike = first.is_ascii_digit() == last.is_ascii_digit();
    (alike && first <= last).then(|| (first..=last).map(String::from).collect())
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|c| c.is_ascii_alphanumeric() && chars.next().is_none())
}

/// The names under which services want their keys.
const KEY_NAMES: [&str; 6] = ["tk", "key", "apikey", "api_key", "access_token", "token"];

/// An address, and the key that somebody wrote into it: that is kept apart, so that no sentence ever shows it.
pub(super) fn without_key(url: &str) -> (String, Option<String>) {
    let Some((before, query)) = url.split_once('?') else { return (url.to_owned(), None) };
    let mut key = None;
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value))
            if KEY_NAMES.contains(&name.to_ascii_lowercase().as_str()) && !value.is_empty() && !value.contains('{') =>
        {
            key = Some(value.to_owned());
            format!("{name}={{key}}")
        }
        _ => pair.to_owned(),
    });
    let query = pairs.collect::<Vec<_>>().join("&");
    (format!("{before}?{query}"), key)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn url(template: &str) -> String {
        Template::parse(template).unwrap().url(TileId::new(12, 3372, 1552).unwrap(), Some("a b&c"))
    }

    #[test]
    fn templates_of_all_spellings_are_filled_in() {
        for (template, filled) in [
            ("https://tile.example.org/{z}/{x}/{y}.png", "https://tile.example.org/12/3372/1552.png"),
            ("http://h:81/{z}/{x}/{-y}.jpg", "http://h:81/12/3372/2543.jpg"),
            ("https://{s}.h/{z}/{x}/{y}{r}.png", "https://b.h/12/3372/1552.png"),
            ("https://t{0-7}.h/{z}/{x}/{y}?tk={key}", "https://t4.h/12/3372/1552?tk=a%20b%26c"),
            ("https://{switch:u,v}.h/{z}/{y}/{x}", "https://u.h/12/1552/3372"),
            (
                "https://h/wmts/img/{Style}/w/{TileMatrix}/{TileRow}/{TileCol}.png",
                "https://h/wmts/img/default/w/12/1552/3372.png",
            ),
            (
                "https://t0.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}",
                "https://t0.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX=12&TILEROW=1552&TILECOL=3372&tk=a%20b%26c",
            ),
            (
                "https://h/wmts?service=WMTS&request=GetTile&layer=img&tilematrixset=w",
                "https://h/wmts?service=WMTS&request=GetTile&layer=img&tilematrixset=w&TILEMATRIX=12&TILEROW=1552&TILECOL=3372",
            ),
        ] {
            assert_eq!(url(template), filled);
        }
        assert!(Template::parse("https://h/{z}/{x}/{y}?tk={key}").unwrap().wants_key());
        assert_eq!(Template::parse("http://h:81/{z}/{x}/{y}").unwrap().host, "h:81");
    }

    #[test]
    fn addresses_that_are_no_template_say_why() {
        for (template, why) in [
            ("ftp://h/{z}/{x}/{y}", "begins with https://"),
            ("https://h/{z}/{x}.png", "{z}, {x} and {y}"),
            ("https://h/{z}/{x}/{y}/{q}", "nobody knows what {q}"),
            ("https://h/{z}/{x}/{y", "never closed"),
            ("https://h/z}/{x}/{y}", "never opened"),
            ("https://h/{z}/{x}/{y} .png", "no spaces"),
            ("https://h/{TileMatrixSet}/{z}/{x}/{y}", "in place of {TileMatrixSet}"),
            ("https://h/wmts?SERVICE=WMTS&REQUEST=GetCapabilities", "the service's description"),
            ("https://t0.tianditu.gov.cn/vec_c/wmts?LAYER=vec&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}", "in degrees"),
            ("https://h/wmts?TILEMATRIXSET=EPSG:4326&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}", "in degrees"),
        ] {
            let sentence = Template::parse(template).unwrap_err().to_string();
            assert!(sentence.contains(why) && sentence.ends_with(&format!(": {template}")), "{sentence}");
        }
    }

    #[test]
    fn a_key_in_the_address_is_taken_out_of_it() {
        let (template, key) = without_key("https://h/{z}/{x}/{y}?a=1&tk=secret");
        assert_eq!((template.as_str(), key.as_deref()), ("https://h/{z}/{x}/{y}?a=1&tk={key}", Some("secret")));
        assert_eq!(without_key("https://h/{z}?tk={tk}"), ("https://h/{z}?tk={tk}".to_owned(), None));
        assert_eq!(without_key("https://h/{z}").1, None);
    }
}
