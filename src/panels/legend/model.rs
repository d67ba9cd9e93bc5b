//! What the legend explains: only what shows.

use crate::domain::AreaLevel;
use crate::panels::text::{Key, text};
use crate::panels::theme;
use crate::seat::{Layer, Seat};

/// The legend's parts.
pub(crate) struct Model {
    /// The fill's title and its four bounds.
    pub(crate) fill: Option<(&'static str, [f64; 4])>,
    /// The heat's title and the numbers below its ramp.
    pub(crate) heat: Option<(&'static str, Vec<String>)>,
    /// Whether heat is drawn as lines, since the areas are filled.
    pub(crate) heat_as_lines: bool,
    pub(crate) incidents: bool,
    pub(crate) clusters: bool,
    pub(crate) workers: bool,
    pub(crate) cameras: bool,
}

impl Model {
    pub(crate) fn of(seat: &Seat, level: AreaLevel) -> Self {
        let shows = |layer| seat.layers.shows(layer);
        let z_eff = seat.z_eff();
        let fill = shows(Layer::AreaFill).then(|| {
            let rates = seat.picture.rates(level);
            let key = if rates.per_thousand { Key::FillPerThousand } else { Key::FillPerKm2 };
            (text(seat.lang, key), rates.bounds)
        });
        let heat = (shows(Layer::Heat) && z_eff < theme::HEAT_TO_ZOOM).then(|| {
            let mut numbers = vec!["0".to_owned()];
            numbers.extend(theme::HEAT_DOMAIN_PER_KM2.iter().map(|n| format!("{n:.0}")));
            if let Some(last) = numbers.last_mut() {
                last.push('+');
            }
            (text(seat.lang, Key::HeatTitle), numbers)
        });
        Self {
            heat_as_lines: fill.is_some(),
            fill,
            heat,
            incidents: shows(Layer::Incidents),
            clusters: shows(Layer::Incidents),
            workers: shows(Layer::Workers) && z_eff >= 12.0,
            cameras: shows(Layer::Cameras) && z_eff >= 14.0,
        }
    }
}
