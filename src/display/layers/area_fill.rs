//! The areas' fill by a rate: colours by row, in five classes; no geometry changes.

use super::super::map_texture::{FillLevel, MapContent};
use super::super::schedule::{Present, Reports, SeatResource};
use super::territory::Territory;
use crate::domain::{AreaLevel, Timestamp};
use crate::panels::theme;
use crate::picture::{AreaRate, Indicator};
use crate::seat::Layer;
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;

/// Rates are counted anew at most this often, seconds.
const EVERY_SECS: i64 = 5;
/// And at least this often, seconds.
const QUIET_SECS: i64 = 60;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, follow_rates.in_set(Present::Layers));
}

/// What the colours were last made of.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Made {
    level: AreaLevel,
    territory: u64,
    indicator: Indicator,
    incidents: u64,
    /// The campaign on show, where the fill tells of one.
    campaign: Option<u32>,
    at: Timestamp,
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow_rates(
    seat: Res<SeatResource>,
    territory: Res<Territory>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut fill: ResMut<FillLevel>,
    mut content: ResMut<MapContent>,
    mut reports: ResMut<Reports>,
    mut made: Local<Option<Made>>,
) {
    let seat = &seat.0;
    let level = seat.layers.shows(Layer::AreaFill).then(|| seat.fill_level()).flatten();
    if fill.0 != level {
        fill.0 = level;
    }
    let Some(level) = level.filter(|_| territory.revision > 0) else {
        reports.rests(Layer::AreaFill);
        return;
    };
    let (indicator, revisions) = (seat.indicator, seat.picture.revisions);
    let of_campaign = indicator == Indicator::Campaign;
    let incidents = if of_campaign { revisions.inspections } else { revisions.incidents };
    let campaign = if of_campaign { seat.campaign_on_show() } else { None };
    let now = Made { level, territory: territory.revision, indicator, incidents, campaign, at: seat.now };
    let fresh = made.is_some_and(|made| {
        let same = Made { incidents: made.incidents, at: made.at, ..now } == made;
        // Deadlines pass and fixes age though nothing happens.
        let most_secs = if made.incidents == incidents { QUIET_SECS } else { EVERY_SECS };
        same && (0..most_secs).contains(&seat.now.secs_since(made.at))
    });
    if fresh {
        return;
    }
    *made = Some(now);
    let rates = seat.area_rates(level);
    let mut colours = vec![Vec4::from_array(theme::LAND.linear(1.0)); territory.capacity];
    for AreaRate { area, rate, .. } in &rates.rows {
        if let (Some(colour), Some(rate)) = (colours.get_mut(*area as usize), rate) {
            *colour = Vec4::from_array(theme::FILL[rates.class(*rate)].linear(1.0));
        }
    }
    if let Some(mut buffer) = buffers.get_mut(&territory.colours) {
        buffer.set_data(colours);
    }
    content.0 += 1;
    reports.drew(Layer::AreaFill, rates.rows.len());
}
