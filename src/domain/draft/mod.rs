//! The intake form: what an officer has typed so far while somebody talks, what is asked next, what is still wanted, and
//! the report that comes of it. Nothing of it is an event until it is reported.

mod field;
mod title;

pub use field::{AskedField, FormField, Need};

use super::{
    Act, CategoryCode, Difficulty, IncidentFile, LonLat, MaskScope, Nature, Personal, Source, Timestamp, Upstream,
    Urgency, mask,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a draft can't be reported yet.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the form still wants {}: say it", .0.iter().map(|field| field.name()).collect::<Vec<_>>().join(", "))]
pub struct Unfinished(pub Vec<FormField>);

/// What is known of a matter that is being taken in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// By which mouth it comes in; none: the own hotline.
    pub source: Option<Source>,
    /// What is said, word for word.
    pub text: String,
    /// A title, where somebody wrote one.
    pub title: String,
    /// Where it is, in words.
    pub address: String,
    /// Where it is.
    pub at: Option<LonLat>,
    /// The officer has heard that it has no place: a question on a law, praise.
    pub is_nowhere: bool,
    /// What kind of talk it is.
    pub nature: Option<Nature>,
    /// Its category.
    pub category: Option<CategoryCode>,
    /// How fast it wants an answer.
    pub urgency: Option<Urgency>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// The reporter's number.
    pub reporter_phone: Option<String>,
    /// The reporter's name.
    pub reporter_name: Option<String>,
    /// Whether it is kept from all but those who handle it.
    pub confidential: Option<bool>,
    /// Its number on the platform above us.
    pub upstream_number: Option<String>,
    /// What that platform wants.
    pub upstream: Option<Upstream>,
}

impl Draft {
    /// By which mouth it comes in.
    pub fn source(&self) -> Source {
        self.source.unwrap_or(Source::Hotline)
    }

    /// What this form asks, in order: it depends on the source and on what is said already.
    pub fn asked(&self) -> Vec<AskedField> {
        let asked = |field| Some(AskedField { field, need: self.need(field)?, answered: self.has(field) });
        FormField::ALL.into_iter().filter_map(asked).collect()
    }

    /// What to ask next: what is required first, in order, then what is wanted.
    pub fn next(&self) -> Option<FormField> {
        let open = |need| self.asked().into_iter().find(|asked| asked.need == need && !asked.answered);
        open(Need::Required).or_else(|| open(Need::Wanted)).map(|asked| asked.field)
    }

    /// What is required and not there yet.
    pub fn missing(&self) -> Vec<FormField> {
        let missing = |asked: &AskedField| asked.need == Need::Required && !asked.answered;
        self.asked().into_iter().filter(missing).map(|asked| asked.field).collect()
    }

    /// How much a field is wanted; none where it is not asked at all.
    fn need(&self, field: FormField) -> Option<Need> {
        use Need::{Optional, Required, Wanted};
        let by_machine = matches!(self.source(), Source::Grid | Source::Camera);
        let is_talk = matches!(self.nature, Some(Nature::Consultation | Nature::Suggestion | Nature::Praise));
        let upstream_calls = self.upstream.as_ref().is_some_and(|upstream| upstream.calls_back);
        let from_above = self.source() == Source::CityHotline || self.upstream.is_some();
        match field {
            FormField::Text => Some(Required),
            FormField::Place if is_talk => Some(Optional),
            FormField::Place => Some(Required),
            FormField::Nature if by_machine => None,
            FormField::Nature => Some(Required),
            FormField::Category | FormField::Urgency => Some(Wanted),
            FormField::Phone if by_machine => None,
            // Who reports a violation may stay unknown; whom the platform above calls back, we don't.
            FormField::Phone if upstream_calls || self.nature == Some(Nature::Report) => Some(Optional),
            FormField::Phone if matches!(self.source(), Source::Hotline | Source::Visit) => Some(Required),
            FormField::Phone => Some(Wanted),
            FormField::Name if by_machine => None,
            FormField::Name => Some(Optional),
            FormField::Confidential if self.nature == Some(Nature::Report) => Some(Required),
            FormField::Confidential if self.nature == Some(Nature::Dispute) => Some(Wanted),
            FormField::Confidential => Some(Optional),
            FormField::UpstreamNumber | FormField::UpstreamDeadline if !from_above => None,
            FormField::UpstreamNumber => Some(Required),
            FormField::UpstreamDeadline => Some(Wanted),
            FormField::Title => Some(Optional),
        }
    }

    fn has(&self, field: FormField) -> bool {
        let said = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        match field {
            FormField::Text => !self.text.trim().is_empty(),
            FormField::Place => self.at.is_some() || self.is_nowhere || !self.address.trim().is_empty(),
            FormField::Nature => self.nature.is_some(),
            FormField::Category => self.category.is_some(),
            FormField::Urgency => self.urgency.is_some(),
            FormField::Phone => said(&self.reporter_phone),
            FormField::Name => said(&self.reporter_name),
            FormField::Confidential => self.confidential.is_some(),
            FormField::UpstreamNumber => said(&self.upstream_number),
            FormField::UpstreamDeadline => {
                self.upstream.as_ref().is_some_and(|upstream| upstream.deadline_at.is_some())
            }
            FormField::Title => !self.title.trim().is_empty(),
        }
    }

    /// What may stand in the ledger's own words: its chain can't forget, so nothing personal goes in.
    fn scope(&self) -> MaskScope {
        let is_close = self.nature == Some(Nature::Dispute) || self.confidential == Some(true);
        if is_close { MaskScope::Household } else { MaskScope::Usual }
    }

