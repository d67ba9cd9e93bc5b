//! The words of a worker's day.

use super::format;
use crate::seat::{Lang, Whereabouts};

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A word of the day's panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayWord {
    /// The link on a worker's card.
    Open,
    /// The list of people.
    Near,
    /// Nobody is near.
    Nobody,
    /// The track is being read.
    Reading,
    /// Ask once more.
    Again,
    /// The phone told nothing.
    NoFixes,
    /// It can't be shown.
    Failed,
    /// The length of the way.
    Length,
    /// On the move.
    Moving,
    /// Standing.
    Standing,
    /// Nobody knows.
    Silent,
    /// In the home area.
    Inside,
    /// Out of it.
    Outside,
    /// The chart of speed.
    Speed,
    /// The strip of the home area.
    Home,
    /// The strip of stops.
    Stops,
    /// The strip of what was done.
    Done,
    /// Every look is written down.
    Logged,
    /// No home area is known.
    NoHome,
    /// Nothing was done.
    NothingDone,
}

/// A word of the day's panel.
pub(crate) fn say(lang: Lang, word: DayWord) -> &'static str {
    use DayWord::*;
    match word {
        Open => of(lang, "一天的轨迹", "the day's track"),
        Near => of(lang, "附近人员：看一天的轨迹", "People near: look at a day"),
        Nobody => of(lang, "附近没有人员", "Nobody is near"),
        Reading => of(lang, "正在读取", "Reading"),
        Again => of(lang, "重新读取", "read again"),
        NoFixes => of(lang, "这一天没有定位", "No positions on this day"),
        Failed => of(lang, "不能显示：", "Can't be shown: "),
        Length => of(lang, "行程", "way"),
        Moving => of(lang, "行进", "moving"),
        Standing => of(lang, "停留", "standing"),
        Silent => of(lang, "无定位", "silent"),
        Inside => of(lang, "责任区内", "home area"),
        Outside => of(lang, "责任区外", "outside"),
        Speed => of(lang, "速度 km/h", "speed, km/h"),
        Home => of(lang, "责任区", "home area"),
        Stops => of(lang, "停留处", "stops"),
        Done => of(lang, "办理", "done"),
        Logged => of(lang, "每次查看均记录", "every look is written down"),
        NoHome => of(lang, "责任区不详", "home area not known"),
        NothingDone => of(lang, "没有签收、到场、办结", "no receipts, arrivals, results"),
    }
}

/// `数据至 14:03`; with the first position's moment, `定位 08:02 至 14:03`.
pub(crate) fn until(lang: Lang, since: Option<&str>, clock: &str) -> String {
    match (lang, since) {
        (Lang::Zh, None) => format!("数据至 {clock}"),
        (Lang::Zh, Some(since)) => format!("定位 {since} 至 {clock}"),
        (Lang::En, None) => format!("data as of {clock}"),
        (Lang::En, Some(since)) => format!("positions {since} to {clock}"),
    }
}

/// `10:02 · 翠屏社区 第3网格 · 4.3 km/h · 责任区内`, or that no position tells it.
pub(crate) fn pointed(lang: Lang, clock: &str, spot: Option<Whereabouts>, place: &str) -> String {
    let Some(spot) = spot else { return format!("{clock} · {}", say(lang, DayWord::Silent)) };
    let clock = if place.is_empty() { clock.to_owned() } else { format!("{clock} · {place}") };
    let mut words = if spot.speed_mps > 0.0 {
        format!("{clock} · {:.1} km/h", spot.speed_mps * 3.6)
    } else {
        format!("{clock} · {}", say(lang, DayWord::Standing))
    };
    if let Some(inside) = spot.inside {
        words.push_str(" · ");
        words.push_str(say(lang, if inside { DayWord::Inside } else { DayWord::Outside }));
    }
    words
}

/// A stop: `1 翠屏街 09:10–09:42`.
pub(crate) fn stop(number: usize, place: &str, from: &str, to: &str) -> String {
    format!("{number} {place} {from}–{to}")
}

/// A length of time in hours and minutes; none of it is a dash.
pub(crate) fn hours(lang: Lang, secs: i64) -> String {
    let minutes = secs / 60;
    match lang {
        _ if secs <= 0 => format::NOTHING.to_owned(),
        Lang::Zh if minutes < 60 => format!("{minutes}分"),
        Lang::Zh => format!("{}小时{:02}分", minutes / 60, minutes % 60),
        Lang::En if minutes < 60 => format!("{minutes}m"),
        Lang::En => format!("{}h {:02}m", minutes / 60, minutes % 60),
    }
}

/// So many positions, and what of them can't be.
pub(crate) fn fixes(lang: Lang, count: usize, jumps: usize) -> String {
    let (count, jumped) = (format::number(count), format::number(jumps));
    match (lang, jumps) {
        (Lang::Zh, 0) => format!("定位 {count} 次"),
        (Lang::Zh, _) => format!("定位 {count} 次 · 跳点 {jumped}"),
        (Lang::En, 0) => format!("{count} positions"),
        (Lang::En, _) => format!("{count} positions · {jumped} jumps"),
    }
}
