//! What the map's colours and shapes mean, with numbers: in a box over the map's corner; at a desk in a strip under the map, and
//! what is missing, which is a list, in the box.

mod model;
mod paint;
mod signs;
mod strip;

use super::cache::Cached;
use super::pen::Pen;
use super::theme;
use crate::domain::AreaLevel;
use crate::picture::Indicator;
use crate::seat::{HeatTells, Lang, Layer, LayerSet, Seat};
use bevy_egui::egui::Rect;

pub(crate) use paint::{RAMPS_WIDTH, WIDTH};

/// What it depends on: layers, language, indicator, the level that is filled, what heat tells and was to tell where it shows, revisions of
/// the areas and the gaps; where the fill tells of a campaign, that and the revision of the visits.
type Key = (LayerSet, Lang, Indicator, u8, Option<(HeatTells, HeatTells)>, [u64; 2], Option<(u32, u64)>);

/// The legend.
#[derive(Default)]
pub(crate) struct Legend(Cached<Key, model::Model>);

impl Legend {
    /// Brings the legend up to the seat; answers its box's height.
    pub(crate) fn prepare(&mut self, seat: &Seat) -> f32 {
        let level = seat.fill_level().unwrap_or(AreaLevel::County);
        let heat = (seat.z_eff() < theme::HEAT_TO_ZOOM).then(|| (seat.heat_tells(), seat.heat));
        let revisions = [seat.picture.revisions.areas, seat.gaps.revision()];
        let of_campaign = seat.indicator == Indicator::Campaign && seat.layers.shows(Layer::AreaFill);
        let campaign = if of_campaign { seat.campaign_on_show() } else { None };
        let campaign = campaign.map(|number| (number, seat.picture.revisions.inspections));
        let key = (seat.layers, seat.lang, seat.indicator, level as u8, heat, revisions, campaign);
        let model = self.0.get(key, || model::Model::of(seat, level));
        if has_strip(seat) { paint::gaps_box_height(model) } else { paint::height(model) }
    }

    /// The height of its ramps alone, which a small map on a tour has room for; nothing where none shows.
    pub(crate) fn ramps_height(&self) -> f32 {
        self.0.last().map_or(0.0, paint::ramps_height)
    }

    /// Draws its ramps alone. `prepare` comes first.
    pub(crate) fn show_ramps(&self, pen: &mut Pen<'_>, rect: Rect) {
        if let Some(model) = self.0.last() {
            paint::paint_ramps(pen, rect, model);
        }
    }

    /// Draws its box. `prepare` comes first.
    pub(crate) fn show(&self, pen: &mut Pen<'_>, rect: Rect) {
        match self.0.last() {
            Some(model) if has_strip(pen.seat) => paint::paint_gaps(pen, rect, model),
            Some(model) => paint::paint(pen, rect, model),
            None => {}
        }
    }

    /// Draws it as the desk's strip.
    pub(crate) fn show_strip(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        self.prepare(pen.seat);
        if let Some(model) = self.0.last() {
            strip::paint(pen, rect, model);
        }
    }
}

/// Whether the legend has a strip of its own.
fn has_strip(seat: &Seat) -> bool {
    !seat.layout().strip.is_empty()
}
