//! What the towns' table and the sources' bars say.

use crate::domain::Source;
use crate::panels::text::feed_words::matters_late;
use crate::panels::text::{Key, format, text, words};
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
    pub(crate) sources_title: &'static str,
    pub(crate) sources_note: String,
    /// Name and count, most first.
    pub(crate) sources: Vec<(&'static str, i64)>,
    /// What those are called that have no row of their own.
    pub(crate) other_sources: &'static str,
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
        let mut sources: Vec<(&'static str, i64)> =
            Source::ALL.into_iter().zip(figures.by_source).map(|(s, count)| (words::source(lang, s), count)).collect();
        sources.sort_by_key(|(_, count)| -count);
        sources.retain(|(_, count)| *count > 0);
        Self {
            is_late: late.is_some(),
            title: say(Key::Towns),
            note: format!("{} {} · {}", format::number(lines.len()), say(Key::TownsUnit), say(Key::OnTimeNote)),
            heads: [Key::ColumnReceived, Key::ColumnOpen, Key::ColumnOverdue, Key::ColumnOnTime].map(say),
            lines,
            total,
            sources_title: say(Key::Sources),
            sources_note: match &late {
                Some(late) => late.words.clone(),
                None => format!("{} {}", say(Key::SourcesNote), format::count(&figures.received)),
            },
            sources,
            other_sources: say(Key::OtherSources),
        }
    }
}
