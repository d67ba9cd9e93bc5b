//! Where matters were reported in the last seven days, as a density on the ground: computed off the
//! frame at most once a minute, with a fixed bandwidth and a fixed domain. While the areas are filled
//! it is drawn as isolines: two fills on each other are mud.

use super::super::gpu::fills::FillBuilder;
use super::super::gpu::heat::{Heat, Ramp, raster};
use super::super::map_piece::{MapPiece, When};
use super::super::map_texture::MapContent;
use super::super::schedule::{Present, Reports, SeatResource, UnderWay};
use super::pieces::{Built, Shared, With_, clear};
use super::pool::Job;
use super::styles;
use super::territory::Territory;
use super::territory_build::Chunks;
use crate::domain::Timestamp;
use crate::panels::theme;
use crate::picture::Picture;
use crate::seat::Layer;
use crate::spatial::heat::DEFAULT_BANDWIDTH_M;
use crate::spatial::{Bounds, HeatField, LonLat, Mercator};
use bevy::prelude::*;
use geo::Polygon;
use std::sync::Arc;

/// How far back reports count, seconds.
const PERIOD_SECS: i64 = 7 * 86_400;
/// The field is computed anew at most this often, seconds.
const EVERY_SECS: i64 = 60;
/// A cell's side, metres: a fifth of the bandwidth is smooth.
const CELL_M: f64 = 80.0;

/// Marks the heat's pieces.
#[derive(Clone, Copy, Component)]
struct OfHeat;

#[derive(Resource, Default)]
struct HeatState {
    job: Job<Computed>,
    computed_at: Option<(Timestamp, u64, u32)>,
}

/// Where matters were reported in `from < t ≤ until`.
fn reported(picture: &Picture, from: Timestamp, until: Timestamp) -> Vec<LonLat> {
    let rows = picture.incidents.reported_between(from.plus_secs(1), until.plus_secs(1));
    rows.filter_map(|number| picture.incidents.row(number).at.filter(|_| !picture.incidents.row(number).confidential))
        .collect()
}

struct Computed {
    field: HeatField,
    surface: FillBuilder,
    isolines: Vec<Built>,
    points: usize,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<HeatState>().add_systems(Update, follow_reports.in_set(Present::Layers));
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow_reports(
    mut commands: Commands,
    seat: Res<SeatResource>,
    territory: Res<Territory>,
    shared: Res<Shared>,
    mut state: ResMut<HeatState>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<Heat>>,
    mut images: ResMut<Assets<Image>>,
    mut content: ResMut<MapContent>,
    mut reports: ResMut<Reports>,
    mut way: ResMut<UnderWay>,
    old: Query<Entity, With_<OfHeat>>,
) {
    let (state, seat) = (&mut *state, &seat.0);
    if let Some(computed) = state.job.take() {
        way.set("heat", false);
        clear(&mut commands, &old, &mut content);
        reports.drew(Layer::Heat, computed.points);
        for built in computed.isolines {
            built.spawn(&mut commands, &mut meshes, &shared, OfHeat);
        }
        if !computed.field.values.is_empty() && !computed.surface.is_empty() {
            let ground = computed.surface.ground;
            let material =
                Heat { ramp: ramp(&ground, &computed.field), raster: images.add(picture_of(&computed.field)) };
            let piece =
                MapPiece { when: When::NotFilled, to_zoom: theme::HEAT_TO_ZOOM, ..MapPiece::new(Layer::Heat, 10.0) };
            let mesh = Mesh2d(meshes.add(computed.surface.mesh()));
            commands.spawn((mesh, MeshMaterial2d(materials.add(material)), ground, piece, Visibility::Hidden, OfHeat));
        }
    }
    if state.job.is_under_way() || !seat.layers.shows(Layer::Heat) || territory.revision == 0 {
        return;
    }
    let due = state.computed_at.is_none_or(|(at, revision, rows)| {
        // Back in time, everything is another.
        let moved = rows != seat.picture.incidents.len() || !(0..60 * EVERY_SECS).contains(&seat.now.secs_since(at));
        revision != territory.revision || (moved && !(0..EVERY_SECS).contains(&seat.now.secs_since(at)))
    });
    if due {
        state.computed_at = Some((seat.now, territory.revision, seat.picture.incidents.len()));
        let points = reported(&seat.picture, seat.now.plus_secs(-PERIOD_SECS), seat.now);
        let county = Arc::clone(&territory.county);
        state.job.start(move || compute(&points, &county));
        way.set("heat", true);
    }
}

fn compute(points: &[LonLat], county: &[Polygon<f64>]) -> Computed {
    let corners = county.iter().flat_map(|polygon| polygon.exterior().0.iter().map(|c| LonLat::from(*c)));
    let bounds = Bounds::of_points(corners).unwrap_or(Bounds::at(LonLat::default()));
    let field = HeatField::compute(points, &bounds, CELL_M, DEFAULT_BANDWIDTH_M);
    let mut surface = FillBuilder::new(Mercator::from_lonlat(bounds.center()));
    county.iter().for_each(|polygon| surface.polygon(polygon, 0));
    let mut lines = Chunks::default();
    for (place, (level_per_km2, ..)) in theme::ISOLINES.iter().enumerate() {
        for line in field.isolines(*level_per_km2) {
            lines.strokes(&line).line(line.iter().copied(), styles::isoline(place));
        }
    }
    let piece = MapPiece { when: When::Filled, to_zoom: theme::HEAT_TO_ZOOM, ..MapPiece::new(Layer::Heat, 12.0) };
    Computed { field, surface, isolines: lines.finish(piece).collect(), points: points.len() }
}

/// The ramp's colours and where the field lies about the surface's origin.
fn ramp(ground: &super::super::gpu::ground::Ground, field: &HeatField) -> Ramp {
    let colors = theme::FROST.map(|(token, alpha)| Vec4::from_array(token.linear(alpha * theme::HEAT_UNDER_LABELS)));
    let [w, s] = ground.local(field.bounds.min);
    let [e, n] = ground.local(field.bounds.max);
    Ramp { colors, ground: Vec4::new(w, s, e - w, n - s) }
}

fn picture_of(field: &HeatField) -> Image {
    let places = field.values.iter().map(|per_km2| (place_on_ramp(*per_km2) * 255.0).round() as u8).collect();
    raster(field.width, field.height, places)
}

/// Where a density stands on the ramp, 0 to 1: the domain's steps are equally far apart.
fn place_on_ramp(per_km2: f64) -> f64 {
    let domain = theme::HEAT_DOMAIN_PER_KM2;
    let steps = domain.len() as f64;
    let above = domain.iter().filter(|bound| per_km2 >= **bound).count();
    let step = match above {
        0 => per_km2 / domain[0],
        n if n == domain.len() => steps,
        n => n as f64 + (per_km2 - domain[n - 1]) / (domain[n] - domain[n - 1]),
    };
    step.max(0.0) / steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ramp_stands_on_its_domain() {
        for (place, bound) in theme::HEAT_DOMAIN_PER_KM2.into_iter().enumerate() {
            assert!((place_on_ramp(bound) * 6.0 - (place + 1) as f64).abs() < 1e-9);
        }
        assert_eq!(place_on_ramp(0.0), 0.0);
        assert_eq!(place_on_ramp(1e6), 1.0);
        assert!(place_on_ramp(7.5) > place_on_ramp(5.0));
    }
}
