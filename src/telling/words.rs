//! Notices in words, Chinese and English: one line each, without personal data.

use super::concern::pressing;
use super::notice::said;
use super::recipient::Recipient;
use super::{Kind, Matter};
use crate::domain::{Event, Timestamp};
use jiff::tz::TimeZone;
use serde::Serialize;

/// A line in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Words {
    pub(super) zh: String,
    pub(super) en: String,
}

/// A moment as machines read it, in the civil time of `zone`.
pub(super) fn rfc3339(at: Timestamp, zone: &TimeZone) -> String {
    civil(at, zone, "%Y-%m-%dT%H:%M:%S%:z")
}

/// A moment in the civil time of `zone`, by the pattern of `strftime`; the bare number where no calendar reaches.
pub(super) fn civil(at: Timestamp, zone: &TimeZone, pattern: &str) -> String {
    match jiff::Timestamp::from_second(at.0) {
        Ok(moment) => moment.to_zoned(zone.clone()).strftime(pattern).to_string(),
        Err(_) => at.0.to_string(),
    }
}

/// The line of a notice.
pub(super) fn of(
    kind: &Kind,
    event: &Event,
    to: &Recipient,
    after: &Matter,
    incident: &str,
    due_at: Option<Timestamp>,
    zone: &TimeZone,
) -> Words {
    let (title, address) = (after.masked(&after.title), after.masked(&after.address));
    let (mut zh, mut en) = (format!("【{}】{incident}", kind.zh), format!("{}: {incident}", first_upper(kind.en)));
    for line in [&mut zh, &mut en] {
        if !title.is_empty() {
            line.push(' ');
            line.push_str(&title);
        }
    }
    if !address.is_empty() {
        zh.push_str(&format!("（{address}）"));
        en.push_str(&format!(" ({address})"));
    }
    if let Some((zh_part, en_part)) = part(event, to, after) {
        zh.push_str(&format!("，{zh_part}"));
        en.push_str(&format!(", {en_part}"));
    }
    if let Some(due_at) = due_at {
        zh.push_str(&format!("，时限{}", civil(due_at, zone, "%Y年%-m月%-d日%H:%M")));
        en.push_str(&format!(", by {}", civil(due_at, zone, "%Y-%m-%d %H:%M")));
    }
    let said = after.masked(&said(event, after));
    zh.push('。');
    en.push('.');
    if !said.is_empty() {
        zh.push_str(&said);
        en.push(' ');
        en.push_str(&said);
    }
    Words { zh, en }
}

/// What the recipient is in it, or how pressing it is.
fn part(event: &Event, to: &Recipient, after: &Matter) -> Option<(&'static str, &'static str)> {
    match event {
        Event::Alarmed(alarm) => Some(pressing(alarm.level)),
        Event::Summoned(_) | Event::SummonsAllowed { .. } => {
            let leads = after.summons().is_some_and(|summons| summons.lead.as_str() == to.name());
            Some(if leads { ("主办", "in the lead") } else { ("协办", "jointly") })
        }
        Event::Supervised { step, .. } => {
            use crate::domain::SupervisionStep::{MainLeaders, Notice, SecondHandling, ViceLeaders};
            Some(match step {
                Notice => ("督办通知", "notice"),
                SecondHandling => ("二次办理", "second handling"),
                ViceLeaders => ("分管领导协调", "vice leaders coordinate"),
                MainLeaders => ("主要领导决定", "main leaders decide"),
            })
        }
        _ => None,
    }
}

fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
