//! What can be selected, hovered and picked on the map.

use super::{Cluster, Hit, Layer, Seat, Symbols};
use crate::domain::{AreaCode, CameraCode, IncidentCode, LonLat, Timestamp};
use crate::picture::Picture;
use crate::spatial::{Bounds, Px};

/// One thing, by its row in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// A matter.
    Incident(u32),
    /// A worker.
    Worker(u32),
    /// A camera.
    Camera(u32),
    /// An area.
    Area(u32),
}

impl Selection {
    /// The thing named `KIND:ID`, as `--select` and `@KIND:ID` spell it.
    pub fn parse(text: &str, picture: &Picture) -> Option<Self> {
        let (kind, id) = text.split_once(':')?;
        match kind {
            "incident" => picture.incidents.number(&IncidentCode::from(id)).map(Selection::Incident),
            "worker" => picture.workers.number(id).map(Selection::Worker),
            "camera" => picture.cameras.number(&CameraCode::from(id)).map(Selection::Camera),
            "area" => picture.areas.number(&AreaCode::from(id)).map(Selection::Area),
            _ => None,
        }
    }

    /// Its kind's name.
    pub fn kind(self) -> &'static str {
        match self {
            Selection::Incident(_) => "incident",
            Selection::Worker(_) => "worker",
            Selection::Camera(_) => "camera",
            Selection::Area(_) => "area",
        }
    }

    /// Its code.
    pub fn id(self, picture: &Picture) -> String {
        match self {
            Selection::Incident(n) => picture.incidents.row(n).code.to_string(),
            Selection::Worker(n) => picture.workers.row(n).worker.code.to_string(),
            Selection::Camera(n) => picture.cameras.rows()[n as usize].code.to_string(),
            Selection::Area(n) => picture.areas.row(n).code.to_string(),
        }
    }

    /// Where it stands on the ground.
    pub fn at(self, picture: &Picture) -> Option<LonLat> {
        match self {
            Selection::Incident(n) => picture.incidents.row(n).at,
            Selection::Worker(n) => picture.workers.row(n).fix.map(|fix| fix.at),
            Selection::Camera(n) => Some(picture.cameras.rows()[n as usize].at),
            Selection::Area(n) => picture.areas.row(n).anchor,
        }
    }

    /// Where the map shows it at `now`: people walk there.
    pub fn shown_at(self, picture: &Picture, now: Timestamp) -> Option<LonLat> {
        match self {
            Selection::Worker(n) => picture.workers.row(n).shown_at(now),
            still => still.at(picture),
        }
    }
}

/// Nobody gets farther between two fixes that are shown as one way, degrees.
const WALK_DEG: f64 = 0.015;

/// Dedicated grids show from this effective zoom on.
pub const DEDICATED_FROM: f64 = 13.0;

impl Seat {
    /// The matter of a ring that comes after the selected one, where that stands among them; otherwise the first.
    pub(super) fn next_of(&self, cluster: &Cluster) -> u32 {
        let rows = &self.picture.incidents;
        let order = |member: u32| (rows.row(member).urgency, rows.row(member).reported_at(), member);
        let among = |n: &u32| rows.row(*n).at.is_some_and(|at| cluster.bounds.contains(at));
        let after = self.selected_incident().filter(among).map(order);
        let next = cluster.members.iter().find(|member| after.is_some_and(|after| order(**member) > after));
        *next.unwrap_or(&cluster.members[0])
    }

    /// What stands under a point of the map's picture: symbols before workers before cameras; the
    /// finest visible area where there's nothing else.
    pub fn pick(&self, px: Px) -> Option<Selection> {
        let incident = match self.hit(px) {
            Some(Hit::Incident(incident)) => Some(Selection::Incident(incident)),
            // A ring is several matters: it has no name of its own, and nothing else is meant under it.
            Some(Hit::Cluster(_)) => return None,
            None => None,
        };
        let shows = |thing: &Selection| !self.hides_thing(*thing);
        incident
            .or_else(|| self.pick_worker(px).map(Selection::Worker).filter(shows))
            .or_else(|| self.pick_camera(px).map(Selection::Camera).filter(shows))
            .or_else(|| self.pick_area(px).map(Selection::Area))
    }

