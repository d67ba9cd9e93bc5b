//! How numbers, times, distances and rates are said in both languages.

use super::{Key, text};
use crate::seat::Lang;

/// A length of time to two units: `59分08秒`, `3小时05分`, `2天3小时`; `59m 08s`, `3h 05m`, `2d 3h`.
pub(crate) fn span(lang: Lang, secs: i64) -> String {
    let secs = secs.max(0);
    let (days, hours, minutes, rest) = (secs / 86_400, secs / 3600 % 24, secs / 60 % 60, secs % 60);
    match (lang, days, hours) {
        (Lang::Zh, 0, 0) => format!("{minutes}分{rest:02}秒"),
        (Lang::Zh, 0, _) => format!("{hours}小时{minutes:02}分"),
        (Lang::Zh, ..) => format!("{days}天{hours}小时"),
        (Lang::En, 0, 0) => format!("{minutes}m {rest:02}s"),
        (Lang::En, 0, _) => format!("{hours}h {minutes:02}m"),
        (Lang::En, ..) => format!("{days}d {hours}h"),
    }
}

/// A length of time to one unit: `40分`, `2小时`, `3天`.
pub(crate) fn span_short(lang: Lang, secs: i64) -> String {
    let secs = secs.max(0);
    let (number, zh, en) = match secs {
        ..60 => (secs, "秒", "s"),
        60..3600 => (secs / 60, "分", "m"),
        3600..172_800 => (secs / 3600, "小时", "h"),
        _ => (secs / 86_400, "天", "d"),
    };
    match lang {
        Lang::Zh => format!("{number}{zh}"),
        Lang::En => format!("{number}{en}"),
    }
}

/// A whole number as it is read: from five digits on in threes, `12,816`. Years, codes and what machines read are not
/// said by it.
pub(crate) fn number(count: impl TryInto<i64>) -> String {
    // No count of ours comes near the largest number; one that did would not be known.
    let Ok(count) = count.try_into() else { return NOTHING.into() };
    let digits = count.unsigned_abs().to_string();
    // Four digits are read at a glance, and stay as narrow as a table's columns want them.
    if digits.len() < 5 {
        return count.to_string();
    }
    let mut said = if count < 0 { "-".to_owned() } else { String::new() };
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// A number that was reckoned with fractions, rounded to a whole one and said as [`number`] says it.
pub(crate) fn rounded(value: f64) -> String {
    // Numbers beyond what a float counts by ones are no counts.
    if value.is_finite() && value.abs() < 9e15 { number(value.round_ties_even() as i64) } else { NOTHING.into() }
}

/// A count, or — where it is not known.
pub(crate) fn count(figure: &crate::picture::Figure) -> String {
    if figure.value.is_some() { number(figure.numerator) } else { NOTHING.into() }
}

/// The time that is left: `剩余59分08秒`, `59m 08s left`.
pub(crate) fn remaining(lang: Lang, secs: i64) -> String {
    match lang {
        Lang::Zh => format!("剩余{}", span(lang, secs)),
        Lang::En => format!("{} left", span(lang, secs)),
    }
}

/// The time that is left, to one unit: `剩余59分`.
pub(crate) fn remaining_short(lang: Lang, secs: i64) -> String {
    match lang {
        Lang::Zh => format!("剩余{}", span_short(lang, secs)),
        Lang::En => format!("{} left", span_short(lang, secs)),
    }
}

/// By how long the deadline was missed: `超时2小时05分`, `2h 05m overdue`.
pub(crate) fn overdue(lang: Lang, secs: i64) -> String {
    match lang {
        Lang::Zh => format!("超时{}", span(lang, secs)),
        Lang::En => format!("{} overdue", span(lang, secs)),
    }
}

/// The tag on a symbol: `超2h`, `超40分`, `超3天`; `+2h`.
pub(crate) fn overdue_tag(lang: Lang, secs: i64) -> String {
    let secs = secs.max(0);
    match lang {
        Lang::Zh if (3600..172_800).contains(&secs) => format!("超{}h", secs / 3600),
        Lang::Zh if secs < 60 => "超1分".into(),
        Lang::Zh => format!("超{}", span_short(lang, secs)),
        Lang::En if secs < 60 => "+1m".into(),
        Lang::En => format!("+{}", span_short(lang, secs)),
    }
}

/// How long ago: `20秒前`, `20s ago`.
pub(crate) fn ago(lang: Lang, secs: i64) -> String {
    format!("{}{}", span_short(lang, secs), text(lang, Key::Ago))
}

/// A distance: `320米`, `1.1公里`; `320 m`, `1.1 km`.
pub(crate) fn distance(lang: Lang, metres: f64) -> String {
    let metres = if metres.is_finite() { metres.max(0.0) } else { 0.0 };
    // Tens from 100 m on: a phone knows its place no better.
    let rounded = if metres < 100.0 { metres.round() } else { (metres / 10.0).round() * 10.0 };
    match lang {
        Lang::Zh if rounded < 1000.0 => format!("{rounded:.0}米"),
        Lang::Zh => format!("{:.1}公里", metres / 1000.0),
        Lang::En if rounded < 1000.0 => format!("{rounded:.0} m"),
        Lang::En => format!("{:.1} km", metres / 1000.0),
    }
}

/// When somebody could be there: `约4分钟`, `~4 min`.
pub(crate) fn arrival(lang: Lang, secs: i64) -> String {
    let minutes = (secs.max(0) + 59) / 60;
    match lang {
        Lang::Zh => format!("约{}分钟", minutes.max(1)),
        Lang::En => format!("~{} min", minutes.max(1)),
    }
}

/// A rate from 0 to 1 as a percentage without its sign, one decimal; `—` where there is none.
pub(crate) fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(|| NOTHING.into(), |rate| format!("{:.1}", rate * 100.0))
}

