//! `zonglan bench adviser`: how long the intake's form waits for its first advice and for the next ones, and what the
//! adviser's own picture of the county takes.

use super::super::answer;
use super::percentile;
use crate::cli::adviser;
use crate::cli::sample_county::throwaway_sample;
use anyhow::Context;
use clap::Args;
use serde_json::json;
use std::time::Instant;
use zonglan::display::AdviserEnds;
use zonglan::domain::{LonLat, Timestamp};
use zonglan::runtime::Usage;
use zonglan::sample::DEFAULT_SEED;
use zonglan::seat::link::{FromAdviser, Question};

/// How often.
#[derive(Args)]
pub(super) struct AdviserArgs {
    /// So many questions after the first
    #[arg(long, default_value_t = 40)]
    questions: usize,
}

/// What callers say, and where.
const SAID: [(&str, &str); 5] = [
    ("路灯不亮", "县医院"),
    ("自来水管爆裂，路面都是水", "翠屏街"),
    ("窨井盖丢了，有人差点摔倒", "实验小学"),
    ("夜里工地施工噪声扰民", "城关镇"),
    ("咨询医保怎么报销", ""),
];

/// A question's two answers: places first, then the rest; milliseconds.
struct Answered {
    places_ms: f64,
    advice_ms: f64,
    at: Option<LonLat>,
}

impl AdviserArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut county = throwaway_sample(DEFAULT_SEED, &mut |_, _| {})?;
        county.picture = None;
        let memory_mb = || Usage::now().rss_mb;
        let before_mb = memory_mb();
        let (thread, ends) = adviser::start(&county.copy.0, || ())?;
        let first = ask(&ends, 0, None)?;
        let with_it_mb = memory_mb();
        let (mut places_ms, mut advice_ms) = (Vec::new(), Vec::new());
        let mut at = first.at;
        for n in 1..=self.questions {
            let next = ask(&ends, n, at)?;
            at = next.at.or(at);
            places_ms.push(next.places_ms);
            advice_ms.push(next.advice_ms);
        }
        let after_mb = memory_mb();
        drop((ends, thread));
        answer(&json!({
            "questions": self.questions,
            "first": { "places_ms": first.places_ms.round(), "advice_ms": first.advice_ms.round() },
            "next": {
                "places_p50_ms": percentile(&mut places_ms, 50), "advice_p50_ms": percentile(&mut advice_ms, 50),
                "advice_p99_ms": percentile(&mut advice_ms, 99),
            },
            "memory_mb": {
                "before": before_mb.round(), "after_the_first": with_it_mb.round(), "after_all": after_mb.round(),
                "adviser": (after_mb - before_mb).round(),
            },
        }))
    }
}

fn ask(ends: &AdviserEnds, n: usize, at: Option<LonLat>) -> anyhow::Result<Answered> {
    let (words, address) = SAID[n % SAID.len()];
    let question = Question {
        draft: format!("DJ-{n}").as_str().into(),
        words: words.into(),
        address: address.into(),
        // Every other caller's place is known already.
        at: at.filter(|_| n % 2 == 1),
        category: None,
        phone: None,
        moment: Timestamp(jiff::Timestamp::now().as_second()),
        round: 0,
    };
    let began = Instant::now();
    ends.to_adviser.send(question).context("the adviser is gone")?;
    let mut answered = Answered { places_ms: 0.0, advice_ms: 0.0, at: None };
    loop {
        let message = ends.from_adviser.recv().context("the adviser is gone")?;
        let ms = began.elapsed().as_secs_f64() * 1e3;
        match message {
            FromAdviser::Places { places, .. } => {
                (answered.places_ms, answered.at) = (ms, places.first().map(|place| place.at));
            }
            FromAdviser::Advice { .. } => {
                answered.advice_ms = ms;
                return Ok(answered);
            }
            FromAdviser::Failed { why } => anyhow::bail!("the adviser fails: {why}"),
        }
    }
}
