//! The weather in words.

use super::Civil;
use crate::domain::{CivilZone, Timestamp, Weather};
use crate::seat::Lang;

/// `多云 24℃ · 暴雨黄色预警`; what is old with its time behind it; nothing where it holds no more.
pub(crate) fn weather(lang: Lang, weather: &Weather, now: Timestamp, zone: &CivilZone) -> Option<String> {
    let is_fresh = weather.holds(now)?;
    let sky = weather.text.clone().or_else(|| weather.wmo_code.and_then(|code| sky(lang, code)).map(str::to_owned));
    let degrees = weather.temperature_c.map(|degrees| match (degrees.round() as i64, lang) {
        (degrees, Lang::Zh) => format!("{degrees}℃"),
        (degrees, Lang::En) => format!("{degrees} °C"),
    });
    let mut words = [sky, degrees].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if let Some(warning) = &weather.warning {
        words = if words.is_empty() { warning.clone() } else { format!("{words} · {warning}") };
    }
    if !is_fresh && !words.is_empty() {
        words = format!("{words} ({})", Civil::at(weather.at, zone).hour_minute());
    }
    (!words.is_empty()).then_some(words)
}

/// The present weather by WMO's code table 4677, in few words.
fn sky(lang: Lang, code: u8) -> Option<&'static str> {
    let [zh, en] = match code {
        0 => ["晴", "clear"],
        1 => ["少云", "mostly clear"],
        2 => ["多云", "cloudy"],
        3 => ["阴", "overcast"],
        4..=9 => ["霾、浮尘", "haze, dust"],
        10..=12 | 40..=49 => ["雾", "fog"],
        18 => ["大风", "gale"],
        30..=35 => ["沙尘", "dust storm"],
        50..=59 => ["毛毛雨", "drizzle"],
        60 | 61 | 80 => ["小雨", "light rain"],
        62 | 63 | 81 => ["中雨", "rain"],
        64 | 65 | 82 => ["大雨", "heavy rain"],
        66..=69 | 83 | 84 => ["雨夹雪", "sleet"],
        70 | 71 | 85 => ["小雪", "light snow"],
        72..=79 | 86 => ["雪", "snow"],
        95 | 97 => ["雷雨", "thunderstorm"],
        96 | 99 => ["雷雨伴冰雹", "thunderstorm, hail"],
        _ => return None,
    };
    Some(if lang == Lang::Zh { zh } else { en })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weather_is_told_with_its_time_once_it_is_old_and_then_no_more() {
        let at = Timestamp(1_789_106_607);
        let zone = CivilZone::from(8 * 3_600);
        let told = Weather { at, wmo_code: Some(61), temperature_c: Some(-0.4), ..Weather::default() };
        let says = |secs, lang| weather(lang, &told, at.plus_secs(secs), &zone);
        assert_eq!(says(60, Lang::Zh).as_deref(), Some("小雨 0℃"));
        assert_eq!(says(60, Lang::En).as_deref(), Some("light rain 0 °C"));
        assert_eq!(says(3 * 3_600, Lang::Zh).as_deref(), Some("小雨 0℃ (14:03)"));
        assert_eq!(says(13 * 3_600, Lang::Zh), None);
        let warned = Weather { warning: Some("暴雨黄色预警".into()), text: Some("大雨".into()), ..told };
        assert_eq!(weather(Lang::Zh, &warned, at, &zone).as_deref(), Some("大雨 0℃ · 暴雨黄色预警"));
    }
}