    /// The title: the one that was written, else the first clause of what is said, without what people say before it.
    /// Personal data in it are masked.
    pub fn title(&self) -> String {
        let written = self.title.trim();
        if !written.is_empty() {
            return mask(written, self.scope()).into_owned();
        }
        // Masked as a whole first: what gives a name away may stand in another clause.
        title::of(&mask(self.text.trim(), self.scope()))
    }

    /// The address without what is personal.
    pub fn address(&self) -> String {
        mask(self.address.trim(), self.scope()).into_owned()
    }

    /// The report of it, made at `now`.
    ///
    /// # Errors
    /// What it still wants.
    pub fn report(&self, now: Timestamp) -> Result<Act, Unfinished> {
        let missing = self.missing();
        if !missing.is_empty() {
            return Err(Unfinished(missing));
        }
        let file = IncidentFile {
            code: None,
            category: self.category.clone(),
            nature: self.nature.unwrap_or_default(),
            source: self.source(),
            urgency: self.urgency.unwrap_or_default(),
            difficulty: self.difficulty.unwrap_or_default(),
            title: self.title(),
            address: self.address(),
            at: self.at,
            reported_at: now,
            // Who reports a violation must say whether it is to be kept; of other matters silence means no.
            confidential: self.confidential.unwrap_or(false),
            upstream_number: self.upstream_number.clone(),
            upstream: self.upstream.clone(),
            inspection: None,
        };
        let personal = Personal {
            reporter_name: self.reporter_name.clone(),
            reporter_phone: self.reporter_phone.clone(),
            text: Some(self.text.clone()),
        };
        Ok(Act::Report { file: Box::new(file), personal: Some(personal) })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use FormField as F;

    fn draft(text: &str) -> Draft {
        Draft { text: text.into(), ..Draft::default() }
    }

    fn required(draft: &Draft) -> Vec<FormField> {
        let asked = draft.asked().into_iter();
        asked.filter(|asked| asked.need == Need::Required).map(|asked| asked.field).collect()
    }

    #[test]
    fn a_form_asks_what_its_source_and_nature_want() {
        assert_eq!(required(&Draft::default()), [F::Text, F::Place, F::Nature, F::Phone]);
        let of = |source, nature| Draft { source: Some(source), nature, ..Draft::default() };
        assert_eq!(required(&of(Source::Grid, None)), [F::Text, F::Place]);
        assert_eq!(required(&of(Source::Hotline, Some(Nature::Consultation))), [F::Text, F::Nature, F::Phone]);
        let violation = of(Source::Hotline, Some(Nature::Report));
        assert_eq!(required(&violation), [F::Text, F::Place, F::Nature, F::Confidential]);
        assert!(required(&of(Source::CityHotline, None)).contains(&F::UpstreamNumber));
        assert!(!of(Source::Grid, None).asked().iter().any(|asked| asked.field == F::Phone));
    }

    #[test]
    fn the_next_question_is_the_first_that_is_required_and_open() {
        let mut draft = Draft::default();
        let mut order = Vec::new();
        while let Some(next) = draft.next() {
            order.push(next);
            match next {
                F::Text => draft.text = "路灯不亮".into(),
                F::Place => draft.at = Some(LonLat::new(118.0, 36.0)),
                F::Nature => draft.nature = Some(Nature::Report),
                F::Category => draft.category = Some("0101".into()),
                F::Urgency => draft.urgency = Some(Urgency::U3),
                F::Confidential => draft.confidential = Some(true),
                other => panic!("{other:?} is not asked by itself"),
            }
        }
        assert_eq!(order, [F::Text, F::Place, F::Nature, F::Confidential, F::Category, F::Urgency]);
        assert!(draft.report(Timestamp(1)).is_ok());
    }

    #[test]
    fn a_draft_that_wants_something_is_not_reported() {
        let told = draft("路灯不亮").report(Timestamp(1)).unwrap_err();
        assert_eq!(told.to_string(), "the form still wants place, nature, phone: say it");
    }

    #[test]
    fn titles_are_short_and_tell_nobody() {
        let title = |text: &str| draft(text).title();
        assert_eq!(
            title("您好，来电人反映文化路12号附近路灯不亮，已有两三天，希望尽快处理。"),
            "文化路12号附近路灯不亮，已有两三天"
        );
        assert_eq!(title("我要投诉邻居王建国半夜放音乐。电话13900001234"), "邻居王**半夜放音乐");
        assert_eq!(title(""), "");
        let mut dispute = draft("幸福小区3号楼2单元501室漏水");
        dispute.nature = Some(Nature::Dispute);
        assert_eq!(dispute.title(), "幸福小区*号楼*单元***室漏水");
        dispute.title = "与楼上李秀英（女）争执".into();
        dispute.address = "幸福小区3号楼2单元501室".into();
        (dispute.at, dispute.reporter_phone) = (Some(LonLat::new(118.0, 36.0)), Some("13900001234".into()));
        let Ok(Act::Report { file, personal }) = dispute.report(Timestamp(9)) else { panic!("it wants nothing more") };
        assert_eq!((file.address.as_str(), file.reported_at), ("幸福小区*号楼*单元***室", Timestamp(9)));
        assert_eq!(
            personal.unwrap().text.unwrap(),
            "幸福小区3号楼2单元501室漏水",
            "word for word, where it can be erased"
        );
    }
}
