//! `zonglan query`: spatial questions and figures, answered in JSON.

mod describe;
mod filters;
mod inspections;
mod shapes;
mod similar;
mod track;
#[cfg(feature = "display")]
mod write;

use super::county::{County, now, user_data_dir};
use super::{Usage, answer};
use clap::{Args, Subcommand};
pub(super) use describe::named;
use describe::{counted, described, here, here_then, incident, looking};
use filters::FilterArgs;
pub(super) use filters::area;
pub(super) use inspections::campaign;
use inspections::{CoverageArgs, InspectionArgs, UndoneArgs};
use serde_json::{Value, json};
use shapes::ShapeArgs;
pub(super) use shapes::lonlat;
#[cfg(feature = "display")]
pub(super) use shapes::numbers;
use similar::SimilarArgs;
pub(super) use similar::{Known, advice};
use std::path::{Path, PathBuf};
use zonglan::domain::Timestamp;
use zonglan::ledger::{Drafts, SqliteLedger, Tracks};
use zonglan::picture::{Picture, TimeMachine, Wanted};

/// A question.
#[derive(Args)]
pub(super) struct QueryArgs {
    #[command(subcommand)]
    question: Question,
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// The moment to ask for, RFC 3339; a county's last moment, or now
    #[arg(long, value_name = "TIME", global = true)]
    at_time: Option<String>,
}

#[derive(Subcommand)]
enum Question {
    /// 最近：the nearest workers, cameras, incidents or places
    Nearest {
        /// workers | cameras | incidents | places
        things: String,
        /// LON,LAT
        #[arg(allow_hyphen_values = true)]
        at: String,
        /// How many
        #[arg(short, default_value_t = 10)]
        k: usize,
        #[command(flatten)]
        filter: Box<FilterArgs>,
    },
    /// 范围内：what lies within a circle, a rectangle or a polygon
    Within {
        /// workers | cameras | incidents | places
        things: String,
        #[command(flatten)]
        shape: ShapeArgs,
        /// Only how many, by state
        #[arg(long)]
        count: bool,
        #[cfg(feature = "display")]
        #[command(flatten)]
        to: write::OutArgs,
        #[command(flatten)]
        filter: Box<FilterArgs>,
    },
    /// 谁负责：the areas that a point lies in, who answers for them, who sees it, what is open about it
    At {
        /// LON,LAT
        #[arg(allow_hyphen_values = true)]
        at: String,
        /// How many of an area's people at the most; `people_total` counts all of them
        #[arg(short, default_value_t = 10)]
        k: usize,
    },
    /// 哪些摄像机能看到：the cameras that look at a point, best first
    CamerasAt {
        /// LON,LAT
        #[arg(allow_hyphen_values = true)]
        at: String,
        /// How many at the most
        #[arg(short, default_value_t = 10)]
        k: usize,
        #[command(flatten)]
        filter: Box<FilterArgs>,
    },
    /// 事件：incidents, the most pressing first; of a period or a state, the last reported first
    Incidents {
        /// How many at the most
        #[arg(long, default_value_t = 100)]
        limit: usize,
        /// Only how many, by state
        #[arg(long)]
        count: bool,
        #[command(flatten)]
        filter: Box<FilterArgs>,
    },
    /// 指标：the wall's figures
    Figures,
    /// 轨迹：where a worker was on a day: stops, speed, time in the home area and out of it, what was done where
    Track {
        /// The worker's number
        worker: String,
        /// The day, by the county's time: 2026-09-11
        #[arg(long)]
        day: String,
        /// Who looks: it is written down, and the worker may see it
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// 查看记录：who looked at a worker's track
    Looks {
        /// The worker's number
        worker: String,
    },
    /// 疑似重复：matters like a new one, open or handled, the most alike first, with the reasons
    Similar(SimilarArgs),
    /// 建议：the category, agency and urgency that a text and a place speak for
    Suggest(SimilarArgs),
    /// 找地点：places by name, code or position, and those that a text mentions
    Find {
        /// A name or a part of one, a code, LON,LAT, or a text
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// How many at the most
        #[arg(short, default_value_t = 10)]
        k: usize,
    },
    /// 专项任务：the campaigns, how far each has come, those that run first
    Campaigns,
    /// 专项进度：one campaign, with the share done by area, the least first
    Campaign {
        /// The campaign's code
        code: String,
        /// By areas of this level: town | zone | village | grid
        #[arg(long, value_name = "LEVEL")]
        level: Option<String>,
    },
    /// 未完成：what campaigns still want, the nearest to its deadline first; whose it is
    Undone(UndoneArgs),
    /// 检查记录：visits to places, the last first
    Inspections(InspectionArgs),
    /// 一次检查：one visit with its answers and problems
    Inspection {
        /// The visit's code
        code: String,
    },
    /// 检查表：the checklists with their questions
    Checklists,
    /// 覆盖率与问题率：places inspected ÷ places, and of those the ones with problems
    Coverage(CoverageArgs),
    /// 草稿：the intake forms that are kept and not reported, the one changed last first
    Drafts,
}

impl QueryArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let dir = self.data.clone().map_or_else(user_data_dir, Ok)?;
        if let Question::Looks { worker } = &self.question {
            return answer(&super::track_looks::all_of(&dir, worker)?);
        }
        let (picture, ledger) = County::read(&dir)?;
        if let Question::Track { worker, day, by } = &self.question {
            let day = track::day(&dir, day)?;
            let picture = past(&dir, picture, ledger, day.1)?;
            return answer(&track::track(&dir, &picture, worker, day, by)?);
        }
        let moment = match &self.at_time {
            Some(text) => parse_time(text)?,
            None if picture.is_sample() => picture.latest_at,
            None => now(),
        };
        #[cfg(feature = "display")]
        if let Question::Within { things, shape, filter, to, .. } = &self.question
            && let Some(out) = &to.out
        {
            let picture = match self.at_time {
                Some(_) => past(&dir, picture, ledger, moment)?,
                None => picture,
            };
            let (wanted, shape) = (filter.wanted(&picture, things)?, shape.shape()?);
            return answer(&to.write(out, picture, (&wanted, &shape), moment)?);
        }
        let answered = match (&self.question, &self.at_time) {
            // The moment only counts where somebody names it: else it is the present cut that is asked for.
            (Question::At { at, .. }, Some(_)) => here_then(&picture, lonlat(at)?, moment),
            (Question::Similar(args), _) => args.similar(&picture, &ledger, moment)?,
            (Question::Drafts, _) => drafts(&dir)?,
            (Question::Inspection { code }, None) => inspections::inspection(&picture, &ledger, code)?,
            // A past moment is asked of the picture as it was then.
            (question, Some(_)) => question.answer(&past(&dir, picture, ledger, moment)?, moment)?,
            (question, None) => question.answer(&picture, moment)?,
        };
        answer(&answered)
    }
}

