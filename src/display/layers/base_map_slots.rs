//! Which tiles of a map of pictures a view wants, and what stands in for those that aren't there.

use crate::spatial::{Mercator, MercatorBox, PictureAbout, PictureSource, Px, TileId, View};

/// Tiles this far outside of the map are wanted, px: what the cached map has to spare, and some more.
const AROUND_PX: f64 = 224.0;
/// A view that wants more tiles than this looks at a map that has only finer ones: nothing of it shows.
pub(super) const MOST_SLOTS: u64 = 640;
/// Coarse tiles of so many levels less are read first: they stand in until finer ones are there.
const COARSE_LEVELS: u8 = 3;
/// A coarser tile stands in over so many levels.
const STANDS_IN: u8 = 6;
/// The tiles' side where none was seen yet, px.
pub(super) const SIDE_PX: u32 = 256;

/// The tiles that fill a view, from the middle outwards; none where the map has none there.
pub(super) fn slots(source: &dyn PictureSource, view: &View, z_eff: f64, side_px: u32) -> Vec<TileId> {
    let about = source.about();
    let zoom = zoom_for(about, z_eff, side_px);
    let Some(around) = on_grid(source, view).and_then(|around| within(around, about.bounds)) else { return Vec::new() };
    if TileId::count_in(&around, zoom) > MOST_SLOTS {
        return Vec::new();
    }
    let middle = source.to_tiles(Mercator::from_lonlat(view.center));
    let far = |tile: &TileId| {
        let at = tile.bounds().middle();
        (at.x_m - middle.x_m).hypot(at.y_m - middle.y_m)
    };
    let mut slots: Vec<TileId> = TileId::cover(&around, zoom).collect();
    slots.sort_by(|a, b| far(a).total_cmp(&far(b)));
    slots
}

/// The zoom whose tiles come closest to a dp a pixel, among those that there are.
fn zoom_for(about: &PictureAbout, z_eff: f64, side_px: u32) -> u8 {
    let zoom = (z_eff + (256.0 / f64::from(side_px.max(1))).log2()).round();
    (zoom.max(0.0) as u8).clamp(*about.zooms.start(), *about.zooms.end())
}

/// What the view and its surroundings cover on the tiles' grid.
fn on_grid(source: &dyn PictureSource, view: &View) -> Option<MercatorBox> {
    let (right, bottom) = (view.width_px + AROUND_PX, view.height_px + AROUND_PX);
    let corners = [(-AROUND_PX, -AROUND_PX), (right, -AROUND_PX), (-AROUND_PX, bottom), (right, bottom)];
    MercatorBox::around(corners.map(|(x, y)| source.to_tiles(view.mercator_from_screen(Px::new(x, y)))))
}

fn within(around: MercatorBox, bounds: Option<MercatorBox>) -> Option<MercatorBox> {
    let Some(bounds) = bounds else { return Some(around) };
    // A hair inside, so that the neighbours of the outermost tiles aren't touched.
    let hair_m = 1e-3;
    let min = Mercator::new(around.min.x_m.max(bounds.min.x_m + hair_m), around.min.y_m.max(bounds.min.y_m + hair_m));
    let max = Mercator::new(around.max.x_m.min(bounds.max.x_m - hair_m), around.max.y_m.min(bounds.max.y_m - hair_m));
    (min.x_m < max.x_m && min.y_m < max.y_m).then_some(MercatorBox { min, max })
}

/// All tiles to be read for these slots: coarse ones first, and for those of which there is none their parents.
pub(super) fn to_read(about: &PictureAbout, slots: &[TileId], is_nothing: impl Fn(&TileId) -> bool) -> Vec<TileId> {
    let lowest = *about.zooms.start();
    let mut all: Vec<TileId> = Vec::new();
    let mut add = |tile: TileId| {
        if !all.contains(&tile) {
            all.push(tile);
        }
    };
    for slot in slots {
        let coarse = slot.zoom.saturating_sub(COARSE_LEVELS).max(lowest);
        if coarse < slot.zoom {
            add(slot.ancestor(coarse));
        }
    }
    for slot in slots {
        let mut tile = *slot;
        add(tile);
        while is_nothing(&tile) && tile.zoom > lowest {
            tile = tile.ancestor(tile.zoom - 1);
            add(tile);
        }
    }
    all
}