/// What stands where nothing is known: never 0.
pub(crate) const NOTHING: &str = "—";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_the_design_language_says_them() {
        let table = [
            (59 * 60 + 8, "剩余59分08秒", "59m 08s left", "超59分", "+59m"),
            (0, "剩余0分00秒", "0m 00s left", "超1分", "+1m"),
            (3 * 3600 + 300, "剩余3小时05分", "3h 05m left", "超3h", "+3h"),
            (2 * 3600, "剩余2小时00分", "2h 00m left", "超2h", "+2h"),
            (51 * 3600, "剩余2天3小时", "2d 3h left", "超2天", "+2d"),
        ];
        for (secs, left_zh, left_en, tag_zh, tag_en) in table {
            assert_eq!(remaining(Lang::Zh, secs), left_zh);
            assert_eq!(remaining(Lang::En, secs), left_en);
            assert_eq!(overdue_tag(Lang::Zh, secs), tag_zh);
            assert_eq!(overdue_tag(Lang::En, secs), tag_en);
        }
        assert_eq!(overdue(Lang::Zh, 7500), "超时2小时05分");
        assert_eq!(overdue(Lang::En, 7500), "2h 05m overdue");
        assert_eq!(remaining_short(Lang::Zh, 3548), "剩余59分");
        assert_eq!((ago(Lang::Zh, 20), ago(Lang::En, 720)), ("20秒前".into(), "12m ago".into()));
        assert_eq!(remaining(Lang::Zh, -5), "剩余0分00秒", "what is past is not left");
    }

    #[test]
    fn whole_numbers_are_set_apart_from_five_digits_on() {
        let table = [
            (0, "0"),
            (999, "999"),
            (1_146, "1146"),
            (9_999, "9999"),
            (10_000, "10,000"),
            (12_816, "12,816"),
            (100_000, "100,000"),
            (1_234_567, "1,234,567"),
            (-9_999, "-9999"),
            (-10_001, "-10,001"),
            (i64::MIN, "-9,223,372,036,854,775,808"),
        ];
        for (count, said) in table {
            assert_eq!(number(count), said);
        }
        assert_eq!((number(12_816_usize), number(12_816_u32)), ("12,816".into(), "12,816".into()));
        assert_eq!(number(u64::MAX), "—");
        assert_eq!((rounded(12_815.6), rounded(4.4), rounded(-0.2)), ("12,816".into(), "4".into(), "0".into()));
        assert_eq!((rounded(f64::NAN), rounded(f64::INFINITY)), ("—".into(), "—".into()));
    }

    #[test]
    fn distances_and_rates() {
        let table = [
            (38.4, "38米", "38 m"),
            (318.0, "320米", "320 m"),
            (996.0, "1.0公里", "1.0 km"),
            (1080.0, "1.1公里", "1.1 km"),
        ];
        for (metres, zh, en) in table {
            assert_eq!((distance(Lang::Zh, metres).as_str(), distance(Lang::En, metres).as_str()), (zh, en));
        }
        assert_eq!(distance(Lang::Zh, f64::NAN), "0米");
        assert_eq!((arrival(Lang::Zh, 200), arrival(Lang::En, 3)), ("约4分钟".into(), "~1 min".into()));
        assert_eq!((percent(Some(0.98993)), percent(None)), ("99.0".into(), "—".into()));
    }
}
