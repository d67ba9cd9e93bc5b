//! egui: theme tokens and one folder a panel. Panels read the seat and answer what a person means;
//! they never change it. Sizes are dp: egui's points, since pixels per point is the screen's scale.

mod alarms;
mod cache;
mod card;
mod changes;
mod chrome;
mod corners;
mod day;
mod edges;
mod fields;
mod figures;
mod fingers;
mod flood;
mod fonts;
mod footer;
mod form;
mod header;
mod help;
mod ids;
mod intake;
mod legend;
mod lines;
mod overlay;
mod pen;
mod photos;
mod places;
mod plots;
mod queue;
mod replay;
mod setup;
mod shift;
mod sight;
mod spoken;
mod staff;
mod text;
pub mod theme;
mod thing;
mod toasts;
mod tools;
mod tour;
mod towns;
mod turning;
mod video;
mod visit;

pub(crate) use fields::DIGITS;
pub(crate) use fonts::faces;
pub use fonts::{Letters, NoFont, set_fallback_font};
pub use ids::widget_ids;
pub(crate) use overlay::{MapNotes, Noted, outline as overlay_outline};
pub use photos::{PhotoAnswer, PhotoPixels, PhotoSource, PhotoTrouble};
pub use plots::{PLOT_SIZE_DP, PlotError, plot_png, plot_svg};
pub(crate) use text::feed_words::positions;
pub use tools::found_table;
pub use tour::{guide_window, tour_script};
pub use video::{CamerasWindow, Standing as CamerasStand, VideoLook, VideoSource};

use crate::picture::Figures;
use crate::seat::{Intent, Seat, Selection, Side};
use bevy_egui::egui::{self, Pos2, Rect, pos2};
use cache::{Cached, Moment};
use places::Places;
use std::collections::BTreeMap;

/// What the map's lower corners take at the most, dp: the legend with the cameras' line, the last changes.
const CORNERS: f32 = 240.0;

/// All panels of a seat and what they keep from frame to frame.
#[derive(Default)]
pub struct Panels {
    installed: bool,
    figures: Cached<Moment, Figures>,
    header: header::Header,
    key_figures: figures::KeyFigures,
    towns: towns::Towns,
    footer: footer::Footer,
    queue: queue::Queue,
    alarms: alarms::Alarms,
    staff: staff::Staff,
    card: card::Card,
    intake: intake::IntakePanels,
    thing: thing::ThingCard,
    changes: changes::ChangesList,
    legend: legend::Legend,
    tour: tour::TourPanels,
    overlay: overlay::Overlay,
    photos: photos::Shelf,
    video: video::VideoPanel,
    visit: visit::Preview,
    plots: plots::PlotsPanel,
    day: day::DayPanel,
    tools: tools::ToolPanels,
    setup: setup::SetupPanel,
    widgets: BTreeMap<String, Rect>,
    covers: Vec<Rect>,
    opaque: Vec<Rect>,
    composing: bool,
    still: bool,
}

impl Panels {
    /// Panels that have drawn nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets nothing move by itself from now on: no blinking ring, no ring that goes out.
    pub fn keep_still(&mut self) {
        self.still = true;
    }

    /// Whether anything may move by itself.
    fn moves(&self, seat: &Seat) -> bool {
        !self.still && !seat.setup.reduced_motion()
    }

    /// Says where photos come from; without it none shows.
    pub fn set_photos(&mut self, source: std::sync::Arc<dyn PhotoSource>) {
        self.photos.set_source(source);
    }

    /// Says where cameras' pictures come from; without it the sample shows drawn ones, and others none.
    pub fn set_video(&mut self, source: std::sync::Arc<dyn VideoSource>) {
        self.video.set_source(source);
    }

    /// Says where cameras' pictures stand.
    pub fn stand_cameras(&mut self, standing: CamerasStand) {
        self.video.stand(standing);
    }

    /// The cameras' pictures that came in the last pass: they are drawn from the next one on, by no triangle before.
    pub(crate) fn arriving(&self) -> Vec<egui::TextureId> {
        self.video.arriving().collect()
    }

    /// Gives the context our fonts and style, once; they hold from its next pass on.
    pub fn install(&mut self, ctx: &egui::Context) {
        if !self.installed {
            self.installed = true;
            fonts::install(ctx);
        }
    }

