//! Where the panels and the map stand, px from the window's top-left corner. By dp, not by pixels: the same wall seen from
//! farther has less room. Panels stay inside the cells of a video wall, only the map crosses seams.

use super::{Cells, Screen};

/// A rectangle on the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge, px.
    pub x_px: f64,
    /// Top edge, px.
    pub y_px: f64,
    /// Width, px.
    pub width_px: f64,
    /// Height, px.
    pub height_px: f64,
}

impl Rect {
    /// Whether a point lies in it.
    pub fn contains(&self, x_px: f64, y_px: f64) -> bool {
        (self.x_px..self.x_px + self.width_px).contains(&x_px)
            && (self.y_px..self.y_px + self.height_px).contains(&y_px)
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.width_px <= 0.0 || self.height_px <= 0.0
    }

    fn of(columns: (f64, f64), rows: (f64, f64)) -> Self {
        let width_px = (columns.1 - columns.0).max(0.0);
        Self { x_px: columns.0, y_px: rows.0, width_px, height_px: (rows.1 - rows.0).max(0.0) }
    }
}

/// Narrower than this share of its height a window has the tour's finding below the map.
const UPRIGHT: f64 = 1.2;
/// Narrower than this share of its height a wall stands upright: figures above the map, lists below it.
const UPRIGHT_WALL: f64 = 0.9;
/// From this share of its height on a wall has room for two columns of figures.
const WIDE: f64 = 2.4;
/// A wall that is higher than this keeps its panels where people look, dp.
const TALL_DP: f64 = 1_000.0;
/// There: from 35 to 75 % of the height above the floor (VISUAL.md), as shares from the top. Below stand heads.
const BAND: (f64, f64) = (0.25, 0.65);
/// The panels of a tall wall are no lower than this, dp.
const LEAST_BAND_DP: f64 = 600.0;
/// The strip of figures over an upright wall's map, dp: where two rows of three have room, where they need three of two.
const STRIP_DP: f64 = 222.0;
const NARROW_STRIP_DP: f64 = 308.0;
/// An upright wall narrower than this has its lists below each other instead of side by side, dp.
const TWO_LISTS_DP: f64 = 620.0;
/// The towns' table with its heads, its sum and three towns, dp.
const TOWNS_LEAST_DP: f64 = 160.0;
/// A wall narrower than this gives the list what it takes from the figures, dp: a matter's title is to be read.
const SMALL_DP: f64 = 760.0;
/// The figures beside a map want so much for all six, dp.
const SIX_FIGURES_DP: f64 = 310.0;
/// With the day's course below them they want so much, dp, and get it where that is no more than such a share of the height.
const WITH_COURSE_DP: f64 = 412.0;
const MOST_FIGURES: f64 = 0.56;
/// Three figures beside each other want so much width; where they have less, three pairs below each other want so much
/// height, dp.
const THREE_FIGURES_DP: f64 = 422.0;
const PAIRS_DP: f64 = 256.0;
/// The share of the width of each side of a wall with two columns of figures, and what it wants at least, dp.
const WIDE_SIDE: f64 = 0.24;
const TWO_COLUMNS_DP: f64 = 520.0;
/// Lower than this the figures stand in two rows of three, dp.
const LOW_DP: f64 = 560.0;
/// Each of two columns of figures wants at least so much, dp.
const LEAST_COLUMN_DP: f64 = 230.0;

/// The tour's header and foot want so much, and so does the finding beside the map, dp.
const TOUR_HEADER_DP: f64 = 40.0;
const TOUR_FOOT_DP: f64 = 56.0;
const FINDING_DP: f64 = 300.0;

/// The wall's layout: header and footer across, figures on the left (in two columns where the wall is
/// wide), the map, and what is to be done on the right; on an upright wall figures above the map and both lists below it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layout {
    /// Title, clock, live mark.
    pub header: Rect,
    /// The day's timeline and the feeds.
    pub footer: Rect,
    /// Figures and trends.
    pub left: Rect,
    /// Towns and sources; on walls without room for a second column a part of the left one.
    pub left_second: Rect,
    /// The map. On walls of several rows of cells, and on tall ones, it goes on behind the panels at the sides.
    pub map: Rect,
    /// What of the map no panel ever covers.
    pub clear: Rect,
    /// Queue and incident card.
    pub right: Rect,
    /// The incident card alone, where a seam parts it from the queue; empty where it has its place in `right`.
    pub card: Rect,
    /// The desk's layers, at its left edge; empty on a wall.
    pub rail: Rect,
    /// The desk's legend, under its map; empty on a wall, and where the map has no height to give.
    pub strip: Rect,
}

