//! How the cached map's lines look at each zoom (VISUAL.md's table of widths). Zooming changes this
//! small table and no geometry.

use super::super::gpu::strokes::Style;
use super::super::schedule::{Present, SeatResource};
use super::pieces::Shared;
use crate::domain::AreaLevel;
use crate::panels::theme::{self, Token, by_zoom};
use crate::spatial::basemap::RoadClass;
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;

/// Railways.
pub(super) const RAILWAY: u32 = 5;
/// Streams and canals.
pub(super) const WATERWAY: u32 = 6;
/// The edge of water, in its own colour: surfaces alone have jagged edges.
pub(super) const SHORE: u32 = 7;
/// The outline of buildings.
pub(super) const BUILDING_EDGE: u32 = 8;
const BORDERS: u32 = 9;
const ISOLINES: u32 = 14;
/// The edge of dedicated grids.
pub(super) const DEDICATED: u32 = 17;
const CHANGE_ISOLINES: u32 = 18;
const STYLES: usize = 22;

/// A street's style.
pub(super) fn road(class: RoadClass) -> u32 {
    class as u32
}

/// A border's style.
pub(super) fn border(level: AreaLevel) -> u32 {
    BORDERS + level as u32
}

/// An isoline's style, lowest level first.
pub(super) fn isoline(place: usize) -> u32 {
    ISOLINES + place as u32
}

/// The style of an isoline of a comparison, lowest level first.
pub(super) fn change_isoline(place: usize) -> u32 {
    CHANGE_ISOLINES + place as u32
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, follow_zoom.in_set(Present::Layers));
}

fn follow_zoom(
    seat: Res<SeatResource>,
    shared: Res<Shared>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut last: Local<Option<(f64, f64)>>,
) {
    let key = (seat.0.z_eff(), seat.0.screen.scale());
    if *last == Some(key) {
        return;
    }
    *last = Some(key);
    if let Some(mut buffer) = buffers.get_mut(&shared.styles) {
        buffer.set_data(table(key.0, key.1));
    }
    if let Some(mut buffer) = buffers.get_mut(&shared.casing_styles) {
        buffer.set_data(casings(key.0, key.1));
    }
}

/// Effective zoom from which a street's class shows, and its widths, dp.
fn road_width_dp(class: RoadClass, z_eff: f64) -> f64 {
    let (from, widths): (f64, &[(f64, f64)]) = match class {
        RoadClass::Expressway => (0.0, &[(9.0, 1.0), (11.0, 1.5), (13.0, 2.5), (15.0, 4.0), (17.0, 9.0), (19.0, 24.0)]),
        RoadClass::Primary => (0.0, &[(9.0, 0.5), (11.0, 1.0), (13.0, 2.0), (15.0, 3.5), (17.0, 8.0), (19.0, 22.0)]),
        RoadClass::Secondary => {
            (10.0, &[(10.0, 0.4), (11.0, 0.6), (13.0, 1.3), (15.0, 2.5), (17.0, 6.0), (19.0, 18.0)])
        }
        RoadClass::Minor => (12.5, &[(13.0, 0.4), (15.0, 1.2), (17.0, 4.0), (19.0, 12.0)]),
        RoadClass::Path => (14.5, &[(15.0, 0.5), (17.0, 1.2), (19.0, 3.0)]),
    };
    if z_eff < from { 0.0 } else { by_zoom(widths, z_eff) }
}

fn road_token(class: RoadClass) -> Token {
    match class {
        RoadClass::Expressway => theme::ROAD_EXPRESSWAY,
        RoadClass::Primary => theme::ROAD_PRIMARY,
        RoadClass::Secondary => theme::ROAD_SECONDARY,
        RoadClass::Minor | RoadClass::Path => theme::ROAD_MINOR,
    }
}

