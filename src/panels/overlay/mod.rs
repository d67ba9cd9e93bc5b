//! What stands over the map: symbols, clusters, the selection, the tip, scale and sources; and what of it is named
//! by the layer of names.

mod cased;
mod furniture;
mod marks;
mod motion;
mod notes;
mod shapes;
mod symbol;
mod symbols;
mod tip;
mod vacant;

pub(crate) use cased::cased;
pub(crate) use furniture::SCALE_ROOM;
pub(crate) use notes::{MapNotes, Noted};
pub(crate) use shapes::outline;
pub(crate) use symbol::{Mark, draw as draw_mark, draw_close as draw_mark_close};

use super::cache::Cached;
use super::pen::{self, Out};
use crate::picture::Revisions;
use crate::seat::tools::Counts;
use crate::seat::{Intent, LayerSet, Seat, Selection, Symbols};
use crate::spatial::{Px, View};
use bevy_egui::egui::{self, Order, Pos2, Rect, pos2, vec2};

/// What symbols and names depend on.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    view: View,
    map: Rect,
    revisions: Revisions,
    selection: Option<Selection>,
    chosen: usize,
    layers: LayerSet,
    covers: Vec<Rect>,
    minute: i64,
    lang: crate::seat::Lang,
    gaps: u64,
    visit: bool,
}

impl Key {
    fn of(seat: &Seat, map: Rect, covers: &[Rect]) -> Self {
        Self {
            view: seat.view,
            map,
            revisions: Revisions { fixes: 0, ..seat.picture.revisions },
            selection: seat.selection,
            chosen: seat.chosen,
            layers: seat.layers,
            covers: covers.iter().copied().filter(|cover| cover.intersects(map)).collect(),
            // Names carry the time left to the minute; positions of candidates may lag ten seconds.
            minute: seat.now.0.div_euclid(10),
            lang: seat.lang,
            gaps: seat.gaps.revision(),
            visit: seat.visit.is_on(),
        }
    }
}

/// The overlay and what it remembers of the last frame.
#[derive(Default)]
pub(crate) struct Overlay {
    symbols: Cached<Key, symbols::Placed>,
    notes: Cached<Key, MapNotes>,
    motion: motion::Motion,
    /// The arrow towards a selection beyond the map, and to what it leads.
    arrow: Option<(Rect, Selection)>,
}

/// From the map's picture to egui points.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    map: Rect,
    scale: f32,
}

impl Place {
    /// The place of a point of the map's picture.
    pub(crate) fn of(self, px: Px) -> Pos2 {
        self.map.min + vec2(px.x as f32, px.y as f32) / self.scale
    }

    /// The point of the map's picture at a place of the window.
    fn px(self, at: Pos2) -> Px {
        let off = (at - self.map.min) * self.scale;
        Px::new(f64::from(off.x), f64::from(off.y))
    }
}

impl Overlay {
    /// Draws the overlay over the map, below the panels, which leave `free` of it, scale and sources above `foot`; `live` counts what lies in the shape under
    /// the hand, `moves` says whether anything may move by itself.
    pub(crate) fn show(
        &mut self,
        ctx: &egui::Context,
        seat: &Seat,
        out: &mut Out,
        (map, free, foot): (Rect, Rect, f32),
        live: Option<Counts>,
        moves: bool,
    ) {
        let key = Key::of(seat, map, &out.covers);
        let mut pen = pen::over(ctx, seat, out, "overlay", Order::Background, map);
        let place = Place { map, scale: seat.screen.scale() as f32 };
        let symbols = self.symbols.get(key.clone(), || symbols::place(seat, place, &Symbols::place(seat)));
        marks::area_outline(&pen, place);
        marks::way(&pen, place);
        symbols::draw(&pen, symbols, !moves || motion::blink(ctx, seat, symbols));
        if moves {
            self.motion.follow(ctx, seat);
            self.motion.draw(&pen, place, ctx.input(|input| input.time));
        }
        let furniture = furniture::draw(&mut pen, Rect::from_min_max(map.min, pos2(map.right(), foot)), &key.covers);
        self.notes.get(key.clone(), || {
            let mut reserved = key.covers.clone();
            reserved.extend(furniture);
            reserved.extend(seams(seat, map));
            notes::notes(seat, place, symbols, &reserved)
        });
        self.arrow = marks::selection(&mut pen, place, free);
        super::tools::draw_on_map(&mut pen, map, live, |at| place.of(seat.view.screen_from_lonlat(at)));
        super::day::draw_on_map(&mut pen, |at| place.of(seat.view.screen_from_lonlat(at)));
        super::intake::pin(&mut pen, map, free, |at| place.of(seat.view.screen_from_lonlat(at)));
        vacant::draw(&pen, free);
        tip::draw(ctx, &pen, place, &symbols.boxes());
    }

    /// Lets the arrow of the last pass be pressed: what is selected is brought onto the map.
    pub(crate) fn show_arrow(&self, ctx: &egui::Context, seat: &Seat, out: &mut Out) {
        let Some((rect, thing)) = self.arrow else { return };
        let label = super::text::tool_words::bring_back(seat.lang);
        pen::hotspot(ctx, seat, out, "edge-arrow", rect, label, Intent::BringIntoView(thing));
    }

    /// What the last pass wants named beside its symbols, and what room it takes; none before the first.
    pub(crate) fn notes(&self) -> Option<&MapNotes> {
        self.notes.last()
    }
}

/// The seams of a video wall on the map: no name lies across one.
fn seams(seat: &Seat, map: Rect) -> Vec<Rect> {
    const HALF: f32 = 3.0;
    let cells = super::places::cells(seat);
    let ends =
        |end: fn(&Rect) -> f32, last: f32| cells.iter().map(end).filter(move |at| *at < last - 1.0).collect::<Vec<_>>();
    let (width, height) =
        cells.iter().fold((0.0_f32, 0.0_f32), |(x, y), cell| (x.max(cell.right()), y.max(cell.bottom())));
    let next =
        |at: f32, starts: Vec<f32>| starts.into_iter().filter(|start| *start >= at - 0.5).fold(f32::MAX, f32::min);
    let mut seams = Vec::new();
    for at in ends(Rect::right, width) {
        let to = next(at, cells.iter().map(Rect::left).collect());
        seams.push(Rect::from_min_max(pos2(at - HALF, map.top()), pos2(to + HALF, map.bottom())));
    }
    for at in ends(Rect::bottom, height) {
        let to = next(at, cells.iter().map(Rect::top).collect());
        seams.push(Rect::from_min_max(pos2(map.left(), at - HALF), pos2(map.right(), to + HALF)));
    }
    // Each stands there once a cell.
    seams.dedup();
    seams.sort_by(|a, b| (a.min.x, a.min.y).partial_cmp(&(b.min.x, b.min.y)).unwrap_or(std::cmp::Ordering::Equal));
    seams.dedup();
    seams
}

/// Whether a point lies on the map with this margin inside.
fn on_map(map: Rect, at: Pos2, margin: f32) -> bool {
    map.shrink(margin).contains(at)
}

/// The corner points of a rectangle around a point.
fn around(at: Pos2, reach: f32) -> Rect {
    Rect::from_center_size(pos2(at.x, at.y), vec2(reach * 2.0, reach * 2.0))
}
