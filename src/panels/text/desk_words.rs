//! The desk's enums as words.

use super::desk_catalogue::{Word, say};
use super::{format, shown, words};
use crate::domain::{
    ActKind, AreaLevel, Ask, Difficulty, Mediation, Phase, Refusal, Service, SupervisionStep, Timestamp,
};
use crate::picture::Picture;
use crate::seat::queue::{List, Sort};
use crate::seat::work::{Choice, Choose, UntilStep};
use crate::seat::{Lang, Seat};

/// ` 等12人`
pub(crate) fn of_so_many(lang: Lang, all: usize) -> String {
    let all = format::number(all);
    match lang {
        Lang::Zh => format!(" 等{all}人"),
        Lang::En => format!(" of {all} people"),
    }
}

/// An act.
pub(crate) fn act(lang: Lang, act: ActKind) -> &'static str {
    let (zh, en) = act.words();
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A list.
pub(crate) fn list(lang: Lang, list: List) -> &'static str {
    let words = [
        Word::ListToDo,
        Word::ListWaiting,
        Word::ListCallBack,
        Word::ListDueSoon,
        Word::ListOverdue,
        Word::ListAsked,
        Word::ListSupervision,
        Word::ListSuspended,
        Word::ListUnlocated,
        Word::ListOpen,
        Word::ListOver,
    ];
    say(lang, words[list as usize])
}

/// An order of a list.
pub(crate) fn sort(lang: Lang, sort: Sort) -> &'static str {
    let words =
        [Word::SortPressing, Word::SortDue, Word::SortNewest, Word::SortOldest, Word::SortTown, Word::SortAgency];
    say(lang, words[sort as usize])
}

/// By what a list is ordered, in full.
pub(crate) fn order(lang: Lang, list: List, sort: Sort) -> &'static str {
    let [zh, en] = match sort {
        Sort::Due if list == List::Overdue => ["超时久的在先", "longest overdue first"],
        Sort::Pressing => {
            ["特急、紧急、超期在先 · 未派先 · 期近先", "critical, urgent, overdue first · unsent · due soonest"]
        }
        Sort::Due => ["期近的在先", "due soonest first"],
        Sort::Newest => ["新报的在先", "newest first"],
        Sort::Oldest => ["早报的在先", "oldest first"],
        Sort::Town => ["按镇街 · 期近先", "by town · due soonest first"],
        Sort::Agency => ["按承办 · 期近先", "by agency · due soonest first"],
    };
    if lang == Lang::Zh { zh } else { en }
}

/// One level.
pub(crate) fn one_level(lang: Lang, level: AreaLevel) -> &'static str {
    let words = [Word::County, Word::TownLevel, Word::ZoneLevel, Word::VillageLevel, Word::GridLevel];
    say(lang, words[level as usize])
}

/// What a clock is for.
pub(crate) fn phase(lang: Lang, phase: Phase) -> &'static str {
    let word = match phase {
        Phase::Accept => Word::PhaseAccept,
        Phase::Receipt => Word::PhaseReceipt,
        Phase::ReportBack => Word::PhaseReportBack,
        Phase::Handle => Word::PhaseHandle,
        Phase::Rework => Word::PhaseRework,
        Phase::Close => Word::PhaseClose,
        Phase::Level => Word::PhaseLevel,
        Phase::Answer => Word::PhaseAnswer,
        Phase::ReportIn => Word::PhaseReportIn,
        Phase::Supervise => Word::PhaseSupervise,
    };
    say(lang, word)
}

/// A dispute's phase.
pub(crate) fn mediation(lang: Lang, phase: Mediation) -> &'static str {
    let words = [Word::Mediating, Word::Agreed, Word::NotAgreed, Word::Performed, Word::VisitedAgain];
    say(lang, words[phase as usize])
}

/// A step of supervision.
pub(crate) fn supervision(lang: Lang, step: SupervisionStep) -> &'static str {
    let words = [Word::StepNotice, Word::StepSecond, Word::StepVice, Word::StepMain];
    say(lang, words[step as usize])
}

/// What is asked for.
pub(crate) fn ask(lang: Lang, ask: Ask) -> &'static str {
    let kind = match ask {
        Ask::Return => ActKind::AskReturn,
        Ask::Extend { .. } => ActKind::AskExtend,
        Ask::Suspend { .. } => ActKind::AskSuspend,
    };
    act(lang, kind)
}

/// The title of a choice.
pub(crate) fn choose(lang: Lang, choose: Choose) -> &'static str {
    let words = [
        Word::ChooseUrgency,
        Word::ChooseDifficulty,
        Word::ChoosePassed,
        Word::ChooseSaid,
        Word::ChooseService,
        Word::ChooseLevel,
        Word::ChoosePerson,
        Word::ChooseParty,
        Word::ChoosePhase,
        Word::ChooseListed,
    ];
    say(lang, words[choose as usize])
}

/// Something to choose.
pub(crate) fn choice(seat: &Seat, choice: &Choice) -> String {
    let lang = seat.lang;
    let word = match choice {
        Choice::Urgency(urgency) => return words::urgency(lang, *urgency).to_owned(),
        Choice::Difficulty(difficulty) => match difficulty {
            Difficulty::Simple => Word::Simple,
            Difficulty::General => Word::General,
            Difficulty::Complex => Word::Complex,
        },
        Choice::Passed(true) => Word::Passed,
        Choice::Passed(false) => Word::NotPassed,
        Choice::Said(said) => return words::satisfaction(lang, *said).to_owned(),
        Choice::Service(service) => match service {
            Service::Police => Word::Police,
            Service::Fire => Word::Fire,
            Service::Ambulance => Word::Ambulance,
        },
        Choice::Level(level) => return one_level(lang, *level).to_owned(),
        Choice::Person(Some(code)) => {
            let known = seat.picture.workers.number(code.as_str());
            return known.map_or_else(|| code.to_string(), |number| shown::worker(seat, number));
        }
        Choice::Person(None) => Word::Nobody,
        Choice::Party(name) => return name.to_string(),
        Choice::Phase(phase) => return mediation(lang, *phase).to_owned(),
        Choice::Listed(true) => Word::Listed,
        Choice::Listed(false) => Word::NotListed,
    };
    say(lang, word).to_owned()
}

/// `+3个工作日`, `+3 working days`
pub(crate) fn until_step(lang: Lang, step: UntilStep) -> String {
    let (count, word) = match step {
        UntilStep::WorkingDays(days) => (days, Word::WorkingDays),
        UntilStep::Days(days) => (days, Word::Days),
        UntilStep::Minutes(minutes) => return super::alarm_words::minutes_on(lang, minutes),
    };
    let gap = if lang == Lang::En { " " } else { "" };
    format!("+{count}{gap}{}", say(lang, word))
}

/// Why something is refused, with what is possible instead.
pub(crate) fn refusal(lang: Lang, refusal: &Refusal) -> String {
    match lang {
        Lang::Zh => super::refusals::refusal(refusal),
        Lang::En => refusal.to_string(),
    }
}

/// `09-18 17:30`, `18 Sep 17:30`, by the site's time.
pub(crate) fn day_and_time(lang: Lang, at: Timestamp, picture: &Picture) -> String {
    super::Civil::at(at, picture.tallies.zone()).day_and_minute(lang)
}
