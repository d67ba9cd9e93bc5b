//! Which incident symbols stand on the map and where: the most urgent always single, the others
//! gathered where they would cover each other. Drawn by the panels' map overlay, picked by the seat.

use super::{Seat, Selection};
use crate::domain::Urgency;
use crate::spatial::Px;

/// Symbols closer than this are gathered, dp.
const CLUSTER_RADIUS_DP: f64 = 44.0;

/// One symbol.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Symbol {
    /// The matter's row.
    pub incident: u32,
    /// Its middle on the map's picture.
    pub px: Px,
    /// Its size, px.
    pub size_px: f64,
}

/// Several matters in one ring.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The ring's middle on the map's picture.
    pub px: Px,
    /// How many, by urgency.
    pub counts: [u32; 4],
}

impl Cluster {
    /// How many in all.
    pub fn count(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// All symbols of the view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Symbols {
    /// Single symbols, least urgent first, so that the most urgent is drawn last.
    pub singles: Vec<Symbol>,
    /// Clusters.
    pub clusters: Vec<Cluster>,
}

/// A symbol's size at this zoom, dp; none where its kind is gathered (VISUAL.md's table).
pub fn symbol_size_dp(urgency: Urgency, z_eff: f64) -> Option<f64> {
    const ZOOMS: [f64; 5] = [9.0, 11.0, 13.0, 15.0, 17.0];
    let sizes: [f64; 5] = match urgency {
        Urgency::U1 => [22.0, 26.0, 28.0, 32.0, 36.0],
        Urgency::U2 => [18.0, 24.0, 24.0, 28.0, 32.0],
        Urgency::U3 if z_eff >= 13.0 => [18.0, 18.0, 18.0, 22.0, 26.0],
        Urgency::U4 if z_eff >= 13.0 => [12.0, 12.0, 12.0, 16.0, 20.0],
        _ => return None,
    };
    let place = ZOOMS.iter().rposition(|zoom| z_eff >= *zoom).unwrap_or(0);
    let next = (place + 1).min(ZOOMS.len() - 1);
    let share = if next == place { 0.0 } else { (z_eff - ZOOMS[place]) / (ZOOMS[next] - ZOOMS[place]) };
    Some(sizes[place] + (sizes[next] - sizes[place]) * share.clamp(0.0, 1.0))
}

impl Symbols {
    /// Places the symbols of a seat's view. Confidential matters have none: on a wall they are only
    /// counted by area.
    pub fn place(seat: &Seat) -> Self {
        let (scale, z_eff) = (seat.screen.scale(), seat.z_eff());
        let radius_px = CLUSTER_RADIUS_DP * scale;
        let mut placed = Symbols::default();
        let mut gathered: Vec<(Px, Urgency)> = Vec::new();
        for number in seat.picture.incidents.open() {
            let row = seat.picture.incidents.row(number);
            let Some(at) = row.at.filter(|_| !row.confidential) else { continue };
            let px = seat.view.screen_from_lonlat(at);
            let margin_px = 2.0 * radius_px;
            let outside = px.x < -margin_px
                || px.y < -margin_px
                || px.x > seat.view.width_px + margin_px
                || px.y > seat.view.height_px + margin_px;
            if outside {
                continue;
            }
            let selected = seat.selection == Some(Selection::Incident(number));
            let size_dp = symbol_size_dp(row.urgency, z_eff).or_else(|| selected.then_some(18.0));
            match size_dp {
                Some(size_dp) => placed.singles.push(Symbol { incident: number, px, size_px: size_dp * scale }),
                None => gathered.push((px, row.urgency)),
            }
        }
        placed.clusters = gather(gathered, radius_px);
        let urgency = |symbol: &Symbol| seat.picture.incidents.row(symbol.incident).urgency;
        placed.singles.sort_by_key(|symbol| (std::cmp::Reverse(urgency(symbol)), symbol.incident));
        placed
    }

    /// The topmost single symbol under a point.
    pub fn at(&self, px: Px) -> Option<u32> {
        let hit = |symbol: &&Symbol| {
            let reach_px = symbol.size_px * 0.6 + 2.0;
            (symbol.px.x - px.x).hypot(symbol.px.y - px.y) <= reach_px
        };
        self.singles.iter().rev().find(hit).map(|symbol| symbol.incident)
    }
}

/// Gathers points on a grid of the cluster's size, then joins cells whose middles still overlap.
/// Deterministic: the order of the points does not show.
fn gather(points: Vec<(Px, Urgency)>, radius_px: f64) -> Vec<Cluster> {
    use std::collections::BTreeMap;
    let mut cells: BTreeMap<(i64, i64), (Px, [u32; 4])> = BTreeMap::new();
    for (px, urgency) in points {
        let key = ((px.y / (2.0 * radius_px)).floor() as i64, (px.x / (2.0 * radius_px)).floor() as i64);
        let (sum, counts) = cells.entry(key).or_insert((Px::new(0.0, 0.0), [0; 4]));
        sum.x += px.x;
        sum.y += px.y;
        counts[urgency as usize] += 1;
    }
    let mut clusters: Vec<Cluster> = Vec::new();
    for (sum, counts) in cells.into_values() {
        let n = f64::from(counts.iter().sum::<u32>());
        let px = Px::new(sum.x / n, sum.y / n);
        let near = clusters.iter_mut().find(|c| (c.px.x - px.x).hypot(c.px.y - px.y) < radius_px);
        match near {
            Some(cluster) => {
                let m = f64::from(cluster.count());
                cluster.px = Px::new((cluster.px.x * m + px.x * n) / (m + n), (cluster.px.y * m + px.y * n) / (m + n));
                cluster.counts.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            }
            None => clusters.push(Cluster { px, counts }),
        }
    }
    clusters
}
