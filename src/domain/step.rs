//! Events as the steps of a trace: of which kind, and in which words.

use super::{Ask, Event, StepKind};

impl Event {
    /// The step of a matter's trace that this is; none for registers, imports and clocks.
    pub fn step(&self) -> Option<StepKind> {
        Some(match self {
            Event::AreaPut(_)
            | Event::WorkerPut(_)
            | Event::CameraPut(_)
            | Event::CategoryPut(_)
            | Event::PlacePut(_)
            | Event::ChecklistPut(_)
            | Event::CampaignPut(_)
            | Event::Inspected(_)
            | Event::CampaignReminded(_)
            | Event::Retired { .. }
            | Event::IncidentImported(_)
            | Event::ClockSet(_)
            | Event::Reworked { .. } => return None,
            Event::Reported(_) => StepKind::Reported,
            Event::Accepted { .. } => StepKind::Accepted,
            Event::Assigned { .. } => StepKind::Assigned,
            Event::Delivered => StepKind::Delivered,
            Event::Receipted => StepKind::Receipted,
            Event::Arrived => StepKind::Arrived,
            Event::Handled { .. } => StepKind::Handled,
            Event::Checked { .. } => StepKind::Checked,
            Event::CalledBack { .. } => StepKind::CalledBack,
            Event::Closed => StepKind::Closed,
            Event::Recalled { .. } => StepKind::Recalled,
            Event::Reassigned { .. } => StepKind::Reassigned,
            Event::Declined { .. } => StepKind::Declined,
            Event::Answered { .. } => StepKind::Answered,
            Event::SettledOnSpot { .. } => StepKind::SettledOnSpot,
            Event::PassedOn { .. } => StepKind::PassedOn,
            Event::ReturnedUp { .. } => StepKind::ReturnedUp,
            Event::Merged { .. } => StepKind::Merged,
            Event::Unmerged { .. } => StepKind::Unmerged,
            Event::Joined { .. } => StepKind::Joined,
            Event::Parted { .. } => StepKind::Parted,
            Event::LevelMoved { from, to, .. } if to < from => StepKind::Raised,
            Event::LevelMoved { .. } => StepKind::PassedDown,
            Event::Asked(request) => match request.ask {
                Ask::Return => StepKind::AskedReturn,
                Ask::Extend { .. } => StepKind::AskedExtend,
                Ask::Suspend { .. } => StepKind::AskedSuspend,
            },
            Event::Granted { .. } => StepKind::Granted,
            Event::Denied { .. } => StepKind::Denied,
            Event::Resumed { .. } => StepKind::Resumed,
            Event::Reminded { .. } => StepKind::Reminded,
            Event::Noted { .. } => StepKind::Noted,
            Event::Summoned(_) => StepKind::Summoned,
            Event::SummonsAllowed { .. } => StepKind::SummonsAllowed,
            Event::SummonsDenied { .. } => StepKind::SummonsDenied,
            Event::ReportedIn { .. } => StepKind::ReportedIn,
            Event::JointResult { .. } => StepKind::JointResult,
            Event::SummonsEnded { .. } => StepKind::SummonsEnded,
            Event::Escalated { .. } => StepKind::Escalated,
            Event::Rated { .. } => StepKind::Rated,
            Event::Supervised { .. } => StepKind::Supervised,
            Event::Criticised { .. } => StepKind::Criticised,
            Event::SupervisionLifted { .. } => StepKind::SupervisionLifted,
            Event::Mediated { .. } => StepKind::Mediated,
            Event::ReportedBack { .. } => StepKind::ReportedBack,
            Event::Attached { .. } => StepKind::Attached,
            Event::Reopened { .. } => StepKind::Reopened,
            Event::Alarmed(_) => StepKind::Alarmed,
            Event::Acknowledged => StepKind::Acknowledged,
            Event::Shelved { .. } => StepKind::Shelved,
            Event::Unshelved => StepKind::Unshelved,
        })
    }

    /// Whether it is about alarms alone: raised, seen, shelved. It carries nothing on.
    pub fn is_of_alarms(&self) -> bool {
        self.step().is_some_and(StepKind::is_of_alarms)
    }

    /// What was said with it or whom it concerns, short; orders and receipts have their own notes.
    pub fn words(&self) -> String {
        match self {
            Event::Handled { result } | Event::SettledOnSpot { result, .. } => result.clone(),
            Event::Checked { passed } => if *passed { "✓" } else { "✗" }.into(),
            Event::Declined { reason, go_to } => format!("{reason} → {go_to}"),
            Event::PassedOn { service, note } => format!("{} {note}", service.number()).trim_end().to_owned(),
            Event::Merged { into: code }
            | Event::Unmerged { from: code }
            | Event::Joined { report: code }
            | Event::Parted { report: code } => code.to_string(),
            Event::Asked(request) => request.reason.clone(),
            Event::Summoned(summons) => {
                summons.parties.iter().map(|party| party.agency.as_str()).collect::<Vec<_>>().join("、")
            }
            Event::ReportedIn { agency } => agency.to_string(),
            Event::JointResult { agency, result } => format!("{agency} {result}"),
            Event::Answered { text }
            | Event::Reminded { text }
            | Event::Noted { text }
            | Event::Supervised { text, .. }
            | Event::Criticised { text }
            | Event::Mediated { text, .. }
            | Event::ReportedBack { text } => text.clone(),
            Event::ReturnedUp { reason }
            | Event::LevelMoved { reason, .. }
            | Event::Denied { reason }
            | Event::SummonsDenied { reason }
            | Event::SummonsEnded { reason }
            | Event::Escalated { reason, .. }
            | Event::SupervisionLifted { reason }
            | Event::Shelved { reason, .. }
            | Event::Reopened { reason, .. } => reason.clone(),
            _ => String::new(),
        }
    }
}
