//! The form that asks for the screen's measures: what is typed, what follows from it, and what would be kept.

use super::key::{Contrast, Key};
use super::settings::{Settings, Value};
use crate::seat::{Lang, Seat, TURN_AFTER_MINS, TURN_REST_SECS};
use std::collections::BTreeMap;

/// What says how large a pixel is; of several the first in `Screen::of`'s order holds.
const SIZES: [Key; 4] = [Key::PitchMm, Key::WidthM, Key::HeightM, Key::DiagonalM];

/// What the form asks in text fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The picture's width, m.
    Width,
    /// The farthest viewer's distance, m.
    Distance,
    /// The pixel pitch, mm.
    Pitch,
    /// Cells beside each other.
    Columns,
    /// Cells above each other.
    Rows,
    /// The seam between two, mm.
    Bezel,
    /// How long a wall that turns by itself looks at one thing, s.
    TurnRest,
    /// After how many minutes without anybody it begins to.
    TurnAfter,
}

/// All of them, in the form's order.
pub const ASKED: [Field; 8] = [
    Field::Width,
    Field::Distance,
    Field::Pitch,
    Field::Columns,
    Field::Rows,
    Field::Bezel,
    Field::TurnRest,
    Field::TurnAfter,
];

impl Field {
    /// The setting that it is about.
    pub fn key(self) -> Key {
        match self {
            Field::Width => Key::WidthM,
            Field::Distance => Key::DistanceM,
            Field::Pitch => Key::PitchMm,
            Field::Columns => Key::Columns,
            Field::Rows => Key::Rows,
            Field::Bezel => Key::BezelMm,
            Field::TurnRest => Key::TurnRestSecs,
            Field::TurnAfter => Key::TurnAfterMins,
        }
    }

    /// The setting that a text means for it.
    fn parse(self, text: &str) -> Option<Value> {
        let text = text.trim().replace([',', '，', '。'], ".");
        let value = match self {
            Field::Columns | Field::Rows => Value::Count(text.parse().ok()?),
            _ => Value::Number(text.parse().ok()?),
        };
        value.suits(self.key().kind()).then_some(value)
    }
}

/// The form. What nobody touched shows what holds, or the guess.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    typed: BTreeMap<Field, String>,
    chosen: BTreeMap<Key, Value>,
    /// The field that can't be what it says.
    pub problem: Option<Field>,
}

impl Form {
    pub(super) fn say(&mut self, field: Field, text: String) {
        self.problem = None;
        // Pixels are as wide as the picture makes them: of the two the one that was said last holds.
        match field {
            Field::Width => drop(self.typed.remove(&Field::Pitch)),
            Field::Pitch => drop(self.typed.remove(&Field::Width)),
            _ => {}
        }
        self.typed.insert(field, text);
    }

    pub(super) fn choose(&mut self, key: Key, value: Value) {
        self.chosen.insert(key, value);
    }

    /// What a field says: what was typed, else what follows from the rest.
    pub fn text(&self, seat: &Seat, field: Field) -> String {
        if let Some(text) = self.typed.get(&field) {
            return text.clone();
        }
        let screen = seat.screen_by_form();
        let (distance_m, pitch_mm) = screen.measures();
        match field {
            Field::Width => {
                let bezels_mm = self.bezels_mm(seat);
                rounded((screen.width_px * pitch_mm + bezels_mm) / 1_000.0, 2)
            }
            Field::Distance => rounded(distance_m, 2),
            Field::Pitch => rounded(pitch_mm, 3),
            Field::Columns => screen.cells.columns.to_string(),
            Field::Rows => screen.cells.rows.to_string(),
            Field::Bezel => rounded(seat.setup.settings().number(Key::BezelMm).unwrap_or(0.0), 2),
            Field::TurnRest => rounded(seat.setup.settings().number(Key::TurnRestSecs).unwrap_or(TURN_REST_SECS), 1),
            Field::TurnAfter => rounded(seat.setup.settings().number(Key::TurnAfterMins).unwrap_or(TURN_AFTER_MINS), 1),
        }
    }

    /// What the seams add to the picture's width, mm.
    fn bezels_mm(&self, seat: &Seat) -> f64 {
        let settings = self.settings(seat).unwrap_or_else(|_| seat.setup.settings());
        let compensated = settings.flag(Key::Compensation) == Some(true);
        let bezel_mm = settings.number(Key::BezelMm).filter(|_| !compensated).unwrap_or(0.0);
        f64::from(settings.count(Key::Columns).unwrap_or(1).saturating_sub(1)) * bezel_mm
    }

    /// What a switch is.
    pub fn flag(&self, seat: &Seat, key: Key) -> bool {
        match self.chosen.get(&key) {
            Some(Value::Flag(flag)) => *flag,
            // A clock shows seconds unless somebody says otherwise; all else is off until somebody wants it.
            _ => seat.setup.settings().flag(key).unwrap_or(key == Key::ClockSeconds),
        }
    }

    /// How strong contrasts are to be.
    pub fn contrast(&self, seat: &Seat) -> Contrast {
        match self.chosen.get(&Key::Contrast) {
            Some(Value::Contrast(contrast)) => *contrast,
            _ => seat.setup.settings().contrast(),
        }
    }

    /// The language.
    pub fn lang(&self, seat: &Seat) -> Lang {
        match self.chosen.get(&Key::Lang) {
            Some(Value::Lang(lang)) => *lang,
            _ => seat.lang,
        }
    }

    /// What would be kept: what the file says, with the form's answers. What the command line says is not the file's.
    ///
    /// # Errors
    /// The first field that can't be what it says.
    pub fn settings(&self, seat: &Seat) -> Result<Settings, Field> {
        let mut settings = seat.setup.kept.clone();
        for (key, value) in &self.chosen {
            settings.set(*key, *value);
        }
        for (field, text) in &self.typed {
            let value = field.parse(text).ok_or(*field)?;
            if matches!(field, Field::Width | Field::Pitch) {
                SIZES.into_iter().for_each(|key| settings.unset(key));
            }
            settings.set(field.key(), value);
        }
        Ok(settings)
    }

    /// These settings with the guesses written out that were shown and not touched: whoever keeps the form has said yes to
    /// them.
    pub(super) fn with_guesses(mut settings: Settings, seat: &Seat) -> Settings {
        let (distance_m, pitch_mm) = seat.screen_by_form().measures();
        let to_3 = |number: f64| (number * 1_000.0).round() / 1_000.0;
        if settings.number(Key::DistanceM).is_none() && !seat.setup.is_given(Key::DistanceM) {
            settings.set(Key::DistanceM, Value::Number(to_3(distance_m)));
        }
        let says_pixels = SIZES.into_iter().any(|key| settings.get(key).is_some() || seat.setup.is_given(key));
        if !says_pixels {
            settings.set(Key::PitchMm, Value::Number(to_3(pitch_mm)));
        }
        settings
    }
}

fn rounded(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
