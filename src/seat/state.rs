//! The seat's state as JSON, for scripts and tests (DESIGN.md, the drive's contract).

use super::{Delivery, FeedState, Layer, Seat, Toast};
use crate::picture::{Reason, Standpoint, WhyNot};
use serde_json::{Value, json};

/// What the drawing side knows of one layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayerReport {
    /// How many things it drew.
    pub drawn: u64,
    /// How often its contents were drawn anew.
    pub revision: u64,
}

/// What only the drawing side knows.
#[derive(Clone, Debug, Default)]
pub struct StateExtras {
    /// By layer, in the order of `Layer::ALL`.
    pub layers: [LayerReport; Layer::ALL.len()],
    /// CPU time of the last frame, ms.
    pub cpu_ms: f64,
    /// The whole last frame, ms.
    pub whole_ms: f64,
}

/// The state of a seat.
pub fn state_json(seat: &Seat, extras: &StateExtras) -> Value {
    let view = &seat.view;
    json!({
        "visit": seat.visit.mode().name(),
        "setup": setup(seat),
        "mode": if seat.replay.is_on() { "replay" } else { "live" },
        "now": seat.now.0,
        "clock": seat.clock.0,
        "replay": replay(seat),
        "view": {
            "lon": view.center.lon_deg, "lat": view.center.lat_deg, "zoom": view.zoom,
            "width_px": view.width_px, "height_px": view.height_px, "flying": seat.flying.is_moving(),
        },
        "selection": seat.selection.map(|s| json!({ "kind": s.kind(), "id": s.id(&seat.picture) })),
        "drill": seat.drill.map(|area| seat.picture.areas.row(area).code.to_string()),
        "indicator": seat.indicator.name(),
        "heat": seat.heat_tells().name(),
        "campaign": seat.campaign_on_show().map(|n| seat.picture.inspections.campaigns.row(n).code.to_string()),
        "card": card(seat),
        "queue": seat.picture.queue(seat.now).iter().take(50)
            .map(|n| seat.picture.incidents.row(*n).code.to_string()).collect::<Vec<_>>(),
        "alarms": super::alarm_list::alarms_json(seat),
        "alarm_list": super::alarm_list::alarm_list_json(seat),
        "staff": super::staff::staff_json(seat),
        "figures": figures(seat),
        "feeds": seat.feeds.iter().map(|(name, feed)| json!({
            "name": name, "state": feed_state(feed.state), "age_secs": seat.clock.secs_since(feed.last_at),
            "counts": feed.counts.iter().copied().collect::<std::collections::BTreeMap<_, _>>(),
        })).collect::<Vec<_>>(),
        "layers": Layer::ALL.iter().zip(extras.layers).map(|(layer, report)| json!({
            "name": layer.name(), "visible": seat.layers.shows(*layer),
            "drawn": report.drawn, "revision": report.revision,
        })).collect::<Vec<_>>(),
        "toasts": seat.toasts().map(toast).collect::<Vec<_>>(),
        "recall_secs_left": seat.order.as_ref().filter(|order| order.returned_to.is_none())
            .map(|order| order.secs_left(seat.now)),
        "commands_under_way": seat.commands_under_way(),
        "work": super::work::work_json(seat),
        "desk": super::desk::desk_json(seat),
        "intake": super::intake::intake_json(seat),
        "tour": super::tour::tour_json(seat),
        "turn": super::turning::turn_json(seat),
        "cameras": super::cameras::cameras_json(seat),
        "plots": super::plots::plots_json(seat),
        "day": super::day::day_json(seat),
        "tools": super::tools::tools_json(seat),
        "seq": seat.picture.seq,
        "frame": { "cpu_ms": extras.cpu_ms, "whole_ms": extras.whole_ms },
    })
}

fn setup(seat: &Seat) -> Value {
    let screen = &seat.screen;
    let (distance_m, pitch_mm) = screen.measures();
    json!({
        "open": seat.setup.form().is_some(),
        "problem": seat.setup.form().and_then(|form| form.problem).map(|field| field.key().path()),
        "lang": seat.lang.code(),
        "reduced_motion": seat.setup.reduced_motion(),
        "see_as": seat.see_as.map(super::Sight::name),
        "contrast": seat.setup.settings().contrast().name(),
        "distance_m": distance_m, "pitch_mm": pitch_mm, "scale": screen.scale(),
        "columns": screen.cells.columns, "rows": screen.cells.rows, "seam_px": screen.cells.seam_px,
        "kept": seat.setup.kept().iter().map(|(key, value)| format!("{} = {value}", key.path())).collect::<Vec<_>>(),
    })
}

fn replay(seat: &Seat) -> Value {
    let (replay, (from, to)) = (&seat.replay, seat.slider_range());
    let live_alarm = seat.live_alarm().map(|number| seat.live().incidents.row(number).code.to_string());
    json!({
        "at": seat.slider_at().0, "playing": replay.is_playing(), "speed": replay.speed(), "span": replay.span.name(),
        "from": from.0, "to": to.0, "under_way": replay.is_under_way(), "live_alarm": live_alarm,
        "incidents": replay.density().counts.iter().map(|(_, incidents)| *incidents).sum::<u32>(),
        "events": replay.density().counts.iter().map(|(events, _)| *events).sum::<u32>(),
    })
}