/// The picture at a moment; the present one from its last event on.
pub(super) fn past(dir: &Path, picture: Picture, ledger: SqliteLedger, moment: Timestamp) -> anyhow::Result<Picture> {
    if moment >= picture.latest_at {
        return Ok(picture);
    }
    let mut machine = TimeMachine::new(picture, Box::new(ledger), Tracks::open_read_only(dir))?;
    Ok(machine.picture_at(moment, None, false)?)
}

impl Question {
    fn answer(&self, picture: &Picture, moment: Timestamp) -> anyhow::Result<Value> {
        Ok(match self {
            Question::Nearest { things, at, k, filter } => {
                let (wanted, at) = (filter.wanted(picture, things)?, lonlat(at)?);
                let hits = picture.nearest(&wanted, at, *k, moment).into_iter();
                hits.map(|hit| described(picture, &wanted, hit.id, Some(hit.distance_m), moment)).collect()
            }
            Question::Within { things, shape, count, filter, .. } => {
                let (wanted, shape) = (filter.wanted(picture, things)?, shape.shape()?);
                let found = picture.within(&wanted, &shape, moment);
                if *count {
                    counted(picture, &wanted, found.iter().map(|found| found.id), moment)
                } else {
                    let tell = |found: zonglan::spatial::Found| {
                        described(picture, &wanted, found.id, found.distance_m, moment)
                    };
                    found.into_iter().map(tell).collect()
                }
            }
            Question::At { at, k } => here(picture, lonlat(at)?, *k, moment),
            Question::CamerasAt { at, k, filter } => {
                let at = lonlat(at)?;
                let Wanted::Cameras(filter) = filter.wanted(picture, "cameras")? else { return Ok(json!([])) };
                let cameras = picture.cameras_looking_at(at, &filter);
                cameras.iter().take(*k).map(|found| looking(picture, found)).collect()
            }
            Question::Incidents { limit, count, filter } => {
                let wanted = filter.wanted(picture, "incidents")?;
                let Wanted::Incidents(filter) = &wanted else { return Ok(json!([])) };
                let numbers = picture.incidents_of(filter, moment);
                if *count {
                    counted(picture, &wanted, numbers.into_iter(), moment)
                } else {
                    numbers.into_iter().take(*limit).map(|number| incident(picture, number)).collect()
                }
            }
            Question::Figures => serde_json::to_value(picture.figures(moment))?,
            Question::Find { text, k } => named(picture, text, *k),
            Question::Suggest(args) => args.suggest(picture, moment)?,
            Question::Campaigns => inspections::campaigns(picture, moment),
            Question::Campaign { code, level } => inspections::one_campaign(picture, code, level.as_deref(), moment)?,
            Question::Undone(args) => inspections::undone(picture, args, moment)?,
            Question::Inspections(args) => inspections::inspections(picture, args)?,
            Question::Checklists => inspections::checklists(picture),
            Question::Coverage(args) => inspections::coverage(picture, args, moment)?,
            Question::Inspection { .. } => {
                return Err(Usage("one visit is as it is: leave --at-time out".into()).into());
            }
            // These ask for more than the picture: `run` has answered them.
            Question::Similar(_) | Question::Drafts | Question::Track { .. } | Question::Looks { .. } => Value::Null,
        })
    }
}

/// The drafts of a data folder: who has which, since when, and what it still wants; not what somebody said.
fn drafts(dir: &std::path::Path) -> anyhow::Result<Value> {
    let kept = Drafts::open_read_only(dir)?.map(|drafts| drafts.all()).transpose()?.unwrap_or_default();
    let tell = |kept: zonglan::ledger::KeptDraft| {
        json!({ "name": kept.name, "by": kept.by, "changed_at": kept.changed_at.0, "title": kept.draft.title(),
            "missing": kept.draft.missing(), "next": kept.draft.next() })
    };
    Ok(kept.into_iter().map(tell).collect())
}

/// A moment in RFC 3339.
pub(super) fn parse_time(text: &str) -> anyhow::Result<Timestamp> {
    let moment: jiff::Timestamp =
        text.parse().map_err(|_| Usage(format!("not a time with its zone (2026-09-11T14:03:27+08:00): {text}")))?;
    Ok(Timestamp(moment.as_second()))
}
