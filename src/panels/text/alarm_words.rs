//! The words around alarms: stages, the flood's banner, shelving, mute, what can't be heard.

use super::format;
use crate::domain::{AlarmCause, Urgency};
use crate::seat::link::SoundTrouble;
use crate::seat::{Lang, Stage};

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The list's name, and the header's count.
pub(crate) fn alarms(lang: Lang) -> &'static str {
    of(lang, "告警", "Alarms")
}

/// A stage.
pub(crate) fn stage(lang: Lang, stage: Stage) -> &'static str {
    match stage {
        Stage::New => of(lang, "新", "New"),
        Stage::Acknowledged => of(lang, "已确认", "Acknowledged"),
        Stage::Dispatched => of(lang, "已派出", "Sent"),
        Stage::Shelved => of(lang, "搁置", "Shelved"),
    }
}

/// Why one calls.
pub(crate) fn cause(lang: Lang, cause: AlarmCause) -> &'static str {
    match cause {
        AlarmCause::Waiting => of(lang, "未派", "nobody sent"),
        AlarmCause::Overdue => of(lang, "超时", "overdue"),
        AlarmCause::OffShelf => of(lang, "搁置到期", "shelf ran out"),
    }
}

/// Nobody has been sent for too long.
pub(crate) fn raised(lang: Lang) -> &'static str {
    of(lang, "已升级", "raised")
}

/// Nothing is to be heard.
pub(crate) fn muted(lang: Lang) -> &'static str {
    of(lang, "静音", "muted")
}

/// Lets be heard again.
pub(crate) fn unmute(lang: Lang) -> &'static str {
    of(lang, "静音中 · 恢复", "Muted · sound on")
}

/// Nothing can be heard.
pub(crate) fn silent(lang: Lang) -> &'static str {
    of(lang, "无声", "no sound")
}

/// Lets nothing be heard.
pub(crate) fn mute(lang: Lang) -> &'static str {
    of(lang, "静音", "Mute")
}

/// The list of matters again.
pub(crate) fn back(lang: Lang) -> &'static str {
    of(lang, "返回清单", "Back to the list")
}

/// Acknowledges.
pub(crate) fn acknowledge(lang: Lang) -> &'static str {
    of(lang, "确认 Space", "Acknowledge Space")
}

/// Shelves.
pub(crate) fn shelve(lang: Lang) -> &'static str {
    of(lang, "搁置", "Shelve")
}

/// Leaves it calling.
pub(crate) fn not_shelved_yet(lang: Lang) -> &'static str {
    of(lang, "不搁置", "Don't shelve")
}

/// Before the reasons for which half an hour of it is one click.
pub(crate) fn shelve_half_hour(lang: Lang) -> &'static str {
    of(lang, "搁置30分钟，因为", "Shelve 30 min, because")
}

/// Takes off the shelf.
pub(crate) fn unshelve(lang: Lang) -> &'static str {
    of(lang, "取消搁置", "Take off the shelf")
}

/// A stage without alarms, and when that was so.
pub(crate) fn none(lang: Lang, stage: Stage, checked: &str) -> String {
    let what = match stage {
        Stage::New => of(lang, "无新告警", "No new alarm"),
        Stage::Acknowledged => of(lang, "无已确认未派的告警", "None acknowledged and not sent"),
        Stage::Dispatched => of(lang, "无已派出的告警", "None sent"),
        Stage::Shelved => of(lang, "无搁置", "Nothing is shelved"),
    };
    format!("{what} · {} {checked}", of(lang, "核对", "checked"))
}

/// The flood's banner: how many in which time; how they stand.
pub(crate) fn flood(lang: Lang, count: usize) -> (String, &'static str) {
    let grouped =
        of(lang, "按镇街、类别汇总 · 特急单列 · 每分钟至多响一次", "by area and kind · U1 single · 1 sound a min");
    let count = format::number(count);
    match lang {
        Lang::Zh => (format!("告警洪峰：10分钟 {count} 起"), grouped),
        Lang::En => (format!("Alarm flood: {count} in 10 min"), grouped),
    }
}

