//! What the list of alarms says, of the moment that shows.

use crate::domain::{AlarmCause, Urgency};
use crate::panels::overlay::Mark;
use crate::panels::text::{Civil, alarm_words, format, shown, words};
use crate::picture::Picture;
use crate::seat::alarm_list::{AlarmEntry, AlarmGroup, AlarmLine, GroupKey};
use crate::seat::{Lang, Seat, Stage};

/// One alarm's row.
pub(crate) struct Row {
    pub(crate) incident: u32,
    pub(crate) code: String,
    pub(crate) mark: Mark,
    pub(crate) title: String,
    pub(crate) place: String,
    /// Since when, by how much it is late, how long it lies on the shelf yet; and whether that is a tag.
    pub(crate) time: (String, bool),
    /// Why it calls; who shelved it and why.
    pub(crate) why: String,
    pub(crate) raised: bool,
}

/// Several alarms of a town and a category.
pub(crate) struct Group {
    pub(crate) key: GroupKey,
    pub(crate) mark: Mark,
    pub(crate) title: String,
    pub(crate) count: String,
    pub(crate) note: String,
}

/// A line.
pub(crate) enum Line {
    One(Row),
    Group(Group),
    Old(String, String),
}

/// What shows.
pub(crate) struct Model {
    pub(crate) note: String,
    pub(crate) stages: Vec<(Stage, String)>,
    pub(crate) flood: Option<(String, &'static str)>,
    pub(crate) lines: Vec<Line>,
    pub(crate) len: usize,
    pub(crate) nothing: String,
}

impl Model {
    /// From the line `first` on, `most` lines.
    pub(crate) fn of(seat: &Seat, first: usize, most: usize) -> Self {
        let (lang, list) = (seat.lang, &seat.alarm_list);
        let lines = list.lines();
        let len = lines.len();
        // What scrolled away is longer than what is there now.
        let first = first.min(len.saturating_sub(most));
        let pressing = [Urgency::U1, Urgency::U2]
            .map(|urgency| list.of(list.stage).filter(|entry| entry.urgency == urgency).count());
        let stages = Stage::ALL
            .map(|stage| (stage, format!("{} {}", alarm_words::stage(lang, stage), format::number(list.count(stage)))));
        let checked = Civil::at(seat.now, seat.picture.tallies.zone()).hour_minute();
        Self {
            note: alarm_words::pressing(lang, pressing),
            stages: stages.into(),
            flood: list.flood().is_on().then(|| alarm_words::flood(lang, list.flood().count())),
            lines: lines.into_iter().skip(first).take(most).map(|line| self::line(seat, line)).collect(),
            len,
            nothing: alarm_words::none(lang, list.stage, &checked),
        }
    }
}

fn line(seat: &Seat, line: AlarmLine) -> Line {
    match line {
        AlarmLine::One(entry) => Line::One(row(seat, &entry)),
        AlarmLine::Group(group) => Line::Group(self::group(seat, &group)),
        AlarmLine::Old { count, overdue } => {
            let (title, note) = alarm_words::old(seat.lang, count, overdue);
            Line::Old(title, note)
        }
    }
}

fn town(picture: &Picture, lang: Lang, town: Option<u32>) -> String {
    town.map_or_else(|| alarm_words::elsewhere(lang).into(), |town| picture.areas.row(town).name.to_string())
}

fn category(picture: &Picture, lang: Lang, category: Option<u32>) -> String {
    let name = category.map(|category| {
        let row = &picture.categories.rows()[category as usize];
        let english = row.name_en.as_ref().filter(|_| lang == Lang::En);
        english.unwrap_or(&row.name).clone()
    });
    name.unwrap_or_else(|| alarm_words::uncategorised(lang).into())
}

fn row(seat: &Seat, entry: &AlarmEntry) -> Row {
    let (lang, picture) = (seat.lang, &seat.picture);
    let row = picture.incidents.row(entry.number);
    let shelf = row.course.as_deref().and_then(|course| course.shelf.as_ref());
    let age = || (format::ago(lang, seat.now.secs_since(entry.since)), false);
    let late = || words::time_left(lang, row, seat.now).filter(|(_, late)| *late);
    let time = match entry.shelved_until {
        Some(until) => (format::remaining_short(lang, until.secs_since(seat.now)), false),
        None if entry.cause == AlarmCause::Overdue => late().unwrap_or_else(age),
        None => age(),
    };
    let why = match (entry.shelved_until, shelf) {
        (Some(_), Some(shelf)) => {
            format!("{} {}", shown::actor(seat, &shelf.by), seat.shown(&shelf.reason))
        }
        _ if entry.stage == Stage::Dispatched => words::state(lang, row.state).into(),
        _ => alarm_words::cause(lang, entry.cause).into(),
    };
    Row {
        incident: entry.number,
        code: row.code.to_string(),
        mark: Mark::of(picture, row),
        title: shown::title(seat, row).into_owned(),
        place: town(picture, lang, entry.town),
        time,
        why,
        raised: entry.raised,
    }
}

fn group(seat: &Seat, group: &AlarmGroup) -> Group {
    let (lang, picture) = (seat.lang, &seat.picture);
    let glyph = group.key.1.and_then(|category| picture.categories.rows()[category as usize].glyph);
    let mark = Mark { glyph, ..Mark::plain(group.urgency, crate::domain::State::Reported) };
    let is_open = seat.alarm_list.unfolded == Some(group.key);
    Group {
        key: group.key,
        mark,
        title: format!("{} · {}", town(picture, lang, group.key.0), category(picture, lang, group.key.1)),
        count: alarm_words::count(lang, group.count),
        note: format!(
            "{} · {}",
            format::ago(lang, seat.now.secs_since(group.since)),
            alarm_words::unfold(lang, is_open)
        ),
    }
}
