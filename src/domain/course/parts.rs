//! What may stand beside a matter's state: requests, summons, escalation, supervision, mediation.
//!
//! These types are stored twice, as JSON in events and as postcard in checkpoints: no field may be left out.

use super::{AlarmLevel, Phase};
use crate::domain::{Actor, AgencyName, CallBack, IncidentCode, State, SummonsCheck, Timestamp};
use serde::{Deserialize, Serialize};

/// A platform above us from which a matter came down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Upstream {
    /// The platform, such as `12345`. Its number for the matter is the file's `upstream_number`.
    pub system: String,
    /// By when it wants the matter handled; it wins over ours where it is earlier.
    pub deadline_at: Option<Timestamp>,
    /// Until when the order may be returned; none: never.
    pub return_until: Option<Timestamp>,
    /// Whether it calls the citizen back itself.
    pub calls_back: bool,
}

/// Where police, fire and ambulance matters are passed on to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Service {
    /// 110
    #[serde(rename = "110")]
    Police,
    /// 119
    #[serde(rename = "119")]
    Fire,
    /// 120
    #[serde(rename = "120")]
    Ambulance,
}

impl Service {
    /// Its number.
    pub fn number(self) -> &'static str {
        match self {
            Service::Police => "110",
            Service::Fire => "119",
            Service::Ambulance => "120",
        }
    }
}

/// When a photo was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoMoment {
    /// 处置前
    Before,
    /// 处置后
    After,
}

/// A photo, known by its contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Before or after the work.
    pub moment: PhotoMoment,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
}

/// What needs somebody's approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// 退单: it isn't ours.
    Return,
    /// 延期: until this moment.
    Extend {
        /// The deadline that is asked for.
        until: Timestamp,
    },
    /// 中止计时: until this moment.
    Suspend {
        /// When the clock goes on by itself.
        until: Timestamp,
        /// 挂账: it can't be solved for long, and stands on a list of its own.
        listed: bool,
    },
}

/// A request that waits for approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is asked for.
    pub ask: Ask,
    /// Who asks.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// A handling clock that stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Since when.
    pub since: Timestamp,
    /// When it goes on by itself.
    pub until: Timestamp,
    /// 挂账
    pub listed: bool,
    /// When it had been due.
    pub was_due_at: Timestamp,
}

/// A summoned agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The agency.
    pub agency: AgencyName,
    /// When it reported in (报到).
    pub reported_in_at: Option<Timestamp>,
    /// What it did.
    pub result: Option<String>,
    /// Whether it was let go before it gave a result.
    pub released: bool,
}

impl Party {
    /// Whether something is still expected of it.
    pub fn is_open(&self) -> bool {
        self.result.is_none() && !self.released
    }
}

/// A summons (吹哨): agencies that must report in, one of them in the lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summons {
    /// Who summoned.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The check on it.
    pub check: SummonsCheck,
    /// Who in the hall was told, where the check is a notice.
    pub told: Option<String>,
    /// Whether it is in force; one that needs approval waits for it.
    pub in_force: bool,
    /// The agency in the lead.
    pub lead: AgencyName,
    /// By when the agencies must report in.
    pub due_at: Timestamp,
    /// What they are wanted for.
    pub text: String,
    /// The agencies.
    pub parties: Vec<Party>,
}

impl Summons {
    /// Whether it waits for an approval or for an agency.
    pub fn is_open(&self) -> bool {
        !self.in_force || self.parties.iter().any(Party::is_open)
    }

    /// The party of this name.
    pub fn party(&self, agency: &AgencyName) -> Option<&Party> {
        self.parties.iter().find(|party| party.agency == *agency)
    }

    pub(super) fn party_mut(&mut self, agency: &AgencyName) -> Option<&mut Party> {
        self.parties.iter_mut().find(|party| party.agency == *agency)
    }
}

/// What a town called for and the county must answer (镇呼区应).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// Who called.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// By when it must be answered.
    pub due_at: Timestamp,
    /// When it was: the agency has handled it.
    pub answered_at: Option<Timestamp>,
    /// What the town says of the answer; apart from what citizens say.
    pub rating: Option<CallBack>,
}

/// The steps of supervision (督办), in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupervisionStep {
    /// 督办通知
    Notice,
    /// 二次办理
    SecondHandling,
    /// 分管领导协调
    ViceLeaders,
    /// 主要领导决定
    MainLeaders,
}

impl SupervisionStep {
    /// All steps, in order.
    pub const ALL: [SupervisionStep; 4] = [
        SupervisionStep::Notice,
        SupervisionStep::SecondHandling,
        SupervisionStep::ViceLeaders,
        SupervisionStep::MainLeaders,
    ];

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }
}

/// A matter under supervision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervision {
    /// How far it has gone.
    pub step: SupervisionStep,
    /// Since when the step lasts.
    pub since: Timestamp,
    /// By when it must have helped.
    pub due_at: Timestamp,
    /// How often the matter had been sent back when the step began.
    pub reworks: u32,
    /// How often it was criticised in public (通报).
    pub criticised: u32,
}

/// The phases of a dispute (矛盾纠纷).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mediation {
    /// 调解中
    Mediating,
    /// 达成协议
    Agreed,
    /// 未达成协议
    NotAgreed,
    /// 已履行
    Performed,
    /// 已回访
    VisitedAgain,
}

impl Mediation {
    /// Whether a dispute that has come as far as `before` may go on to this.
    pub fn follows(self, before: Option<Mediation>) -> bool {
        use Mediation::{Agreed, Mediating, NotAgreed, Performed, VisitedAgain};
        match self {
            Mediating => matches!(before, None | Some(NotAgreed)),
            Agreed | NotAgreed => before == Some(Mediating),
            Performed => before == Some(Agreed),
            VisitedAgain => matches!(before, Some(Performed | VisitedAgain)),
        }
    }

    /// What may follow on `before`.
    pub fn after(before: Option<Mediation>) -> Vec<Mediation> {
        use Mediation::{Agreed, Mediating, NotAgreed, Performed, VisitedAgain};
        [Mediating, Agreed, NotAgreed, Performed, VisitedAgain].into_iter().filter(|m| m.follows(before)).collect()
    }

    /// The name that the command line spells.
    pub fn name(self) -> &'static str {
        match self {
            Mediation::Mediating => "mediating",
            Mediation::Agreed => "agreed",
            Mediation::NotAgreed => "not_agreed",
            Mediation::Performed => "performed",
            Mediation::VisitedAgain => "visited_again",
        }
    }
}

/// A matter that is told under another number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedInto {
    /// The other matter.
    pub into: IncidentCode,
    /// How far it was before.
    pub before: State,
}

/// A matter that nothing calls for until then (搁置).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// Who shelved it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Until when; from then on it calls anew.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
}

/// Something that was raised once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alarm {
    /// Which clock.
    pub phase: Phase,
    /// How pressing.
    pub level: AlarmLevel,
    /// When that clock is due: a deadline that was moved is raised anew.
    pub due_at: Timestamp,
}

impl Alarm {
    /// The number of the command that raises it: the same alarm has the same number wherever it is raised.
    pub fn command_id(&self, incident: &IncidentCode) -> crate::domain::CommandId {
        format!("alarm/{incident}/{}/{}/{}", self.phase.name(), self.level.name(), self.due_at.0).into()
    }
}
