//! A script's text into its steps.

use super::expect::Expectation;
use super::{DriveError, DriveProblem};
use crate::domain::{LonLat, Urgency};

/// A place that a step points at.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A point of the window, px.
    Px(f64, f64),
    /// Where a thing stands on the map now: `incident`, `worker`, `camera` or `area`, and its code.
    Thing(String, String),
    /// A widget of the panels, by its id, and at which share of its width.
    Widget(String, f64),
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Draw at another size, px.
    Size(u32, u32),
    /// Draw until nothing is under way.
    WaitSettled,
    /// Let the seat's time go on, s.
    Advance(u32),
    /// Let the seat's time go on, s, and no feed speak meanwhile.
    Silence(u32),
    /// Press and release a key.
    Key(String),
    /// Click.
    Click(Place),
    /// Click with the right button.
    RightClick(Place),
    /// Do this with the mouse while a modifier is held: `Ctrl`, `Shift` or `Alt`.
    Holding(String, Box<Step>),
    /// Click twice.
    DoubleClick(Place),
    /// Rest the pointer.
    Hover(Place),
    /// Drag from one place to another.
    Drag(Place, Place),
    /// Turn the wheel by so many notches, away from the hand positive.
    Scroll(Place, f32),
    /// Type text.
    Type(String),
    /// A feed reports a matter: how urgent, where, of which category, what it is.
    Report {
        /// How urgent.
        urgency: Urgency,
        /// Longitude and latitude, degrees.
        at: (f64, f64),
        /// The category's code.
        category: String,
        /// Its title.
        title: String,
    },
    /// Write the next frame.
    Frame(String),
    /// Write the state.
    State(String),
    /// Compare something in the state.
    Expect(Expectation),
}

/// Reads a script: its steps, each with its line from 1.
///
/// # Errors
/// The first line that is no step.
pub fn parse(script: &str) -> Result<Vec<(usize, Step)>, DriveError> {
    let lines = (1..).zip(script.lines());
    let steps = lines.filter_map(|(line, text)| {
        let text = text.trim();
        // `#` begins a comment only at the line's start: elsewhere it names a widget.
        (!text.is_empty() && !text.starts_with('#')).then(|| match step(text) {
            Ok(step) => Ok((line, step)),
            Err(why) => Err(DriveError { line, why }),
        })
    });
    steps.collect()
}

fn step(text: &str) -> Result<Step, DriveProblem> {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    if let Some((modifier @ ("Ctrl" | "Shift" | "Alt"), with_mouse)) = word.split_once('+') {
        let with_mouse = ["click", "drag"].contains(&with_mouse).then(|| step(&format!("{with_mouse} {rest}")));
        let with_mouse = with_mouse.ok_or_else(|| DriveProblem::NotAStep(text.to_owned()))??;
        return Ok(Step::Holding(modifier.to_owned(), Box::new(with_mouse)));
    }
    match word {
        "size" => size(rest),
        "wait" if rest == "settled" => Ok(Step::WaitSettled),
        "advance" => seconds(rest).map(Step::Advance).ok_or_else(|| wants("advance", "seconds such as 90s", rest)),
        "silence" => seconds(rest).map(Step::Silence).ok_or_else(|| wants("silence", "seconds such as 90s", rest)),
        "key" if !rest.is_empty() => Ok(Step::Key(rest.to_owned())),
        "click" => place("click", rest).map(Step::Click),
        "rightclick" => place("rightclick", rest).map(Step::RightClick),
        "doubleclick" => place("doubleclick", rest).map(Step::DoubleClick),
        "hover" => place("hover", rest).map(Step::Hover),
        "drag" => {
            let (from, to) = rest.split_once(char::is_whitespace).ok_or_else(|| wants("drag", "two places", rest))?;
            Ok(Step::Drag(place("drag", from)?, place("drag", to.trim())?))
        }
        "scroll" => {
            let (at, lines) =
                rest.rsplit_once(char::is_whitespace).ok_or_else(|| wants("scroll", "a place and notches", rest))?;
            let lines = lines.parse().map_err(|_| wants("scroll", "a place and notches", rest))?;
            Ok(Step::Scroll(place("scroll", at.trim())?, lines))
        }
        "type" => quoted(rest).map(Step::Type).ok_or_else(|| wants("type", "text in quotation marks", rest)),
        "report" => report(rest).ok_or_else(|| wants("report", "U1..U4 LON,LAT CATEGORY \"TITLE\"", rest)),
        "frame" => name("frame", rest, ".png").map(Step::Frame),
        "state" => name("state", rest, ".json").map(Step::State),
        "expect" => Expectation::parse(rest)
            .map(Step::Expect)
            .ok_or_else(|| wants("expect", "PATH == VALUE (or != > >= < <= contains)", rest)),
        _ => Err(DriveProblem::NotAStep(text.to_owned())),
    }
}

fn report(text: &str) -> Option<Step> {
    let mut parts = text.splitn(4, char::is_whitespace);
    let mut next = || parts.next().filter(|part| !part.is_empty());
    let urgency = next()?;
    let urgency = Urgency::ALL.into_iter().find(|known| format!("{known:?}") == urgency)?;
    let (lon, lat) = next()?.split_once(',')?;
    let at = (lon.parse().ok()?, lat.parse().ok()?);
    let category = next()?.to_owned();
    let title = quoted(next()?.trim())?;
    LonLat::new(at.0, at.1).is_valid().then_some(Step::Report { urgency, at, category, title })
}

