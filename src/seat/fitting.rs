//! Where things stand on the window, how the map is made to show something, and which area was drilled to.

use super::selection::finest_level;
use super::{Layout, Seat, Selection};
use crate::domain::{AreaLevel, LonLat};
use crate::seat::Rect;
use crate::spatial::{Bounds, Px, View};

/// A row of switches at the map's top, with its gap, dp; on maps this wide they take two, narrower ones have none to
/// switch. Lower than this a map has no height to give.
const SWITCHES_DP: f64 = 50.0;
const TWO_ROWS_DP: std::ops::Range<f64> = 640.0..1_000.0;
const LEAST_MAP_DP: f64 = 320.0;

impl Seat {
    /// A point on the map's picture (from the map's own top-left corner) for a point on the window.
    pub fn map_px(&self, window_x_px: f64, window_y_px: f64) -> Option<Px> {
        let map = self.layout().map;
        map.contains(window_x_px, window_y_px).then(|| Px::new(window_x_px - map.x_px, window_y_px - map.y_px))
    }

    /// Where a place stands on the window now.
    pub fn window_px(&self, at: LonLat) -> Px {
        let map = self.layout().map;
        let px = self.view.screen_from_lonlat(at);
        Px::new(px.x + map.x_px, px.y + map.y_px)
    }

    pub(crate) fn fit_bounds(&mut self, bounds: &Bounds) {
        self.view = self.fitted_to(bounds);
        self.fitted = true;
    }

    /// The view that shows this in what of the map no panel covers: its middle is not always the map's.
    pub(super) fn fitted_to(&self, bounds: &Bounds) -> View {
        let clear = self.free();
        let part = View { width_px: clear.width_px, height_px: clear.height_px, ..self.view };
        self.behind_panels(part.fit(bounds, 24.0 * self.screen.scale()))
    }

    /// What of the map neither a panel nor the switches at its top cover.
    fn free(&self) -> Rect {
        let (clear, scale) = (self.layout().clear, self.screen.scale());
        if self.tour.is_on() || clear.height_px < LEAST_MAP_DP * scale {
            return clear;
        }
        let rows = if TWO_ROWS_DP.contains(&(clear.width_px / scale)) { 2.0 } else { 1.0 };
        let top_px = (rows * SWITCHES_DP * scale).round();
        Rect { y_px: clear.y_px + top_px, height_px: clear.height_px - top_px, ..clear }
    }

    /// The view at this zoom with this place in the middle of what of the map no panel covers.
    pub(super) fn centred_on(&self, at: LonLat, zoom: f64) -> View {
        self.behind_panels(View { center: at, zoom, ..self.view })
    }

    /// The view of the whole map in which what no panel covers shows what `fitted` does.
    fn behind_panels(&self, fitted: View) -> View {
        let (Layout { map, .. }, clear) = (self.layout(), self.free());
        let middle = |at_px: f64, size_px: f64| at_px + size_px / 2.0;
        let dx_px = middle(clear.x_px, clear.width_px) - middle(map.x_px, map.width_px);
        let dy_px = middle(clear.y_px, clear.height_px) - middle(map.y_px, map.height_px);
        let whole = View { width_px: self.view.width_px, height_px: self.view.height_px, ..fitted };
        if dx_px == 0.0 && dy_px == 0.0 { whole } else { whole.panned_px(dx_px, dy_px) }
    }

    /// Whether the map shows the whole county and nobody has moved it.
    pub(super) fn shows_whole(&self) -> bool {
        self.picture.areas.bounds().is_some_and(|bounds| self.fitted_to(&bounds) == self.view)
    }

    pub(crate) fn fit_whole(&mut self) {
        if let Some(bounds) = self.picture.areas.bounds() {
            self.fit_bounds(&bounds);
        }
    }

    pub(super) fn fit(&mut self, selection: Selection) {
        match selection {
            Selection::Area(area) => self.drill_to(Some(area)),
            other => {
                if let Some(at) = other.at(&self.picture) {
                    self.view.center = at;
                    self.view.zoom = self.view.zoom.max(16.0 + self.screen.scale().log2());
                }
            }
        }
    }

    pub(super) fn fit_at(&mut self, px: Px) {
        if std::mem::take(&mut self.opened_ring) {
            return;
        }
        match self.pick(px) {
            Some(Selection::Area(area)) => {
                // A double click goes one level closer than the area drilled to.
                let chain = self.picture.areas.chain_of(area);
                let place = self.drill.and_then(|drill| chain.iter().position(|a| *a == drill));
                let next = chain.get(place.map_or(1, |place| place + 1)).or(chain.last()).copied();
                self.drill_to(next);
            }
            Some(other) => self.fit(other),
            None => {}
        }
    }

    pub(super) fn drill_to(&mut self, area: Option<u32>) {
        // The only root is the whole: drilling to it is drilling to nothing.
        let roots = self.picture.areas.roots();
        self.drill = area.filter(|area| roots.as_slice() != [*area]);
        match self.drill.and_then(|area| self.picture.areas.row(area).bounds) {
            Some(bounds) => self.fit_bounds(&bounds),
            None => self.fit_whole(),
        }
    }

    pub(super) fn level_down(&mut self) {
        let chain = self.picture.areas.chain_at(self.view.center);
        let place = self.drill.and_then(|drill| chain.iter().position(|area| *area == drill));
        let single_root = self.picture.areas.roots().len() == 1;
        let next = place.map_or(usize::from(single_root), |place| place + 1);
        if let Some(area) = chain.get(next) {
            self.drill_to(Some(*area));
        }
    }

    /// Moves the map only as far as needed for the selection to stand on it.
    pub(super) fn bring_into_view(&mut self, selection: Selection) {
        let Some(at) = selection.at(&self.picture) else { return };
        let px = self.view.screen_from_lonlat(at);
        let margin_px = 48.0 * self.screen.scale();
        let (Layout { map, .. }, clear) = (self.layout(), self.free());
        let (left_px, top_px) = (clear.x_px - map.x_px, clear.y_px - map.y_px);
        let inside = (left_px + margin_px..left_px + clear.width_px - margin_px).contains(&px.x)
            && (top_px + margin_px..top_px + clear.height_px - margin_px).contains(&px.y);
        if !inside {
            self.view.center = at;
        }
    }

    /// The areas from the county down to the one drilled to, for the breadcrumb. Nothing where nothing was drilled to
    /// and no single area is the whole.
    pub fn breadcrumb(&self) -> Vec<u32> {
        match self.drill {
            Some(area) => self.picture.areas.chain_of(area),
            None => match self.picture.areas.roots()[..] {
                [whole] => vec![whole],
                _ => Vec::new(),
            },
        }
    }

    /// The level whose areas are filled now: the finest that shows at this zoom and has areas.
    pub fn fill_level(&self) -> Option<AreaLevel> {
        let finest = self.finest_level();
        AreaLevel::ALL.into_iter().rev().find(|l| *l <= finest && self.picture.areas.of_level(*l).next().is_some())
    }

    /// The finest level of areas whose borders show now.
    pub fn finest_level(&self) -> AreaLevel {
        finest_level(self.z_eff())
    }
}
