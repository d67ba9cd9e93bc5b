//! What a new matter is like: similar matters with the reasons, and what it probably is, as JSON.

use super::super::Usage;
use super::describe::{incident, round_m};
use super::shapes::lonlat;
use clap::Args;
use serde_json::{Value, json};
use zonglan::domain::{CategoryCode, IncidentCode, LonLat, MaskScope, Timestamp, mask};
use zonglan::ledger::SqliteLedger;
use zonglan::picture::{
    AgencyReason, Alike, Likeness, Picture, SimilarQuery, Suggestions, USUAL_RADIUS_M, UrgencyReason, Verdict,
};

/// What is known of the new matter.
#[derive(Args)]
pub(super) struct SimilarArgs {
    /// What is said
    #[arg(long, default_value = "")]
    text: String,
    /// LON,LAT
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    place: Option<String>,
    /// Its category, by code or name; else the one that the text speaks for counts, for less
    #[arg(long)]
    category: Option<String>,
    /// The caller's number: what the same caller reported counts for more
    #[arg(long)]
    phone: Option<String>,
    /// Instead of all this: a matter that is there already
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["text", "place", "category", "phone"])]
    incident: Option<String>,
    /// How far, metres
    #[arg(long, value_name = "METRES", default_value_t = USUAL_RADIUS_M)]
    radius: f64,
    /// How long ago, days
    #[arg(long, default_value_t = 30)]
    days: u32,
    /// How many at the most
    #[arg(short, default_value_t = 10)]
    k: usize,
}

/// What an officer has of a new matter.
#[derive(Default)]
pub(in super::super) struct Known<'a> {
    pub(in super::super) text: &'a str,
    pub(in super::super) at: Option<LonLat>,
    pub(in super::super) category: Option<u32>,
    pub(in super::super) phone: Option<&'a str>,
}

impl SimilarArgs {
    /// The matters like it.
    pub(super) fn similar(&self, picture: &Picture, ledger: &SqliteLedger, now: Timestamp) -> anyhow::Result<Value> {
        let mut query = match &self.incident {
            Some(code) => of_incident(picture, code)?,
            None => {
                let known = self.known(picture)?;
                if known.text.trim().is_empty() && known.at.is_none() && known.phone.is_none() {
                    return Err(Usage("similar wants --text, --place, --phone or --incident".into()).into());
                }
                question(picture, ledger, &known, now)?
            }
        };
        if !(self.radius > 0.0 && self.radius.is_finite()) {
            return Err(Usage(format!("--radius wants metres: {}", self.radius)).into());
        }
        (query.radius_m, query.limit) = (self.radius, self.k);
        query.window_secs = i64::from(self.days.max(1)) * 86_400;
        Ok(picture.similar(&query).iter().map(|likeness| likeness_told(picture, likeness)).collect())
    }

    /// What it probably is.
    pub(super) fn suggest(&self, picture: &Picture, now: Timestamp) -> anyhow::Result<Value> {
        let known = self.known(picture)?;
        if known.text.trim().is_empty() && known.category.is_none() {
            return Err(Usage("suggest wants --text or --category".into()).into());
        }
        Ok(suggested(picture, &picture.suggest(known.text, known.at, now, known.category)))
    }

    fn known(&self, picture: &Picture) -> anyhow::Result<Known<'_>> {
        Ok(Known {
            text: &self.text,
            at: self.place.as_deref().map(lonlat).transpose()?,
            category: self.category.as_deref().map(|word| category(picture, word)).transpose()?,
            phone: self.phone.as_deref(),
        })
    }
}

/// A category by its code, or by its name.
fn category(picture: &Picture, word: &str) -> anyhow::Result<u32> {
    let by_name = || picture.categories.present().find(|(_, row)| row.name == word).map(|(number, _)| number);
    let found = picture.categories.number(&CategoryCode::from(word)).or_else(by_name);
    found.ok_or_else(|| Usage(format!("no category has this code or name: {word}")).into())
}

