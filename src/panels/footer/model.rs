//! What the footer says.

use crate::panels::text::{Key, feed_words, format, text, words};
use crate::picture::Figures;
use crate::seat::{Feed, FeedState, Seat, name_order};

/// One feed's health.
pub(crate) struct FeedMark {
    pub(crate) id: String,
    pub(crate) words: String,
    pub(crate) state: FeedState,
}

/// The footer's contents.
pub(crate) struct Model {
    pub(crate) staff_title: &'static str,
    /// Word and number; the number is `—` where the positions' feed is dead.
    pub(crate) staff: [(&'static str, String); 4],
    /// Whether the staff's figures are old: the positions' feed is late or dead.
    pub(crate) staff_is_old: bool,
    /// How many feeds live, of how many; empty where there are none, as the header says, and in the past, of which no feed's
    /// health is known.
    pub(crate) feeds_title: String,
    pub(crate) feeds: Vec<FeedMark>,
}

impl Model {
    pub(crate) fn of(seat: &Seat, figures: &Figures) -> Self {
        let lang = seat.lang;
        let say = |key| text(lang, key);
        // Of several that bring positions the worst counts: some of the staff hang on it.
        let positions = feed_words::positions(seat).max();
        // Without the feed no count of positions is a count any more; who is on duty the register knows.
        let workers = seat.picture.workers.rows();
        let known = |n: i64| if workers.is_empty() { format::NOTHING.into() } else { format::number(n) };
        // Nor is there one of a past moment of which nobody's position was kept.
        let nothing_kept = seat.replay.is_on() && !workers.iter().any(|row| row.is_on_map(seat.now));
        let is_unknown = nothing_kept || positions == Some(FeedState::Dead);
        let count = |n: i64| if is_unknown { format::NOTHING.into() } else { known(n) };
        let tells_feeds = !seat.replay.is_on() && seat.feeds.iter().next().is_some();
        let live = seat.feeds.iter().filter(|(_, feed)| feed.state == FeedState::Live).count();
        Self {
            staff_title: say(if nothing_kept { Key::StaffNotThen } else { Key::Staff }),
            staff: [
                (say(Key::StaffFree), count(figures.staff_free)),
                (say(Key::StaffOnTask), count(figures.staff_on_task)),
                (say(Key::StaffStale), count(figures.staff_stale)),
                (
                    say(Key::StaffOnDuty),
                    if nothing_kept { format::NOTHING.into() } else { known(figures.staff_on_duty) },
                ),
            ],
            staff_is_old: positions.is_some_and(|state| state > FeedState::Live),
            feeds_title: match tells_feeds {
                true => format!("{} {live}/{}", say(Key::Feeds), seat.feeds.iter().count()),
                false => String::new(),
            },
            feeds: if tells_feeds { feeds(seat) } else { Vec::new() },
        }
    }
}

/// The feeds in the order of the names that show.
fn feeds(seat: &Seat) -> Vec<FeedMark> {
    let mut feeds: Vec<(&str, &Feed)> = seat.feeds.iter().collect();
    feeds.sort_by_cached_key(|(name, _)| name_order(words::feed(seat.lang, name)));
    let mark = |(name, feed): (&str, &Feed)| FeedMark {
        id: format!("feed-{name}"),
        words: feed_words::silence(seat, name, feed),
        state: feed.state,
    };
    feeds.into_iter().map(mark).collect()
}
