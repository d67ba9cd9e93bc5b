//! The panels' passes of a frame: one that only listens, where something was pressed; one that lays out what shows; and one
//! more where what was ordered in this frame has become durable meanwhile. egui draws the last one.

use super::egui_glue::PanelsResource;
use super::links::LinkEnds;
use super::schedule::{Intents, SeatResource, Step, UnderWay, take_answers};
use super::timing::{Part, Parts};
use crate::seat::Seat;
use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use bevy_egui::{EguiContext, EguiFullOutput, EguiInput, EguiPostUpdateSet, PrimaryEguiContext, egui};

/// What this frame's passes have come to so far.
#[derive(Resource, Default)]
struct Laid(Option<egui::FullOutput>);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Laid>()
        .add_systems(Update, (listen.in_set(Step::Hear), lay_out.in_set(Step::LayOut)))
        // As late as may be: what was ordered gets time to become durable.
        .add_systems(PostUpdate, finish.in_set(EguiPostUpdateSet::EndPass).after(TransformSystems::Propagate));
}

/// What a pass needs.
#[derive(SystemParam)]
struct Pass<'w, 's> {
    contexts: Query<'w, 's, (&'static mut EguiContext, &'static mut EguiInput), With<PrimaryEguiContext>>,
    panels: ResMut<'w, PanelsResource>,
    intents: ResMut<'w, Intents>,
    parts: ResMut<'w, Parts>,
    laid: ResMut<'w, Laid>,
}

impl Pass<'_, '_> {
    /// Whether hands did something that may mean something.
    fn has_news(&mut self) -> bool {
        let shows = self.panels.installed && !self.panels.hidden;
        let Ok((mut context, input)) = self.contexts.single_mut() else { return false };
        shows && (input.events.iter().any(may_mean) || context.get_mut().egui_is_using_pointer())
    }

    /// Lays the panels out; what they mean goes to the intents, and of several passes' triangles the last ones stay.
    fn run(&mut self, seat: &Seat) {
        let Ok((mut context, mut input)) = self.contexts.single_mut() else { return };
        let ctx = context.get_mut().clone();
        let scale = seat.screen.scale() as f32;
        if ctx.zoom_factor() != scale {
            // The camera's own scale is 1 (windows override it), so the zoom alone makes a point a dp.
            ctx.set_zoom_factor(scale);
        }
        let PanelsResource { panels, hidden, installed, .. } = &mut *self.panels;
        let intents = &mut self.intents.0;
        let show = |_: &mut egui::Ui| {
            if !std::mem::replace(installed, true) {
                panels.install(&ctx);
                ctx.request_repaint(); // fonts set in a pass hold from the next one on
            } else if !*hidden {
                intents.extend(panels.show(&ctx, seat));
            }
        };
        let output = self.parts.time(Part::Egui, || ctx.run_ui(input.take(), show));
        match &mut self.laid.0 {
            // Its letters and its word to the clipboard are due all the same; what it wanted a further pass for is this, and
            // whether somebody types says this one.
            Some(earlier) => {
                earlier.viewport_output.clear();
                earlier.platform_output.ime = None;
                earlier.append(output);
            }
            None => self.laid.0 = Some(output),
        }
    }
}

/// The panels hear what hands did before the seat does what was meant: the frame that hears a press shows what it made.
fn listen(mut pass: Pass, seat: Res<SeatResource>) {
    if pass.has_news() {
        pass.run(&seat.0);
    }
}

/// Whether more than the pointer's place or the wheel has changed.
fn may_mean(event: &egui::Event) -> bool {
    use egui::Event;
    let only_moves = matches!(
        event,
        Event::PointerMoved(_) | Event::PointerGone | Event::MouseMoved(_) | Event::MouseWheel { .. } | Event::Zoom(_)
    );
    !only_moves && !matches!(event, Event::ModifiersChanged(_) | Event::WindowFocused(_))
}

fn lay_out(mut pass: Pass, seat: Res<SeatResource>) {
    pass.run(&seat.0);
}

/// Hands the last pass to egui. What was ordered here and has become durable since is laid out once more, which costs far
/// less than one more frame. Nobody waits for it; the map's layers follow in the next frame.
fn finish(
    mut pass: Pass,
    mut seat: ResMut<SeatResource>,
    (mut links, mut way): (ResMut<LinkEnds>, ResMut<UnderWay>),
    mut outputs: Query<&mut EguiFullOutput, With<PrimaryEguiContext>>,
) {
    let ordered = seat.0.commands_under_way();
    if ordered > 0 {
        take_answers(&mut seat.0, &mut links, &mut way);
        if seat.0.commands_under_way() < ordered {
            pass.run(&seat.0);
        }
    }
    if let Ok(mut output) = outputs.single_mut() {
        output.0 = pass.laid.0.take();
    }
}