/// A wall before anything stands on it.
struct Ground {
    width_px: f64,
    height_px: f64,
    scale: f64,
    columns: Vec<(f64, f64)>,
    /// What of each row of cells lies between header and footer.
    rows: Vec<(f64, f64)>,
    header: Rect,
    footer: Rect,
}

impl Ground {
    fn of(screen: &Screen) -> Self {
        let (width_px, height_px, scale) = (screen.width_px, screen.height_px, screen.scale());
        let cells = screen.panel_cells();
        let line_px = (if width_px / height_px >= WIDE { 47.0 } else { 56.0 } * scale).round();
        let body = (line_px, (height_px - line_px).max(line_px + 1.0));
        let within = |(from, to): (f64, f64)| (from.max(body.0), to.min(body.1));
        let mut rows: Vec<(f64, f64)> = cells.rows_of(height_px).into_iter().map(within).collect();
        if let [one] = &mut rows[..] {
            *one = body;
        }
        let across = (0.0, width_px);
        Self {
            width_px,
            height_px,
            scale,
            columns: cells.columns_of(width_px),
            rows,
            header: Rect::of(across, (0.0, line_px)),
            footer: Rect::of(across, (height_px - line_px, height_px)),
        }
    }

    fn dp(&self, dp: f64) -> f64 {
        (dp * self.scale).round()
    }

    fn body(&self) -> (f64, f64) {
        (self.header.height_px, self.footer.y_px.max(self.header.height_px + 1.0))
    }

    fn body_px(&self) -> f64 {
        self.body().1 - self.body().0
    }

    /// How much of a stretch of the height lies where people look.
    fn in_band(&self, (from, to): (f64, f64)) -> f64 {
        (to.min(BAND.1 * self.height_px) - from.max(BAND.0 * self.height_px)).max(0.0)
    }

    /// The two rows of cells beneath each other where people look most.
    fn pair_of_rows(&self) -> [(f64, f64); 2] {
        let share = |pair: &&[(f64, f64)]| pair.iter().map(|row| self.in_band(*row)).sum::<f64>();
        // Of equal ones the upper.
        let best = self.rows.windows(2).rev().max_by(|a, b| share(a).total_cmp(&share(b)));
        best.map_or([self.body(); 2], |pair| [pair[0], pair[1]])
    }

    /// Whether figures and towns have room beside each other.
    fn is_wide(&self) -> bool {
        self.width_px / self.height_px >= WIDE && self.width_px * WIDE_SIDE >= self.dp(TWO_COLUMNS_DP)
    }

    /// How wide the panels at the left and at the right would be, where they are so high.
    fn side_widths(&self, high_px: f64) -> (f64, f64) {
        let share = |share: f64| (self.width_px * share).round();
        if self.width_px < self.dp(SMALL_DP) {
            return (share(0.27), share(0.37));
        }
        if self.is_wide() {
            return (share(WIDE_SIDE), share(WIDE_SIDE));
        }
        let left = match high_px < self.dp(LOW_DP) {
            // Three figures beside each other.
            true => self.dp(440.0).min(share(0.32)),
            false => self.dp(340.0).min(share(0.24)),
        };
        (left, self.dp(420.0).min(share(0.3)))
    }

    /// The figures' columns at the left: both in the first column of cells where they have room in it, else each in one
    /// of its own.
    fn left_columns(&self, wanted_px: f64) -> [(f64, f64); 2] {
        let first = self.columns[0];
        let side_px = wanted_px.min(first.1 - first.0);
        let second = self.columns.get(1).filter(|_| self.columns.len() > 3);
        match second {
            Some(second) if side_px < wanted_px * 0.8 || side_px < 2.0 * self.dp(LEAST_COLUMN_DP) => {
                let second_px = (wanted_px * 0.47).max(self.dp(LEAST_COLUMN_DP)).min(second.1 - second.0);
                [first, (second.0, second.0 + second_px.round())]
            }
            _ => {
                let middle = (side_px * 0.53).round();
                [(0.0, middle), (middle, side_px)]
            }
        }
    }
}

