//! Does a script's steps.

use super::parse::{Place, Step};
use super::{DriveError, DriveProblem};
use crate::display::Headless;
use crate::domain::{Act, Actor, Command, IncidentFile, LonLat};
use crate::seat::link::FromFeed;
use crate::seat::{Seat, Selection};
use std::path::Path;

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// The feeds live on.
    Alive,
    /// No feed speaks.
    Silent,
}

/// Lets so many seconds of the seat's time pass: whoever owns the clock and the feeds moves both on,
/// second by second, and has the seat updated. An error is one sentence.
pub type Advance<'a> = dyn FnMut(&mut Headless, u32, Passing) -> Result<(), String> + 'a;

/// Does the steps one after the other; frames and states go into the folder `out`.
///
/// # Errors
/// The first step that can't be done, and the first expectation that does not hold.
pub fn run(
    seat: &mut Headless,
    steps: &[(usize, Step)],
    out: &Path,
    advance: &mut Advance<'_>,
) -> Result<(), DriveError> {
    for (line, step) in steps {
        one(seat, step, out, advance).map_err(|why| DriveError { line: *line, why })?;
    }
    Ok(())
}

fn one(seat: &mut Headless, step: &Step, out: &Path, advance: &mut Advance<'_>) -> Result<(), DriveProblem> {
    match step {
        Step::Size(width_px, height_px) => seat.resize(*width_px, *height_px),
        Step::WaitSettled => drop(seat.settle()?),
        Step::Advance(secs) => advance(seat, *secs, Passing::Alive).map_err(DriveProblem::Advance)?,
        Step::Silence(secs) => advance(seat, *secs, Passing::Silent).map_err(DriveProblem::Advance)?,
        Step::Key(name) => {
            if !seat.key(name) {
                return Err(DriveProblem::NoKey(name.clone()));
            }
        }
        Step::Click(place) => {
            let (x, y) = at(seat, place)?;
            seat.click(x, y);
        }
        Step::RightClick(place) => {
            let (x, y) = at(seat, place)?;
            seat.right_click(x, y);
        }
        Step::Holding(modifier, step) => {
            let mut done = Ok(());
            if !seat.holding(modifier, |seat| done = one(seat, step, out, advance)) {
                return Err(DriveProblem::NoKey(modifier.clone()));
            }
            done?;
        }
        Step::DoubleClick(place) => {
            let (x, y) = at(seat, place)?;
            seat.double_click(x, y);
        }
        Step::Hover(place) => {
            let (x, y) = at(seat, place)?;
            seat.hover(x, y);
        }
        Step::Drag(from, to) => {
            let (from, to) = (at(seat, from)?, at(seat, to)?);
            seat.drag(from, to);
        }
        Step::Scroll(place, lines) => {
            let (x, y) = at(seat, place)?;
            seat.scroll(x, y, *lines);
        }
        Step::Type(text) => seat.type_text(text),
        Step::Report { urgency, at, category, title } => {
            let file = IncidentFile {
                title: title.clone(),
                category: Some(category.as_str().into()),
                urgency: *urgency,
                at: Some(LonLat::new(at.0, at.1)),
                reported_at: seat.seat().clock,
                ..IncidentFile::default()
            };
            report(seat, file);
        }
        Step::Frame(name) => seat.frame(&out.join(name))?,
        Step::State(name) => {
            let path = out.join(name);
            let text = format!("{:#}\n", seat.state());
            std::fs::write(&path, text)
                .map_err(|why| DriveProblem::NotWritten { path: path.display().to_string(), why })?;
        }
        Step::Expect(expectation) => {
            let state = seat.state();
            if !expectation.holds(&state) {
                let actual = expectation.actual(&state).to_string();
                return Err(DriveProblem::Unmet { expected: expectation.to_string(), actual });
            }
        }
    }
    Ok(())
}

/// Hands the seat a matter as a feed does; its number says how many events there were before it.
fn report(seat: &mut Headless, file: IncidentFile) {
    let seat = seat.seat_mut();
    let code = format!("DRIVE-{}", seat.live().seq);
    let command = Command {
        id: code.as_str().into(),
        by: Actor::System("drive".into()),
        at: file.reported_at,
        incident: code.as_str().into(),
        seen_version: None,
        act: Act::Report { file: Box::new(file), personal: None },
    };
    seat.take_from_feed(FromFeed::Command(Box::new(command)));
}

/// Where a place is on the window, px.
fn at(seat: &mut Headless, place: &Place) -> Result<(f64, f64), DriveProblem> {
    match place {
        Place::Px(x, y) => Ok((*x, *y)),
        Place::Widget(id, share) => {
            // The panels may have changed since their last pass: look at them as they are now.
            seat.update();
            seat.widget_px_at(id, *share)
                .ok_or_else(|| DriveProblem::NotThere(format!("no widget has this id now: {id}")))
        }
        Place::Thing(kind, id) => thing_px(seat.seat(), kind, id),
    }
}

fn thing_px(seat: &Seat, kind: &str, id: &str) -> Result<(f64, f64), DriveProblem> {
    let not_there = |why: &str| DriveProblem::NotThere(format!("{kind} {id} {why}"));
    let picture = &seat.picture;
    let thing = match kind {
        "incident" => picture.incidents.number(&id.into()).map(Selection::Incident),
        "worker" => picture.workers.number(id).map(Selection::Worker),
        "camera" => picture.cameras.number(&id.into()).map(Selection::Camera),
        _ => picture.areas.number(&id.into()).map(Selection::Area),
    };
    let thing = thing.ok_or_else(|| not_there("is not known"))?;
    let place = thing.at(picture).ok_or_else(|| not_there("has no place"))?;
    let px = seat.window_px(place);
    if seat.map_px(px.x, px.y).is_none() {
        return Err(not_there("is not on the map as it stands now"));
    }
    Ok((px.x, px.y))
}
