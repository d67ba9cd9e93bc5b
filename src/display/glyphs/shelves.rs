//! Room for rectangles in a square: in shelves of one height. Where all is full, the shelf that was longest not used
//! is emptied.

/// Shelves are as high as a multiple of this.
const STEP_PX: u32 = 8;
/// A shelf serves things that fill at least this share of its height.
const FILL_LEAST: f32 = 0.7;

/// One shelf.
#[derive(Clone, Debug)]
struct Shelf {
    top_px: u32,
    height_px: u32,
    used_px: u32,
    used_at: u64,
}

/// A square of shelves.
#[derive(Clone, Debug)]
pub(super) struct Shelves {
    side_px: u32,
    shelves: Vec<Shelf>,
}

/// Where something was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) at_px: [u32; 2],
    /// On which shelf.
    pub(super) shelf: usize,
    /// Whether the shelf was emptied for it: all else that stood there is gone.
    pub(super) emptied: bool,
}

impl Shelves {
    pub(super) fn new(side_px: u32) -> Self {
        Self { side_px, shelves: Vec::new() }
    }

    /// Finds room at the moment `now`. None where everything is too small, or was used at this very moment.
    pub(super) fn put(&mut self, width_px: u32, height_px: u32, now: u64) -> Option<Spot> {
        if width_px > self.side_px || height_px > self.side_px {
            return None;
        }
        let fits =
            |shelf: &Shelf| shelf.height_px >= height_px && height_px as f32 >= shelf.height_px as f32 * FILL_LEAST;
        let open = self.shelves.iter().enumerate();
        let open = open.filter(|(_, shelf)| fits(shelf) && shelf.used_px + width_px <= self.side_px);
        let found = open.min_by_key(|(_, shelf)| shelf.height_px).map(|(number, _)| (number, false));
        let (shelf, emptied) =
            found.or_else(|| self.new_shelf(height_px)).or_else(|| self.empty_one(height_px, now))?;
        let place = &mut self.shelves[shelf];
        place.used_at = now;
        let at_px = [place.used_px, place.top_px];
        place.used_px += width_px;
        Some(Spot { at_px, shelf, emptied })
    }

    /// Notes that something on a shelf is used.
    pub(super) fn touch(&mut self, shelf: usize, now: u64) {
        self.shelves[shelf].used_at = now;
    }

    fn new_shelf(&mut self, height_px: u32) -> Option<(usize, bool)> {
        let top_px = self.shelves.last().map_or(0, |last| last.top_px + last.height_px);
        let left_px = self.side_px - top_px;
        let height_px = height_px.next_multiple_of(STEP_PX).min(left_px.max(height_px));
        (height_px <= left_px).then(|| {
            self.shelves.push(Shelf { top_px, height_px, used_px: 0, used_at: 0 });
            (self.shelves.len() - 1, false)
        })
    }

    fn empty_one(&mut self, height_px: u32, now: u64) -> Option<(usize, bool)> {
        let resting =
            self.shelves.iter().enumerate().filter(|(_, shelf)| shelf.height_px >= height_px && shelf.used_at < now);
        let (number, _) = resting.min_by_key(|(_, shelf)| (shelf.used_at, shelf.height_px))?;
        self.shelves[number].used_px = 0;
        Some((number, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlap(a: ([u32; 2], [u32; 2]), b: ([u32; 2], [u32; 2])) -> bool {
        (0..2).all(|axis| a.0[axis] < b.0[axis] + b.1[axis] && b.0[axis] < a.0[axis] + a.1[axis])
    }

    #[test]
    fn things_stand_apart_within_the_square() {
        let mut shelves = Shelves::new(128);
        let mut stand: Vec<([u32; 2], [u32; 2], usize)> = Vec::new();
        for k in 0..400_u32 {
            let size = [9 + k * 7 % 13, 10 + k * 5 % 17];
            let Some(spot) = shelves.put(size[0], size[1], u64::from(k) + 1) else { panic!("old shelves are emptied") };
            if spot.emptied {
                stand.retain(|(.., shelf)| *shelf != spot.shelf);
            }
            assert!(spot.at_px[0] + size[0] <= 128 && spot.at_px[1] + size[1] <= 128);
            assert!(stand.iter().all(|(at, other, _)| !overlap((*at, *other), (spot.at_px, size))), "{k}");
            stand.push((spot.at_px, size, spot.shelf));
        }
        assert!(stand.len() > 20);
    }

    #[test]
    fn what_is_in_use_is_never_emptied() {
        let mut shelves = Shelves::new(64);
        let first = shelves.put(60, 32, 1).map(|spot| spot.shelf);
        let second = shelves.put(60, 32, 2).map(|spot| spot.shelf);
        assert_eq!((first, second), (Some(0), Some(1)));
        shelves.touch(0, 3);
        assert_eq!(shelves.put(60, 32, 3).map(|spot| (spot.shelf, spot.emptied)), Some((1, true)));
        assert_eq!(shelves.put(60, 32, 3), None, "both are used now");
        assert_eq!(shelves.put(65, 8, 9), None, "larger than all there is");
    }
}