/// All styles at an effective zoom on a screen of this scale (px a dp).
pub(super) fn table(z_eff: f64, scale: f64) -> [Style; STYLES] {
    let mut table = [Style::default(); STYLES];
    let solid = [0.0; 4];
    for class in RoadClass::ALL {
        let dash_dp = if class == RoadClass::Path { [2.0, 3.0, 0.0, 0.0] } else { solid };
        table[road(class) as usize] = thin(road_token(class), road_width_dp(class, z_eff), dash_dp, scale);
    }
    let from = |zoom: f64, widths: &[(f64, f64)]| if z_eff < zoom { 0.0 } else { by_zoom(widths, z_eff) };
    let railway = from(11.0, &[(11.0, 0.7), (15.0, 1.5), (17.0, 2.5)]);
    table[RAILWAY as usize] = thin(theme::ROAD_SECONDARY, railway, [6.0, 4.0, 0.0, 0.0], scale);
    let waterway = from(10.0, &[(10.0, 0.7), (13.0, 1.5), (15.0, 3.0), (17.0, 7.0)]);
    table[WATERWAY as usize] = thin(theme::WATER, waterway, solid, scale);
    table[SHORE as usize] = thin(theme::WATER, 1.2, solid, scale);
    table[BUILDING_EDGE as usize] =
        thin(theme::BUILDING_OUTLINE, from(15.0, &[(15.0, 0.6), (16.0, 1.0)]), solid, scale);
    for level in AreaLevel::ALL {
        let width_px = theme::boundary_width_dp(level, z_eff) * scale;
        let dash_px = border_dash_dp(level, z_eff).map(|dp| dp * scale);
        // The table's own floor: a border is never thinner than a pixel.
        let width_px = if width_px > 0.0 { width_px.max(1.0) } else { 0.0 };
        table[border(level) as usize] = Style::new(theme::boundary(level).linear(1.0), width_px, dash_px);
    }
    let dedicated_px = by_zoom(&[(13.0, 1.0), (16.0, 2.0)], z_eff) * scale;
    let dash_px = [12.0, 3.0, 0.0, 0.0].map(|dp| dp * scale);
    table[DEDICATED as usize] = Style::new(theme::TEXT_3.linear(1.0), dedicated_px.max(1.0), dash_px);
    let isolines = theme::ISOLINES.iter().enumerate().map(|(place, line)| (isoline(place), line));
    let changes = theme::CHANGE_ISOLINES.iter().enumerate().map(|(place, line)| (change_isoline(place), line));
    for (style, (_, token, width_dp)) in isolines.chain(changes) {
        table[style as usize] = Style::new(token.linear(1.0), f64::from(*width_dp) * scale, solid);
    }
    table
}

/// The styles of streets' casings: in the canvas' colour, a little wider than the street. Nothing else has one;
/// paths are dashed, and a casing would close them.
pub(super) fn casings(z_eff: f64, scale: f64) -> [Style; STYLES] {
    let mut casings = [Style::default(); STYLES];
    for class in RoadClass::ALL.into_iter().filter(|class| *class > RoadClass::Path) {
        let width_dp = road_width_dp(class, z_eff);
        if width_dp > 0.0 {
            let width_px = (width_dp * scale).max(1.0) + 2.0 * casing_dp(width_dp) * scale;
            casings[road(class) as usize] = Style::new(theme::CANVAS.linear(1.0), width_px, [0.0; 4]);
        }
    }
    casings
}

/// How wide a casing is on either side of a street: it grows with it, for a dark seam wider than a thin street
/// would hide it.
fn casing_dp(width_dp: f64) -> f64 {
    (width_dp * 0.3).clamp(0.4, 1.5)
}

/// A line that may be thinner than a pixel: it is then a pixel wide and that much closer to the ground's
/// colour (not less opaque: where two segments meet, their ends lie on each other).
fn thin(token: Token, width_dp: f64, dash_dp: [f64; 4], scale: f64) -> Style {
    let width_px = width_dp * scale;
    if width_px <= 0.0 {
        return Style::default();
    }
    let share = width_px.min(1.0) as f32;
    let (line, land) = (Vec4::from_array(token.linear(1.0)), Vec4::from_array(theme::LAND.linear(1.0)));
    Style::new(land.lerp(line, share).to_array(), width_px.max(1.0), dash_dp.map(|dp| dp * scale))
}

/// Dashes, dp. From effective zoom 14 on solid light lines would read as streets.
fn border_dash_dp(level: AreaLevel, z_eff: f64) -> [f64; 4] {
    match level {
        AreaLevel::Town if z_eff >= 14.0 => [14.0, 4.0, 2.0, 4.0],
        AreaLevel::Zone => [8.0, 4.0, 0.0, 0.0],
        AreaLevel::Village if z_eff >= 14.0 => [7.0, 4.0, 0.0, 0.0],
        AreaLevel::Grid => [2.0, 3.0, 0.0, 0.0],
        _ => [0.0; 4],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_follow_the_design_language() {
        let wide = |style: u32, z_eff| table(z_eff, 1.0)[style as usize].half_width.x * 2.0;
        assert_eq!(wide(road(RoadClass::Expressway), 15.0), 4.0);
        assert_eq!(wide(road(RoadClass::Primary), 17.0), 8.0);
        assert_eq!(wide(road(RoadClass::Minor), 11.0), 0.0, "minor streets don't show on a county");
        let cased = |class, z_eff| casings(z_eff, 1.0)[road(class) as usize].half_width.x * 2.0;
        assert_eq!(cased(RoadClass::Primary, 17.0), 11.0, "one and a half on either side");
        assert_eq!(cased(RoadClass::Path, 17.0), 0.0);
        assert_eq!(cased(RoadClass::Minor, 11.0), 0.0);
        assert_eq!(casings(17.0, 1.0)[RAILWAY as usize].half_width.x, 0.0);
        assert_eq!(wide(border(AreaLevel::Town), 11.0), 1.75);
        assert_eq!(wide(border(AreaLevel::Grid), 13.0), 0.0);
        let town = |z_eff: f64| table(z_eff, 2.0)[border(AreaLevel::Town) as usize].dash;
        assert_eq!(town(13.9), Vec4::ZERO);
        assert_eq!(town(14.0), Vec4::new(28.0, 8.0, 4.0, 8.0));
    }
}
