//! The papers that go with a matter from office to office: the supervision notice (督办通知单) and the summons
//! (吹哨报到通知). Everything on them is read from the matter's trace.

mod docx;
mod facts;
mod html;

pub use docx::docx;
pub use html::html;

use super::words::civil;
use super::{Matter, TellError};
use crate::domain::{Actor, Event, IncidentCode, Recorded, Source, Stream, SupervisionStep, Timestamp};
use crate::ledger::Ledger;
use facts::{County, line, list, office_of};
use jiff::tz::TimeZone;

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// 督办通知单
    Supervision,
    /// 吹哨报到通知
    Summons,
}

impl PaperKind {
    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "supervision" => Some(Self::Supervision),
            "summons" => Some(Self::Summons),
            _ => None,
        }
    }

    /// Its heading.
    fn title(self) -> &'static str {
        match self {
            Self::Supervision => "督办通知单",
            Self::Summons => "吹哨报到通知",
        }
    }

    /// The letter of its numbers (机关代字).
    fn letter(self) -> &'static str {
        match self {
            Self::Supervision => "督",
            Self::Summons => "哨",
        }
    }

    /// Why there is none.
    fn missing(self) -> &'static str {
        match self {
            Self::Supervision => "never came under supervision: there is no notice to print",
            Self::Summons => "has no summons in force: there is no notice to print",
        }
    }

    /// Whether an event is one of which there is a paper.
    fn is_given_by(self, event: &Event) -> bool {
        match (self, event) {
            (Self::Supervision, Event::Supervised { .. }) | (Self::Summons, Event::SummonsAllowed { .. }) => true,
            (Self::Summons, Event::Summoned(summons)) => summons.in_force,
            _ => false,
        }
    }
}

/// A paper, ready to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its heading.
    pub title: String,
    /// Its number (文号): the county's short name and the paper's letter, the year, the how manieth of that year.
    pub number: String,
    /// Whom it is for (主送).
    pub addressee: String,
    /// Why it is written.
    pub opening: String,
    /// The matter and what is asked, line by line: what, and how it is.
    pub rows: Vec<(String, String)>,
    /// What must be done by when.
    pub demand: String,
    /// The formula that closes it.
    pub closing: String,
    /// Who issues it.
    pub issuer: String,
    /// The day, in civil time.
    pub date: String,
    /// Who gets a copy (抄送); empty: nobody.
    pub copies: String,
}

impl Paper {
    /// The paper of a matter's last supervision or summons. The centre issues it; where it has no name of its own, that
    /// follows from the county's.
    ///
    /// # Errors
    /// The matter isn't there, or has none; the ledger can't be read.
    pub fn of(
        ledger: &dyn Ledger,
        incident: &IncidentCode,
        kind: PaperKind,
        centre: Option<&str>,
        zone: &TimeZone,
    ) -> Result<Self, TellError> {
        let none = |why| TellError::NoPaper { incident: incident.clone(), why };
        let trace = ledger.read_stream(&Stream::incident(incident))?;
        if trace.is_empty() {
            return Err(none("is not known here"));
        }
        let last = trace.iter().rposition(|recorded| kind.is_given_by(&recorded.event));
        let last = last.ok_or_else(|| none(kind.missing()))?;
        let county = County::load(ledger, centre)?;
        let number = facts::number_of(ledger, kind, &trace[last], &county.short_name, zone)?;
        let told = Told { incident, trace: &trace[..=last], matter: Matter::of(&trace[..=last]), zone };
        let paper = match kind {
            PaperKind::Supervision => Some(told.supervision(number, &county)),
            PaperKind::Summons => told.summons(number, &county),
        };
        paper.ok_or_else(|| none(kind.missing()))
    }
}

/// A matter as far as its paper tells of it: up to the event that the paper is about.
struct Told<'a> {
    incident: &'a IncidentCode,
    trace: &'a [Recorded],
    matter: Matter,
    zone: &'a TimeZone,
}

