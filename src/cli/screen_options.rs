//! The switches that say what screen a seat is on. They win over `settings.toml`, which wins over guesses.

use super::Usage;
use clap::Args;
use zonglan::seat::Lang;
use zonglan::seat::setup::{Contrast, Key, Settings, Value};

/// The screen, and the language on it.
#[derive(Args, Clone)]
pub(super) struct ScreenOptions {
    /// WxH in pixels
    #[arg(long)]
    pub(super) size: Option<String>,
    /// The farthest viewer's distance, metres; else settings.toml's, else guessed
    #[arg(long, value_name = "M")]
    distance: Option<f64>,
    /// The screen's pixel pitch, millimetres; else settings.toml's, else guessed
    #[arg(long, value_name = "MM")]
    pitch: Option<f64>,
    /// 拼接屏：COLUMNSxROWS screens make up the wall; no text crosses a seam
    #[arg(long, value_name = "CxR")]
    cells: Option<String>,
    /// 拼缝：how wide a seam between two of them is, millimetres
    #[arg(long, value_name = "MM")]
    bezel: Option<f64>,
    /// 对比：normal | high; else settings.toml's, else normal
    #[arg(long, value_name = "CONTRAST")]
    contrast: Option<String>,
    /// zh | en; else settings.toml's, else zh
    #[arg(long)]
    lang: Option<String>,
    /// 少动：no blinking ring, no ring around a new matter
    #[arg(long)]
    reduced_motion: bool,
}

impl ScreenOptions {
    /// `--size`, px.
    pub(super) fn size_px(&self) -> anyhow::Result<Option<(f64, f64)>> {
        let Some(text) = &self.size else { return Ok(None) };
        let parsed = pair(text);
        match parsed {
            Some((width, height)) if (320..=16_384).contains(&width) && (240..=16_384).contains(&height) => {
                Ok(Some((f64::from(width), f64::from(height))))
            }
            _ => Err(Usage(format!("--size wants WxH between 320x240 and 16384x16384: {text}")).into()),
        }
    }

    /// What the switches set.
    pub(super) fn settings(&self) -> anyhow::Result<Settings> {
        let mut settings = Settings::default();
        let mut put = |switch: &str, key: Key, value: Value| match settings.set(key, value) {
            true => Ok(()),
            false => Err(anyhow::Error::from(Usage(format!("{switch} wants {}, not {value}", key.kind().wants())))),
        };
        if let Some(distance) = self.distance {
            put("--distance", Key::DistanceM, Value::Number(distance))?;
        }
        if let Some(pitch) = self.pitch {
            put("--pitch", Key::PitchMm, Value::Number(pitch))?;
        }
        if let Some(text) = &self.cells {
            let (columns, rows) = pair(text).ok_or_else(|| Usage(format!("--cells wants COLUMNSxROWS: {text}")))?;
            put("--cells", Key::Columns, Value::Count(columns))?;
            put("--cells", Key::Rows, Value::Count(rows))?;
        }
        if let Some(bezel) = self.bezel {
            put("--bezel", Key::BezelMm, Value::Number(bezel))?;
        }
        if let Some(name) = &self.contrast {
            let known = Contrast::from_name(name);
            let contrast = known.ok_or_else(|| Usage(format!("--contrast wants normal or high, not {name}")))?;
            put("--contrast", Key::Contrast, Value::Contrast(contrast))?;
        }
        if let Some(lang) = &self.lang {
            let known = Lang::from_code(lang);
            let lang = known.ok_or_else(|| Usage(format!("--lang wants zh or en, not {lang}")))?;
            put("--lang", Key::Lang, Value::Lang(lang))?;
        }
        if self.reduced_motion {
            put("--reduced-motion", Key::ReducedMotion, Value::Flag(true))?;
        }
        Ok(settings)
    }
}

/// Two numbers with a cross between them.
fn pair(text: &str) -> Option<(u16, u16)> {
    let (first, second) = text.split_once(['x', 'X', '×'])?;
    Some((first.trim().parse().ok()?, second.trim().parse().ok()?))
}
