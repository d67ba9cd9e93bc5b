//! Where the panels stand, dp; and how whatever has no place of its own is kept inside one cell of a video wall.

use super::intake;
use crate::seat::{self, Seat, figures_px};
use bevy_egui::egui::{Pos2, Rect, Vec2, pos2, vec2};

/// Narrower than this no list is read, dp.
const LEAST_LIST: f32 = 280.0;
/// On a map narrower than this plots have little to say, dp.
const LEAST_PLOTS: f32 = 600.0;

/// The panels' places, dp.
pub(super) struct Places {
    pub(super) header: Rect,
    pub(super) footer: Rect,
    pub(super) left: Rect,
    pub(super) left_second: Rect,
    /// What of the map no panel at the sides covers.
    pub(super) map: Rect,
    pub(super) whole_map: Rect,
    pub(super) right: Rect,
    /// The card's own place; empty where it shares the queue's.
    pub(super) card: Rect,
    /// The desk's layers, and its legend under the map; empty on a wall.
    pub(super) rail: Rect,
    pub(super) strip: Rect,
    /// The cells of a video wall; none where there are no seams.
    cells: Vec<Rect>,
    /// Something else stands at the left.
    pub(super) covered: bool,
}

/// A rectangle of the window, dp.
fn in_dp(seat: &Seat, rect: seat::Rect) -> Rect {
    let scale = seat.screen.scale().max(0.1) as f32;
    let min = pos2(rect.x_px as f32, rect.y_px as f32) / scale;
    Rect::from_min_size(min, vec2(rect.width_px as f32, rect.height_px as f32) / scale)
}

/// The cells that text stays inside, dp, row by row; none where there are no seams.
pub(super) fn cells(seat: &Seat) -> Vec<Rect> {
    let (screen, cells) = (&seat.screen, seat.screen.panel_cells());
    if cells.is_one() {
        return Vec::new();
    }
    cells.rects(screen.width_px, screen.height_px).into_iter().map(|rect| in_dp(seat, rect)).collect()
}

/// The part of `room` inside the one of `cells` that has most of it; all of it where there are no seams.
pub(super) fn in_one_of(cells: &[Rect], room: Rect) -> Rect {
    let area = |rect: &Rect| rect.size().max(Vec2::ZERO).x * rect.size().max(Vec2::ZERO).y;
    // Of equal ones the first in the middle of the room.
    let off = |rect: &Rect| (rect.center() - room.center()).length();
    let parts = cells.iter().map(|cell| cell.intersect(room));
    let best = parts.max_by(|a, b| area(a).total_cmp(&area(b)).then(off(b).total_cmp(&off(a))));
    best.filter(Rect::is_positive).unwrap_or(room)
}

/// The first place from `top` on where a line of this height lies across no seam between rows of cells.
pub(super) fn past_seam(cells: &[Rect], top: f32, high: f32) -> f32 {
    let has_room = cells.iter().any(|cell| cell.top() <= top + 0.5 && top + high <= cell.bottom() + 0.5);
    let next = cells.iter().map(Rect::top).filter(|start| *start > top).min_by(f32::total_cmp);
    if has_room { top } else { next.unwrap_or(top) }
}

impl Places {
    pub(super) fn of(seat: &Seat) -> Self {
        let layout = seat.layout();
        let rect = |rect| in_dp(seat, rect);
        Self {
            header: rect(layout.header),
            footer: rect(layout.footer),
            left: rect(layout.left),
            left_second: rect(layout.left_second),
            map: rect(layout.clear),
            whole_map: rect(layout.map),
            right: rect(layout.right),
            card: rect(layout.card),
            rail: rect(layout.rail),
            strip: rect(layout.strip),
            cells: cells(seat),
            covered: false,
        }
    }

    /// The part of `room` inside the cell that has most of it: a form or a list there crosses no seam.
    pub(super) fn in_one_cell(&self, room: Rect) -> Rect {
        in_one_of(&self.cells, room)
    }

    /// The cells of a video wall; none where there are no seams.
    pub(super) fn cells(&self) -> &[Rect] {
        &self.cells
    }

    /// Of the other cells the one that has most of `room`, the nearest of equal ones; none where there are no seams.
    pub(super) fn beside_cell(&self, cell: Rect, room: Rect) -> Option<Rect> {
        let others =
            self.cells.iter().map(|other| other.intersect(room)).filter(|other| !other.intersects(cell.shrink(1.0)));
        let nearness = |other: &Rect| -(other.center() - cell.center()).length();
        others
            .filter(Rect::is_positive)
            .max_by(|a, b| a.area().round().total_cmp(&b.area().round()).then(nearness(a).total_cmp(&nearness(b))))
    }

    /// What a panel in some cells leaves of `map`: the largest part above, below or beside it.
    pub(super) fn left_by(&self, panel: Rect, map: Rect) -> Rect {
        let parts = [
            Rect::from_min_max(map.min, pos2(map.right(), panel.top())),
            Rect::from_min_max(pos2(map.left(), panel.bottom()), map.max),
            Rect::from_min_max(map.min, pos2(panel.left(), map.bottom())),
            Rect::from_min_max(pos2(panel.right(), map.top()), map.max),
        ];
        let positive = parts.into_iter().filter(Rect::is_positive);
        positive.max_by(|a, b| a.area().total_cmp(&b.area())).unwrap_or(map)
    }

