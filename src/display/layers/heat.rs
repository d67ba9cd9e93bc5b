//! Where matters were reported in the last seven days, as a density on the ground, or how that differs from seven days
//! before: computed off the frame at most once a minute, with a fixed bandwidth and a fixed domain. While the areas are
//! filled it is drawn as isolines: two fills on each other are mud.

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
use crate::seat::{HeatPeriods, HeatTells, Layer};
use crate::spatial::heat::DEFAULT_BANDWIDTH_M;
use crate::spatial::{Bounds, HeatField, LonLat, Mercator};
use bevy::prelude::*;
use geo::Polygon;
use std::sync::Arc;

/// The field is computed anew at most this often, seconds.
const EVERY_SECS: i64 = 60;
/// While the past plays, after so many seconds of people's time.
const PLAYED_SECS: i64 = 5;
/// A cell's side, metres: a fifth of the bandwidth is smooth.
const CELL_M: f64 = 80.0;

/// Marks the heat's pieces.
#[derive(Clone, Copy, Component)]
struct OfHeat;

#[derive(Resource, Default)]
struct HeatState {
    job: Job<Computed>,
    computed_at: Option<(Timestamp, u64, u32, HeatTells)>,
}

/// The places of a period and, where they are compared, of the one before.
struct Places {
    now: Vec<LonLat>,
    before: Option<Vec<LonLat>>,
}

impl Places {
    fn of(picture: &Picture, periods: &HeatPeriods) -> Self {
        let reported = |(from, until)| reported(picture, from, until);
        Self { now: reported(periods.now), before: periods.before.map(reported) }
    }
}

/// Where matters were reported in `from < t ≤ until`.
fn reported(picture: &Picture, from: Timestamp, until: Timestamp) -> Vec<LonLat> {
    let rows = picture.incidents.reported_between(from.plus_secs(1), until.plus_secs(1));
    rows.filter_map(|number| picture.incidents.row(number).at.filter(|_| !picture.incidents.row(number).confidential))
        .collect()
}

struct Computed {
    field: HeatField,
    /// Whether the field tells differences.
    compares: bool,
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
            let scale = if computed.compares { &CHANGE } else { &DENSITY };
            let material = Heat {
                ramp: ramp(&ground, &computed.field, scale),
                raster: images.add(picture_of(&computed.field, scale)),
            };
            let piece =
                MapPiece { when: When::NotFilled, to_zoom: theme::HEAT_TO_ZOOM, ..MapPiece::new(Layer::Heat, 10.0) };
            let mesh = Mesh2d(meshes.add(computed.surface.mesh()));
            commands.spawn((mesh, MeshMaterial2d(materials.add(material)), ground, piece, Visibility::Hidden, OfHeat));
        }
    }
    if state.job.is_under_way() || !seat.layers.shows(Layer::Heat) || territory.revision == 0 {
        return;
    }
    let tells = seat.heat_tells();
    // A past that plays fast moves the heat with people's time: it is drawn into the map, which costs a frame.
    let played_secs = if seat.replay.is_playing() { PLAYED_SECS * i64::from(seat.replay.speed()) } else { 0 };
    let every_secs = EVERY_SECS.max(played_secs);
    let due = state.computed_at.is_none_or(|(at, revision, rows, told)| {
        // Back in time, everything is another.
        let moved = rows != seat.picture.incidents.len() || !(0..60 * every_secs).contains(&seat.now.secs_since(at));
        told != tells
            || revision != territory.revision
            || (moved && !(0..every_secs).contains(&seat.now.secs_since(at)))
    });
    if due {
        state.computed_at = Some((seat.now, territory.revision, seat.picture.incidents.len(), tells));
        let places = Places::of(&seat.picture, &seat.heat_periods());
        let county = Arc::clone(&territory.county);
        state.job.start(move || compute(&places, &county));
        way.set("heat", true);
    }
}