    /// Draws all panels and the map's overlay for this pass; answers what the person means. Before
    /// the fonts hold (one pass after `install`, which this calls where nobody did) nothing is drawn.
    pub fn show(&mut self, ctx: &egui::Context, seat: &Seat) -> Vec<Intent> {
        self.install(ctx);
        fingers::hear(ctx);
        if !fonts::are_ready(ctx) {
            ctx.request_repaint();
            return Vec::new();
        }
        if seat.tour.is_on() {
            return self.show_tour(ctx, seat);
        }
        let mut places = Places::of(seat);
        let whole_map = places.whole_map;
        let form_at = places.make_room(seat);
        let alike = self.intake.alike_height(seat, places.right);
        let (alike_at, right) = places.right.split_top_bottom_at_y(places.right.top() + alike);
        places.right = right;
        let mut out = pen::Out { composing: self.hear_input_method(ctx), ..pen::Out::default() };
        let figures = self.figures.get(Moment::of(seat), || seat.picture.figures(seat.now));
        pen::panel(ctx, seat, &mut out, "header", places.header, |pen| self.header.show(pen, places.header));
        let (figures_at, towns_at) = places.of_figures(seat);
        pen::panel(ctx, seat, &mut out, "left", figures_at, |pen| self.key_figures.show(pen, figures_at, figures));
        pen::panel(ctx, seat, &mut out, "left-second", towns_at, |pen| self.towns.show(pen, towns_at, figures));
        pen::panel(ctx, seat, &mut out, "footer", places.footer, |pen| self.footer.show(pen, places.footer, figures));
        if let Some(at) = form_at {
            self.intake.show(ctx, seat, &mut out, at);
            self.intake.show_alike(ctx, seat, &mut out, alike_at);
        }
        chrome::rail(ctx, seat, &mut out, &places);
        self.show_strip(ctx, seat, &mut out, &places);
        if places.is_desk(seat) {
            self.show_desk(ctx, seat, &mut out, &places);
            edges::show(ctx, seat, &mut out, &places, places.covered.then_some(Side::List));
        } else {
            self.show_right(ctx, seat, &mut out, &places);
        }
        let (mut map, mut foot) = (places.map, whole_map.bottom());
        if seat.feeds.all_dead() {
            let band = Rect::from_min_max(pos2(map.left(), map.bottom() - toasts::BAND), map.max);
            toasts::dead_band(ctx, seat, &mut out, band);
            map.max.y = band.top();
            foot = band.top();
        }
        let enlarged = photos::enlarged(seat);
        let is_covered = enlarged.is_some() || self.plots.show(ctx, seat, &mut out, places.in_one_cell(map));
        let below = if is_covered { map } else { chrome::over_map(ctx, seat, &mut out, &places, map) };
        map = self.video.show(ctx, seat, &mut out, &places, below).unwrap_or(map);
        map = self.day.show(ctx, seat, &mut out, &places, map).unwrap_or(map);
        if !is_covered {
            let room = Rect::from_min_max(pos2(map.left(), below.top().max(map.top()).min(map.bottom())), map.max);
            let left = self.tools.show(ctx, seat, &mut out, &places, room);
            map = Rect::from_min_max(pos2(left.left(), map.top()), left.max);
            // The corners keep their places where what was found leaves them room.
            let is_low = out.widgets.get("found").is_some_and(|found| found.bottom() > room.bottom() - CORNERS);
            if !seat.day.is_open() {
                self.show_corners(ctx, seat, &mut out, &places, if is_low { map } else { room });
            }
            self.tools.show_place(ctx, seat, &mut out, &places, room);
        }
        let strips = flood::show(ctx, seat, &mut out, places.in_one_cell(map));
        replay::live_strip(ctx, seat, &mut out, strips);
        replay::reading(ctx, seat, &mut out, strips);
        turning::show(ctx, seat, &mut out, strips);
        let live = self.tools.live(seat);
        self.overlay.show(ctx, seat, &mut out, (whole_map, map, foot), live, self.moves(seat));
        self.overlay.show_arrow(ctx, seat, &mut out);
        replay::guard(ctx, seat, &mut out, whole_map.union(places.map));
        if let Some((photo, words)) = enlarged {
            let shelf = &mut self.photos;
            let at = places.in_one_cell(map);
            pen::panel(ctx, seat, &mut out, "photo", at, |pen| photos::paint_enlarged(pen, shelf, at, &photo, &words));
        }
        if !seat.visit.is_previewed() {
            shift::show(ctx, seat, &mut out, places.in_one_cell(map));
        }
        self.visit.show(ctx, seat, &mut out, &places, map);
        toasts::show(ctx, seat, &mut out, places.in_one_cell(map));
        let body = Rect::from_min_max(places.header.left_bottom(), places.footer.right_top());
        help::show(ctx, seat, &mut out, &places, body);
        let cell = places.in_one_cell(body);
        self.setup.show(ctx, seat, &mut out, (cell, places.beside_cell(cell, body)));
        sight::show(ctx, seat, &mut out, places.in_one_cell(map));
        self.keep(out)
    }

    /// Keeps where everything stands until the next pass; answers what the person means.
    fn keep(&mut self, out: pen::Out) -> Vec<Intent> {
        (self.widgets, self.covers, self.opaque) = (out.widgets, out.covers, out.opaque);
        out.intents
    }

