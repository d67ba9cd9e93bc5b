//! Where things stand on the window, and how the map is made to show something whole.

use super::{Layout, Seat};
use crate::domain::LonLat;
use crate::spatial::{Bounds, Px, View};

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
        let clear = self.layout().clear;
        let part = View { width_px: clear.width_px, height_px: clear.height_px, ..self.view };
        self.behind_panels(part.fit(bounds, 24.0 * self.screen.scale()))
    }

    /// The view at this zoom with this place in the middle of what of the map no panel covers.
    pub(super) fn centred_on(&self, at: LonLat, zoom: f64) -> View {
        self.behind_panels(View { center: at, zoom, ..self.view })
    }

    /// The view of the whole map in which what no panel covers shows what `fitted` does.
    fn behind_panels(&self, fitted: View) -> View {
        let Layout { map, clear, .. } = self.layout();
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
}
