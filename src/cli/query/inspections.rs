//! Questions about visits and campaigns.

use super::super::Usage;
use super::filters::area;
use super::parse_time;
use clap::Args;
use serde_json::{Value, json};
use zonglan::domain::{AreaLevel, Event, InspectionCode, InspectionResult, Stream, Timestamp};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::{CampaignProgress, InspectionFigures, Picture};

/// Which of what a campaign still wants.
#[derive(Args)]
pub(super) struct UndoneArgs {
    /// The campaign's code; all that have begun and are not closed
    campaign: Option<String>,
    /// Only in this area
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// How many at the most; the counts are of all
    #[arg(long, default_value_t = 100)]
    limit: usize,
    /// 按人：whose places they are, the one with the most first
    #[arg(long, requires = "campaign")]
    workers: bool,
}

/// Which visits.
#[derive(Args)]
pub(super) struct InspectionArgs {
    /// Only of this place
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// Only in this area
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// Only by this worker
    #[arg(long, value_name = "CODE")]
    worker: Option<String>,
    /// Only those that name this campaign
    #[arg(long, value_name = "CODE")]
    campaign: Option<String>,
    /// fine | problems | not_done
    #[arg(long)]
    result: Option<String>,
    /// Then or later, RFC 3339
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Before then, RFC 3339
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// How many at the most
    #[arg(long, default_value_t = 100)]
    limit: usize,
}

/// Coverage of what, when.
#[derive(Args)]
pub(super) struct CoverageArgs {
    /// By areas of this level: county | town | zone | village | grid
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Only this area
    #[arg(long, value_name = "CODE", conflicts_with = "level")]
    area: Option<String>,
    /// From then on, RFC 3339; a year before the end
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Before then, RFC 3339; now
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
}

/// A year, seconds.
const YEAR_SECS: i64 = 365 * 86_400;

/// The number of the campaign with this code.
pub(in super::super) fn campaign(picture: &Picture, code: &str) -> anyhow::Result<u32> {
    let campaigns = &picture.inspections.campaigns;
    let number = campaigns.number(code).filter(|number| !campaigns.is_retired(*number));
    number.ok_or_else(|| {
        let known: Vec<&str> = campaigns.present().map(|(_, campaign)| campaign.code.as_str()).collect();
        anyhow::anyhow!("no campaign has the code {code} ({} are here: {})", known.len(), known.join(", "))
    })
}

fn progress(of: CampaignProgress) -> Value {
    json!({ "places": of.places, "done": of.done, "undone": of.undone(), "share": of.share() })
}

fn summary(picture: &Picture, number: u32, now: Timestamp) -> Value {
    let campaign = picture.inspections.campaigns.row(number);
    let mut told = progress(picture.campaign_progress(number));
    let state = campaign.state(now);
    let is_overdue = !campaign.closed && now > campaign.deadline_at;
    let overdue = if is_overdue { told["undone"].clone() } else { json!(0) };
    for (name, value) in [
        ("campaign", json!(campaign.code)),
        ("name", json!(campaign.name)),
        ("state", json!(state)),
        ("checklist", json!(campaign.checklist)),
        ("areas", json!(campaign.areas)),
        ("kinds", json!(campaign.kinds)),
        ("from", json!(campaign.from.0)),
        ("deadline_at", json!(campaign.deadline_at.0)),
        ("left_secs", json!(campaign.deadline_at.secs_since(now))),
        ("overdue", overdue),
        ("as_of", json!(now.0)),
    ] {
        told[name] = value;
    }
    told
}

/// All campaigns, those that run first.
pub(super) fn campaigns(picture: &Picture, now: Timestamp) -> Value {
    let mut numbers: Vec<u32> = picture.inspections.campaigns.present().map(|(number, _)| number).collect();
    numbers.sort_by_key(|number| {
        let campaign = picture.inspections.campaigns.row(*number);
        (campaign.state(now), campaign.deadline_at, &campaign.code)
    });
    numbers.into_iter().map(|number| summary(picture, number, now)).collect()
}

