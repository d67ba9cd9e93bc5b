//! Drawing and pressing on one panel: text by its middle, lines, hatches, buttons with stable ids.

use super::fonts;
use super::text::tool_words::{ToolWord, say};
use super::theme::{self, Token};
use crate::seat::{Intent, Lang, Seat};
use bevy_egui::egui::emath::GuiRounding;
use bevy_egui::egui::text::{LayoutJob, TextFormat, TextWrapping};
use bevy_egui::egui::{
    self, Align2, Area, Color32, CursorIcon, FontFamily, FontId, Galley, Id, LayerId, Order, Painter, Pos2, Rect,
    Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a pass over the panels brings.
#[derive(Default)]
pub(crate) struct Out {
    /// What the person means.
    pub(crate) intents: Vec<Intent>,
    /// Where each named widget stands, egui points.
    pub(crate) widgets: BTreeMap<String, Rect>,
    /// Where panels cover the window.
    pub(crate) covers: Vec<Rect>,
    /// Which of these are opaque, and clip all that is drawn on them.
    pub(crate) opaque: Vec<Rect>,
    /// An input method is composing, or has just said something: its keys are its own.
    pub(crate) composing: bool,
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(crate) struct Ink {
    size: f32,
    medium: bool,
    colour: Color32,
}

/// Text of this size in this colour.
pub(crate) fn ink(size: f32, token: Token) -> Ink {
    Ink { size, medium: false, colour: token.egui() }
}

impl Ink {
    /// The same in the medium weight.
    pub(crate) fn medium(self) -> Self {
        Self { medium: true, ..self }
    }

    /// How far below its row's middle the letters' foot stands, points.
    pub(crate) fn foot(self) -> f32 {
        self.size * 0.376
    }

    fn format(self, led: bool) -> TextFormat {
        // Thin strokes break up on LEDs and in small type.
        let medium = self.medium || led || self.size <= 14.0;
        let family = if medium { fonts::medium() } else { FontFamily::Proportional };
        TextFormat {
            font_id: FontId::new(self.size, family),
            color: self.colour,
            // Han characters of two sizes stand on one middle, not on one foot.
            valign: egui::Align::Center,
            ..TextFormat::default()
        }
    }
}

/// What a press on a widget came to.
#[derive(Clone, Copy)]
pub(crate) struct Press {
    /// The pointer is over it.
    pub(crate) hovered: bool,
    /// It was clicked in this pass.
    pub(crate) clicked: bool,
}

pub(super) fn widget_id(id: &str) -> Id {
    Id::new(("zonglan-widget", id))
}

/// The pen of one panel.
pub(crate) struct Pen<'a> {
    /// The seat, to read.
    pub(crate) seat: &'a Seat,
    /// The language.
    pub(crate) lang: Lang,
    pub(super) painter: Painter,
    pub(super) ui: Option<&'a mut Ui>,
    pub(super) led: bool,
    pub(super) out: &'a mut Out,
}

/// A panel: an opaque rectangle that keeps the pointer to itself.
pub(crate) fn panel(
    ctx: &egui::Context,
    seat: &Seat,
    out: &mut Out,
    id: &'static str,
    rect: Rect,
    paint: impl FnOnce(&mut Pen<'_>),
) {
    panel_at(ctx, seat, out, (id, Order::Middle), rect, paint);
}

/// A panel among those of its order: above others, too.
pub(crate) fn panel_at(
    ctx: &egui::Context,
    seat: &Seat,
    out: &mut Out,
    (id, order): (&'static str, Order),
    rect: Rect,
    paint: impl FnOnce(&mut Pen<'_>),
) {
    if rect.width() < 8.0 || rect.height() < 8.0 {
        return;
    }
    out.covers.push(rect);
    // On whole pixels, so that nothing beneath shows through an edge.
    let clip = rect.round_to_pixels(ctx.pixels_per_point());
    out.opaque.push(clip);
    let area_id = Id::new(("zonglan", id));
    // The area only takes the pointer. Painting goes to its layer directly, since egui leaves an
    // area's first pass blank to learn its size, and ours is known.
    let painter = ctx.layer_painter(LayerId::new(order, area_id)).with_clip_rect(clip);
    painter.rect_filled(clip, 0.0, theme::PANEL.egui());
    Area::new(area_id)
        .order(order)
        .fixed_pos(rect.min)
        .default_size(rect.size())
        // A press is a widget's or nobody's: near a widget it is that one's.
        .sense(Sense::HOVER)
        .movable(false)
        .constrain(false)
        .fade_in(false)
        .show(ctx, |ui| {
            ui.set_clip_rect(clip);
            ui.allocate_rect(rect, Sense::HOVER);
            let mut pen = Pen { seat, lang: seat.lang, painter, ui: Some(ui), led: is_led(seat), out };
            paint(&mut pen);
        });
}

/// A place on the map that can be pressed and is no panel: what is drawn there is drawn elsewhere.
pub(crate) fn hotspot(
    ctx: &egui::Context,
    seat: &Seat,
    out: &mut Out,
    id: &'static str,
    rect: Rect,
    label: &str,
    intent: Intent,
) {
    let area = Area::new(Id::new(("zonglan", id))).order(Order::Middle).fixed_pos(rect.min).default_size(rect.size());
    let painter = ctx.layer_painter(LayerId::new(Order::Middle, Id::new(("zonglan", id))));
    area.movable(false).constrain(false).fade_in(false).show(ctx, |ui| {
        ui.allocate_rect(rect, Sense::HOVER);
        let mut pen = Pen { seat, lang: seat.lang, painter, ui: Some(ui), led: is_led(seat), out };
        pen.press_for(id, rect, label, intent);
    });
}

/// A pen over `rect` that takes no pointer: the map's overlay below the panels, toasts above them.
pub(crate) fn over<'a>(
    ctx: &egui::Context,
    seat: &'a Seat,
    out: &'a mut Out,
    id: &'static str,
    order: Order,
    rect: Rect,
) -> Pen<'a> {
    let painter = ctx.layer_painter(LayerId::new(order, Id::new(("zonglan", id)))).with_clip_rect(rect);
    Pen { seat, lang: seat.lang, painter, ui: None, led: is_led(seat), out }
}

fn is_led(seat: &Seat) -> bool {
    seat.screen.is_led()
}

impl Pen<'_> {
    /// The painter beneath.
    pub(crate) fn painter(&self) -> &Painter {
        &self.painter
    }

    /// How a text in this ink is set here.
    pub(crate) fn format(&self, ink: Ink) -> TextFormat {
        ink.format(self.led)
    }

    /// Lays a text out, cut with … where it is wider than `max_width`.
    pub(crate) fn galley(&self, text: &str, ink: Ink, max_width: f32) -> Arc<Galley> {
        self.row(&[(text, ink)], max_width)
    }

    fn row(&self, runs: &[(&str, Ink)], max_width: f32) -> Arc<Galley> {
        let mut job = LayoutJob::default();
        for (text, ink) in runs {
            job.append(text, 0.0, ink.format(self.led));
        }
        let max_width = if max_width.is_finite() { max_width.max(1.0) } else { f32::INFINITY };
        job.wrap = TextWrapping { max_width, max_rows: 1, break_anywhere: true, ..TextWrapping::default() };
        self.painter.layout_job(job)
    }

    /// Writes a text; `anchor` says which of its points stands at `at`.
    pub(crate) fn text(&self, at: Pos2, anchor: Align2, text: &str, ink: Ink) -> Rect {
        self.text_within(at, anchor, text, ink, f32::INFINITY)
    }

    /// Writes a text no wider than `max_width`.
    pub(crate) fn text_within(&self, at: Pos2, anchor: Align2, text: &str, ink: Ink, max_width: f32) -> Rect {
        self.runs(at, anchor, &[(text, ink)], max_width)
    }

    /// Writes a text smaller, down to a caption, before it is cut.
    pub(crate) fn fitted(&self, at: Pos2, anchor: Align2, text: &str, ink: Ink, max_width: f32) -> Rect {
        let wide = self.galley(text, ink, f32::INFINITY).size().x;
        let fitting = (ink.size * max_width / wide.max(1.0)).floor();
        let size = fitting.min(ink.size).max(theme::size::CAPTION.min(ink.size));
        self.text_within(at, anchor, text, Ink { size, ..ink }, max_width)
    }

    /// Writes texts of several inks behind each other, no wider than `max_width` together.
    pub(crate) fn runs(&self, at: Pos2, anchor: Align2, runs: &[(&str, Ink)], max_width: f32) -> Rect {
        if max_width < 8.0 {
            return Rect::from_min_size(at, egui::Vec2::ZERO);
        }
        let galley = self.row(runs, max_width);
        let rect = anchor.anchor_size(at, galley.size());
        self.painter.galley(rect.min, galley, theme::TEXT_1.egui());
        rect
    }

    /// A filled rectangle with the house's corners.
    pub(crate) fn fill(&self, rect: Rect, colour: Color32) {
        self.painter.rect_filled(rect, 4.0, colour);
    }

    /// A rectangle's outline with the house's corners.
    pub(crate) fn outline(&self, rect: Rect, width: f32, colour: Color32) {
        self.painter.rect_stroke(rect, 4.0, Stroke::new(width, colour), StrokeKind::Inside);
    }

    /// A line.
    pub(crate) fn line(&self, from: Pos2, to: Pos2, width: f32, colour: Color32) {
        self.painter.line_segment([from, to], Stroke::new(width, colour));
    }

    /// A separator across.
    pub(crate) fn rule(&self, x: std::ops::RangeInclusive<f32>, y: f32) {
        self.line(pos2(*x.start(), y), pos2(*x.end(), y), 1.0, theme::RAISED.egui());
    }

    /// A panel's title with a note at the right; the middle of the row is at `y`.
    pub(crate) fn title(&self, rect: Rect, y: f32, title: &str, note: &str) {
        let head = self.text_within(
            pos2(rect.left(), y),
            Align2::LEFT_CENTER,
            title,
            ink(theme::size::PANEL_TITLE, theme::TEXT_1).medium(),
            rect.width(),
        );
        let room = rect.right() - head.right() - 12.0;
        let note_ink = ink(theme::size::CAPTION, theme::TEXT_2);
        let first = note.split(" · ").next().unwrap_or_default();
        if self.galley(first, note_ink, f32::INFINITY).size().x <= room && !note.is_empty() {
            self.parts(pos2(rect.right(), y + 1.0), Align2::RIGHT_CENTER, note, note_ink, room);
        }
    }

    /// The same, hatched where what stands below it is late.
    pub(crate) fn late_title(&self, rect: Rect, y: f32, (title, note): (&str, &str), is_late: bool) {
        if is_late {
            let ground = Rect::from_min_max(pos2(rect.left() - 6.0, y - 14.0), pos2(rect.right() + 6.0, y + 14.0));
            self.hatch(ground, theme::STALE.egui_alpha(0.17));
        }
        self.title(rect, y, title, note);
    }

    /// Writes a text whose parts ` · ` parts: one that has no room is left out rather than cut.
    pub(crate) fn parts(&self, at: Pos2, anchor: Align2, text: &str, ink: Ink, max_width: f32) -> Rect {
        let mut text = text;
        while self.galley(text, ink, f32::INFINITY).size().x > max_width
            && let Some((kept, _)) = text.rsplit_once(" · ")
        {
            text = kept;
        }
        self.text_within(at, anchor, text, ink, max_width)
    }

    /// Diagonal lines over a rectangle: data that is too old to trust.
    pub(crate) fn hatch(&self, rect: Rect, colour: Color32) {
        let painter = self.painter.with_clip_rect(rect.intersect(self.painter.clip_rect()));
        let (step, height) = (7.0, rect.height());
        let count = ((rect.width() + height) / step).ceil() as usize;
        let shapes = (0..count).map(|k| {
            let x = rect.left() - height + k as f32 * step;
            Shape::line_segment([pos2(x, rect.bottom()), pos2(x + height, rect.top())], Stroke::new(2.0, colour))
        });
        painter.extend(shapes);
    }

    /// A red tag such as 超2h with its left middle at `at`; answers its rectangle.
    pub(crate) fn tag(&self, at: Pos2, anchor: Align2, text: &str) -> Rect {
        let galley = self.galley(text, ink(theme::size::CAPTION, theme::CANVAS).medium(), f32::INFINITY);
        let rect = anchor.anchor_size(at, vec2(galley.size().x + 10.0, 20.0));
        self.fill(rect.expand(1.0), theme::CANVAS.egui());
        self.fill(rect, theme::U1.egui());
        self.painter.galley(rect.center() - galley.size() / 2.0, galley, theme::CANVAS.egui());
        rect
    }

    /// Names a place on the window that scripts may look for, without taking the pointer.
    pub(crate) fn name(&mut self, id: impl Into<String>, rect: Rect) {
        self.out.widgets.insert(id.into(), rect);
    }

    /// A widget with a stable id that can be clicked.
    pub(crate) fn press(&mut self, id: impl Into<String>, rect: Rect, label: &str) -> Press {
        let id = id.into();
        let Some(ui) = self.ui.as_deref() else { return Press { hovered: false, clicked: false } };
        // Not focusable: Space and Enter belong to the seat, never to the button used last.
        let response = ui.interact(rect, widget_id(&id), Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, label));
        if response.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        self.out.widgets.insert(id, rect);
        // A finger reaches beyond a widget, never beyond its panel: what is touched there is the map.
        let is_here = response.interact_pointer_pos().is_none_or(|at| ui.clip_rect().contains(at));
        Press { hovered: response.hovered(), clicked: response.clicked() && is_here }
    }

    /// A widget whose click means `intent`.
    pub(crate) fn press_for(&mut self, id: impl Into<String>, rect: Rect, label: &str, intent: Intent) -> Press {
        let press = self.press(id, rect, label);
        if press.clicked {
            self.intend(intent);
        }
        press
    }

    /// Puts a text where others paste from.
    pub(crate) fn copy(&self, text: &str) {
        self.painter.ctx().copy_text(text.to_owned());
    }

    /// What the person means.
    pub(crate) fn intend(&mut self, intent: Intent) {
        self.out.intents.push(intent);
    }

    /// A quiet button with one line of text; `on` draws it as switched on.
    pub(crate) fn chip(&mut self, id: impl Into<String>, rect: Rect, label: &str, on: bool, intent: Intent) {
        let press = self.press_for(id, rect, label, intent);
        let ground = if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED };
        self.fill(rect, ground.egui());
        let token = if on { theme::TEXT_1 } else { theme::DISABLED_ACTION };
        self.text_within(
            rect.center(),
            Align2::CENTER_CENTER,
            label,
            ink(theme::size::CAPTION, token),
            rect.width() - 4.0,
        );
        if on {
            let foot = Rect::from_min_max(pos2(rect.left() + 4.0, rect.bottom() - 2.0), rect.max - vec2(4.0, 0.0));
            self.painter.rect_filled(foot, 0.0, theme::TEXT_2.egui());
        }
    }

    /// The cross that closes a card.
    pub(crate) fn close_button(&mut self, rect: Rect) {
        let press = self.press_for("card-close", rect, say(self.lang, ToolWord::Close), Intent::Back);
        let token = if press.hovered { theme::TEXT_1 } else { theme::TEXT_3 };
        let cross = rect.shrink(7.0);
        self.line(cross.left_top(), cross.right_bottom(), 1.5, token.egui());
        self.line(cross.right_top(), cross.left_bottom(), 1.5, token.egui());
    }

    /// How far the wheel was turned over this rectangle, points; down is negative.
    pub(crate) fn wheel_over(&self, rect: Rect) -> f32 {
        let Some(ui) = self.ui.as_deref() else { return 0.0 };
        let over = ui.ctx().input(|input| input.pointer.hover_pos().is_some_and(|at| rect.contains(at)));
        if over { ui.ctx().input(|input| input.smooth_scroll_delta().y) } else { 0.0 }
    }
}