fn wants(step: &'static str, wants: &'static str, got: &str) -> DriveProblem {
    DriveProblem::Wants { step, wants, got: got.to_owned() }
}

fn size(text: &str) -> Result<Step, DriveProblem> {
    let sides = text.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    match sides {
        Some((width @ 64..=16_384, height @ 64..=16_384)) => Ok(Step::Size(width, height)),
        _ => Err(wants("size", "WIDTHxHEIGHT", text)),
    }
}

/// `90`, `90s`, `3m`, `1h`.
fn seconds(text: &str) -> Option<u32> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let factor = match unit {
        "" | "s" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        _ => return None,
    };
    number.parse::<u32>().ok()?.checked_mul(factor)
}

fn place(step: &'static str, text: &str) -> Result<Place, DriveProblem> {
    let wrong = || wants(step, "X,Y or @KIND:ID or #WIDGET or #WIDGET@SHARE", text);
    if let Some(widget) = text.strip_prefix('#').filter(|widget| !widget.is_empty()) {
        let Some((id, share)) = widget.split_once('@') else { return Ok(Place::Widget(widget.to_owned(), 0.5)) };
        let share = share.parse().ok().filter(|share| (0.0..=1.0).contains(share));
        return share.map(|share| Place::Widget(id.to_owned(), share)).ok_or_else(wrong);
    }
    if let Some(thing) = text.strip_prefix('@') {
        let (kind, id) = thing.split_once(':').ok_or_else(wrong)?;
        let known = ["incident", "worker", "camera", "area"].contains(&kind) && !id.is_empty();
        return known.then(|| Place::Thing(kind.to_owned(), id.to_owned())).ok_or_else(wrong);
    }
    let (x, y) = text.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|px| px.is_finite());
    number(x).zip(number(y)).map(|(x, y)| Place::Px(x, y)).ok_or_else(wrong)
}

fn quoted(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

/// A file's name, inside the drive's folder and nowhere else.
fn name(step: &'static str, text: &str, ending: &'static str) -> Result<String, DriveProblem> {
    let inside = !text.contains(['/', '\\']) && text.len() > ending.len() && text.ends_with(ending);
    inside.then(|| text.to_owned()).ok_or_else(|| wants(step, "a file name without a folder, with its ending", text))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_the_language() {
        let script = "# comment\n\nsize 1920x1080\nwait settled\nadvance 90s\nkey F2\nclick 960,540\n\
            click @incident:A-1\nShift+click 1,2\nAlt+drag 1,2 3,4\nrightclick 3,4\nclick #time-slider@0.25\nhover @area:990101\ndrag 1,2 3,4\nscroll 5,6 -2\n\
            type \"派单 a\"\nreport U1 118.05,36.05 0701 \"燃气 泄漏\"\nframe one.png\nstate one.json\nexpect card.state == \"assigned\"\n";
        let steps: Vec<Step> = parse(script).unwrap().into_iter().map(|(_, step)| step).collect();
        assert_eq!(steps.len(), 18);
        assert_eq!(steps[0], Step::Size(1920, 1080));
        assert_eq!(steps[2], Step::Advance(90));
        assert_eq!(steps[5], Step::Click(Place::Thing("incident".into(), "A-1".into())));
        let held = |modifier: &str, step| Step::Holding(modifier.into(), Box::new(step));
        assert_eq!(steps[6], held("Shift", Step::Click(Place::Px(1.0, 2.0))));
        assert_eq!(steps[7], held("Alt", Step::Drag(Place::Px(1.0, 2.0), Place::Px(3.0, 4.0))));
        assert_eq!(steps[8], Step::RightClick(Place::Px(3.0, 4.0)));
        assert_eq!(steps[9], Step::Click(Place::Widget("time-slider".into(), 0.25)));
        assert_eq!(steps[11], Step::Drag(Place::Px(1.0, 2.0), Place::Px(3.0, 4.0)));
        assert_eq!(steps[12], Step::Scroll(Place::Px(5.0, 6.0), -2.0));
        assert_eq!(steps[13], Step::Type("派单 a".into()));
        let gas = ("0701".into(), "燃气 泄漏".into());
        let report = Step::Report { urgency: Urgency::U1, at: (118.05, 36.05), category: gas.0, title: gas.1 };
        assert_eq!(steps[14], report);
    }

    #[test]
    fn wrong_lines_are_told_with_their_number() {
        for wrong in [
            "fly",
            "size 10",
            "size 1x1",
            "click",
            "click @town:1",
            "Ctrl+key a",
            "Super+click 1,2",
            "click #time-slider@2",
            "click 1",
            "advance soon",
            "frame ../a.png",
            "frame a.jpg",
            "type a",
            "wait",
            "key",
            "expect a",
            "report U9 1,2 a \"b\"",
            "report U1 500,2 a \"b\"",
            "report U1 1,2 a b",
        ] {
            let error = parse(&format!("wait settled\n{wrong}\n")).unwrap_err();
            assert_eq!(error.line, 2, "{wrong}");
        }
    }
}
