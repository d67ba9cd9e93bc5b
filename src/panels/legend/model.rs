//! What the legend explains: only what shows.

use crate::domain::AreaLevel;
use crate::panels::text::{Key, format, text, words};
use crate::panels::theme;
use crate::picture::{CampaignProgress, Gap, GapKind, Indicator, RateUnit};
use crate::seat::{HeatTells, Layer, Seat};
use std::collections::BTreeSet;

/// The legend's parts.
pub(crate) struct Model {
    /// The fill's title and the words below its five classes.
    pub(crate) fill: Option<(String, [String; 5])>,
    /// Whether grids are hatched where something is overdue.
    pub(crate) hatch_overdue: bool,
    /// Whether grids are hatched where nobody is on duty.
    pub(crate) hatch_unstaffed: bool,
    /// What the heat tells.
    pub(crate) heat: Option<HeatTells>,
    /// Whether heat is drawn as lines, since the areas are filled.
    pub(crate) heat_as_lines: bool,
    pub(crate) incidents: bool,
    pub(crate) clusters: bool,
    pub(crate) workers: bool,
    pub(crate) cameras: bool,
    /// What is missing, while the layer of gaps shows: words, how many, and how the map shows it.
    pub(crate) gaps: Option<Vec<GapLine>>,
}

/// How a kind of gap shows on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GapSign {
    /// As a hatch over grids.
    Hatch,
    /// As a cross.
    Cross,
    /// Not: it has no place, or would cover everything.
    None,
}

/// A line of the legend on what is missing.
pub(crate) struct GapLine {
    pub(crate) sign: GapSign,
    pub(crate) words: String,
    pub(crate) count: Option<usize>,
}

impl Model {
    pub(crate) fn of(seat: &Seat, level: AreaLevel) -> Self {
        let shows = |layer| seat.layers.shows(layer);
        let z_eff = seat.z_eff();
        let fill = shows(Layer::AreaFill).then(|| {
            let (unit, bounds) = seat.picture.rate_scale(seat.indicator, level);
            let title = campaign(seat).unwrap_or_else(|| text(seat.lang, fill_title(seat.indicator, unit)).to_owned());
            (title, classes(unit, bounds))
        });
        let hatched = fill.is_some() && level == AreaLevel::Grid;
        let heat = (shows(Layer::Heat) && z_eff < theme::HEAT_TO_ZOOM).then(|| seat.heat_tells());
        Self {
            hatch_overdue: hatched,
            hatch_unstaffed: hatched && seat.indicator == Indicator::Staff,
            heat_as_lines: fill.is_some(),
            fill,
            heat,
            incidents: shows(Layer::Incidents),
            clusters: shows(Layer::Incidents),
            workers: shows(Layer::Workers) && z_eff >= 12.0,
            cameras: shows(Layer::Cameras) && z_eff >= 14.0,
            gaps: shows(Layer::Gaps).then(|| gaps(seat)),
        }
    }
}

/// The campaign whose share done the fill tells, and how far it has come as a whole; none where the fill tells of something
/// else, or no campaign runs.
fn campaign(seat: &Seat) -> Option<String> {
    let number = (seat.indicator == Indicator::Campaign).then(|| seat.campaign_on_show())??;
    let name = &seat.picture.inspections.campaigns.row(number).name;
    Some(campaign_title(name, seat.picture.campaign_progress(number)))
}

/// `63% 412/650 国庆前烟花爆竹检查`: the share stands first, since a long name is cut off, and never reads as more than is
/// done, so that 100 is said of a whole only.
fn campaign_title(name: &str, progress: CampaignProgress) -> String {
    match progress.share() {
        Some(share) => format!(
            "{:.0}% {}/{} {name}",
            (share * 100.0).floor(),
            format::number(progress.done),
            format::number(progress.places)
        ),
        None => format!("0/0 {name}"),
    }
}

/// The kinds of gaps that there are, with their counts.
fn gaps(seat: &Seat) -> Vec<GapLine> {
    let alone = |key| vec![GapLine { sign: GapSign::None, words: text(seat.lang, key).to_owned(), count: None }];
    if seat.gaps.revision() == 0 {
        return alone(Key::GapsSearching);
    }
    let gaps = seat.gaps.gaps();
    if gaps.gaps.is_empty() {
        return alone(Key::GapsNone);
    }
    let crossed: BTreeSet<GapKind> = gaps.crossed().map(|(kind, _)| kind).collect();
    let sign = |kind| match kind {
        GapKind::GridWithoutWorker => GapSign::Hatch,
        kind if crossed.contains(&kind) => GapSign::Cross,
        _ => GapSign::None,
    };
    let line = |gap: &Gap| GapLine {
        sign: sign(gap.kind),
        words: words::gap(seat.lang, gap.kind).to_owned(),
        count: Some(gap.items.len()),
    };
    gaps.gaps.iter().map(line).collect()
}

fn fill_title(indicator: Indicator, unit: RateUnit) -> Key {
    match (indicator, unit) {
        (Indicator::Open, RateUnit::PerThousand) => Key::FillOpenPerThousand,
        (Indicator::Open, _) => Key::FillOpenPerKm2,
        (Indicator::Reported, RateUnit::PerThousand) => Key::FillReportedPerThousand,
        (Indicator::Reported, _) => Key::FillReportedPerKm2,
        (Indicator::Overdue, _) => Key::FillOverdue,
        (Indicator::OnTime, _) => Key::FillOnTime,
        (Indicator::Staff, _) => Key::FillStaff,
        (Indicator::Campaign, _) => Key::FillCampaign,
    }
}

/// What stands below the five classes; shares in hundredths.
fn classes(unit: RateUnit, bounds: [f64; 4]) -> [String; 5] {
    let said = |bound: f64| match unit {
        RateUnit::Share => format!("{:.0}", bound * 100.0),
        RateUnit::PerThousand | RateUnit::PerKm2 => bound.to_string(),
    };
    let [a, b, c, d] = bounds.map(said);
    [format!("<{a}"), format!("<{b}"), format!("<{c}"), format!("<{d}"), format!("≥{d}")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaigns_title_names_it_and_says_no_more_than_is_done() {
        let title = |done, places| campaign_title("烟花爆竹专项", CampaignProgress { places, done });
        assert_eq!(title(0, 650), "0% 0/650 烟花爆竹专项");
        assert_eq!(title(649, 650), "99% 649/650 烟花爆竹专项");
        assert_eq!(title(650, 650), "100% 650/650 烟花爆竹专项");
        assert_eq!(title(0, 0), "0/0 烟花爆竹专项");
    }
}
