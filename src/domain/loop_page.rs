//! The loop as a page: `docs/loop.md`, written by the program from the table that decides.

use super::{ActKind, Leads, MOVES, Phase, Post, Posts, Rule, Rules, State};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The page, Markdown with a Mermaid diagram: the states and the moves between them, then who may do what where,
/// then the shipped deadlines.
pub fn loop_page() -> String {
    let mut page = String::from(HEAD);
    diagram(&mut page);
    page.push_str(TABLE_HEAD);
    for row in MOVES {
        let (zh, en) = row.act.words();
        let from = if row.from.is_empty() { "–".into() } else { states(row.from) };
        let (name, leads, by) = (row.act.name(), leads(row.leads), posts(row.by));
        // Writing to a string can't fail.
        let _ = writeln!(page, "| `{name}` {zh} ({en}) | {from} | {leads} | {by} | {} |", row.given);
    }
    grid(&mut page);
    page.push_str(CLOCKS);
    for rule in Rules::shipped().deadlines {
        let (what, span) = (conditions(&rule), String::from(rule.span));
        let _ = writeln!(page, "| {} | {what} | {span} |", phase(rule.phase));
    }
    page
}

const HEAD: &str = "# The loop

Every matter's way from the first report to the call back. Written by `zonglan act --diagram` from the table that decides
(`src/domain/moves.rs`); a test holds this page to it. Handling (办结) and closing (结案) are two things with two clocks.

```mermaid
stateDiagram-v2
    [*] --> Reported: report
";

const TABLE_HEAD: &str = "```

What leaves the state as it is (remind, note, ask, summon, supervise, mediate …) is not drawn; the table has all of it.
Asking (`ask-return`) and granting (`grant`) are two halves of one thing: nobody grants their own.

## Who may do what

| act | in these states | leads to | by | given that |
| --- | --- | --- | --- | --- |
";

const CLOCKS: &str = "
## Clocks

The shipped rules (`assets/rules/working-days.json`); a county's own stand in `rules.json` of its data folder. Of the rows
that fit, the first counts. An upstream deadline wins if it is earlier. Suspended time is not counted. Due soon is the last
fifth of a clock, overdue what comes after it; both follow from the deadline and the moment and are never stored.

| phase | where | may take |
| --- | --- | --- |
";

/// The moves that change the state, one arrow for each pair of states.
fn diagram(page: &mut String) {
    let mut arrows: BTreeMap<(State, State), Vec<&str>> = BTreeMap::new();
    for row in MOVES {
        let to = match row.leads {
            Leads::To(to) | Leads::StaysOr(to) => to,
            Leads::Stays | Leads::Back => continue,
        };
        for from in row.from.iter().filter(|from| **from != to) {
            let names = arrows.entry((*from, to)).or_default();
            if !names.contains(&row.act.name()) {
                names.push(row.act.name());
            }
        }
    }
    for ((from, to), names) in arrows {
        let _ = writeln!(page, "    {from:?} --> {to:?}: {}", names.join(", "));
    }
    let _ = writeln!(page, "    Merged --> Reported: unmerge (back to where it was)");
    for end in State::ALL.into_iter().filter(|state| !state.is_open()) {
        let _ = writeln!(page, "    {end:?} --> [*]");
    }
}

/// Role × state: each post's acts in each open state.
fn grid(page: &mut String) {
    let states = State::ALL;
    let _ = write!(page, "\n## What each post may do in each state\n\n| post |");
    states.iter().for_each(|state| {
        let _ = write!(page, " {} |", state_words(*state));
    });
    let _ = write!(page, "\n| --- |");
    states.iter().for_each(|_| page.push_str(" --- |"));
    for post in Post::ALL {
        let (zh, en) = post.words();
        let _ = write!(page, "\n| {zh} ({en}) |");
        for state in states {
            let acts = super::possible(state, Posts::of(&[post]));
            let names: Vec<&str> = acts.into_iter().map(ActKind::name).collect();
            let _ = write!(page, " {} |", names.join(" "));
        }
    }
    page.push('\n');
}

fn leads(leads: Leads) -> String {
    match leads {
        Leads::To(to) => state_words(to),
        Leads::Stays => "–".into(),
        Leads::StaysOr(to) => format!("– or {}", state_words(to)),
        Leads::Back => "where it was".into(),
    }
}

fn states(states: &[State]) -> String {
    states.iter().map(|state| state_words(*state)).collect::<Vec<_>>().join(", ")
}

fn state_words(state: State) -> String {
    let zh = match state {
        State::Reported => "接报",
        State::Accepted => "受理",
        State::Assigned => "交办",
        State::Receipted => "签收",
        State::OnScene => "到场",
        State::Handled => "办结",
        State::Closed => "结案",
        State::Answered => "直接答复",
        State::Declined => "不予受理",
        State::Merged => "并案",
        State::PassedOn => "转办",
        State::ReturnedUp => "退回上级",
    };
    format!("{zh} {state}")
}

fn posts(posts: Posts) -> String {
    posts.iter().map(|post| post.words().0).collect::<Vec<_>>().join("、")
}

fn phase(phase: Phase) -> String {
    let zh = match phase {
        Phase::Accept => "受理",
        Phase::Receipt => "签收",
        Phase::ReportBack => "查明反馈",
        Phase::Handle => "办结",
        Phase::Rework => "二次办理",
        Phase::Close => "回访结案",
        Phase::Level => "上报下派",
        Phase::Answer => "区应",
        Phase::ReportIn => "报到",
        Phase::Supervise => "督办",
    };
    format!("{zh} `{}`", phase.name())
}

/// What a rule names, in words.
fn conditions(rule: &Rule) -> String {
    let mut parts = Vec::new();
    let mut part = |name: &str, words: Vec<String>| {
        if !words.is_empty() {
            parts.push(format!("{name} {}", words.join("/")));
        }
    };
    part("urgency", rule.urgency.iter().map(|u| format!("{u:?}")).collect());
    part("difficulty", rule.difficulty.iter().map(|d| format!("{d:?}").to_lowercase()).collect());
    part("category", rule.category.iter().map(ToString::to_string).collect());
    part("source", rule.source.iter().map(|s| format!("{s:?}").to_lowercase()).collect());
    part("level", rule.level.iter().map(|l| l.name().to_lowercase()).collect());
    if parts.is_empty() { "all others".into() } else { parts.join(", ") }
}