/// How much of the height of a side so wide and high the figures have, px: room for all six where there is any, with the day's
/// course where that has, too. The towns take what is left, at least a third; where no town would have a line, all of it is the
/// figures'.
pub fn figures_px(wide_px: f64, high_px: f64, scale: f64) -> f64 {
    let dp = |dp: f64| (dp * scale).round();
    let figures_dp = match high_px < dp(LOW_DP) {
        true if wide_px >= dp(THREE_FIGURES_DP) => STRIP_DP,
        true => PAIRS_DP,
        false => SIX_FIGURES_DP,
    };
    let with_course_px = dp(WITH_COURSE_DP);
    let first_px = match with_course_px <= high_px * MOST_FIGURES {
        true => (high_px * 0.5).max(with_course_px),
        false => dp(figures_dp).min(high_px * 0.66),
    };
    let first_px = first_px.round();
    if high_px - first_px < dp(TOWNS_LEAST_DP) { high_px } else { first_px }
}

impl Screen {
    /// The cells that panels stay inside: those of the wall, where panels have room in them.
    pub fn panel_cells(&self) -> Cells {
        self.cells.holding_panels(self.width_px, self.height_px, self.scale())
    }
}

impl Layout {
    /// The layout of a screen. Edges are whole pixels.
    pub fn of(screen: &Screen) -> Self {
        let ground = Ground::of(screen);
        if screen.width_px < screen.height_px * UPRIGHT_WALL {
            return Self::upright(&ground);
        }
        let tall = !screen.is_near() && screen.height_px / ground.scale > TALL_DP;
        match ground.rows.len() {
            1 if tall => Self::tall(&ground),
            1 => Self::beside(&ground, ground.body()),
            _ => Self::in_rows(&ground),
        }
    }

    /// Panels beside the map, over this stretch of the height.
    fn beside(ground: &Ground, rows: (f64, f64)) -> Self {
        let (left, left_second, right) = Self::sides(ground, rows);
        let map_left = left.x_px + left.width_px;
        let map = (map_left.max(left_second.x_px + left_second.width_px), right.x_px);
        let map = Rect::of((map.0, map.1.max(map.0 + 1.0)), ground.body());
        let (header, footer) = (ground.header, ground.footer);
        Self { header, footer, left, left_second, map, clear: map, right, ..Self::default() }
    }

    /// The panels at the sides over this stretch of the height: figures, towns, queue.
    fn sides(ground: &Ground, rows: (f64, f64)) -> (Rect, Rect, Rect) {
        let high_px = rows.1 - rows.0;
        let last = ground.columns[ground.columns.len() - 1];
        let (left_px, right_px) = ground.side_widths(high_px);
        let right = (ground.width_px - right_px.min(last.1 - last.0), ground.width_px);
        if ground.is_wide() {
            let [first, second] = ground.left_columns(left_px);
            return (Rect::of(first, rows), Rect::of(second, rows), Rect::of(right, rows));
        }
        let side = (0.0, left_px.min(ground.columns[0].1));
        let first_px = figures_px(side.1 - side.0, high_px, ground.scale);
        let middle = rows.0 + first_px;
        (Rect::of(side, (rows.0, middle)), Rect::of(side, (middle, rows.1)), Rect::of(right, rows))
    }

    /// A tall wall: the panels where people look, the map over all of the rest.
    fn tall(ground: &Ground) -> Self {
        let body = ground.body();
        let band_px = (BAND.1 - BAND.0) * ground.height_px;
        let band_px = band_px.max(ground.dp(LEAST_BAND_DP)).min(ground.body_px()).round();
        let middle = (BAND.0 + BAND.1) / 2.0 * ground.height_px;
        let top = (middle - band_px / 2.0).round().clamp(body.0, body.1 - band_px);
        let layout = Self::beside(ground, (top, top + band_px));
        Self { map: Rect::of((0.0, ground.width_px), body), ..layout }
    }