impl Told<'_> {
    fn at(&self, at: Timestamp) -> String {
        civil(at, self.zone, "%Y年%-m月%-d日%H时%M分")
    }

    /// A text without personal data; nothing of a confidential matter's.
    fn text(&self, text: &str) -> String {
        if self.matter.confidential { CONFIDENTIAL.to_owned() } else { line(&self.matter.masked(text)) }
    }

    fn last(&self) -> &Recorded {
        // A paper's trace ends with its event.
        &self.trace[self.trace.len() - 1]
    }

    /// The lines that say which matter it is.
    fn which(&self) -> Vec<(String, String)> {
        let mut rows = vec![("事件编号".to_owned(), line(self.incident.as_str()))];
        if self.matter.confidential {
            rows.push(("事项".to_owned(), CONFIDENTIAL.to_owned()));
            return rows;
        }
        if let Some(number) = &self.matter.upstream_number {
            rows.push(("上级编号".to_owned(), line(number)));
        }
        rows.push(("事项".to_owned(), self.text(&self.matter.title)));
        if !self.matter.address.is_empty() {
            rows.push(("地点".to_owned(), self.text(&self.matter.address)));
        }
        rows.push(("来源".to_owned(), source(self.matter.standing.source).to_owned()));
        rows.push(("接报时间".to_owned(), self.at(self.matter.standing.reported_at)));
        rows
    }

    fn supervision(&self, number: String, county: &County) -> Paper {
        let (step, text, due_at) = match &self.last().event {
            Event::Supervised { step, text, clock } => (*step, text.as_str(), clock.due_at),
            _ => (SupervisionStep::Notice, "", self.last().at),
        };
        let standing = &self.matter.standing;
        let mut rows = self.which();
        let ordered = self.trace.iter().rev().find_map(|recorded| match &recorded.event {
            Event::Assigned { message, .. } => Some((recorded.at, message.as_str())),
            _ => None,
        });
        if let Some((at, message)) = ordered {
            let asked =
                if message.trim().is_empty() { String::new() } else { format!("，要求：{}", self.text(message)) };
            rows.push(("交办情况".to_owned(), format!("{}交办{asked}", self.at(at))));
        }
        if let Some(deadline_at) = standing.deadline_at {
            rows.push(("原办理时限".to_owned(), self.at(deadline_at)));
        }
        let reminders = standing.course.as_ref().map_or(0, |course| course.reminders);
        if reminders > 0 {
            rows.push(("此前催办".to_owned(), format!("{reminders}次")));
        }
        rows.push(("督办层级".to_owned(), step_words(step).to_owned()));
        if !text.trim().is_empty() {
            rows.push(("督办要求".to_owned(), self.text(text)));
        }
        rows.push(("办理时限".to_owned(), self.at(due_at)));
        let addressee = office_of(&self.matter, county);
        let joint: Vec<&str> =
            self.matter.joint().map(|agency| agency.as_str()).filter(|name| *name != addressee).collect();
        Paper {
            title: PaperKind::Supervision.title().to_owned(),
            number,
            addressee: line(&addressee),
            opening: "你单位承办的下列事项，经研究决定予以督办，现将有关情况通知如下：".to_owned(),
            rows,
            demand: format!(
                "请你单位高度重视，明确专人负责，于{}前办结，并将办理结果书面反馈我中心。逾期未办结的，将按规定予以通报。",
                self.at(due_at)
            ),
            closing: "特此通知。".to_owned(),
            issuer: county.centre.clone(),
            date: civil(self.last().at, self.zone, "%Y年%-m月%-d日"),
            copies: list(&joint),
        }
    }

    /// None where no summons is in force.
    fn summons(&self, number: String, county: &County) -> Option<Paper> {
        let summons = self.matter.summons()?;
        let mut rows = self.which();
        let names: Vec<&str> = summons.parties.iter().map(|party| party.agency.as_str()).collect();
        let joint: Vec<&str> = names.iter().copied().filter(|name| *name != summons.lead.as_str()).collect();
        rows.push(("吹哨单位".to_owned(), self.who(&summons.by, county)));
        rows.push(("吹哨时间".to_owned(), self.at(summons.at)));
        rows.push(("牵头单位".to_owned(), line(summons.lead.as_str())));
        if !joint.is_empty() {
            rows.push(("协同单位".to_owned(), list(&joint)));
        }
        if !summons.text.trim().is_empty() {
            rows.push(("协同事项".to_owned(), self.text(&summons.text)));
        }
        rows.push(("报到时限".to_owned(), self.at(summons.due_at)));
        let everybody: Vec<&str> = std::iter::once(summons.lead.as_str()).chain(joint.iter().copied()).collect();
        Some(Paper {
            title: PaperKind::Summons.title().to_owned(),
            number,
            addressee: list(&everybody),
            opening: "下列事项需你单位到场协同办理，现吹哨通知如下：".to_owned(),
            rows,
            demand: format!(
                "请接到通知后立即安排人员，于{}前报到，由{}牵头会商处置，并分别反馈办理结果。",
                self.at(summons.due_at),
                line(summons.lead.as_str())
            ),
            closing: "特此通知。".to_owned(),
            issuer: county.centre.clone(),
            date: civil(self.last().at, self.zone, "%Y年%-m月%-d日"),
            copies: String::new(),
        })
    }

    /// Who summoned. Workers are known by their number, as on every other paper.
    fn who(&self, by: &Actor, county: &County) -> String {
        match by {
            Actor::Agency(name) => line(name.as_str()),
            Actor::Worker(code) => format!("网格员{}", line(code.as_str())),
            Actor::Officer(_) | Actor::System(_) => county.centre.clone(),
        }
    }
}

/// What stands in place of a confidential matter's contents.
const CONFIDENTIAL: &str = "保密件，内容按保密规定另行送达";

fn step_words(step: SupervisionStep) -> &'static str {
    match step {
        SupervisionStep::Notice => "督办通知",
        SupervisionStep::SecondHandling => "二次办理",
        SupervisionStep::ViceLeaders => "分管领导协调",
        SupervisionStep::MainLeaders => "主要领导决定",
    }
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Grid => "网格发现",
        Source::CityHotline => "12345热线",
        Source::Hotline => "本县热线",
        Source::Mailbox => "领导信箱",
        Source::Visit => "来信来访",
        Source::Web => "网络",
        Source::Snap => "随手拍",
        Source::Camera => "视频与传感",
        Source::Town => "镇街来电",
    }
}