/// One campaign, with the areas of a level.
pub(super) fn one_campaign(
    picture: &Picture,
    code: &str,
    level: Option<&str>,
    now: Timestamp,
) -> anyhow::Result<Value> {
    let number = campaign(picture, code)?;
    let level = parse_level(level)?.unwrap_or(AreaLevel::Town);
    let mut told = summary(picture, number, now);
    let areas = picture.campaign_areas(number).into_iter().filter(|(area, _)| picture.areas.row(*area).level == level);
    let tell = |(area, of): (u32, CampaignProgress)| {
        let (row, mut told) = (picture.areas.row(area), progress(of));
        (told["area"], told["name"]) = (json!(row.code), json!(row.name));
        told
    };
    let mut areas: Vec<(u32, CampaignProgress)> = areas.collect();
    let key = |of: &CampaignProgress| of.share().unwrap_or(1.0);
    areas.sort_by(|(_, a), (_, b)| key(a).total_cmp(&key(b)));
    told["by_area"] = areas.into_iter().map(tell).collect();
    Ok(told)
}

/// What campaigns still want.
pub(super) fn undone(picture: &Picture, args: &UndoneArgs, now: Timestamp) -> anyhow::Result<Value> {
    let within = area(picture, &args.area)?;
    let named = args.campaign.as_deref().map(|code| campaign(picture, code)).transpose()?;
    if let Some(number) = named.filter(|_| args.workers) {
        let mut counts: Vec<(u32, u32)> = picture.undone_by_worker(number, within).into_iter().collect();
        counts.sort_by_key(|(worker, count)| (std::cmp::Reverse(*count), *worker));
        let today = picture.civil_day(now);
        let tell = |(worker, count): &(u32, u32)| {
            let row = picture.workers.row(*worker);
            let reminded = picture.inspections.reminded_on(number, *worker) == Some(today);
            json!({ "worker": row.worker.code, "name": row.worker.name, "role": row.worker.role, "undone": count,
                "reminded_today": reminded })
        };
        let some: Vec<Value> = counts.iter().take(args.limit).map(tell).collect();
        return Ok(json!({ "workers_total": counts.len(), "workers": some }));
    }
    let undone = match named {
        Some(number) => picture.undone(number, within),
        None => picture.undone_of_all(within, now),
    };
    let overdue = undone.iter().filter(|undone| undone.deadline_at < now).count();
    let some: Vec<Value> = undone
        .iter()
        .take(args.limit)
        .map(|undone| {
            let mut told = place(picture, undone.place);
            told["campaign"] = json!(picture.inspections.campaigns.row(undone.campaign).code);
            told["deadline_at"] = json!(undone.deadline_at.0);
            told["left_secs"] = json!(undone.deadline_at.secs_since(now));
            told["last_at"] = json!(undone.last_at.map(|at| at.0));
            told
        })
        .collect();
    Ok(json!({ "undone": undone.len(), "overdue": overdue, "places": some }))
}

fn place(picture: &Picture, number: u32) -> Value {
    let place = &picture.places.rows()[number as usize];
    let area = picture.places.area(number).map(|area| picture.areas.row(area).code.to_string());
    json!({ "place": place.code, "name": place.name, "kind": place.kind, "area": area,
        "lon": place.at.lon_deg, "lat": place.at.lat_deg })
}

/// One visit, without its answers.
fn told(picture: &Picture, number: u32) -> Value {
    let (row, of) = (picture.inspections.row(number), &picture.inspections);
    json!({
        "inspection": row.code,
        "place": picture.places.rows()[row.place as usize].code,
        "worker": row.worker.map(|worker| picture.workers.row(worker).worker.code.to_string()),
        "checklist": row.checklist.map(|number| of.checklists.row(number).code.to_string()),
        "campaign": row.campaign.map(|number| of.campaigns.row(number).code.to_string()),
        "inspected_at": row.at.0,
        "result": row.result,
        "settled": row.settled,
        "incidents": row.matters,
    })
}