    /// A wall of several rows of cells: each panel in a cell of two rows beneath each other, the map over all of the rest.
    fn in_rows(ground: &Ground) -> Self {
        let [upper, lower] = ground.pair_of_rows();
        let (left_px, right_px) = ground.side_widths(upper.1 - upper.0);
        let (first, last) = (ground.columns[0], ground.columns[ground.columns.len() - 1]);
        let left = (0.0, left_px.min(first.1));
        let right = (ground.width_px - right_px.min(last.1 - last.0), ground.width_px);
        let body = ground.body();
        Self {
            header: ground.header,
            footer: ground.footer,
            left: Rect::of(left, upper),
            left_second: Rect::of(left, lower),
            map: Rect::of((0.0, ground.width_px), body),
            clear: Rect::of((left.1, right.0.max(left.1 + 1.0)), body),
            right: Rect::of(right, upper),
            card: Rect::of(right, lower),
            ..Self::default()
        }
    }

    /// A wall that stands upright: figures above the map, towns and queue below it.
    fn upright(ground: &Ground) -> Self {
        let (body, width_px) = (ground.body(), ground.width_px);
        let (first, last) = (ground.columns[0], ground.columns[ground.columns.len() - 1]);
        let (upper, lower) = (ground.rows[0], ground.rows[ground.rows.len() - 1]);
        let strip_dp = if (first.1 - first.0) / ground.scale < 420.0 { NARROW_STRIP_DP } else { STRIP_DP };
        let strip_px = ground.dp(strip_dp).min((ground.body_px() * 0.3).round()).min(upper.1 - upper.0);
        let strip = (body.0, body.0 + strip_px);
        let below_px = (ground.body_px() * 0.42).round().max(ground.dp(480.0)).min((ground.body_px() * 0.5).round());
        let one_row = ground.rows.len() == 1;
        let top = if one_row { body.1 - below_px } else { lower.0.max(body.1 - below_px) };
        let below = (top, body.1);
        let is_parted = ground.columns.len() > 1;
        let two_lists = is_parted || width_px >= ground.dp(TWO_LISTS_DP);
        let (towns, queue) = if is_parted {
            (first, last)
        } else {
            let middle = (width_px * 0.46).round();
            ((0.0, middle), (middle, width_px))
        };
        let (left_second, right) = if two_lists {
            (Rect::of(towns, below), Rect::of(queue, below))
        } else {
            (Rect::default(), Rect::of((0.0, width_px), below))
        };
        // Behind seams and between cells the map goes on.
        let floats = !one_row || is_parted;
        let clear = Rect::of((0.0, width_px), (strip.1, below.0.max(strip.1 + 1.0)));
        Self {
            header: ground.header,
            footer: ground.footer,
            left: Rect::of(first, strip),
            left_second,
            map: if floats { Rect::of((0.0, width_px), body) } else { clear },
            clear,
            right,
            ..Self::default()
        }
    }

    /// The tour's layout (VISUAL.md section 3): a header of 7 %, a foot of 10 %, the map over 74 % of the width and the
    /// finding beside it; below it where the window stands upright. On a small wall each has what it needs.
    pub fn tour(screen: &Screen) -> Self {
        let (width_px, height_px) = (screen.width_px, screen.height_px);
        let scale = screen.scale();
        let share = |share: f64, least_dp: f64| (height_px * share).max(least_dp * scale).round();
        let header_px = share(0.07, TOUR_HEADER_DP).min(height_px * 0.2);
        let footer_px =
            share(if width_px < height_px * UPRIGHT { 0.06 } else { 0.10 }, TOUR_FOOT_DP).min(height_px * 0.2);
        let body_px = (height_px - header_px - footer_px).max(1.0);
        let rect = |x_px, y_px, width_px, height_px| Rect { x_px, y_px, width_px, height_px };
        let (map, right) = if width_px < height_px * UPRIGHT {
            let map_px = (body_px * 0.6).round();
            (rect(0.0, header_px, width_px, map_px), rect(0.0, header_px + map_px, width_px, body_px - map_px))
        } else {
            // The finding stays inside the last column of cells.
            let last = screen.panel_cells().columns_of(width_px).pop().map_or(0.0, |(from, _)| from);
            let finding_px = (width_px * 0.26).max(FINDING_DP * scale).min(width_px * 0.42);
            let map_px = (width_px - finding_px).round().max(last);
            (rect(0.0, header_px, map_px, body_px), rect(map_px, header_px, width_px - map_px, body_px))
        };
        Self {
            header: rect(0.0, 0.0, width_px, header_px),
            footer: rect(0.0, height_px - footer_px, width_px, footer_px),
            map,
            clear: map,
            right,
            ..Self::default()
        }
    }
}
