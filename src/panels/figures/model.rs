//! What the key figures say: each with its period and its comparison or its fraction.

use crate::domain::{CivilZone, Timestamp, Urgency};
use crate::panels::text::feed_words::{self, Late};
use crate::panels::text::{Civil, Key, desk_words, format, plot_words, text, words};
use crate::picture::{Figure, Figures, TrendSpan};
use crate::seat::queue::List;
use crate::seat::{Lang, Seat};

/// One key figure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kpi {
    pub(crate) title: String,
    pub(crate) value: String,
    pub(crate) unit: &'static str,
    pub(crate) detail: String,
    /// Somebody must act on it.
    pub(crate) alarm: bool,
    pub(crate) id: &'static str,
}

/// The figures and the day's course.
pub(crate) struct Model {
    /// 今日, or in the past the date of the day.
    pub(crate) title: String,
    pub(crate) note: String,
    /// Matters don't come in as they should: which feed, and since when.
    pub(crate) late: Option<Late>,
    pub(crate) kpis: [Kpi; 6],
    pub(crate) course: Course,
    /// None where the ledger does not reach back a month.
    pub(crate) month: Option<Month>,
}

/// What was received in the last 30 whole days, against the 30 before.
pub(crate) struct Month {
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) now: Vec<i64>,
    /// Empty where the ledger does not reach so far back.
    pub(crate) before: Vec<i64>,
}

/// What was received so far, by the ten minutes.
pub(crate) struct Course {
    pub(crate) title: &'static str,
    pub(crate) note: String,
    /// Sums at the end of each bar, up to now.
    pub(crate) today: Vec<i64>,
    /// The same of last week's day, whole.
    pub(crate) before: Vec<i64>,
    /// How much of the day is over, or was when matters were last heard of, 0 to 1.
    pub(crate) day_share: f32,
    /// Whether matters are heard of: else nobody knows the sum.
    pub(crate) is_known: bool,
}

impl Model {
    pub(crate) fn of(seat: &Seat, figures: &Figures) -> Self {
        let lang = seat.lang;
        let say = |key| text(lang, key);
        let zone = seat.picture.tallies.zone();
        let civil = Civil::at(seat.now, zone);
        let last_week = last_weekday(lang, seat.now, zone);
        let late = feed_words::matters_late(seat);
        // Where nothing is heard of matters any more, the day is told as far as it was.
        let lost = late.as_ref().filter(|late| late.is_unknown).map(|late| Civil::at(late.last_at, zone));
        let secs = lost.unwrap_or(civil).secs_of_day();
        let secs = if lost.is_some_and(|lost| !lost.is_same_day(&civil)) { 0 } else { secs };
        let bars_so_far = (secs / 600 + 1).clamp(0, figures.bars.len() as i64) as usize;
        let mut kpis = kpis(lang, figures, &civil.hour_minute(), &last_week);
        if late.as_ref().is_some_and(|late| late.is_unknown) {
            // Nothing comes in any more: how much came nobody knows. What is open here is known here.
            (kpis[0].value, kpis[0].unit, kpis[0].detail) = (format::NOTHING.into(), "", String::new());
        }
        // Before the first matter there is no count, and nothing to compare it with.
        let knows_any = figures.received.value.is_some();
        if !knows_any {
            kpis.iter_mut().for_each(|kpi| kpi.detail.clear());
        }
        let usual = || format!("{}{} · {}", say(Key::Until), civil.hour_minute(), say(Key::LastWeek));
        Self {
            title: if civil.is_same_day(&Civil::at(seat.clock, zone)) {
                say(Key::Today).into()
            } else {
                civil.month_day(lang)
            },
            note: late.as_ref().map_or_else(usual, |late| late.words.clone()),
            late,
            kpis,
            month: month(seat),
            course: Course {
                title: say(Key::CumulativeReceived),
                note: match lang {
                    Lang::Zh => format!("虚线 {last_week}"),
                    Lang::En => format!("dashed: {last_week}"),
                },
                today: sums(&figures.bars[..bars_so_far]),
                before: if knows_any { sums(&figures.bars_before) } else { Vec::new() },
                day_share: secs as f32 / 86_400.0,
                is_known: lost.is_none() && knows_any,
            },
        }
    }
}

fn kpis(lang: Lang, figures: &Figures, clock: &str, last_week: &str) -> [Kpi; 6] {
    let say = |key| text(lang, key);
    let count = |id, key, figure: &Figure, detail: String| Kpi {
        title: say(key).into(),
        value: format::count(figure),
        unit: if figure.value.is_some() { say(Key::Piece) } else { "" },
        detail,
        alarm: false,
        id,
    };
    let rate = |id, key, figure: &Figure, of| Kpi {
        title: say(key).into(),
        value: format::percent(figure.value),
        unit: if figure.value.is_some() { "%" } else { "" },
        detail: fraction(lang, figure, of),
        alarm: false,
        id,
    };
    let open_detail = open_parts(lang, figures);
    let overdue = figures.overdue.numerator;
    let overdue_detail = match figures.overdue.denominator {
        _ if figures.overdue.value.is_none() => String::new(),
        _ if overdue == 0 => format!("{} · {} {clock}", say(Key::NoneOverdue), say(Key::CheckedAt)),
        Some(open) if open > 0 => {
            let share = format::percent(Some(overdue as f64 / open as f64));
            let due_soon = format::number(figures.due_soon.numerator);
            match lang {
                Lang::Zh => format!("{} {share}% · {} {due_soon}", say(Key::ShareOf), say(Key::DueSoon)),
                Lang::En => format!("{share}% · {due_soon} {}", say(Key::DueSoon)),
            }
        }
        _ => String::new(),
    };
    [
        count("kpi-received", Key::Received, &figures.received, compared(lang, &figures.received, last_week)),
        count("kpi-open", Key::Open, &figures.open, open_detail),
        Kpi { alarm: overdue > 0, ..count("kpi-overdue", Key::Overdue, &figures.overdue, overdue_detail) },
        rate("kpi-on-the-spot", Key::OnTheSpot, &figures.on_the_spot, Key::OfHandledToday),
        rate("kpi-on-time", Key::OnTimeMonth, &figures.on_time, Key::OfDue),
        rate("kpi-satisfied", Key::SatisfiedMonth, &figures.satisfaction, Key::OfCalledBack),
    ]
}

