//! Expectations on the state: a path, a comparison, a value.

use serde_json::Value;
use std::cmp::Ordering;
use std::fmt;

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Different,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `contains`: a text in a text, or a value in a list.
    Contains,
}

const SIGNS: [(&str, Comparison); 7] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::Different),
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    (">", Comparison::Greater),
    ("<", Comparison::Less),
    ("contains", Comparison::Contains),
];

/// What a script expects of the state.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// Names by dots, places in lists by numbers or by the `name` of what stands there (`layers.heat.drawn`,
    /// `queue[0]`), the length of a list by `len`.
    pub path: String,
    /// How it is compared.
    pub comparison: Comparison,
    /// With what.
    pub value: Value,
}

impl Expectation {
    /// Reads `PATH SIGN VALUE`; a value that is no JSON is a text.
    pub fn parse(text: &str) -> Option<Self> {
        let (path, rest) = text.split_once(char::is_whitespace)?;
        let rest = rest.trim_start();
        let (sign, comparison) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
        let value = rest[sign.len()..].trim();
        if value.is_empty() {
            return None;
        }
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        Some(Self { path: path.to_owned(), comparison: *comparison, value })
    }

    /// Whether it holds in this state.
    pub fn holds(&self, state: &Value) -> bool {
        let actual = at_path(state, &self.path);
        let order = || order(&actual, &self.value);
        match self.comparison {
            Comparison::Equal => same(&actual, &self.value),
            Comparison::Different => !same(&actual, &self.value),
            Comparison::Greater => order() == Some(Ordering::Greater),
            Comparison::AtLeast => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
            Comparison::Less => order() == Some(Ordering::Less),
            Comparison::AtMost => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
            Comparison::Contains => contains(&actual, &self.value),
        }
    }

    /// What the state has at the path.
    pub fn actual(&self, state: &Value) -> Value {
        at_path(state, &self.path)
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = SIGNS.iter().find(|(_, known)| *known == self.comparison).map_or("", |(sign, _)| sign);
        write!(to, "{} {sign} {}", self.path, self.value)
    }
}

/// What stands at a path; null where nothing does.
fn at_path(state: &Value, path: &str) -> Value {
    let mut here = state.clone();
    for name in path.split(['.', '[', ']']).filter(|name| !name.is_empty()) {
        here = match &here {
            Value::Array(list) if name == "len" => Value::from(list.len()),
            Value::Array(list) => match name.parse::<usize>() {
                Ok(place) => list.get(place).cloned().unwrap_or_default(),
                Err(_) => list.iter().find(|item| item["name"] == name).cloned().unwrap_or_default(),
            },
            Value::Object(fields) => fields.get(name).cloned().unwrap_or_default(),
            _ => Value::Null,
        };
    }
    here
}

/// Equal, with 3 and 3.0 the same.
fn same(a: &Value, b: &Value) -> bool {
    a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| a == b)
}

fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

fn contains(whole: &Value, part: &Value) -> bool {
    match whole {
        Value::Array(list) => list.iter().any(|item| same(item, part)),
        Value::String(text) => part.as_str().is_some_and(|part| text.contains(part)),
        Value::Object(fields) => part.as_str().is_some_and(|name| fields.contains_key(name)),
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn expectations_on_a_state() {
        let state = json!({
            "card": { "state": "assigned", "candidates": [{ "worker": "W-1" }], "deadline": null },
            "queue": ["a", "b"], "view": { "zoom": 12.5 }, "layers": [{ "name": "heat", "drawn": 3 }],
        });
        for holds in [
            "card.state == assigned",
            "card.state != \"closed\"",
            "card.candidates[0].worker == W-1",
            "card.deadline == null",
            "queue.len == 2",
            "queue contains b",
            "view.zoom > 12",
            "view.zoom <= 12.5",
            "layers.heat.drawn == 3.0",
            "nothing.at.all == null",
        ] {
            assert!(Expectation::parse(holds).unwrap().holds(&state), "{holds}");
        }
        for fails in ["card.state == closed", "queue contains c", "view.zoom < 12", "queue.len > 2", "card > 1"] {
            assert!(!Expectation::parse(fails).unwrap().holds(&state), "{fails}");
        }
        assert_eq!(Expectation::parse("a ="), None);
    }
}