/// What was there long before the seat opened.
pub(crate) fn old(lang: Lang, count: usize, overdue: usize) -> (String, String) {
    let [count, overdue, waiting] = [count, overdue, count - overdue].map(format::number);
    match lang {
        Lang::Zh => (format!("此前未了结 {count} 件"), format!("超时 {overdue} · 未派 {waiting}")),
        Lang::En => (format!("{count} from before"), format!("{overdue} overdue · {waiting} not sent")),
    }
}

/// A group's place and category where one is not known.
pub(crate) fn elsewhere(lang: Lang) -> &'static str {
    of(lang, "未定位", "no place")
}

/// A category that is not known.
pub(crate) fn uncategorised(lang: Lang) -> &'static str {
    of(lang, "未分类", "no category")
}

/// How many alarms a group holds.
pub(crate) fn count(lang: Lang, count: usize) -> String {
    let count = format::number(count);
    match lang {
        Lang::Zh => format!("{count} 起"),
        Lang::En => count,
    }
}

/// Whether a group stands open.
pub(crate) fn unfold(lang: Lang, is_open: bool) -> &'static str {
    if is_open { of(lang, "收起", "fold") } else { of(lang, "展开", "unfold") }
}

/// A step of so many minutes.
pub(crate) fn minutes_on(lang: Lang, minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (lang, hours, rest) {
        (Lang::Zh, 0, minutes) => format!("+{minutes}分"),
        (Lang::Zh, hours, _) => format!("+{hours}小时"),
        (Lang::En, 0, minutes) => format!("+{minutes} min"),
        (Lang::En, hours, _) => format!("+{hours} h"),
    }
}

/// The question before something is shelved for long: what, and how long.
pub(crate) fn shelve_for_long(lang: Lang, code: &str, secs: i64) -> String {
    let span = format::span_short(lang, secs);
    match lang {
        Lang::Zh => format!("搁置 {code} {span}？超过30分钟须确认"),
        Lang::En => format!("Shelve {code} for {span}? More than 30 min wants a yes"),
    }
}

/// What was wanted is too long.
pub(crate) fn shelved_too_long() -> &'static str {
    "搁置不得超过7天"
}

/// It lies on no shelf.
pub(crate) fn not_shelved() -> &'static str {
    "未搁置，无须取消"
}

/// Why nothing can be heard, and the way out.
pub(crate) fn no_sound(lang: Lang, trouble: &SoundTrouble) -> String {
    match (lang, trouble) {
        (Lang::Zh, SoundTrouble::NoPlayer(players)) => {
            format!("告警无声：本机未装 {} 中任何一个；装 alsa-utils，或按 U 静音", players.join("、"))
        }
        (Lang::En, SoundTrouble::NoPlayer(players)) => {
            let players = players.join(", ");
            format!("Alarms are silent: none of {players} is installed; install alsa-utils, or mute with U")
        }
        (Lang::Zh, SoundTrouble::Fails(player)) => {
            format!("告警无声：{player} 播放失败；检查声卡是否接通，或按 U 静音")
        }
        (Lang::En, SoundTrouble::Fails(player)) => {
            format!("Alarms are silent: {player} can't play; look at the sound card, or mute with U")
        }
        (Lang::Zh, SoundTrouble::NoFolder(folder)) => format!("告警无声：无法写入 {folder}；请开放写权限，或按 U 静音"),
        (Lang::En, SoundTrouble::NoFolder(folder)) => {
            format!("Alarms are silent: {folder} can't be written; make it writable, or mute with U")
        }
    }
}

/// How many of the two highest urgencies, for the list's title.
pub(crate) fn pressing(lang: Lang, counts: [usize; 2]) -> String {
    let parts = [Urgency::U1, Urgency::U2].into_iter().zip(counts).filter(|(_, count)| *count > 0);
    let parts =
        parts.map(|(urgency, count)| format!("{} {}", super::words::urgency(lang, urgency), format::number(count)));
    parts.collect::<Vec<_>>().join(" · ")
}