fn of_incident(picture: &Picture, code: &str) -> anyhow::Result<SimilarQuery> {
    let number = picture.incidents.number(&IncidentCode::from(code));
    let number = number.ok_or_else(|| anyhow::anyhow!("no matter has the number {code}"))?;
    let query = picture.similar_to(number);
    query.ok_or_else(|| anyhow::anyhow!("this matter is confidential, and is compared with no other: {code}"))
}

/// The question that follows from what is known; a category that nobody has chosen is taken from the text where that
/// speaks clearly.
fn question(
    picture: &Picture,
    ledger: &SqliteLedger,
    known: &Known<'_>,
    now: Timestamp,
) -> anyhow::Result<SimilarQuery> {
    let assumed = || picture.suggest(known.text, known.at, now, None).believed();
    let by_caller = known.phone.map(|phone| ledger.reported_by(phone)).transpose()?.unwrap_or_default();
    let row = |stream: &zonglan::domain::Stream| picture.incidents.number(&stream.incident_code()?);
    Ok(SimilarQuery {
        category: known.category.or_else(assumed),
        is_category_assumed: known.category.is_none(),
        same_caller: by_caller.iter().filter_map(row).collect(),
        ..SimilarQuery::new(known.text, known.at, now)
    })
}

/// What the intake form is told while it is typed: what the matter probably is, and whether it is there already.
pub(in super::super) fn advice(
    picture: &Picture,
    ledger: &SqliteLedger,
    known: &Known<'_>,
    now: Timestamp,
) -> anyhow::Result<(Value, Value)> {
    let suggestions = picture.suggest(known.text, known.at, now, known.category);
    let similar = picture.similar(&question(picture, ledger, known, now)?);
    let similar = similar.iter().map(|likeness| likeness_told(picture, likeness)).collect();
    Ok((suggested(picture, &suggestions), similar))
}

fn likeness_told(picture: &Picture, likeness: &Likeness) -> Value {
    let row = picture.incidents.row(likeness.incident);
    let mut told = incident(picture, likeness.incident);
    let merged = row.course.as_ref().and_then(|course| course.merged.as_ref());
    told["verdict"] = json!(match likeness.verdict {
        Verdict::Same => "same",
        Verdict::Again => "again",
        Verdict::Like => "like",
    });
    told["score_bits"] = json!((likeness.score_bits * 10.0).round() / 10.0);
    told["result"] = json!(row.result.as_deref().map(|result| mask(result, MaskScope::Usual)));
    told["merged_into"] = json!(merged.map(|merged| &merged.into));
    told["alike"] = likeness.alike.iter().map(alike).collect();
    told
}

fn alike(alike: &Alike) -> Value {
    match alike {
        Alike::SameCaller => json!({ "why": "same_caller" }),
        Alike::Near(distance_m) => json!({ "why": "near", "distance_m": round_m(*distance_m) }),
        Alike::SecsBefore(secs) => json!({ "why": "time", "secs_before": secs }),
        Alike::SameCategory => json!({ "why": "category" }),
        Alike::Words(words) => json!({ "why": "words", "shared": words }),
    }
}

fn suggested(picture: &Picture, suggestions: &Suggestions) -> Value {
    let categories: Vec<Value> = suggestions
        .categories
        .iter()
        .map(|suggested| {
            let row = &picture.categories.rows()[suggested.category as usize];
            let share = (suggested.share * 100.0).round() / 100.0;
            json!({ "category": row.code, "name": row.name, "share": share, "words": suggested.words })
        })
        .collect();
    let agency = suggestions.agency.as_ref().map(|suggested| match suggested.reason {
        AgencyReason::Practice { had, of } => {
            json!({ "agency": suggested.agency, "why": "practice", "had": had, "of": of })
        }
        AgencyReason::Catalogue => json!({ "agency": suggested.agency, "why": "catalogue" }),
    });
    let urgency = suggestions.urgency.as_ref().map(|suggested| {
        let mut told = json!({ "urgency": suggested.urgency, "service": suggested.service });
        match suggested.reason {
            UrgencyReason::Danger(word) => {
                told["why"] = json!("danger");
                told["word"] = json!(word);
            }
            UrgencyReason::Catalogue => told["why"] = json!("catalogue"),
        }
        told
    });
    json!({ "categories": categories, "agency": agency, "urgency": urgency })
}
