//! The lie of the land: the county's outline, the valley of its river, hills to the north-west.

use super::super::dice::Dice;
use super::coarse::{self, N};
use super::lines::{At, between, direction, distance_m, left, plus};
use super::noise::{Noise, ramp};
use super::seat;

/// The land without what people made of it.
pub(super) struct Relief {
    /// The county's outline, closed, counter-clockwise.
    pub(super) outline: Vec<At>,
    /// The main river's valley, downstream.
    pub(super) valley: Vec<At>,
    pub(super) noise: Noise,
    /// Heights of the coarse cells, centimetres.
    pub(super) height_cm: Vec<i32>,
    /// How hilly a coarse cell is, 0 to 1.
    pub(super) hilly: Vec<f64>,
    /// How high it lies above the lowest ground within a kilometre, centimetres.
    pub(super) above_cm: Vec<i32>,
}

impl Relief {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let outline = outline(dice);
        let valley = valley(dice);
        let noise = Noise(u64::from(dice.below(u32::MAX)));
        let mut relief =
            Self { outline, valley, noise, height_cm: Vec::new(), hilly: Vec::new(), above_cm: Vec::new() };
        relief.hilly = (0..N * N).map(|cell| relief.hilliness(coarse::middle(cell))).collect();
        relief.height_cm = (0..N * N).map(|cell| (relief.height_m(cell) * 100.0) as i32).collect();
        relief.above_cm = above(&relief.height_cm);
        relief
    }

    /// 0 in the plain, 1 in the hills: in the north-west, and a low range in the south-east.
    fn hilliness(&self, at: At) -> f64 {
        let wave = 3_500.0 * self.noise.rough(at, 9_000.0, 3);
        let north_west = ramp(at[1] * 0.85 - at[0] * 0.45 + wave, 8_000.0, 17_000.0);
        let south_east = ramp(at[0] * 0.75 - at[1] * 0.8 + wave, 14_500.0, 22_000.0) * 0.6;
        north_west.max(south_east)
    }

    fn height_m(&self, cell: usize) -> f64 {
        let at = coarse::middle(cell);
        let (off_m, to_go_m) = self.off_valley(at);
        let rough = 0.5 + 0.5 * self.noise.rough(at, 6_000.0, 6);
        let ridge = 1.0 - (2.2 * self.noise.rough([at[1], at[0]], 4_400.0, 4)).abs().min(1.0);
        let hills = (6.0 + 260.0 * self.hilly[cell] * (0.3 * rough + 0.7 * ridge)) * ramp(off_m, 300.0, 4_500.0);
        // what drains the seat is on the map already: brooks from outside go round it
        let seat = if seat::reach(at) < 1.06 && off_m > 350.0 { 18.0 } else { 0.0 };
        20.0 + to_go_m * 0.000_7 + off_m * 0.002_4 + 7.0 * rough * ramp(off_m, 200.0, 1_500.0) + hills + seat
    }

    /// The distance from the main river's valley, and how far it is from there down to its end.
    fn off_valley(&self, at: At) -> (f64, f64) {
        let (mut best, mut to_go) = ((f64::MAX, 0.0), 0.0);
        for pair in self.valley.windows(2).rev() {
            let length = distance_m(pair[0], pair[1]);
            let heading = direction(pair[0], pair[1]);
            let off = plus(at, pair[0], -1.0);
            let along = (off[0] * heading[0] + off[1] * heading[1]).clamp(0.0, length);
            let off = distance_m(at, plus(pair[0], heading, along));
            if off < best.0 {
                best = (off, to_go + length - along);
            }
            to_go += length;
        }
        best
    }

    /// The direction along the slope's contour, eastward; in the plain about east.
    pub(super) fn contour(&self, at: At) -> At {
        const REACH: usize = 4;
        let cell = coarse::cell(at);
        let (x, y) = ((cell % N).clamp(REACH, N - 1 - REACH), (cell / N).clamp(REACH, N - 1 - REACH));
        let height = |x: usize, y: usize| f64::from(self.height_cm[y * N + x]) / 100.0;
        let rise = [height(x + REACH, y) - height(x - REACH, y), height(x, y + REACH) - height(x, y - REACH)];
        let flat = [30.0, 7.0 * self.noise.at(at, 5_000.0)];
        let contour = [-rise[1], rise[0]];
        let contour = if contour[0] < 0.0 { [-contour[0], -contour[1]] } else { contour };
        direction([0.0; 2], plus(flat, contour, 0.8))
    }
}