/// `上周五 455 · 多31`
fn compared(lang: Lang, figure: &Figure, last_week: &str) -> String {
    let Some(before) = figure.before else { return String::new() };
    let difference = match figure.numerator - before {
        0 => text(lang, Key::Equal).into(),
        more @ 1.. => format!("{}{}", text(lang, Key::More), format::number(more)),
        fewer => format!("{}{}", text(lang, Key::Fewer), format::number(-fewer)),
    };
    format!("{last_week} {} · {difference}", format::number(before))
}

/// What is open by what it waits for, since other panels count only the one or the other: `待办 282 · 待回访 30 · 特急 2`
fn open_parts(lang: Lang, figures: &Figures) -> String {
    if figures.open.value.is_none() {
        return String::new();
    }
    let handled = figures.open_handled;
    let handling = figures.open.numerator - handled;
    let [u1, u2, ..] = figures.open_by_urgency;
    let lists = [(List::ToDo, handling), (List::CallBack, handled)];
    let lists = lists.map(|(list, count)| format!("{} {}", desk_words::list(lang, list), format::number(count)));
    let urgencies = [(Urgency::U1, u1), (Urgency::U2, u2)];
    let urgencies =
        urgencies.map(|(urgency, count)| format!("{} {}", words::urgency(lang, urgency), format::number(count)));
    lists.into_iter().chain(urgencies).collect::<Vec<_>>().join(" · ")
}

/// `4812 ÷ 4861 · 占已到期`, with a word where that is too few for a rate.
fn fraction(lang: Lang, figure: &Figure, of: Key) -> String {
    let Some(denominator) = figure.denominator else { return String::new() };
    let parts = format!("{} ÷ {}", format::number(figure.numerator), format::number(denominator));
    match figure.value {
        Some(_) => format!("{parts} · {}", text(lang, of)),
        None => format!("{parts} · {}", text(lang, Key::TooFew)),
    }
}

/// `上周五`, `last Fri`
pub(crate) fn last_weekday(lang: Lang, now: Timestamp, zone: &CivilZone) -> String {
    let weekday = Civil::at(now, zone).weekday(lang);
    format!("{}{weekday}", text(lang, Key::LastWeekday))
}

/// The last 30 whole days; a day that is not known is no day of none.
fn month(seat: &Seat) -> Option<Month> {
    const DAYS: i64 = 30;
    let (lang, tallies) = (seat.lang, &seat.picture.tallies);
    let since = tallies.day(seat.picture.incidents.first_reported_at()?);
    let today = tallies.day(seat.now);
    let days = |from: i64| -> Vec<i64> {
        let is_known = since < from;
        let days = (from..from + DAYS).map(|day| tallies.sum(None, day, day).received);
        if is_known { days.collect() } else { Vec::new() }
    };
    let (now, before) = (days(today - DAYS), days(today - 2 * DAYS));
    let [words, words_before] = plot_words::span(lang, TrendSpan::Month);
    let total = |days: &[i64]| days.iter().sum::<i64>();
    let note = match before.is_empty() {
        true => String::new(),
        false => {
            let against = plot_words::against(lang, total(&now), total(&before));
            format!("{words_before} {} · {against}", format::number(total(&before)))
        }
    };
    (!now.is_empty()).then(|| Month { title: format!("{words} {}", format::number(total(&now))), note, now, before })
}

fn sums(bars: &[i64]) -> Vec<i64> {
    let mut sum = 0;
    bars.iter()
        .map(|count| {
            sum += count;
            sum
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_what_it_is_compared_with() {
        let figure = |numerator, before| Figure { numerator, before, value: Some(1.0), ..Figure::default() };
        assert_eq!(compared(Lang::Zh, &figure(486, Some(455)), "上周五"), "上周五 455 · 多31");
        assert_eq!(compared(Lang::Zh, &figure(450, Some(455)), "上周五"), "上周五 455 · 少5");
        assert_eq!(compared(Lang::En, &figure(455, Some(455)), "last Fri"), "last Fri 455 · equal");
        assert_eq!(compared(Lang::Zh, &figure(1, None), "上周五"), "");
    }

    #[test]
    fn too_few_cases_give_no_rate() {
        let few = Figure { numerator: 3, denominator: Some(5), ..Figure::default() };
        assert_eq!(fraction(Lang::Zh, &few, Key::OfDue), "3 ÷ 5 · 样本不足");
        let enough = Figure { numerator: 3, denominator: Some(15), value: Some(0.2), ..Figure::default() };
        assert_eq!(fraction(Lang::Zh, &enough, Key::OfDue), "3 ÷ 15 · 占应办结");
        assert_eq!(format::percent(few.value), "—");
    }
}