fn card(seat: &Seat) -> Value {
    let Some(number) = seat.selected_incident() else { return Value::Null };
    let row = seat.picture.incidents.row(number);
    let worker = |n: u32| seat.picture.workers.row(n).worker.code.to_string();
    json!({
        "incident": row.code.to_string(),
        "state": row.state,
        "delivery": delivery(seat.delivery(number)),
        "worker": row.worker.map(worker),
        "agency": row.agency.map(|a| seat.picture.agencies.name(a).to_string()),
        "deadline": row.due_at().or(row.deadline_at).map(|at| at.0),
        "steps": row.steps().iter().map(|step| json!({ "kind": step.kind, "at": step.at.0 })).collect::<Vec<_>>(),
        "chosen": seat.chosen,
        "candidates": seat.recommendation.candidates.iter().map(|c| json!({
            "worker": worker(c.worker),
            "distance_m": c.distance_m.round(),
            "eta_secs": c.eta_secs,
            "reasons": c.reasons.iter().map(reason).collect::<Vec<_>>(),
            "stands": standpoint(&c.stands),
        })).collect::<Vec<_>>(),
        "left_out": seat.recommendation.left_out.iter()
            .map(|l| json!({ "worker": worker(l.worker), "why": why_not(&l.why) })).collect::<Vec<_>>(),
        "cameras": seat.recommendation.cameras.iter()
            .map(|(n, _)| seat.picture.cameras.rows()[*n as usize].code.to_string()).collect::<Vec<_>>(),
    })
}

fn figures(seat: &Seat) -> Value {
    let figures = seat.picture.figures(seat.now);
    json!({
        "received": figures.received, "open": figures.open, "overdue": figures.overdue,
        "due_soon": figures.due_soon, "on_the_spot": figures.on_the_spot,
        "on_time": figures.on_time, "satisfaction": figures.satisfaction,
        "staff": {
            "free": figures.staff_free, "on_task": figures.staff_on_task,
            "stale": figures.staff_stale, "on_duty": figures.staff_on_duty,
        },
    })
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::OwnGrid => "own_grid".into(),
        Reason::OwnVillage => "own_village".into(),
        Reason::OwnTown => "own_town".into(),
        Reason::OwnAgency => "own_agency".into(),
        Reason::Skill(skill) => format!("skill:{skill}"),
        Reason::FixAgeSecs(secs) => format!("fix_age_secs:{secs}"),
    }
}

fn standpoint(stands: &Standpoint) -> String {
    match stands {
        Standpoint::ByArrival => "by_arrival".into(),
        Standpoint::Soonest => "soonest".into(),
        Standpoint::Ahead(why) => format!("ahead:{}", reason(why)),
        Standpoint::Lacks(what) => format!("lacks:{}", reason(what)),
        Standpoint::Assists => "assists".into(),
        Standpoint::CalledOff => "called_off".into(),
    }
}

fn why_not(why: &WhyNot) -> String {
    match why {
        WhyNot::OnTask(tasks) => format!("on_task:{tasks}"),
        WhyNot::OldFix(secs) => format!("old_fix:{secs}"),
        WhyNot::Offline => "offline".into(),
    }
}

fn delivery(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::None => "none",
        Delivery::Sending => "sending",
        Delivery::Undelivered => "undelivered",
        Delivery::Delivered => "delivered",
        Delivery::Receipted => "receipted",
        Delivery::OnScene => "on_scene",
    }
}

fn feed_state(state: FeedState) -> &'static str {
    match state {
        FeedState::Live => "live",
        FeedState::Stale => "stale",
        FeedState::Dead => "dead",
    }
}

fn toast(toast: &Toast) -> String {
    match toast {
        Toast::Refused(refusal) => format!("refused: {refusal}"),
        Toast::NotStored(why) => format!("not_stored: {why}"),
        Toast::SentAgain(_) => "sent_again".into(),
        Toast::NobodyToSend => "nobody_to_send".into(),
        Toast::NothingWaiting => "nothing_waiting".into(),
        Toast::Several { act, done, refused } => format!("several: {} {done}, refused {refused}", act.name()),
        Toast::TakenIn(code) => format!("taken_in: {code}"),
        Toast::DeskForNow => "desk_for_now".into(),
        Toast::NoRoomForDesk => "no_room_for_desk".into(),
        Toast::TakenInAtDesks => "taken_in_at_desks".into(),
        Toast::HandedOver(to) => format!("handed_over: {to}"),
        Toast::NoReplay(why) => format!("no_replay: {why}"),
        Toast::Filming => "filming".into(),
        Toast::Copied(what) => format!("copied: {what}"),
        Toast::Exported(name) => format!("exported: {name}"),
        Toast::Visiting => "visiting".into(),
        Toast::SettingsFault { line, count } => format!("settings_fault: line {line}, {count} in all"),
        Toast::PastIsPast => "past_is_past".into(),
        Toast::NoSound(trouble) => format!("no_sound: {trouble:?}"),
        Toast::NothingToTour => "nothing_to_tour".into(),
        Toast::OnlyStopped => "only_stopped".into(),
        Toast::NoTurning => "no_turning".into(),
        Toast::VideoIsLive => "video_is_live".into(),
        Toast::NoCameraLooks => "no_camera_looks".into(),
        Toast::BaseMap(trouble) => format!("base_map: {trouble}"),
        Toast::Feed { feed, trouble } => format!("feed {feed}: {trouble}"),
        Toast::FeedIsBack { feed, silent_secs } => format!("feed_is_back: {feed} after {silent_secs} s"),
    }
}
