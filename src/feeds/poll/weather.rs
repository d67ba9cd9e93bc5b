//! What a weather service answers: one JSON object, whose parts stand at dotted paths.

use crate::domain::{Timestamp, Weather};
use serde_json::Value;
use std::collections::BTreeMap;

/// A field of the weather, and where services known to us have it: QWeather, Seniverse, OpenWeather, Open-Meteo.
const FIELDS: [(&str, &[&str]); 4] = [
    ("text", &["now.text", "results.0.now.text", "weather.0.description", "text"]),
    ("wmo_code", &["current.weather_code", "current_weather.weathercode", "wmo_code"]),
    (
        "temperature_c",
        &["now.temp", "results.0.now.temperature", "main.temp", "current.temperature_2m", "temperature_c"],
    ),
    ("warning", &["warning.0.title", "alerts.0.event", "warning"]),
];

/// What reads the answers of a weather service.
#[derive(Debug)]
pub(super) struct WeatherReader {
    /// Of each field the paths at which it may stand, the first that has something wins.
    paths: [Vec<String>; FIELDS.len()],
}

impl WeatherReader {
    /// A reader whose fields stand where `map` says, else where known services have them.
    ///
    /// # Errors
    /// A field that the weather doesn't have, by its name.
    pub(super) fn new(map: &BTreeMap<String, String>) -> Result<Self, String> {
        if let Some(field) = map.keys().find(|field| !FIELDS.iter().any(|(name, _)| name == field)) {
            return Err(field.clone());
        }
        Ok(Self {
            paths: FIELDS.map(|(name, known)| match map.get(name) {
                Some(path) => vec![path.clone()],
                None => known.iter().map(|path| (*path).to_owned()).collect(),
            }),
        })
    }

    /// The fields that it has.
    pub(super) fn fields() -> String {
        FIELDS.map(|(name, _)| name).join(", ")
    }

    /// Reads an answer that came at a moment.
    ///
    /// # Errors
    /// It is no JSON, or nothing of the weather stands where it should.
    pub(super) fn read(&self, bytes: &[u8], at: Timestamp) -> Result<Weather, String> {
        let answer: Value = serde_json::from_slice(bytes).map_err(|why| format!("no JSON: {why}"))?;
        let [text, wmo_code, temperature_c, warning] =
            self.paths.each_ref().map(|paths| paths.iter().find_map(|path| told(&answer, path)));
        let number = |words: String| words.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        let weather = Weather {
            at,
            text: text.map(shortened),
            wmo_code: wmo_code.and_then(number).filter(|code| (0.0..=99.0).contains(code)).map(|code| code as u8),
            temperature_c: temperature_c.and_then(number).filter(|degrees| (-90.0..=70.0).contains(degrees)),
            warning: warning.map(shortened),
        };
        if weather.text.is_none() && weather.wmo_code.is_none() && weather.temperature_c.is_none() {
            let names: Vec<&str> = answer.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
            return Err(format!(
                "neither text nor temperature stand where they should (it has: {}): name them with --map",
                names.into_iter().take(12).collect::<Vec<_>>().join(", ")
            ));
        }
        Ok(weather)
    }
}

/// What stands at a dotted path, in words; numbers of the path count the parts of lists.
fn told(answer: &Value, path: &str) -> Option<String> {
    let part = path.split('.').try_fold(answer, |value, name| match name.parse::<usize>() {
        Ok(place) if value.is_array() => value.get(place),
        _ => value.get(name),
    })?;
    let words = match part {
        Value::String(words) => words.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    (!words.is_empty()).then_some(words)
}

/// A slot of the header holds no more.
fn shortened(words: String) -> String {
    const MOST_CHARS: usize = 24;
    words.chars().filter(|letter| !letter.is_control()).take(MOST_CHARS).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_789_106_607);

    fn read(map: &[(&str, &str)], answer: &str) -> Result<Weather, String> {
        let map = map.iter().map(|(field, path)| ((*field).to_owned(), (*path).to_owned())).collect();
        WeatherReader::new(&map).unwrap().read(answer.as_bytes(), NOW)
    }

    #[test]
    fn answers_of_known_services_are_read_as_they_come() {
        let of = |text: &str, degrees| Weather {
            at: NOW,
            text: Some(text.into()),
            temperature_c: Some(degrees),
            ..Weather::default()
        };
        let qweather = r#"{"code":"200","now":{"obsTime":"2026-09-11T14:00+08:00","temp":"24","text":"多云"}}"#;
        assert_eq!(read(&[], qweather), Ok(of("多云", 24.0)));
        let seniverse =
            r#"{"results":[{"location":{"name":"北京"},"now":{"text":"晴","code":"0","temperature":"-3"}}]}"#;
        assert_eq!(read(&[], seniverse), Ok(of("晴", -3.0)));
        let open_meteo = r#"{"current":{"time":"2026-09-11T06:00","temperature_2m":18.4,"weather_code":61}}"#;
        let rain = Weather { at: NOW, wmo_code: Some(61), temperature_c: Some(18.4), ..Weather::default() };
        assert_eq!(read(&[], open_meteo), Ok(rain));
    }

    #[test]
    fn other_services_say_where_it_stands_and_nonsense_is_told() {
        let map = [("text", "data.sky"), ("temperature_c", "data.t"), ("warning", "data.alarms.0.name")];
        let answer = r#"{"data":{"sky":"小雨","t":17,"alarms":[{"name":"暴雨黄色预警"}]}}"#;
        let weather = read(&map, answer).unwrap();
        assert_eq!((weather.text.as_deref(), weather.warning.as_deref()), (Some("小雨"), Some("暴雨黄色预警")));
        assert!(read(&map, r#"{"code":"401"}"#).unwrap_err().contains("code"));
        assert!(read(&[], "<html>").unwrap_err().contains("JSON"));
        assert_eq!(read(&[], r#"{"now":{"text":"晴","temp":"9999"}}"#).unwrap().temperature_c, None);
        assert_eq!(WeatherReader::new(&[("sky".to_owned(), "a".to_owned())].into()).unwrap_err(), "sky");
    }
}
