//! bevy_egui set up for the panels: what it hears, and so that it rests. Their passes are `passes`.

use super::input_method::{count_chars, place_below};
use super::keys::is_ours;
use super::photos::{PhotoDesk, PhotoReader};
use super::video::{VideoDesk, VideoReader};
use super::waker::Waker;
use crate::panels::{DIGITS, Panels, VideoSource};
use crate::seat::Seat;
use bevy::a11y::ActionRequest;
use bevy::prelude::*;
use bevy::window::RequestRedraw;
use bevy_egui::{
    EguiContext, EguiFullOutput, EguiGlobalSettings, EguiInput, EguiPlugin, EguiPostUpdateSet, EguiPreUpdateSet,
    PrimaryEguiContext, egui,
};
use std::sync::Arc;
use std::time::Duration;

/// The panels and what display must know of them.
#[derive(Resource)]
pub(super) struct PanelsResource {
    pub(super) panels: Panels,
    /// Nothing of them is shown: an empty frame is measured.
    pub(super) hidden: bool,
    pub(super) installed: bool,
    photos: Option<Arc<PhotoDesk>>,
    video: Option<Arc<VideoDesk>>,
}

impl PanelsResource {
    /// Whether a photo is on its way to a panel.
    pub(super) fn awaits_photo(&self) -> bool {
        self.photos.as_ref().is_some_and(|photos| photos.is_busy())
    }

    /// Where cameras' pictures come from, for a window of their own.
    pub(super) fn video_source(&self) -> Option<Arc<dyn VideoSource>> {
        self.video.as_ref().map(|desk| Arc::clone(desk) as Arc<dyn VideoSource>)
    }

    /// Looks through the cameras that are open on the seat; answers whether the first picture of one is on its way.
    pub(super) fn follow_cameras(&self, seat: &Seat) -> bool {
        self.video.as_ref().is_some_and(|video| video.follow(seat))
    }
}

/// Gives the panels the cameras' pictures, as [`bring_photos`] does with photos.
pub(super) fn bring_video(app: &mut App, reader: Option<Arc<dyn VideoReader>>, waker: Waker) {
    let Some(reader) = reader else { return };
    match VideoDesk::start(reader, move || waker.wake_at_once()) {
        Ok(desk) => {
            let desk = Arc::new(desk);
            let mut resource = app.world_mut().resource_mut::<PanelsResource>();
            resource.panels.set_video(Arc::<VideoDesk>::clone(&desk));
            resource.video = Some(desk);
        }
        Err(error) => warn!("cameras are not shown: {error}"),
    }
}

/// Gives the panels their photos. Without a thread for them there are none, which is told and no more: a seat without
/// photos is still a seat.
pub(super) fn bring_photos(app: &mut App, reader: Option<PhotoReader>, waker: Waker) {
    let Some(reader) = reader else { return };
    match PhotoDesk::start(reader, move || waker.wake()) {
        Ok(desk) => {
            let desk = Arc::new(desk);
            let mut resource = app.world_mut().resource_mut::<PanelsResource>();
            resource.panels.set_photos(Arc::<PhotoDesk>::clone(&desk));
            resource.photos = Some(desk);
        }
        Err(error) => warn!("photos are not shown: {error}"),
    }
}

/// After how long somebody wants the next frame at the latest; `MAX` where nobody does.
#[derive(Resource)]
pub(super) struct Wishes {
    /// egui: an animation, a blinking caret.
    pub(super) egui: Duration,
    /// A pointer that has just come to rest.
    pub(super) hover: Duration,
}

pub(super) fn plugin(app: &mut App) {
    app.add_plugins(EguiPlugin::default())
        .insert_resource(PanelsResource {
            panels: Panels::new(),
            hidden: false,
            installed: false,
            photos: None,
            video: None,
        })
        .insert_resource(Wishes { egui: Duration::ZERO, hover: Duration::MAX })
        .add_message::<ActionRequest>()
        .add_systems(
            PreUpdate,
            (tame_egui, hear_screen_reader).after(EguiPreUpdateSet::ProcessInput).before(EguiPreUpdateSet::BeginPass),
        )
        .add_systems(
            PostUpdate,
            (
                (note_rest, place_below).after(EguiPostUpdateSet::EndPass).before(EguiPostUpdateSet::ProcessOutput),
                drop_early_redraws.after(EguiPostUpdateSet::ProcessOutput),
            ),
        );
    // The context belongs to our camera, not to whichever camera comes first.
    app.world_mut().resource_mut::<EguiGlobalSettings>().auto_create_primary_context = false;
}