/// Visits, the last first.
pub(super) fn inspections(picture: &Picture, args: &InspectionArgs) -> anyhow::Result<Value> {
    let names = InspectionResult::ALL.map(InspectionResult::name);
    if let Some(unknown) = args.result.as_deref().filter(|name| !names.contains(name)) {
        return Err(Usage(format!("no such result ({}): {unknown}", names.join(", "))).into());
    }
    let known = |what: &str, code: &Option<String>, number: &dyn Fn(&str) -> Option<u32>| match code {
        None => Ok(None),
        Some(code) => number(code).map(Some).ok_or_else(|| anyhow::anyhow!("no {what} has the code {code}")),
    };
    let place = known("place", &args.place, &|code| picture.places.number(&code.into()))?;
    let worker = known("worker", &args.worker, &|code| picture.workers.number(code))?;
    let campaign = known("campaign", &args.campaign, &|code| picture.inspections.campaigns.number(code))?;
    let within = area(picture, &args.area)?;
    let moment = |text: &Option<String>, or: i64| text.as_deref().map_or(Ok(Timestamp(or)), parse_time);
    let (from, to) = (moment(&args.from, i64::MIN)?, moment(&args.to, i64::MAX)?);
    let found = picture.inspections.between(from, to).rev().filter(|number| {
        let row = picture.inspections.row(*number);
        place.is_none_or(|place| row.place == place)
            && worker.is_none_or(|worker| row.worker == Some(worker))
            && campaign.is_none_or(|campaign| row.campaign == Some(campaign))
            && args.result.as_deref().is_none_or(|result| row.result.name() == result)
            && within.is_none_or(|area| picture.place_lies_in(row.place, area))
    });
    Ok(found.take(args.limit).map(|number| told(picture, number)).collect())
}

/// One visit with its answers and problems, out of the ledger.
pub(super) fn inspection(picture: &Picture, ledger: &SqliteLedger, code: &str) -> anyhow::Result<Value> {
    let code = InspectionCode::from(code);
    let number = picture.inspections.number(&code);
    let number = number.ok_or_else(|| anyhow::anyhow!("no visit has the code {code}"))?;
    let mut told = told(picture, number);
    let events = ledger.read_stream(&Stream::inspection(&code))?;
    if let Some(Event::Inspected(inspection)) = events.into_iter().next_back().map(|recorded| recorded.event) {
        let items = picture.inspections.row(number).checklist.map(|list| picture.inspections.checklists.row(list));
        let question = |item: &str| Some(items?.item(item)?.question.clone());
        let answer = |answer: &zonglan::domain::ItemAnswer| json!({ "item": answer.item, "question": question(&answer.item), "reply": answer.reply });
        told["answers"] = inspection.answers.iter().map(answer).collect();
        told["findings"] = json!(inspection.findings);
        told["note"] = json!(inspection.note);
    }
    Ok(told)
}

/// The checklists, with their questions.
pub(super) fn checklists(picture: &Picture) -> Value {
    picture.inspections.checklists.present().map(|(_, checklist)| json!(checklist)).collect()
}

fn parse_level(text: Option<&str>) -> anyhow::Result<Option<AreaLevel>> {
    let parse = |text: &str| {
        let level = AreaLevel::parse(text);
        level.ok_or_else(|| Usage(format!("no such level (county, town, zone, village, grid): {text}")))
    };
    Ok(text.map(parse).transpose()?)
}

/// Coverage and problem rate of a period.
pub(super) fn coverage(picture: &Picture, args: &CoverageArgs, now: Timestamp) -> anyhow::Result<Value> {
    let moment = |text: &Option<String>, or: Timestamp| text.as_deref().map_or(Ok(or), parse_time);
    let to = moment(&args.to, now.plus_secs(1))?;
    let from = moment(&args.from, to.plus_secs(-YEAR_SECS))?;
    let tell = |of: InspectionFigures| {
        json!({ "places": of.places, "inspected": of.inspected, "coverage": of.coverage(),
            "with_problems": of.with_problems, "problem_rate": of.problem_rate(), "visits": of.visits,
            "not_done": of.not_done, "from": from.0, "to": to.0, "as_of": now.0 })
    };
    let named = |(area, of): (u32, InspectionFigures)| {
        let (row, mut told) = (picture.areas.row(area), tell(of));
        (told["area"], told["name"]) = (json!(row.code), json!(row.name));
        told
    };
    if let Some(area) = area(picture, &args.area)? {
        return Ok(named((area, picture.inspection_figures_of(area, from, to))));
    }
    Ok(match parse_level(args.level.as_deref())? {
        Some(level) => picture.inspection_areas(level, from, to).into_iter().map(named).collect(),
        None => tell(picture.inspection_figures(from, to)),
    })
}