    /// The part of `room` inside the cell in which a point lies; where that has little room, inside the one that has most.
    pub(super) fn in_cell_of(&self, at: Pos2, room: Rect) -> Rect {
        const LEAST: Vec2 = Vec2::new(300.0, 300.0);
        let cell = self.cells.iter().find(|cell| cell.contains(at)).map(|cell| cell.intersect(room));
        let has_room = |part: &Rect| part.width() >= LEAST.x && part.height() >= LEAST.y;
        cell.filter(has_room).unwrap_or_else(|| self.in_one_cell(room))
    }

    /// `rect`, moved by the least into one cell of `room`; none where it has no room in any, or would lie over something.
    pub(super) fn settle(&self, rect: Rect, room: Rect, taken: &[Rect]) -> Option<Rect> {
        if self.cells.is_empty() {
            return Some(rect);
        }
        const GAP: f32 = 8.0;
        let moved = |cell: &Rect| {
            let inside = cell.intersect(room).shrink(GAP);
            let (spare_x, spare_y) = (inside.width() - rect.width(), inside.height() - rect.height());
            (spare_x >= 0.0 && spare_y >= 0.0).then(|| {
                let x = rect.left().clamp(inside.left(), inside.left() + spare_x);
                let y = rect.top().clamp(inside.top(), inside.top() + spare_y);
                Rect::from_min_size(pos2(x, y), rect.size())
            })
        };
        let free = |at: &Rect| !taken.iter().any(|taken| taken.shrink(0.5).intersects(*at));
        let far = |at: &Rect| (at.min - rect.min).length();
        self.cells.iter().filter_map(moved).filter(free).min_by(|a, b| far(a).total_cmp(&far(b)))
    }

    /// What the map has below the panels at the left, where it goes on behind them; inside one cell.
    pub(super) fn below_left(&self) -> Option<Rect> {
        let top = self.left.bottom().max(self.left_second.bottom());
        self.room(pos2(self.whole_map.left(), top), pos2(self.map.left(), self.whole_map.bottom()))
    }

    /// The same at the right; where nothing is selected the card's place is free, too.
    pub(super) fn below_right(&self, has_card: bool) -> Option<Rect> {
        let top = if has_card { self.card.bottom().max(self.right.bottom()) } else { self.right.bottom() };
        self.room(pos2(self.map.right(), top), self.whole_map.right_bottom())
    }

    fn room(&self, from: Pos2, to: Pos2) -> Option<Rect> {
        let room = Rect::from_min_max(from, to);
        room.is_positive().then(|| self.in_one_cell(room))
    }

    /// Makes room for what stands at the left in place of what is there else; answers where the form of a matter that is taken
    /// in stands, while it is open.
    pub(super) fn make_room(&mut self, seat: &Seat) -> Option<Rect> {
        let form_at = intake::is_open(seat).then(|| self.make_room_for_intake());
        self.make_room_for_plots(seat);
        form_at
    }

    /// Gives the list's side, and what it needs of the map, to the form of a matter that is taken in; answers where.
    fn make_room_for_intake(&mut self) -> Rect {
        let left = if self.is_upright() {
            Rect::from_min_max(self.map.left_top(), pos2(self.map.left() + LEAST_LIST, self.map.bottom()))
        } else {
            self.left.union(self.left_second)
        };
        let mut at = intake::form_rect(left, self.map);
        if left.left() > self.map.left() {
            at = at.translate(vec2(left.right() - at.right(), 0.0));
        }
        at = self.in_one_cell(at);
        if left.left() > self.map.left() {
            self.map.max.x = self.map.max.x.min(at.left());
            self.strip.max.x = self.strip.max.x.min(at.left());
        } else {
            self.map.min.x = self.map.min.x.max(at.right());
            self.strip.min.x = self.strip.min.x.max(at.right());
        }
        self.covered = !self.is_upright();
        at
    }

    /// On a small wall gives plots the figures' side, too: they say more of the same.
    fn make_room_for_plots(&mut self, seat: &Seat) {
        let is_beside = !self.is_desk(seat) && !self.is_upright() && self.cells.is_empty();
        if seat.plots.shown.is_some() && is_beside && !self.covered && self.map.width() < LEAST_PLOTS {
            self.map.min.x = self.left.left();
            self.covered = true;
        }
    }

    /// Whether the figures stand over the map, not beside it.
    fn is_upright(&self) -> bool {
        self.left.bottom() <= self.map.top() + 0.5
    }

    /// Whether the seat is laid out as a desk: somebody wants it, and the list has room beside the map.
    pub(super) fn is_desk(&self, seat: &Seat) -> bool {
        seat.is_desk()
    }

    /// Where figures and towns stand: at the left; at a desk at the right, while nothing is selected.
    pub(super) fn of_figures(&self, seat: &Seat) -> (Rect, Rect) {
        if !self.is_desk(seat) {
            let nothing = (Rect::NOTHING, Rect::NOTHING);
            return if self.covered { nothing } else { (self.left, self.left_second) };
        }
        if seat.selection.is_some() {
            return (Rect::NOTHING, Rect::NOTHING);
        }
        let high = figures_px(f64::from(self.right.width()), f64::from(self.right.height()), 1.0) as f32;
        self.right.split_top_bottom_at_y(self.right.top() + high)
    }
}
