//! A tour's route: scenes in a small text file (TOML), read whole or not at all.

use super::finding::FindingKind;
use super::template;
use crate::domain::{AreaCode, LonLat};
use crate::picture::Indicator;
use crate::seat::{Lang, LayerSet, ZOOM_LIMITS};
use serde::Deserialize;
use thiserror::Error;

/// A scene rests at least so long (VISUAL.md), and at most, seconds.
const SECONDS: std::ops::RangeInclusive<u32> = 8..=600;
const MINUTE_SECS: i64 = 60;

/// Why a route can't be used: one sentence that names the scene.
#[derive(Debug, Error)]
pub enum RouteError {
    /// It is no TOML, or has other fields than a route has.
    #[error("not a route: {0}")]
    NotARoute(String),
    /// It has no scene.
    #[error("a route wants at least one [[scene]]")]
    NoScenes,
    /// One scene says what can't be.
    #[error("scene {place} ({finding}): {what}")]
    Scene {
        /// Which, from 1.
        place: usize,
        /// What it says that it finds.
        finding: String,
        /// What is wrong with it.
        what: String,
    },
}

/// The scenes of a tour, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The scenes.
    pub scenes: Vec<Scene>,
}

/// One scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// What it finds.
    pub finding: FindingKind,
    /// How long it rests, seconds.
    pub seconds: u32,
    /// Where the map goes.
    pub place: ScenePlace,
    /// Which layers show; none: those that show.
    pub layers: Option<LayerSet>,
    /// What the areas' fill tells.
    pub indicator: Option<Indicator>,
    /// What of the past is played.
    pub play: Option<ScenePlay>,
    zh: SceneWords,
    en: SceneWords,
}

impl Scene {
    /// Its words in a language.
    pub fn words(&self, lang: Lang) -> &SceneWords {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// What a scene says in one language. Of the sentences, and of the numbers, the first holds of which everything is known.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SceneWords {
    /// Its title.
    pub title: String,
    /// Its sentence, with figures in braces.
    pub says: Vec<String>,
    /// The figure that stands large, and its unit.
    pub number: Vec<(String, String)>,
    /// What a guide says (讲解词).
    #[serde(default)]
    pub guide: String,
}

/// Where the map goes in a scene.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenePlace {
    /// The whole county.
    County,
    /// What the finding names; the whole county where it names nothing.
    Finding,
    /// An area; the whole county where there is none of this code.
    Area(AreaCode),
    /// A middle and a zoom.
    View(LonLat, f64),
}

/// What of the past a scene plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScenePlay {
    /// The time that the finding names.
    Finding,
    /// A stretch of yesterday, seconds of the civil day.
    Yesterday(i64, i64),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteFile {
    #[serde(default)]
    scene: Vec<SceneFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SceneFile {
    finding: String,
    seconds: u32,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    layers: Option<String>,
    #[serde(default)]
    indicator: Option<String>,
    #[serde(default)]
    play: Option<String>,
    zh: SceneWords,
    en: SceneWords,
}

impl Route {
    /// The text of the route that is shipped.
    pub const SHIPPED: &str = include_str!("../../../assets/tour.toml");

    /// Reads a route.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn parse(text: &str) -> Result<Self, RouteError> {
        let file: RouteFile = toml::from_str(text).map_err(|why| RouteError::NotARoute(why.to_string()))?;
        if file.scene.is_empty() {
            return Err(RouteError::NoScenes);
        }
        let scenes = (1..).zip(file.scene).map(|(place, file)| {
            let finding = file.finding.clone();
            scene(file).map_err(|what| RouteError::Scene { place, finding, what })
        });
        Ok(Self { scenes: scenes.collect::<Result<_, _>>()? })
    }

    /// The route that is shipped: it runs on whatever ledger is open.
    pub fn shipped() -> Self {
        // A test reads it; a program whose own route can't be read tours nothing.
        Self::parse(Self::SHIPPED).unwrap_or(Self { scenes: Vec::new() })
    }
}

