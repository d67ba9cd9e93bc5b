//! The map's layers, which of them show, and what the areas' fill tells.

use super::Seat;
use crate::picture::Indicator;

/// One layer, in drawing order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Streets, water, land use, buildings.
    Basemap,
    /// The areas' fill by a rate.
    AreaFill,
    /// The density of what was reported.
    Heat,
    /// What the registers are missing.
    Gaps,
    /// The areas' boundaries.
    Boundaries,
    /// Dedicated grids (专属网格), beside the tree of areas.
    Dedicated,
    /// Cameras.
    Cameras,
    /// Workers and their tails.
    Workers,
    /// Incident symbols and clusters.
    Incidents,
    /// Names.
    Labels,
}

impl Layer {
    /// All layers, lowest first.
    pub const ALL: [Layer; 10] = [
        Layer::Basemap,
        Layer::AreaFill,
        Layer::Heat,
        Layer::Gaps,
        Layer::Boundaries,
        Layer::Dedicated,
        Layer::Cameras,
        Layer::Workers,
        Layer::Incidents,
        Layer::Labels,
    ];

    /// The name by which `--layers` and the drive's state know it.
    pub fn name(self) -> &'static str {
        ["basemap", "fill", "heat", "gaps", "boundaries", "dedicated", "cameras", "workers", "incidents", "labels"]
            [self as usize]
    }

    /// The layer with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.name() == name)
    }
}

/// Which layers show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerSet(u16);

impl Default for LayerSet {
    /// Everything but the fill, with which heat is drawn as isolines, and the gaps, which somebody looks for.
    fn default() -> Self {
        let mut set = Self(0);
        for layer in Layer::ALL {
            set.set(layer, !matches!(layer, Layer::AreaFill | Layer::Gaps));
        }
        set
    }
}

impl LayerSet {
    /// No layer.
    pub const fn none() -> Self {
        Self(0)
    }

    /// Whether a layer shows.
    pub fn shows(self, layer: Layer) -> bool {
        self.0 & (1 << layer as u16) != 0
    }

    /// Shows or hides a layer.
    pub fn set(&mut self, layer: Layer, shows: bool) {
        let bit = 1 << layer as u16;
        self.0 = if shows { self.0 | bit } else { self.0 & !bit };
    }

    /// The names of those that show.
    pub fn names(self) -> Vec<String> {
        Layer::ALL.into_iter().filter(|layer| self.shows(*layer)).map(|layer| layer.name().to_owned()).collect()
    }

    /// Those of these names; of a name that is no layer's nothing is known.
    pub fn of_names(names: &[String]) -> Self {
        let mut set = Self::none();
        names.iter().filter_map(|name| Layer::parse(name)).for_each(|layer| set.set(layer, true));
        set
    }

    /// Takes `--layers a,b,-c`: names switch on, names with a minus off; a list without any minus
    /// shows just what it names.
    ///
    /// # Errors
    /// The name that is no layer's.
    pub fn take(&mut self, list: &str) -> Result<(), String> {
        let names: Vec<&str> = list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        if names.iter().all(|name| !name.starts_with('-')) {
            *self = Self(0);
        }
        for name in names {
            let (shows, bare) = name.strip_prefix('-').map_or((true, name), |bare| (false, bare));
            self.set(Layer::parse(bare).ok_or_else(|| bare.to_owned())?, shows);
        }
        Ok(())
    }
}

impl Seat {
    /// The next thing that the areas' fill can tell; where it does not show, it shows first.
    pub(super) fn next_indicator(&mut self) {
        if self.layers.shows(Layer::AreaFill) {
            self.indicator = self.indicator.next();
            // What there is none of has no share done.
            if self.indicator == Indicator::Campaign && self.campaign_on_show().is_none() {
                self.indicator = self.indicator.next();
            }
        } else {
            self.layers.set(Layer::AreaFill, true);
        }
    }
}