/// Two mends that every seat needs. bevy_egui 0.42 sends `ModifiersChanged` in every frame, and egui
/// repaints at once after any event, so a window would never rest. And it never says how large a
/// texture may be: egui assumes 2048, and at wall sizes the Han glyphs overflow that atlas.
fn tame_egui(mut last: Local<Option<egui::Modifiers>>, mut contexts: Query<(&mut EguiContext, &mut EguiInput)>) {
    for (mut context, mut input) in &mut contexts {
        let typing = context.get_mut().text_edit_focused();
        input.max_texture_side = Some(4096);
        input.events.retain(|event| match event {
            egui::Event::ModifiersChanged(now) => last.replace(*now) != Some(*now),
            event => typing || !is_ours(event),
        });
        input.events.iter_mut().for_each(count_chars);
        drop_digits_of_chords(&mut input.events);
    }
}

/// Alt and a digit take what that digit stands at: it is no text. bevy_egui makes text of it, too, ahead of the key.
fn drop_digits_of_chords(events: &mut Vec<egui::Event>) {
    let is_chord = |event: &egui::Event| {
        matches!(event, egui::Event::Key { key, pressed: true, modifiers, .. }
            if modifiers.matches_exact(egui::Modifiers::ALT) && DIGITS.contains(key))
    };
    let spoken = |pair: &[egui::Event]| matches!(pair[0], egui::Event::Text(_)) && is_chord(&pair[1]);
    let digits: Vec<usize> = (1..events.len()).filter(|at| spoken(&events[at - 1..=*at])).collect();
    for at in digits.into_iter().rev() {
        events.remove(at - 1);
    }
}

/// Hands on what a screen reader asks of a widget: bevy_egui tells it what is there, but does not listen.
fn hear_screen_reader(
    mut asked: MessageReader<ActionRequest>,
    mut inputs: Query<&mut EguiInput, With<PrimaryEguiContext>>,
) {
    let Ok(mut input) = inputs.single_mut() else { return asked.clear() };
    input.events.extend(asked.read().map(|request| egui::Event::AccessKitActionRequest(request.0.clone())));
}

fn note_rest(outputs: Query<&EguiFullOutput, With<PrimaryEguiContext>>, mut wishes: ResMut<Wishes>) {
    let outputs = outputs.iter().filter_map(|output| output.0.as_ref());
    let delays = outputs.filter_map(|output| output.viewport_output.get(&egui::ViewportId::ROOT));
    wishes.egui = delays.map(|viewport| viewport.repaint_delay).min().unwrap_or(Duration::MAX);
}

/// bevy_egui asks for a frame at once even where egui asked for one later. `keep_going` (in `Last`)
/// asks for ours.
fn drop_early_redraws(wishes: Res<Wishes>, mut redraws: ResMut<Messages<RequestRedraw>>) {
    if wishes.egui > Duration::ZERO {
        redraws.clear();
    }
}

/// Whether egui, not the map, has what is under this point of the window (px).
pub(super) fn egui_holds(
    contexts: &mut Query<&mut EguiContext, With<PrimaryEguiContext>>,
    panels: &PanelsResource,
    at_px: Vec2,
    scale: f32,
) -> bool {
    let Ok(mut context) = contexts.single_mut() else { return false };
    let ctx = context.get_mut();
    let at = egui::pos2(at_px.x / scale, at_px.y / scale);
    // Widgets that stand on the map's own rectangle: chips, the recall bar, the legend's switches.
    ctx.egui_is_using_pointer()
        || ctx.layer_id_at(at).is_some_and(|layer| layer.order > egui::Order::Background)
        || panels.panels.widgets().values().any(|rect| rect.contains(at))
}

/// Whether a text field has the focus, so that keys are text.
pub(super) fn is_typing(contexts: &mut Query<&mut EguiContext, With<PrimaryEguiContext>>) -> bool {
    contexts.single_mut().is_ok_and(|mut context| context.get_mut().text_edit_focused())
}