fn scene(file: SceneFile) -> Result<Scene, String> {
    let finding = FindingKind::parse(&file.finding).ok_or_else(|| {
        let names: Vec<&str> = FindingKind::ALL.into_iter().map(FindingKind::name).collect();
        format!("there is no such finding: there are {}", names.join(", "))
    })?;
    if !SECONDS.contains(&file.seconds) {
        let (least, most) = SECONDS.into_inner();
        return Err(format!("it rests between {least} and {most} seconds, not {}", file.seconds));
    }
    let layers = file.layers.as_deref().map(|list| {
        let mut layers = LayerSet::default();
        layers.take(list).map(|()| layers).map_err(|name| format!("no such layer: {name}"))
    });
    let indicator = file.indicator.as_deref();
    let indicator = indicator.map(|name| Indicator::parse(name).ok_or_else(|| format!("no such indicator: {name}")));
    for words in [&file.zh, &file.en] {
        check(finding, words)?;
    }
    Ok(Scene {
        finding,
        seconds: file.seconds,
        place: file.place.as_deref().map_or(Ok(ScenePlace::County), place)?,
        layers: layers.transpose()?,
        indicator: indicator.transpose()?,
        play: file.play.as_deref().map(play).transpose()?,
        zh: file.zh,
        en: file.en,
    })
}

/// Every figure that the words name must be one that the finding may know.
fn check(finding: FindingKind, words: &SceneWords) -> Result<(), String> {
    let known = finding.names();
    let missing = |name: &str| format!("it has no figure {{{name}}}: there are {}", known.join(", "));
    if words.says.is_empty() || words.number.is_empty() {
        return Err("it wants a sentence (says) and a number in each language".into());
    }
    for said in &words.says {
        for name in template::names(said)? {
            known.contains(&name).then_some(()).ok_or_else(|| missing(name))?;
        }
    }
    let numbers = words.number.iter().map(|(name, _)| name.as_str());
    numbers.filter(|name| !known.contains(name)).try_for_each(|name| Err(missing(name)))
}

/// `county`, `finding`, `area:CODE`, or `LON,LAT,ZOOM`.
fn place(text: &str) -> Result<ScenePlace, String> {
    let wrong = || format!("place wants county, finding, area:CODE or LON,LAT,ZOOM: {text}");
    match text {
        "county" => return Ok(ScenePlace::County),
        "finding" => return Ok(ScenePlace::Finding),
        _ => {}
    }
    if let Some(code) = text.strip_prefix("area:").filter(|code| !code.is_empty()) {
        return Ok(ScenePlace::Area(code.into()));
    }
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|number| number.trim().parse()).collect();
    match numbers.map_err(|_| wrong())?[..] {
        [lon, lat, zoom] if LonLat::new(lon, lat).is_valid() && ZOOM_LIMITS.contains(&zoom) => {
            Ok(ScenePlace::View(LonLat::new(lon, lat), zoom))
        }
        _ => Err(wrong()),
    }
}

/// `finding`, or `yesterday 07:00-19:00`.
fn play(text: &str) -> Result<ScenePlay, String> {
    let wrong = || format!("play wants finding, or yesterday HH:MM-HH:MM: {text}");
    if text == "finding" {
        return Ok(ScenePlay::Finding);
    }
    let (from, to) = text.strip_prefix("yesterday ").and_then(|range| range.split_once('-')).ok_or_else(wrong)?;
    let (from, to) = time_of_day(from).zip(time_of_day(to)).ok_or_else(wrong)?;
    if from < to { Ok(ScenePlay::Yesterday(from, to)) } else { Err(wrong()) }
}

/// Seconds since midnight.
fn time_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let secs = (hours * 60 + minutes) * MINUTE_SECS;
    ((0..=24).contains(&hours) && (0..60).contains(&minutes) && secs <= 24 * 3_600).then_some(secs)
}
