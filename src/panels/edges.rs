//! The edges between the desk's sides and the map: drawn along they make a side wider, their buttons fold it away and let
//! list and card change places.

use super::pen::{self, Out, Pen};
use super::places::Places;
use super::text::edge_words as words;
use super::theme;
use crate::seat::{DeskIntent, Intent, Seat, Side};
use bevy_egui::egui::{
    self, CursorIcon, Id, LayerId, Order, Pos2, Rect, Sense, Stroke, WidgetInfo, WidgetType, accesskit, pos2, vec2,
};

/// The buttons' height, dp: a finger's.
const BUTTON: f32 = 52.0;
/// What is drawn by less is a click, dp.
const LEAST_DRAWN: f32 = 4.0;
/// By a screen reader's word a side grows or shrinks by so much, dp.
const STEP: f32 = 40.0;

/// Draws the edges of a desk; `except` says whose side something else covers.
pub(super) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, places: &Places, except: Option<Side>) {
    for (side, id) in Side::ALL.into_iter().zip(["edge-list", "edge-card"]) {
        if Some(side) == except {
            continue;
        }
        let edge = Edge::of(seat, places, side);
        pen::panel(ctx, seat, out, id, edge.strip, |pen| edge.show(pen));
    }
}

struct Edge {
    side: Side,
    strip: Rect,
    /// The side stands at the left of it.
    at_left: bool,
    /// How wide the side is, dp.
    width: f32,
}

impl Edge {
    fn of(seat: &Seat, places: &Places, side: Side) -> Self {
        let (rect, map) = (if side == Side::List { places.left } else { places.right }, places.whole_map);
        let at_left = (side == Side::List) != seat.desk.swapped;
        let (from, to) = if at_left { (rect.right(), map.left()) } else { (map.right(), rect.left()) };
        let strip = Rect::from_min_max(pos2(from, map.top()), pos2(to, map.bottom()));
        Self { side, strip, at_left, width: rect.width() }
    }

    fn show(&self, pen: &mut Pen<'_>) {
        pen.fill(self.strip, theme::CANVAS.egui());
        let is_open = pen.seat.shows_side(self.side);
        if is_open && let Some(width) = self.draw_along(pen) {
            pen.intend(Intent::Desk(DeskIntent::Width(self.side, f64::from(width))));
        }
        let middle = self.strip.center();
        let button =
            |nth: f32| Rect::from_center_size(middle + vec2(0.0, nth * BUTTON), vec2(self.strip.width(), BUTTON - 4.0));
        let is_folded = pen.seat.desk.is_folded(self.side);
        let label = words::fold(pen.lang, self.side, is_folded);
        let id = format!("edge-{}-fold", self.side.name());
        let press = pen.press_for(id, button(0.0), label, Intent::Desk(DeskIntent::Fold(self.side)));
        let token = ground(pen, button(0.0), press.hovered);
        arrow(pen, middle, self.at_left != is_folded, token);
        if self.side == Side::List {
            let at = button(1.0);
            let press = pen.press_for("edge-swap", at, words::swap(pen.lang), Intent::Desk(DeskIntent::Swap));
            let token = ground(pen, at, press.hovered);
            arrow(pen, at.center() - vec2(0.0, 8.0), true, token);
            arrow(pen, at.center() + vec2(0.0, 8.0), false, token);
        }
    }

    /// How wide the side is to be, once the hand lets go; until then a line says where. The map is drawn anew once only.
    fn draw_along(&self, pen: &mut Pen<'_>) -> Option<f32> {
        let id = format!("edge-{}", self.side.name());
        let label = words::width(pen.lang, self.side);
        pen.name(id.clone(), self.strip);
        let ui = pen.ui.as_deref()?;
        let response = ui.interact(self.strip, Id::new(("zonglan-edge", &id)), Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::ResizeHandle, true, label));
        let [more, less] = [accesskit::Action::Increment, accesskit::Action::Decrement];
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_numeric_value(f64::from(self.width));
            node.add_action(more);
            node.add_action(less);
        });
        let asked = |action| ui.input(|input| input.num_accesskit_action_requests(response.id, action)) as f32;
        let steps = asked(more) - asked(less);
        if steps != 0.0 {
            return Some(self.width + steps * STEP);
        }
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let at: Pos2 = response.interact_pointer_pos()?;
        let begun = response.id.with("begun");
        if response.drag_started() {
            ui.data_mut(|data| data.insert_temp(begun, at.x));
        }
        let drawn = at.x - ui.data(|data| data.get_temp::<f32>(begun))?;
        // A click on a button of the edge draws nothing.
        if drawn.abs() < LEAST_DRAWN {
            return None;
        }
        if response.dragged() {
            let above = ui.ctx().layer_painter(LayerId::new(Order::Foreground, Id::new("zonglan-edge-line")));
            above.vline(at.x, self.strip.y_range(), Stroke::new(2.0, theme::QUERY.egui()));
        }
        response.drag_stopped().then_some(self.width + if self.at_left { drawn } else { -drawn })
    }
}

/// A button's ground; answers the colour of what is drawn on it.
fn ground(pen: &Pen<'_>, rect: Rect, hovered: bool) -> theme::Token {
    pen.fill(rect, if hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
    if hovered { theme::TEXT_1 } else { theme::TEXT_3 }
}

/// An arrow's head.
fn arrow(pen: &Pen<'_>, at: Pos2, to_left: bool, token: theme::Token) {
    let dx = if to_left { -3.0 } else { 3.0 };
    pen.line(pos2(at.x - dx, at.y - 5.0), pos2(at.x + dx, at.y), 1.5, token.egui());
    pen.line(pos2(at.x - dx, at.y + 5.0), pos2(at.x + dx, at.y), 1.5, token.egui());
}