fn compute(places: &Places, county: &[Polygon<f64>]) -> Computed {
    let corners = county.iter().flat_map(|polygon| polygon.exterior().0.iter().map(|c| LonLat::from(*c)));
    let bounds = Bounds::of_points(corners).unwrap_or(Bounds::at(LonLat::default()));
    let field_of = |points: &[LonLat]| HeatField::compute(points, &bounds, CELL_M, DEFAULT_BANDWIDTH_M);
    let now = field_of(&places.now);
    let change = places.before.as_ref().and_then(|before| now.clone().minus(&field_of(before)));
    let compares = change.is_some();
    let field = change.unwrap_or(now);
    let mut surface = FillBuilder::new(Mercator::from_lonlat(bounds.center()));
    county.iter().for_each(|polygon| surface.polygon(polygon, 0));
    let mut lines = Chunks::default();
    let (isolines, style): (&[theme::Isoline], fn(usize) -> u32) = match compares {
        true => (&theme::CHANGE_ISOLINES, styles::change_isoline),
        false => (&theme::ISOLINES, styles::isoline),
    };
    for (place, (level_per_km2, ..)) in isolines.iter().enumerate() {
        for line in field.isolines(*level_per_km2) {
            lines.strokes(&line).line(line.iter().copied(), style(place));
        }
    }
    let piece = MapPiece { when: When::Filled, to_zoom: theme::HEAT_TO_ZOOM, ..MapPiece::new(Layer::Heat, 12.0) };
    Computed { field, compares, surface, isolines: lines.finish(piece).collect(), points: places.now.len() }
}

/// A ramp: its colours with their opacities, and the values at which they stand, per km².
struct Scale {
    colours: [(theme::Token, f32); 7],
    stops_per_km2: [f64; 7],
}

const DENSITY: Scale = Scale { colours: theme::FROST, stops_per_km2: theme::HEAT_STOPS_PER_KM2 };
const CHANGE: Scale = Scale { colours: theme::CHANGE, stops_per_km2: theme::CHANGE_STOPS_PER_KM2 };

/// The ramp's colours and where the field lies about the surface's origin.
fn ramp(ground: &super::super::gpu::ground::Ground, field: &HeatField, scale: &Scale) -> Ramp {
    let colors = scale.colours.map(|(token, alpha)| Vec4::from_array(token.linear(alpha * theme::HEAT_UNDER_LABELS)));
    let [w, s] = ground.local(field.bounds.min);
    let [e, n] = ground.local(field.bounds.max);
    Ramp { colors, ground: Vec4::new(w, s, e - w, n - s) }
}

fn picture_of(field: &HeatField, scale: &Scale) -> Image {
    let place = |per_km2: &f64| (place_on_ramp(&scale.stops_per_km2, *per_km2) * 255.0).round() as u8;
    let places = field.values.iter().map(place).collect();
    raster(field.width, field.height, places)
}

/// Where a value stands on the ramp, 0 to 1: its stops are equally far apart.
fn place_on_ramp(stops: &[f64; 7], value: f64) -> f64 {
    let steps = (stops.len() - 1) as f64;
    let passed = stops.iter().filter(|stop| value >= **stop).count();
    let step = match passed {
        0 => 0.0,
        n if n == stops.len() => steps,
        n => (n - 1) as f64 + (value - stops[n - 1]) / (stops[n] - stops[n - 1]),
    };
    step / steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ramps_stand_on_their_stops() {
        for scale in [&DENSITY, &CHANGE] {
            let place = |value| place_on_ramp(&scale.stops_per_km2, value) * 6.0;
            for (at, stop) in scale.stops_per_km2.into_iter().enumerate() {
                assert!((place(stop) - at as f64).abs() < 1e-9, "{stop}");
            }
            assert_eq!((place(-1e6), place(1e6)), (0.0, 6.0));
        }
        assert_eq!(place_on_ramp(&DENSITY.stops_per_km2, 7.5), 1.5 / 6.0);
        assert_eq!(CHANGE.colours[3].1, 0.0, "no difference shows nothing");
    }
}
