//! What the towns' table and the sources' bars say.

use crate::domain::Source;
use crate::panels::text::feed_words::matters_late;
use crate::panels::text::{Key, format, shown, text, words};
use crate::picture::Figures;
use crate::seat::Seat;

/// One line of the table.
pub(crate) struct Line {
    pub(crate) area: Option<u32>,
    pub(crate) name: String,
    pub(crate) received: String,
    pub(crate) open: String,
    pub(crate) overdue: String,
    pub(crate) is_late: bool,
    pub(crate) on_time: String,
}

/// Table and bars.
pub(crate) struct Model {
    pub(crate) title: &'static str,
    pub(crate) note: String,
    /// Matters don't come in as they should.
    pub(crate) is_late: bool,
    pub(crate) heads: [&'static str; 4],
    pub(crate) lines: Vec<Line>,
    pub(crate) total: Line,
    pub(crate) sources: Bars,
    pub(crate) topics: Bars,
}

/// What was received today, by one of its sides.
pub(crate) struct Bars {
    pub(crate) title: &'static str,
    pub(crate) note: String,
    /// Name and count, most first.
    pub(crate) rows: Vec<(String, i64)>,
    /// What those are called that have no row of their own.
    pub(crate) others: &'static str,
}

impl Bars {
    /// The largest, and in the last row what all others come to, so that they add up.
    pub(crate) fn fitting(&self, most: usize) -> Vec<(String, i64)> {
        let mut shown = self.rows.clone();
        if most > 0 && most < shown.len() {
            let others = shown.split_off(most - 1).iter().map(|(_, count)| count).sum();
            shown.push((self.others.into(), others));
        }
        shown
    }
}

impl Model {
    pub(crate) fn of(seat: &Seat, figures: &Figures) -> Self {
        let lang = seat.lang;
        let say = |key| text(lang, key);
        let late = matters_late(seat);
        // Where nothing comes in any more nobody knows how much came.
        let unknown = late.as_ref().is_some_and(|late| late.is_unknown);
        let came = |told: String| if unknown { format::NOTHING.into() } else { told };
        let known = |count: i64| match figures.open.value {
            Some(_) => format::number(count),
            None => format::NOTHING.into(),
        };
        let lines: Vec<Line> = figures
            .towns
            .iter()
            .map(|town| Line {
                area: Some(town.town),
                name: seat.picture.areas.row(town.town).name.to_string(),
                received: came(known(town.received)),
                open: known(town.open),
                overdue: known(town.overdue),
                is_late: town.overdue > 0,
                on_time: format::percent(town.on_time.value),
            })
            .collect();
        let total = Line {
            area: None,
            name: say(Key::WholeCounty).into(),
            received: came(format::count(&figures.received)),
            open: format::count(&figures.open),
            overdue: format::count(&figures.overdue),
            is_late: figures.overdue.numerator > 0,
            on_time: format::percent(figures.on_time.value),
        };
        let received = match &late {
            Some(late) => late.words.clone(),
            None => format!("{} {}", say(Key::SourcesNote), format::count(&figures.received)),
        };
        Self {
            is_late: late.is_some(),
            title: say(Key::Towns),
            note: format!("{} {} · {}", format::number(lines.len()), say(Key::TownsUnit), say(Key::OnTimeNote)),
            heads: [Key::ColumnReceived, Key::ColumnOpen, Key::ColumnOverdue, Key::ColumnOnTime].map(say),
            lines,
            total,
            sources: Bars {
                title: say(Key::Sources),
                note: received.clone(),
                rows: sources(seat, figures),
                others: say(Key::OtherSources),
            },
            topics: Bars {
                title: say(Key::Topics),
                note: received,
                rows: topics(seat, figures),
                others: say(Key::OtherTopics),
            },
        }
    }
}

fn sources(seat: &Seat, figures: &Figures) -> Vec<(String, i64)> {
    let named = Source::ALL.into_iter().zip(figures.by_source);
    let mut rows: Vec<_> = named.map(|(source, count)| (words::source(seat.lang, source).to_owned(), count)).collect();
    rows.sort_by_key(|(_, count)| -count);
    rows.retain(|(_, count)| *count > 0);
    rows
}

/// The topics, and last what has none and what is confidential, so that they add up.
fn topics(seat: &Seat, figures: &Figures) -> Vec<(String, i64)> {
    let named = figures.by_topic.iter().map(|(topic, count)| (shown::category(seat, *topic), *count));
    let mut rows: Vec<_> = named.collect();
    let rest = figures.received.numerator - rows.iter().map(|(_, count)| count).sum::<i64>();
    if rest > 0 && !rows.is_empty() {
        rows.push((text(seat.lang, Key::OtherTopics).into(), rest));
    }
    rows
}