/// How high each cell lies above the lowest ground around it.
fn above(height_cm: &[i32]) -> Vec<i32> {
    const REACH: usize = 10;
    let mut lowest = height_cm.to_vec();
    for step in [1, N] {
        let before = lowest.clone();
        for (cell, low) in lowest.iter_mut().enumerate() {
            let (at, start) = if step == 1 { (cell % N, cell - cell % N) } else { (cell / N, cell % N) };
            let span = at.saturating_sub(REACH)..=(at + REACH).min(N - 1);
            *low = span.map(|nth| before[start + nth * step]).min().unwrap_or_default();
        }
    }
    height_cm.iter().zip(lowest).map(|(height, lowest)| height - lowest).collect()
}

/// An outline of about 1,300 km²: a dozen corners, and between them bends upon bends.
fn outline(dice: &mut Dice) -> Vec<At> {
    // unit vectors to twelve sides, and how far the county reaches there, metres
    const REACH: [(At, i64); 12] = [
        ([1.0, 0.0], 22_500),
        ([0.866, 0.5], 17_500),
        ([0.5, 0.866], 22_000),
        ([0.0, 1.0], 17_000),
        ([-0.5, 0.866], 25_500),
        ([-0.866, 0.5], 20_500),
        ([-1.0, 0.0], 18_000),
        ([-0.866, -0.5], 23_500),
        ([-0.5, -0.866], 20_000),
        ([0.0, -1.0], 15_800),
        ([0.5, -0.866], 23_500),
        ([0.866, -0.5], 17_500),
    ];
    let corners = REACH.map(|(to, far_m)| {
        let far_m = far_m + dice.between(-1_600, 1_600);
        let aside = dice.between(-1_900, 1_900) as f64;
        plus(plus([0.0, 1_000.0], to, far_m as f64), left(to), aside)
    });
    let mut ring: Vec<At> = corners.to_vec();
    ring.push(corners[0]);
    let ring = bend(dice, &ring, 7);
    // the map and the raster behind it end a little outside
    const END_M: f64 = 24_300.0;
    ring.iter().map(|at| at.map(|v| v.clamp(-END_M, END_M))).collect()
}

/// The main river's valley from the county's east through the seat, where it is as on the map, to the west.
fn valley(dice: &mut Dice) -> Vec<At> {
    let mut off = |at: At| plus(at, [dice.between(-1_200, 1_200) as f64, dice.between(-1_200, 1_200) as f64], 1.0);
    let above = [off([24_550.0, 6_500.0]), off([18_500.0, 1_800.0]), off([13_800.0, -1_500.0]), seat::RIVER[0]];
    let [.., end] = seat::RIVER;
    let below = [end, off([-15_200.0, -5_200.0]), off([-19_800.0, -8_800.0]), off([-24_550.0, -10_500.0])];
    let mut valley = bend(dice, &above, 4);
    valley.extend(&seat::RIVER[1..]);
    valley.extend(bend(dice, &below, 4).into_iter().skip(1));
    valley
}

/// Puts bends upon bends between the knots of a course.
fn bend(dice: &mut Dice, course: &[At], times: usize) -> Vec<At> {
    let mut course = course.to_vec();
    for _ in 0..times {
        let mut finer = vec![course[0]];
        for pair in course.windows(2) {
            let off = distance_m(pair[0], pair[1]) * dice.between(-190, 190) as f64 / 1000.0;
            finer.push(plus(between(pair[0], pair[1], 0.5), left(direction(pair[0], pair[1])), off));
            finer.push(pair[1]);
        }
        course = finer;
    }
    course
}
