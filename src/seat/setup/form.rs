//! The form that shows every setting and asks for the screen's measures: what is typed, what follows from it, and what would
//! be kept.

use super::key::{Contrast, Key, Kind};
use super::settings::{Settings, Value};
use crate::seat::turning::{AFTER_MINS, REST_SECS};
use crate::seat::{Lang, Seat};
use std::collections::BTreeMap;

/// What says how large a pixel is; of several the first in `Screen::of`'s order holds.
const SIZES: [Key; 4] = [Key::PitchMm, Key::WidthM, Key::HeightM, Key::DiagonalM];

/// What the form asks in text fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The picture's width, m.
    Width,
    /// Its height, m.
    Height,
    /// Its diagonal, m.
    Diagonal,
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
    /// How long the wall looks at one thing while it turns by itself, s.
    Rest,
    /// How long nobody must have touched it before, minutes.
    After,
}

/// All of them, in the form's order, which is the file's.
pub const ASKED: [Field; 10] = [
    Field::Width,
    Field::Height,
    Field::Diagonal,
    Field::Distance,
    Field::Pitch,
    Field::Columns,
    Field::Rows,
    Field::Bezel,
    Field::Rest,
    Field::After,
];

impl Field {
    /// The setting that it is about.
    pub fn key(self) -> Key {
        match self {
            Field::Width => Key::WidthM,
            Field::Height => Key::HeightM,
            Field::Diagonal => Key::DiagonalM,
            Field::Distance => Key::DistanceM,
            Field::Pitch => Key::PitchMm,
            Field::Columns => Key::Columns,
            Field::Rows => Key::Rows,
            Field::Bezel => Key::BezelMm,
            Field::Rest => Key::TurnRestSecs,
            Field::After => Key::TurnAfterMins,
        }
    }

    /// The field of a setting; none where that is chosen, not typed.
    pub fn of(key: Key) -> Option<Self> {
        ASKED.into_iter().find(|field| field.key() == key)
    }

    /// How far one press on its steps goes: as finely as people measure it.
    fn step(self) -> f64 {
        match self {
            Field::Width | Field::Height | Field::Diagonal => 0.1,
            Field::Distance | Field::Bezel => 0.5,
            Field::Pitch => 0.01,
            Field::Columns | Field::Rows | Field::After => 1.0,
            Field::Rest => 5.0,
        }
    }

    fn number(text: &str) -> Option<f64> {
        text.trim().replace([',', '，', '。'], ".").parse().ok()
    }

    /// The setting that a text means for it.
    fn parse(self, text: &str) -> Option<Value> {
        let value = match self {
            Field::Columns | Field::Rows => Value::Count(text.trim().parse().ok()?),
            _ => Value::Number(Self::number(text)?),
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
        // Pixels are as wide as the picture makes them: of the measures that say so the one that was said last holds.
        if SIZES.contains(&field.key()) {
            self.typed.retain(|other, _| !SIZES.contains(&other.key()));
        }
        self.typed.insert(field, text);
    }

    pub(super) fn choose(&mut self, key: Key, value: Value) {
        self.chosen.insert(key, value);
    }

    /// What a field says: what was typed, else what follows from the rest.
    pub fn text(&self, seat: &Seat, field: Field) -> String {
        self.typed.get(&field).cloned().unwrap_or_else(|| self.untyped(seat, field))
    }

    /// What a field says where nothing was typed.
    fn untyped(&self, seat: &Seat, field: Field) -> String {
        let screen = seat.screen_by_form();
        let (distance_m, pitch_mm) = screen.measures();
        let held = |key: Key, unsaid: f64| rounded(seat.setup.settings().number(key).unwrap_or(unsaid), 2);
        match field {
            Field::Width => rounded((screen.width_px * pitch_mm + self.bezels_mm(seat, Key::Columns)) / 1_000.0, 2),
            Field::Height => rounded((screen.height_px * pitch_mm + self.bezels_mm(seat, Key::Rows)) / 1_000.0, 2),
            Field::Diagonal => rounded(screen.width_px.hypot(screen.height_px) * pitch_mm / 1_000.0, 2),
            Field::Distance => rounded(distance_m, 2),
            Field::Pitch => rounded(pitch_mm, 3),
            Field::Columns => screen.cells.columns.to_string(),
            Field::Rows => screen.cells.rows.to_string(),
            Field::Bezel => held(Key::BezelMm, 0.0),
            Field::Rest => held(Key::TurnRestSecs, REST_SECS),
            Field::After => held(Key::TurnAfterMins, AFTER_MINS),
        }
    }

    /// What a field would say a step further up or down: the next whole step, within what it may be. What is no number is
    /// left behind.
    pub(super) fn stepped(&self, seat: &Seat, field: Field, up: bool) -> String {
        let typed = Field::number(&self.text(seat, field)).filter(|number| number.is_finite());
        let number = typed.or_else(|| Field::number(&self.untyped(seat, field))).unwrap_or_default();
        // A hair's breadth beside a whole step is that step.
        const HAIR: f64 = 1e-6;
        let (step, at) = (field.step(), number / field.step());
        let next = if up { (at + HAIR).floor() + 1.0 } else { (at - HAIR).ceil() - 1.0 };
        let (least, most) = match field.key().kind() {
            Kind::Number(least, most) => (least, most),
            Kind::Count(most) => (1.0, f64::from(most)),
            Kind::Lang | Kind::Contrast | Kind::Flag => (next, next),
        };
        rounded((next * step).clamp(least, most), 3)
    }

    /// What the seams add to the picture's width, or to its height, mm.
    fn bezels_mm(&self, seat: &Seat, cells: Key) -> f64 {
        let settings = self.settings(seat).unwrap_or_else(|_| seat.setup.settings());
        let compensated = settings.flag(Key::Compensation) == Some(true);
        let bezel_mm = settings.number(Key::BezelMm).filter(|_| !compensated).unwrap_or(0.0);
        f64::from(settings.count(cells).unwrap_or(1).saturating_sub(1)) * bezel_mm
    }

    /// What a switch is.
    pub fn flag(&self, seat: &Seat, key: Key) -> bool {
        match self.chosen.get(&key) {
            Some(Value::Flag(flag)) => *flag,
            _ => seat.setup.settings().flag(key).unwrap_or(key.is_on_unsaid()),
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
            if SIZES.contains(&field.key()) {
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
