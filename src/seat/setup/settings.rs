//! What is set, and by whom.

use super::key::{Contrast, Key, Kind};
use crate::seat::Lang;
use std::collections::BTreeMap;
use std::fmt;

/// The value of a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A language.
    Lang(Lang),
    /// A contrast.
    Contrast(Contrast),
    /// Yes or no.
    Flag(bool),
    /// A measure.
    Number(f64),
    /// A count.
    Count(u16),
}

impl Value {
    /// Whether a setting may be this.
    pub fn suits(self, kind: Kind) -> bool {
        match (kind, self) {
            (Kind::Lang, Value::Lang(_)) | (Kind::Contrast, Value::Contrast(_)) | (Kind::Flag, Value::Flag(_)) => true,
            (Kind::Number(least, most), Value::Number(number)) => (least..=most).contains(&number),
            (Kind::Count(most), Value::Count(count)) => (1..=most).contains(&count),
            _ => false,
        }
    }
}

/// As it stands in the file.
impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Lang(lang) => write!(out, "\"{}\"", lang.code()),
            Value::Contrast(contrast) => write!(out, "\"{}\"", contrast.name()),
            Value::Flag(flag) => write!(out, "{flag}"),
            // With a point also where it is whole: it is a measure.
            Value::Number(number) => write!(out, "{number:?}"),
            Value::Count(count) => write!(out, "{count}"),
        }
    }
}

/// What is set. What is not is guessed, or as it always is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings(BTreeMap<Key, Value>);

impl Settings {
    /// What a setting is.
    pub fn get(&self, key: Key) -> Option<Value> {
        self.0.get(&key).copied()
    }

    /// Sets it, where it may be that; answers whether it may.
    pub fn set(&mut self, key: Key, value: Value) -> bool {
        let suits = value.suits(key.kind());
        if suits {
            self.0.insert(key, value);
        }
        suits
    }

    /// Leaves it open.
    pub fn unset(&mut self, key: Key) {
        self.0.remove(&key);
    }

    /// What is set, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (Key, Value)> {
        self.0.iter().map(|(key, value)| (*key, *value))
    }

    /// These, and where they say nothing, those.
    #[must_use]
    pub fn over(&self, those: &Settings) -> Self {
        Self(those.iter().chain(self.iter()).collect())
    }

    /// A measure.
    pub fn number(&self, key: Key) -> Option<f64> {
        match self.get(key)? {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A count.
    pub fn count(&self, key: Key) -> Option<u16> {
        match self.get(key)? {
            Value::Count(count) => Some(count),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn flag(&self, key: Key) -> Option<bool> {
        match self.get(key)? {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// The language.
    pub fn lang(&self) -> Option<Lang> {
        match self.get(Key::Lang)? {
            Value::Lang(lang) => Some(lang),
            _ => None,
        }
    }

    /// How strong contrasts are.
    pub fn contrast(&self) -> Contrast {
        match self.get(Key::Contrast) {
            Some(Value::Contrast(contrast)) => contrast,
            _ => Contrast::default(),
        }
    }

    /// Whether they say how large the screen's pixels are, or from how far it is looked at.
    pub fn know_the_screen(&self) -> bool {
        [Key::WidthM, Key::HeightM, Key::DiagonalM, Key::DistanceM, Key::PitchMm]
            .iter()
            .any(|key| self.0.contains_key(key))
    }
}
