//! Where things stand on the window, how the map is made to show something, and which area was drilled to.

use super::corners::DEAD_BAND_DP;
use super::selection::finest_level;
use super::{Layout, Seat, Selection};
use crate::domain::{AreaLevel, LonLat};
use crate::seat::Rect;
use crate::spatial::{Bounds, Px, View};

/// A row of switches at the map's top, with its gap, dp; on maps this wide they take two (Chinese ones are shorter),
/// narrower ones have none to switch. Lower than this a map has no height to give.
const SWITCHES_DP: f64 = 50.0;
const TWO_ROWS_DP: [std::ops::Range<f64>; 2] = [580.0..700.0, 640.0..1_000.0];
const LEAST_MAP_DP: f64 = 320.0;
/// There only the line with the areas' names is kept free, and the one that says where the map comes from; and less around
/// what is fitted.
const AREAS_LINE_DP: f64 = 40.0;
const SOURCE_DP: f64 = 20.0;
const MARGIN_DP: f64 = 24.0;
const LOW_MARGIN_DP: f64 = 12.0;

/// The foot of the strip that says that alarms flood, below the map's upper edge, with a gap, dp.
const FLOOD_FOOT_DP: f64 = 102.0;

/// What lies across the map and would hide what stands under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bands {
    dead: bool,
    flood: bool,
}

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
        self.fit_view(self.fitted_to(bounds));
    }

    fn fit_view(&mut self, view: View) {
        self.view = view;
        self.fitted = true;
    }

    /// The view that shows this in what of the map no panel covers: its middle is not always the map's.
    pub(super) fn fitted_to(&self, bounds: &Bounds) -> View {
        self.fitted_in(bounds, self.free())
    }

    /// The view that shows this in a part of the window.
    pub(super) fn fitted_in(&self, bounds: &Bounds, part: Rect) -> View {
        let fitting = View { width_px: part.width_px, height_px: part.height_px, ..self.view };
        let scale = self.screen.scale();
        let margin_dp = if self.is_low() { LOW_MARGIN_DP } else { MARGIN_DP };
        self.behind_panels(fitting.fit(bounds, margin_dp * scale), part)
    }

    /// Whether the map has little height to give.
    fn is_low(&self) -> bool {
        self.layout().clear.height_px < LEAST_MAP_DP * self.screen.scale()
    }

    /// The view that shows an area, off the boxes in the map's corners; none where its place is not known.
    pub(super) fn fitted_to_area(&self, area: u32) -> Option<View> {
        Some(self.fitted_off_corners(&self.picture.areas.row(area).bounds?, &[area]))
    }

    /// The view that shows all areas, off the boxes in the map's corners; none where there are none.
    pub(super) fn fitted_to_whole(&self) -> Option<View> {
        Some(self.fitted_off_corners(&self.picture.areas.bounds()?, &self.picture.areas.roots()))
    }

    /// Every feed may have died, and alarms may flood: a map that shows all areas shows them beside the bands that say so, so
    /// that they hide no matter. It does not move back by itself: what comes and goes would have the map jump.
    pub(super) fn fit_beside_bands(&mut self) {
        let Some((center, zoom, before)) = self.whole_was else { return };
        let bound = self.destination();
        let now = self.bands();
        let is_more = now.dead && !before.dead || now.flood && !before.flood;
        if is_more && (center, zoom) == (bound.center, bound.zoom) && !self.tour.is_on() {
            self.fly_by(true, Self::fit_whole);
        }
    }

    fn bands(&self) -> Bands {
        Bands { dead: self.feeds.all_dead(), flood: self.alarm_list.live_flood().is_on() }
    }

    /// What of the map neither a panel, nor the switches at its top, nor a band cover.
    pub(super) fn free(&self) -> Rect {
        let (clear, scale) = (self.layout().clear, self.screen.scale());
        if self.tour.is_on() {
            return clear;
        }
        let (top_dp, foot_dp) = match () {
            () if self.is_low() => (AREAS_LINE_DP, SOURCE_DP),
            // At a desk the rail has the switches.
            () if !self.layout().rail.is_empty() => (SWITCHES_DP, 0.0),
            () if TWO_ROWS_DP[self.lang as usize].contains(&(clear.width_px / scale)) => (2.0 * SWITCHES_DP, 0.0),
            () => (SWITCHES_DP, 0.0),
        };
        let bands = self.bands();
        let band_dp = if bands.dead { DEAD_BAND_DP } else { 0.0 };
        let top_dp = if bands.flood { top_dp.max(FLOOD_FOOT_DP) } else { top_dp };
        let (top_px, foot_px) = ((top_dp * scale).round(), ((foot_dp + band_dp) * scale).round());
        Rect { y_px: clear.y_px + top_px, height_px: clear.height_px - top_px - foot_px, ..clear }
    }

    /// The view at this zoom with this place in the middle of what of the map no panel covers.
    pub(super) fn centred_on(&self, at: LonLat, zoom: f64) -> View {
        self.behind_panels(View { center: at, zoom, ..self.view }, self.free())
    }

    /// The view of the whole map in which this part of it shows what `fitted` does.
    fn behind_panels(&self, fitted: View, clear: Rect) -> View {
        let Layout { map, .. } = self.layout();
        let middle = |at_px: f64, size_px: f64| at_px + size_px / 2.0;
        let dx_px = middle(clear.x_px, clear.width_px) - middle(map.x_px, map.width_px);
        let dy_px = middle(clear.y_px, clear.height_px) - middle(map.y_px, map.height_px);
        let whole = View { width_px: self.view.width_px, height_px: self.view.height_px, ..fitted };
        if dx_px == 0.0 && dy_px == 0.0 { whole } else { whole.panned_px(dx_px, dy_px) }
    }

    /// Whether the map shows the whole county and nobody has moved it.
    pub(super) fn shows_whole(&self) -> bool {
        // What the fit goes by may have changed since: the language, the panels' sizes.
        let bound = self.destination();
        let stood = self.whole_was.is_some_and(|(center, zoom, _)| (center, zoom) == (bound.center, bound.zoom));
        stood || self.fitted_to_whole() == Some(bound)
    }

    pub(crate) fn fit_whole(&mut self) {
        if let Some(view) = self.fitted_to_whole() {
            self.fit_view(view);
            self.whole_was = Some((view.center, view.zoom, self.bands()));
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
        let before = std::mem::replace(&mut self.drill, area.filter(|area| roots.as_slice() != [*area]));
        self.leave_town_of(before);
        match self.drill.and_then(|area| self.fitted_to_area(area)) {
            Some(view) => self.fit_view(view),
            None => self.fit_whole(),
        }
    }

    /// The list of a town goes with the town: whoever goes elsewhere has all of it again.
    fn leave_town_of(&mut self, before: Option<u32>) {
        let chain = |area: Option<u32>| area.map(|area| self.picture.areas.chain_of(area)).unwrap_or_default();
        let (before, after) = (chain(before), chain(self.drill));
        let towns = &self.work.queue.filter.towns;
        if let [town] = towns.iter().copied().collect::<Vec<u32>>()[..]
            && before.contains(&town)
            && !after.contains(&town)
        {
            self.whole_list();
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