    /// At a desk: the list at the left, what is selected at the right, each over the whole height.
    fn show_desk(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut pen::Out, places: &Places) {
        if !places.covered {
            let left = places.left.union(places.left_second);
            if seat.alarm_list.is_open {
                pen::panel(ctx, seat, out, "alarms", left, |pen| self.alarms.show(pen, left));
            } else if seat.staff_list.group().is_some() {
                pen::panel(ctx, seat, out, "staff-panel", left, |pen| self.staff.show(pen, left));
            } else {
                let left = self.show_changes_below(ctx, seat, out, left);
                pen::panel(ctx, seat, out, "queue", left, |pen| self.queue.show_at_desk(pen, left));
            }
        }
        let right = places.right;
        match seat.selection {
            None => {}
            Some(Selection::Incident(incident)) => {
                self.card.prepare(seat, incident, right.width(), right.height());
                pen::panel(ctx, seat, out, "card", right, |pen| self.card.show(pen, right, &mut self.photos));
            }
            Some(thing) => {
                self.thing.prepare(seat, thing);
                pen::panel(ctx, seat, out, "thing", right, |pen| self.thing.show(pen, right));
            }
        }
    }

    /// Whether an input method is composing, or has said something in this pass: then Enter and Escape were its own.
    fn hear_input_method(&mut self, ctx: &egui::Context) -> bool {
        let mut spoke = false;
        ctx.input(|input| {
            for event in &input.events {
                let egui::Event::Ime(event) = event else { continue };
                spoke = true;
                match event {
                    egui::ImeEvent::Preedit { text, .. } => self.composing = !text.is_empty(),
                    egui::ImeEvent::Commit(_) => self.composing = false,
                    _ => {}
                }
            }
        });
        // Whoever leaves the field leaves the composition, whether or not the method says so.
        self.composing &= ctx.text_edit_focused();
        self.composing || spoke
    }

    /// Whether an input method is composing: its keys are no shortcuts.
    #[must_use]
    pub fn is_composing(&self) -> bool {
        self.composing
    }

    /// The queue, and below it the card of what is selected, as high as it needs; across a seam in the cell below.
    fn show_right(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut pen::Out, places: &Places) {
        let rect = places.right;
        let most = match places.card.is_positive() {
            true => places.card.height(),
            false => {
                let beside = rect.height() - least_list(seat, rect.width());
                // On a low wall the card has the list's place: it would be cut beneath it.
                if beside < card::LEAST { rect.height() } else { beside }
            }
        };
        let height = match seat.selection {
            None => 0.0,
            Some(Selection::Incident(incident)) => self.card.prepare(seat, incident, rect.width(), most),
            Some(thing) => self.thing.prepare(seat, thing),
        };
        let height = if most >= rect.height() && height > 0.0 { most } else { height };
        let (above, below) = if places.card.is_positive() {
            (rect, places.card.split_top_bottom_at_y(places.card.top() + height.min(most).round()).0)
        } else {
            rect.split_top_bottom_at_y((rect.bottom() - height.min(most.max(0.0))).round())
        };
        // Alarms and people that have no room give way to the matter.
        let has_room = above.height() >= least_list(seat, above.width());
        if seat.alarm_list.is_open && has_room {
            pen::panel(ctx, seat, out, "alarms", above, |pen| self.alarms.show(pen, above));
        } else if seat.staff_list.group().is_some() && has_room {
            pen::panel(ctx, seat, out, "staff-panel", above, |pen| self.staff.show(pen, above));
        } else {
            pen::panel(ctx, seat, out, "queue", above, |pen| self.queue.show(pen, above));
        }
        match seat.selection {
            None => {}
            Some(Selection::Incident(_)) => {
                pen::panel(ctx, seat, out, "card", below, |pen| self.card.show(pen, below, &mut self.photos));
            }
            Some(_) => pen::panel(ctx, seat, out, "thing", below, |pen| self.thing.show(pen, below)),
        }
    }

    /// Where each named widget stood in the last pass, egui points; `widget_ids` says what they are.
    #[must_use]
    pub fn widgets(&self) -> &BTreeMap<String, Rect> {
        &self.widgets
    }

    /// What the map's overlay wants named, and what room it and the panels take; none before the first pass.
    pub(crate) fn map_notes(&self) -> Option<&MapNotes> {
        self.overlay.notes()
    }

    /// The words that the last pass wants named on the map beside its symbols; a layer of the map draws them.
    pub fn named_on_map(&self) -> impl Iterator<Item = &str> {
        self.overlay.notes().into_iter().flat_map(|notes| notes.notes.iter().map(|note| note.text.as_str()))
    }

    /// The panels of the last pass: opaque rectangles on whole pixels that clip what is drawn on them.
    pub(crate) fn opaque(&self) -> &[Rect] {
        &self.opaque
    }

    /// Whether a panel covers this point of the window (egui points), so that the map must not take it.
    #[must_use]
    pub fn covers(&self, at: Pos2) -> bool {
        self.covers.iter().any(|rect| rect.contains(at))
    }
}

/// The least height of the list that is open.
fn least_list(seat: &Seat, width: f32) -> f32 {
    match seat.staff_list.group() {
        _ if seat.alarm_list.is_open => alarms::least_height(seat, width),
        Some(_) => staff::least_height(seat, width),
        None => queue::least_height(width),
    }
}
