//! Hatches over the grids while they are filled: overdue matters in red, and where staff is the indicator, grids
//! without anybody on duty whose fix can be trusted in grey.

use super::super::gpu::hatch::{CROSSED, Hatch, RISING};
use super::super::map_texture::{FillLevel, MapContent};
use super::super::schedule::{Present, SeatResource};
use super::territory::Territory;
use crate::domain::AreaLevel;
use crate::panels::theme;
use crate::picture::Indicator;
use crate::seat::Seat;
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;

/// Hatches are looked at anew at most this often, seconds: deadlines pass and fixes age all the time.
const EVERY_SECS: i64 = 15;
/// From line to line, and a line's width, dp.
const PITCH_DP: f64 = 12.0;
const LINE_DP: f64 = 1.5;
/// How much of the ground the lines hide.
const RISING_ALPHA: f32 = 0.45;
const CROSSED_ALPHA: f32 = 0.13;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, (follow_matters, follow_scale).in_set(Present::Layers));
}

/// The material of a territory's hatches on a screen of this scale.
pub(super) fn area_hatch(kinds: Handle<ShaderBuffer>, scale: f64) -> Hatch {
    Hatch {
        kinds,
        rising: Vec4::from_array(theme::U1.linear(RISING_ALPHA)),
        crossed: Vec4::from_array(theme::STALE.linear(CROSSED_ALPHA)),
        pitch_px: pitch_px(scale),
    }
}

/// From line to line and a line's width on a screen of this scale.
pub(super) fn pitch_px(scale: f64) -> Vec4 {
    Vec4::new((PITCH_DP * scale) as f32, (LINE_DP * scale) as f32, 0.0, 0.0)
}

fn follow_scale(
    seat: Res<SeatResource>,
    territory: Res<Territory>,
    mut materials: ResMut<Assets<Hatch>>,
    mut content: ResMut<MapContent>,
) {
    let wanted = pitch_px(seat.0.screen.scale());
    if materials.get(&territory.hatch).is_some_and(|hatch| hatch.pitch_px != wanted)
        && let Some(mut hatch) = materials.get_mut(&territory.hatch)
    {
        hatch.pitch_px = wanted;
        content.0 += 1;
    }
}

/// What the hatches were last made of.
#[derive(Clone, Debug, Default)]
struct Made {
    territory: u64,
    indicator: Indicator,
    looked_at_secs: i64,
    kinds: Vec<u32>,
}

fn follow_matters(
    seat: Res<SeatResource>,
    territory: Res<Territory>,
    fill: Res<FillLevel>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut content: ResMut<MapContent>,
    mut made: Local<Made>,
) {
    let seat = &seat.0;
    if fill.0 != Some(AreaLevel::Grid) || territory.revision == 0 {
        return;
    }
    let is_same = made.territory == territory.revision && made.indicator == seat.indicator;
    if is_same && (0..EVERY_SECS).contains(&(seat.now.0 - made.looked_at_secs)) {
        return;
    }
    let kinds = kinds(seat, territory.capacity);
    if (made.territory != territory.revision || made.kinds != kinds)
        && let Some(mut buffer) = buffers.get_mut(&territory.hatches)
    {
        buffer.set_data(kinds.clone());
        content.0 += 1;
    }
    *made = Made { territory: territory.revision, indicator: seat.indicator, looked_at_secs: seat.now.0, kinds };
}

/// The hatch of each area, by row.
fn kinds(seat: &Seat, capacity: usize) -> Vec<u32> {
    let mut kinds = vec![0; capacity];
    let mut mark = |areas: Vec<u32>, kind: u32| {
        for area in areas {
            if let Some(of_area) = kinds.get_mut(area as usize) {
                *of_area |= kind;
            }
        }
    };
    mark(seat.picture.overdue_areas(AreaLevel::Grid, seat.now), RISING);
    if seat.indicator == Indicator::Staff {
        mark(seat.picture.unstaffed_areas(AreaLevel::Grid, seat.now), CROSSED);
    }
    kinds
}
