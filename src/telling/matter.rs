//! What a notice needs to know of a matter.

use crate::domain::{Actor, AgencyName, Event, LonLat, MaskScope, Nature, Recorded, Source, Standing, Summons, mask};

/// A matter as it stands, and what it says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matter {
    /// How it stands.
    pub standing: Standing,
    /// A few words that say what it is.
    pub title: String,
    /// Where it is, in words.
    pub address: String,
    /// Where it is.
    pub at: Option<LonLat>,
    /// Whether nothing but its number may be told (保密件).
    pub confidential: bool,
    /// The number under which a platform above us knows it.
    pub upstream_number: Option<String>,
}

impl Matter {
    /// The matter after these events of its own, in order.
    pub fn of<'a>(trace: impl IntoIterator<Item = &'a Recorded>) -> Self {
        let mut matter = Self::default();
        trace.into_iter().for_each(|recorded| matter.follow(recorded));
        matter
    }

    /// Takes one of its events in.
    pub fn follow(&mut self, recorded: &Recorded) {
        let file = match &recorded.event {
            Event::Reported(file) => Some(&**file),
            Event::IncidentImported(record) => Some(&record.file),
            _ => None,
        };
        if let Some(file) = file {
            (self.title, self.address) = (file.title.clone(), file.address.clone());
            (self.at, self.confidential) = (file.at, file.confidential);
            self.upstream_number.clone_from(&file.upstream_number);
        }
        self.standing.follow(recorded);
    }

    /// A text of this matter's without personal data; of disputes and confidential matters without the household too.
    pub fn masked(&self, text: &str) -> String {
        let is_narrow = self.confidential || self.standing.nature == Nature::Dispute;
        let scope = if is_narrow { MaskScope::Household } else { MaskScope::Usual };
        mask(text.trim(), scope).into_owned()
    }

    /// The platform above us from which it came down, by name.
    pub(super) fn upstream(&self) -> Option<&str> {
        let upstream = self.standing.course.as_ref()?.upstream.as_ref()?;
        Some(upstream.system.trim()).filter(|system| !system.is_empty())
    }

    /// Whether somebody reported it to us who may be told: not what our own people, cameras or towns found, and not what came
    /// down from a platform above us, which speaks with the citizen itself.
    pub(super) fn has_reporter(&self) -> bool {
        let is_citizens = match self.standing.source {
            Source::CityHotline | Source::Hotline | Source::Mailbox | Source::Visit | Source::Web | Source::Snap => {
                true
            }
            Source::Grid | Source::Camera | Source::Town => false,
        };
        is_citizens && self.upstream().is_none()
    }

    /// The last summons, where it is in force.
    pub(super) fn summons(&self) -> Option<&Summons> {
        self.standing.course.as_ref()?.summons.as_ref().filter(|summons| summons.in_force)
    }

    /// The summoned agencies of which something is still expected.
    pub(super) fn joint(&self) -> impl Iterator<Item = &AgencyName> {
        let parties = self.summons().map_or(&[][..], |summons| &summons.parties);
        parties.iter().filter(|party| party.is_open()).map(|party| &party.agency)
    }

    /// Who asked for what waits for approval.
    pub(super) fn asker(&self) -> Option<&Actor> {
        Some(&self.standing.course.as_ref()?.request.as_ref()?.by)
    }
}