/// The finest tile that is there and covers a slot.
pub(super) fn stand_in(slot: TileId, is_there: impl Fn(&TileId) -> bool) -> Option<TileId> {
    let lowest = slot.zoom.saturating_sub(STANDS_IN);
    (lowest..=slot.zoom).rev().map(|zoom| slot.ancestor(zoom)).find(is_there)
}

/// Which part of a tile's picture a slot in it is: the corner from the north-west, and the share of its side.
pub(super) fn part_of(slot: TileId, tile: TileId) -> [f32; 3] {
    let steps = 1_u32 << (slot.zoom - tile.zoom);
    let share = 1.0 / steps as f32;
    [(slot.x % steps) as f32 * share, (slot.y % steps) as f32 * share, share]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::spatial::{LonLat, PictureRead, Tone};

    struct Map(PictureAbout);

    impl PictureSource for Map {
        fn about(&self) -> &PictureAbout {
            &self.0
        }

        fn read(&self, _: TileId) -> Result<PictureRead, String> {
            Ok(PictureRead::Nothing)
        }
    }

    fn map(zooms: std::ops::RangeInclusive<u8>, bounds: Option<MercatorBox>) -> Map {
        Map(PictureAbout { zooms, bounds, tone: Tone::Light })
    }

    fn view(zoom: f64) -> View {
        View::new(LonLat::new(114.02, 22.53), zoom, 1920.0, 1080.0)
    }

    #[test]
    fn a_view_wants_what_it_shows_at_its_zoom() {
        let wanted = slots(&map(0..=19, None), &view(13.2), 13.2, 256);
        assert!(wanted.iter().all(|tile| tile.zoom == 13) && (60..120).contains(&wanted.len()), "{}", wanted.len());
        let middle = TileId::at(Mercator::from_lonlat(view(13.2).center), 13);
        assert_eq!(wanted[0], middle);
        let large = slots(&map(0..=19, None), &view(13.2), 13.2, 512);
        assert!(large.iter().all(|tile| tile.zoom == 12));
        assert!(slots(&map(0..=10, None), &view(13.2), 13.2, 256).iter().all(|tile| tile.zoom == 10));
        assert_eq!(slots(&map(18..=19, None), &view(9.0), 9.0, 256), [], "a million tiles aren't read");
        let one = slots(&map(0..=19, Some(middle.bounds())), &view(13.2), 13.2, 256);
        assert_eq!(one, [middle]);
        let elsewhere = TileId::new(13, 1, 1).unwrap().bounds();
        assert_eq!(slots(&map(0..=19, Some(elsewhere)), &view(13.2), 13.2, 256), []);
    }

    #[test]
    fn coarse_comes_first_and_parents_where_there_is_nothing() {
        let (map, slot) = (map(0..=19, None), TileId::new(13, 6_689, 3_561).unwrap());
        assert_eq!(to_read(&map.0, &[slot], |_| false), [slot.ancestor(10), slot]);
        let all = to_read(&map.0, &[slot], |tile| tile.zoom > 11);
        assert_eq!(all, [slot.ancestor(10), slot, slot.ancestor(12), slot.ancestor(11)]);
        assert_eq!(stand_in(slot, |tile| tile.zoom < 12), Some(slot.ancestor(11)));
        assert_eq!(stand_in(slot, |tile| tile.zoom < 7), None);
        assert_eq!(part_of(slot, slot), [0.0, 0.0, 1.0]);
        assert_eq!(part_of(slot, slot.ancestor(12)), [0.5, 0.5, 0.5]);
        assert_eq!(part_of(slot, slot.ancestor(11)), [0.25, 0.25, 0.25]);
    }
}
