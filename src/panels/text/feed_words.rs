//! What is wrong with a feed, as a sentence.

use super::map_words::no_answer;
use super::{Key, format, text, words};
use crate::domain::{Brings, FeedTrouble, Timestamp};
use crate::seat::{Feed, FeedState, Lang, Seat};

/// What the officer reads of it.
pub(crate) fn feed_trouble(lang: Lang, feed: &str, trouble: &FeedTrouble) -> String {
    let say = |key| text(lang, key);
    let (open, close, then) = if lang == Lang::Zh { ("（", "）", "，") } else { (" (", ")", ": ") };
    let endpoint = format!("{}{feed} ", say(Key::TellingTo));
    let feed = named(lang, feed);
    match trouble {
        FeedTrouble::Unreachable { why, .. } => {
            let why = no_answer(lang, *why);
            format!("{feed}{}{open}{why}{close}{then}{}", say(Key::FeedUnreachable), say(Key::FeedLastStands))
        }
        FeedTrouble::Refused { status, said, .. } => {
            format!("{feed}{}{open}HTTP {status}{close}{said}", say(Key::FeedRefused))
        }
        FeedTrouble::NotUnderstood { why, .. } => format!("{feed}{}{why}", say(Key::FeedNotUnderstood)),
        FeedTrouble::BadRows { bad, of, first } => {
            format!(
                "{feed}{}{open}{}/{}{close}{first}",
                say(Key::FeedBadRows),
                format::number(*bad),
                format::number(*of)
            )
        }
        FeedTrouble::NoKey { variable } => format!("{feed}{}{variable}", say(Key::FeedKeyMissing)),
        FeedTrouble::NotKept { rows } => {
            format!("{feed}{}{open}{}{close}", say(Key::FeedNotKept), format::number(*rows))
        }
        FeedTrouble::NotTold { notices, why } => {
            let notices = format::number(*notices);
            let why = if why.is_empty() { String::new() } else { format!("{open}{why}{close}") };
            format!("{endpoint}{}{notices}{why}{then}{}", say(Key::FeedNotTold), say(Key::FeedTellAgain))
        }
        FeedTrouble::SameNumbers { other, code, .. } => {
            format!("{feed}{}{code}{open}{}{close}", say(Key::FeedSameNumbers), words::feed(lang, other))
        }
    }
}

/// What the officer reads when a dead feed speaks again.
pub(crate) fn feed_is_back(lang: Lang, feed: &str, silent_secs: i64) -> String {
    format!("{}{}{}", named(lang, feed), text(lang, Key::FeedIsBack), format::span(lang, silent_secs))
}

fn named(lang: Lang, feed: &str) -> String {
    format!("{}{} ", text(lang, Key::FeedNamed), words::feed(lang, feed))
}

/// What a feed brings: our own are known by their names.
fn brings(name: &str, feed: &Feed) -> Brings {
    match name {
        "positions" | "fixes" | "定位" | "手机定位" => Brings::Positions,
        _ => feed.promise.brings,
    }
}

/// How the feeds that bring positions are.
pub(crate) fn positions(seat: &Seat) -> impl Iterator<Item = FeedState> + '_ {
    seat.feeds.iter().filter(|(name, feed)| brings(name, feed) == Brings::Positions).map(|(_, feed)| feed.state)
}

/// That matters don't come in as they should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Late {
    /// Which feed is worst off and since when, or by how much.
    pub(crate) words: String,
    /// No feed of matters speaks any more: how many came in nobody knows.
    pub(crate) is_unknown: bool,
    /// When any of them was last heard.
    pub(crate) last_at: Timestamp,
}

/// Whether a feed of matters is late or dead; none where all live, where there is none, and in the past.
pub(crate) fn matters_late(seat: &Seat) -> Option<Late> {
    if seat.replay.is_on() {
        return None;
    }
    let of_matters = || seat.feeds.iter().filter(|(name, feed)| brings(name, feed) == Brings::Matters);
    let (name, worst) = of_matters().max_by_key(|(_, feed)| (feed.state, std::cmp::Reverse(feed.last_at)))?;
    let is_unknown = of_matters().all(|(_, feed)| feed.state == FeedState::Dead);
    let last_at = of_matters().map(|(_, feed)| feed.last_at).max().unwrap_or(seat.clock);
    (worst.state != FeedState::Live).then(|| Late { words: silence(seat, name, worst), is_unknown, last_at })
}

/// A feed's name, and how long it has been silent where it has: `12345 迟3分12秒`, `12345 断 14:03:08`.
pub(crate) fn silence(seat: &Seat, name: &str, feed: &Feed) -> String {
    let (lang, shown) = (seat.lang, words::feed(seat.lang, name));
    let zone = seat.picture.tallies.zone();
    match feed.state {
        FeedState::Live => shown.to_owned(),
        FeedState::Stale => {
            let behind = format::span(lang, seat.clock.secs_since(feed.last_at));
            match lang {
                Lang::Zh => format!("{shown} {}{behind}", text(lang, Key::FeedLate)),
                Lang::En => format!("{shown} {behind} {}", text(lang, Key::FeedLate)),
            }
        }
        FeedState::Dead => {
            let since = words::moment(lang, feed.last_at, seat.clock, zone);
            format!("{shown} {} {since}", text(lang, Key::FeedLost))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoAnswer;

    #[test]
    fn trouble_is_told_in_both_languages() {
        let lost = FeedTrouble::Unreachable { host: "h".into(), why: NoAnswer::TimedOut };
        assert_eq!(feed_trouble(Lang::Zh, "12345", &lost), "接入 12345 取不到数据（超时），保留最后一次的内容");
        assert_eq!(
            feed_trouble(Lang::En, "12345", &lost),
            "Feed 12345 gives nothing (no answer in time): what it said last stands"
        );
        let refused = FeedTrouble::Refused { host: "h".into(), status: 403, said: "令牌过期".into() };
        assert_eq!(feed_trouble(Lang::Zh, "车载", &refused), "接入 车载 拒绝提供（HTTP 403）令牌过期");
        let untold = FeedTrouble::NotTold { notices: 3, why: "HTTP 500".into() };
        assert_eq!(
            feed_trouble(Lang::Zh, "镇街", &untold),
            "告知 镇街 未送达的通知 3（HTTP 500），核对后用 zonglan tell retry --failed 重发"
        );
        let before = FeedTrouble::NotTold { notices: 1, why: String::new() };
        assert_eq!(
            feed_trouble(Lang::En, "towns", &before),
            "Endpoint towns notices given up: 1: look into it, then zonglan tell retry --failed"
        );
        let same = FeedTrouble::SameNumbers { rows: 2, other: "定位".into(), code: "7".into() };
        assert_eq!(feed_trouble(Lang::En, "a", &same), "Feed a bears numbers of another feed's: 7 (positions)");
    }
}