    /// The incident symbol or ring under a point of the map's picture.
    pub(super) fn hit(&self, px: Px) -> Option<Hit> {
        Symbols::place(self).at(px, self.screen.scale())
    }

    fn pick_worker(&self, px: Px) -> Option<u32> {
        if !self.layers.shows(Layer::Workers) || self.z_eff() < 12.0 {
            return None;
        }
        // The index knows people's last fixes; they are picked where the map shows them on their way there.
        let reach = self.box_around(px, 10.0);
        let mut wide = reach;
        for (corner, sign) in [(reach.min, -1.0), (reach.max, 1.0)] {
            wide.extend(LonLat::new(corner.lon_deg + sign * WALK_DEG, corner.lat_deg + sign * WALK_DEG));
        }
        let (workers, now) = (&self.picture.workers, self.now);
        let near = workers.index().within_bounds(&wide).into_iter().filter(|n| workers.row(*n).is_on_map(now));
        let shown = near.filter_map(|n| Some((n, workers.row(n).shown_at(now)?)));
        self.nearest_of(px, shown.filter(|(_, at)| reach.contains(*at)))
    }

    fn pick_camera(&self, px: Px) -> Option<u32> {
        let index = self.picture.cameras.index();
        let shown = self.layers.shows(Layer::Cameras) && self.z_eff() >= 14.0;
        let near = shown.then(|| index.within_bounds(&self.box_around(px, 9.0)))?;
        self.nearest_of(px, near.into_iter().filter_map(|n| Some((n, index.get(n)?))))
    }

    /// A dedicated grid before the area that it lies in; where it is selected already, that area.
    fn pick_area(&self, px: Px) -> Option<u32> {
        let (areas, at) = (&self.picture.areas, self.view.lonlat_from_screen(px));
        let shows_dedicated = self.layers.shows(Layer::Dedicated) && self.z_eff() >= DEDICATED_FROM;
        let dedicated = if shows_dedicated { areas.dedicated_at(at) } else { Vec::new() };
        let smallest = dedicated.into_iter().min_by(|a, b| areas.row(*a).area_km2.total_cmp(&areas.row(*b).area_km2));
        if let Some(grid) = smallest.filter(|grid| self.selection != Some(Selection::Area(*grid))) {
            return Some(grid);
        }
        let chain = areas.chain_at(at);
        let finest = finest_level(self.z_eff());
        chain.into_iter().rfind(|n| areas.row(*n).level <= finest)
    }

    fn box_around(&self, px: Px, reach_dp: f64) -> Bounds {
        let reach_px = reach_dp * self.screen.scale();
        let corners = [
            self.view.lonlat_from_screen(Px::new(px.x - reach_px, px.y + reach_px)),
            self.view.lonlat_from_screen(Px::new(px.x + reach_px, px.y - reach_px)),
        ];
        Bounds { min: corners[0], max: corners[1] }
    }

    fn nearest_of(&self, px: Px, near: impl Iterator<Item = (u32, LonLat)>) -> Option<u32> {
        near.map(|(number, at)| {
            let there = self.view.screen_from_lonlat(at);
            ((there.x - px.x).hypot(there.y - px.y), number)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, number)| number)
    }
}

/// The finest level whose borders show at this zoom (VISUAL.md's table of widths).
pub(super) fn finest_level(z_eff: f64) -> crate::domain::AreaLevel {
    use crate::domain::AreaLevel;
    match z_eff {
        z if z >= 14.0 => AreaLevel::Grid,
        z if z >= 12.5 => AreaLevel::Village,
        z if z >= 11.0 => AreaLevel::Zone,
        _ => AreaLevel::Town,
    }
}
