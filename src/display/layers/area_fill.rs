//! The areas' fill by a rate: colours by row, in five classes; no geometry changes.

use super::super::map_texture::{FillLevel, MapContent};
use super::super::schedule::{Present, Reports, SeatResource};
use super::territory::Territory;
use crate::domain::{AreaLevel, Timestamp};
use crate::panels::theme;
use crate::seat::{Layer, Seat};
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;

/// Rates are counted anew at most this often, seconds.
const EVERY_SECS: i64 = 5;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, follow_rates.in_set(Present::Layers));
}

/// What the colours were last made of.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Made {
    level: AreaLevel,
    territory: u64,
    incidents: u64,
    at: Timestamp,
}

/// The finest level that shows at this zoom and has areas; a coarser one where it has none.
fn level_of(seat: &Seat) -> Option<AreaLevel> {
    let finest = seat.finest_level();
    AreaLevel::ALL.into_iter().rev().find(|l| *l <= finest && seat.picture.areas.of_level(*l).next().is_some())
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
    let level = seat.layers.shows(Layer::AreaFill).then(|| level_of(seat)).flatten();
    if fill.0 != level {
        fill.0 = level;
    }
    let Some(level) = level.filter(|_| territory.revision > 0) else {
        reports.rests(Layer::AreaFill);
        return;
    };
    let incidents = seat.picture.revisions.incidents;
    let now = Made { level, territory: territory.revision, incidents, at: seat.now };
    let fresh = made.is_some_and(|made| {
        let same = made.level == level && made.territory == territory.revision;
        same && (made.incidents == incidents || (0..EVERY_SECS).contains(&seat.now.secs_since(made.at)))
    });
    if fresh {
        return;
    }
    *made = Some(now);
    let rates = seat.picture.rates(level);
    let mut colours = vec![Vec4::from_array(theme::LAND.linear(1.0)); territory.capacity];
    for (area, _, rate) in &rates.rows {
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
