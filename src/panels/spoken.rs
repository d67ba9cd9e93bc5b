//! What whoever can't see a panel is told of its widgets, and how they move them without a pointer.

use super::pen::{Pen, widget_id};
use super::text::sign_words::{Sign, say};
use bevy_egui::egui::{Pos2, Rect, Sense, WidgetInfo, WidgetType, accesskit, accesskit_root_id};

/// Where a slider stands.
pub(crate) struct Place<'a> {
    /// From 0 to 1.
    pub(crate) share: f32,
    /// How far one step goes, of the same whole.
    pub(crate) step: f32,
    /// What it stands at, in words.
    pub(crate) words: &'a str,
}

/// What somebody does with a slider, in shares of its width.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slide {
    /// Where it is moved to.
    pub(crate) to: Option<f32>,
    /// Where it is moved to by steps.
    pub(crate) stepped: Option<f32>,
    /// Where the pointer rests on it.
    pub(crate) over: Option<f32>,
}

impl Pen<'_> {
    /// Tells whoever can't see it whether a widget that was just drawn is the chosen one, or on.
    pub(crate) fn tell_chosen(&self, id: &str, chosen: bool) {
        let toggled = if chosen { accesskit::Toggled::True } else { accesskit::Toggled::False };
        self.painter().ctx().accesskit_node_builder(widget_id(id), |node| node.set_toggled(toggled));
    }

    /// Tells whoever can't see it what the window is called.
    pub(crate) fn name_window(&self, words: &str) {
        self.painter().ctx().accesskit_node_builder(accesskit_root_id(), |node| node.set_label(words));
    }

    /// Tells whoever can't see it what a widget that shows only a sign is called.
    pub(crate) fn call(&self, id: &str, sign: Sign) {
        let words = say(self.lang, sign);
        self.painter().ctx().accesskit_node_builder(widget_id(id), |node| node.set_label(words));
    }

    /// A widget that is clicked or drawn along; answers at which share of its width, from 0 left to 1 right, and over
    /// which the pointer rests. Whoever can't see it hears `place` and moves it by `step`s.
    pub(crate) fn slide(&mut self, id: &str, rect: Rect, label: &str, place: &Place<'_>) -> Slide {
        let Some(ui) = self.ui.as_deref() else { return Slide::default() };
        let response = ui.interact(rect, widget_id(id), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Slider, true, label));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_value(place.words);
            node.set_numeric_value(f64::from(place.share));
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(1.0);
            node.add_action(accesskit::Action::Increment);
            node.add_action(accesskit::Action::Decrement);
        });
        let steps = ui.input(|input| {
            let asked = |action| input.num_accesskit_action_requests(response.id, action) as f32;
            asked(accesskit::Action::Increment) - asked(accesskit::Action::Decrement)
        });
        self.out.widgets.insert(id.into(), rect);
        if steps != 0.0 {
            return Slide { stepped: Some((place.share + steps * place.step).clamp(0.0, 1.0)), ..Slide::default() };
        }
        let share = |at: Pos2| ((at.x - rect.left()) / rect.width().max(1.0)).clamp(0.0, 1.0);
        let is_held = response.clicked() || response.dragged() || response.drag_stopped();
        let to = response.interact_pointer_pos().filter(|_| is_held).map(share);
        Slide { to, stepped: None, over: response.hover_pos().filter(|_| to.is_none()).map(share) }
    }
}
