//! The keys of VISUAL.md's table, dead while somebody types.

use super::egui_glue::{PanelsResource, is_typing};
use super::key_codes::mark;
use super::schedule::{Intents, SeatResource, Step};
use crate::domain::{ActKind, FormField, Nature};
use crate::seat::tools::DrawKind;
use crate::seat::work::{ALL_ACTS_MARK, Field, Form, WorkIntent};
use crate::seat::{
    AlarmIntent, CameraIntent, DayIntent, IntakeIntent, Intent, Layer, PlotIntent, RecordIntent, ReplayIntent, Seat,
    SetupIntent, ShiftIntent, ShiftView, StaffGroup, StaffIntent, ToolIntent, TourIntent, VisitIntent,
};
use crate::spatial::Px;
use bevy::input::keyboard::KeyboardInput;
use bevy::prelude::*;
use bevy_egui::{EguiContext, PrimaryEguiContext, egui};

/// How far an arrow moves the map, dp.
const ARROW_DP: f64 = 96.0;
/// Zoom levels of one + or −.
const ZOOM_A_KEY: f64 = 0.5;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, keys.in_set(Step::Intent));
}

fn keys(
    seat: Res<SeatResource>,
    held: Res<ButtonInput<KeyCode>>,
    mut contexts: Query<&mut EguiContext, With<PrimaryEguiContext>>,
    panels: Res<PanelsResource>,
    mut events: MessageReader<KeyboardInput>,
    mut intents: ResMut<Intents>,
) {
    let typing = panels.panels.is_composing() || is_typing(&mut contexts);
    // A frame's keys have the same modifiers (`one_by_one`).
    let [shift, ctrl] = [SHIFT, CTRL].map(|keys| held.any_pressed(keys));
    let other = held.any_pressed(OTHER);
    for key in events.read().filter(|key| key.state.is_pressed()) {
        // Whoever works at the wall is not held up by a question that came by itself.
        let gives_way = seat.0.setup.is_asking() && !typing && !answers(key.key_code);
        if gives_way {
            intents.0.push(SetupIntent::Later.into());
        }
        let intent = match (typing || other, ctrl) {
            (true, _) => None,
            _ if let Some(intent) = recording(key.key_code) => (!key.repeat).then_some(intent),
            _ if seat.0.tour.is_on() => (!key.repeat).then(|| tour(key.key_code)).flatten(),
            _ if seat.0.setup.form().is_some() && !gives_way => in_setup(key.key_code).filter(|_| !key.repeat),
            // Whatever is pressed closes the help, and does nothing behind it.
            _ if seat.0.help => (!key.repeat && !is_modifier(key.key_code)).then_some(Intent::Help),
            (false, true) => (key.key_code == KeyCode::KeyZ).then(|| take_back(&seat.0)),
            (false, false) if shift && key.key_code == KeyCode::Slash => Some(Intent::Help),
            _ if seat.0.visit.is_previewed() => in_preview(key.key_code, shift).filter(|_| !key.repeat),
            (false, false) if shift && key.key_code == KeyCode::KeyV => {
                (!key.repeat).then_some(Intent::Visit(VisitIntent::Toggle))
            }
            (false, false) if shift && leap(key.key_code).is_some() && answers_to_letters(&seat.0) => {
                leap(key.key_code).filter(|_| !key.repeat)
            }
            (false, false) if shift && key.key_code == KeyCode::KeyQ && answers_to_letters(&seat.0) => {
                (!key.repeat).then_some(shift_intent(ShiftIntent::Show(ShiftView::Choose)))
            }
            (false, false) if shift && key.key_code == KeyCode::KeyH && answers_to_letters(&seat.0) => {
                (!key.repeat).then_some(Intent::NextHeat)
            }
            (false, false) if shift && key.key_code == KeyCode::KeyW && answers_to_letters(&seat.0) => {
                (!key.repeat).then_some(Intent::Staff(StaffIntent::Show(StaffGroup::OnDuty)))
            }
            (false, false) if key.repeat => movement(&seat.0, key.key_code),
            (false, false) if draws(&seat.0) => {
                movement(&seat.0, key.key_code).or_else(|| with_tool(&seat.0, key.key_code))
            }
            (false, false) => movement(&seat.0, key.key_code).or_else(|| plain(&seat.0, key.key_code)),
        };
        intents.0.extend(intent);
    }
}

const SHIFT: [KeyCode; 2] = [KeyCode::ShiftLeft, KeyCode::ShiftRight];
const CTRL: [KeyCode; 2] = [KeyCode::ControlLeft, KeyCode::ControlRight];
const OTHER: [KeyCode; 4] = [KeyCode::AltLeft, KeyCode::AltRight, KeyCode::SuperLeft, KeyCode::SuperRight];

/// Keys on a tour: back, on, the end, a dark wall, as clickers send them, too; whichever else is pressed pauses it, or lets it go on.
fn tour(key: KeyCode) -> Option<Intent> {
    let intent = match key {
        KeyCode::ArrowLeft | KeyCode::PageUp => TourIntent::Step(-1),
        KeyCode::ArrowRight | KeyCode::PageDown => TourIntent::Step(1),
        KeyCode::Escape | KeyCode::KeyT | KeyCode::F5 => TourIntent::End,
        KeyCode::KeyB | KeyCode::Period => TourIntent::Dark,
        KeyCode::F11 => return None,
        key if is_modifier(key) => return None,
        _ => TourIntent::Pause,
    };
    Some(Intent::Tour(intent))
}

/// Whether a key does nothing by itself.
pub(super) fn is_modifier(key: KeyCode) -> bool {
    SHIFT.contains(&key) || CTRL.contains(&key)
}

/// Whether a key changes what others mean.
pub(super) fn is_any_modifier(key: KeyCode) -> bool {
    is_modifier(key) || OTHER.contains(&key)
}

/// Keys that take the screen's picture, whatever it shows.
fn recording(key: KeyCode) -> Option<Intent> {
    match key {
        KeyCode::F8 => Some(Intent::Record(RecordIntent::Picture)),
        KeyCode::F9 => Some(Intent::Record(RecordIntent::Film)),
        _ => None,
    }
}

/// The time machine a span of its slider back, or on.
fn leap(key: KeyCode) -> Option<Intent> {
    let spans = match key {
        KeyCode::ArrowLeft => -1,
        KeyCode::ArrowRight => 1,
        _ => return None,
    };
    Some(Intent::Replay(ReplayIntent::Leap(spans)))
}

/// Keys that go on while they are held.
fn movement(seat: &Seat, key: KeyCode) -> Option<Intent> {
    let step_px = ARROW_DP * seat.screen.scale();
    let middle = Px::new(seat.view.width_px / 2.0, seat.view.height_px / 2.0);
    let pan = |dx_px, dy_px| Some(Intent::Pan { dx_px, dy_px });
    match key {
        KeyCode::ArrowLeft if seat.replay.is_wanted() => Some(Intent::Replay(ReplayIntent::Step(-1))),
        KeyCode::ArrowRight if seat.replay.is_wanted() => Some(Intent::Replay(ReplayIntent::Step(1))),
        // The window moves over the ground, so the ground moves the other way.
        KeyCode::ArrowLeft => pan(step_px, 0.0),
        KeyCode::ArrowRight => pan(-step_px, 0.0),
        KeyCode::ArrowUp => pan(0.0, step_px),
        KeyCode::ArrowDown => pan(0.0, -step_px),
        KeyCode::Equal | KeyCode::NumpadAdd => Some(Intent::ZoomAt { px: middle, dz: ZOOM_A_KEY }),
        KeyCode::Minus | KeyCode::NumpadSubtract => Some(Intent::ZoomAt { px: middle, dz: -ZOOM_A_KEY }),
        _ => None,
    }
}

/// Whether a letter is the seat's own: over a form it is nobody's, and while an act is picked it is that one's.
fn answers_to_letters(seat: &Seat) -> bool {
    !seat.is_filling_in() && !seat.picks_act()
}

/// Whether a tool is in the hand and no form is open that takes the keys.
fn draws(seat: &Seat) -> bool {
    seat.tools.drawing.is_some() && answers_to_letters(seat)
}

/// Taking back: of what is drawn the last corner, else the order.
fn take_back(seat: &Seat) -> Intent {
    if draws(seat) { Intent::Tool(ToolIntent::TakeBack) } else { Intent::Recall }
}

/// Keys while a tool is in the hand: they draw. What would act on a matter is dead, so that Enter ends a polygon and sends
/// nobody; layers and the areas' levels answer as ever.
fn with_tool(seat: &Seat, key: KeyCode) -> Option<Intent> {
    let tool = match key {
        KeyCode::Enter | KeyCode::NumpadEnter => ToolIntent::Finish,
        KeyCode::Backspace => ToolIntent::TakeBack,
        KeyCode::Escape => return Some(Intent::Back),
        KeyCode::Space | KeyCode::KeyD | KeyCode::KeyJ | KeyCode::KeyS | KeyCode::KeyN | KeyCode::KeyY => return None,
        key if DIGITS.contains(&key) => return None,
        key => return plain(seat, key),
    };
    Some(Intent::Tool(tool))
}

/// Whether a key means the form of the screen's measures, or nothing.
fn answers(key: KeyCode) -> bool {
    let moves = matches!(key, KeyCode::Tab | KeyCode::PageUp | KeyCode::PageDown | KeyCode::F11);
    moves || in_setup(key).is_some() || is_any_modifier(key)
}

/// Keys while the form of the screen's measures is open and nobody types: nothing else happens behind it.
fn in_setup(key: KeyCode) -> Option<Intent> {
    match key {
        KeyCode::Enter | KeyCode::NumpadEnter => Some(SetupIntent::Keep.into()),
        KeyCode::Comma => Some(SetupIntent::Toggle.into()),
        KeyCode::Escape => Some(Intent::Back),
        _ => None,
    }
}

/// Keys while the preview of visit mode asks its one question: nothing else happens behind it.
fn in_preview(key: KeyCode, shift: bool) -> Option<Intent> {
    match key {
        KeyCode::Enter | KeyCode::NumpadEnter => Some(Intent::Visit(VisitIntent::On)),
        KeyCode::Escape => Some(Intent::Back),
        KeyCode::KeyV if shift => Some(Intent::Visit(VisitIntent::Toggle)),
        _ => None,
    }
}

/// Keys that mean one thing. While a form is open they are the form's: what is highlighted there is confirmed, its first
/// choice is made by its number, and nothing else happens behind it.
fn plain(seat: &Seat, key: KeyCode) -> Option<Intent> {
    if let Some(form) = &seat.work.form {
        return match key {
            KeyCode::Enter | KeyCode::NumpadEnter => Some(Intent::Work(WorkIntent::Enter)),
            KeyCode::Escape => Some(Intent::Back),
            key => choice(seat, form, key),
        };
    }
    if seat.intake.form.is_some() {
        return intake(seat, key);
    }
    if seat.picks_act() {
        return picked(seat, key);
    }
    if seat.shift_view() == ShiftView::Choose
        && let Some(place) = mark(key).and_then(|mark| mark.to_digit(10))
    {
        return sits(seat, place);
    }
    Some(match key {
        KeyCode::Comma => SetupIntent::Toggle.into(),
        KeyCode::KeyN => Intent::Intake(IntakeIntent::Open),
        KeyCode::KeyP => Intent::Replay(ReplayIntent::Toggle),
        KeyCode::KeyT | KeyCode::F5 => Intent::Tour(TourIntent::Toggle),
        KeyCode::KeyO => Intent::Turn,
        KeyCode::PageUp => Intent::StepTown(-1),
        KeyCode::PageDown => Intent::StepTown(1),
        KeyCode::KeyK => Intent::Plot(PlotIntent::Next),
        KeyCode::KeyR => Intent::Day(DayIntent::Near),
        KeyCode::Space if seat.replay.is_wanted() => Intent::Replay(ReplayIntent::Toggle),
        KeyCode::Home => Intent::Replay(ReplayIntent::Live),
        KeyCode::F1 => Intent::Help,
        KeyCode::F2 => Intent::NextWaiting,
        KeyCode::Enter | KeyCode::NumpadEnter => Intent::Work(WorkIntent::Enter),
        KeyCode::Slash => Intent::Work(WorkIntent::WantSearch),
        KeyCode::KeyA => Intent::Alarm(AlarmIntent::Toggle),
        KeyCode::KeyS => Intent::Work(WorkIntent::Open(shelving(seat)?)),
        KeyCode::KeyU => Intent::Alarm(AlarmIntent::Mute),
        KeyCode::KeyQ => Intent::Work(WorkIntent::Desk),
        KeyCode::KeyD => Intent::Work(WorkIntent::Open(full_form(seat)?)),
        KeyCode::KeyJ => Intent::Work(WorkIntent::PickAct),
        KeyCode::Space => Intent::Accept,
        KeyCode::Escape => Intent::Back,
        KeyCode::BracketLeft => Intent::LevelUp,
        KeyCode::BracketRight => Intent::LevelDown,
        KeyCode::Digit0 | KeyCode::Numpad0 => Intent::WholeCounty,
        KeyCode::Digit1 | KeyCode::Numpad1 => Intent::Choose(0),
        KeyCode::Digit2 | KeyCode::Numpad2 => Intent::Choose(1),
        KeyCode::Digit3 | KeyCode::Numpad3 => Intent::Choose(2),
        KeyCode::Digit4 | KeyCode::Numpad4 => Intent::Choose(3),
        KeyCode::Digit5 | KeyCode::Numpad5 => Intent::Choose(4),
        KeyCode::KeyI => Intent::Toggle(Layer::Incidents),
        KeyCode::KeyH => Intent::Toggle(Layer::Heat),
        KeyCode::KeyW => Intent::Toggle(Layer::Workers),
        KeyCode::KeyC => Intent::Camera(CameraIntent::LookingHere),
        KeyCode::KeyV => Intent::Toggle(Layer::Cameras),
        KeyCode::KeyG => Intent::Toggle(Layer::AreaFill),
        KeyCode::KeyF => Intent::NextIndicator,
        KeyCode::KeyB => Intent::Toggle(Layer::Boundaries),
        KeyCode::KeyE => Intent::Toggle(Layer::Dedicated),
        KeyCode::KeyM => Intent::Toggle(Layer::Gaps),
        KeyCode::KeyX => Intent::Tool(ToolIntent::Draw(DrawKind::Polygon)),
        KeyCode::KeyL => Intent::Tool(ToolIntent::Draw(DrawKind::Measure)),
        KeyCode::KeyY => Intent::Tool(ToolIntent::WhoHere),
        _ => return None,
    })
}

/// Keys while a matter is taken in and nobody types: Enter reports it and does nothing else, digits say what kind of talk it
/// is, A takes over what is advised, N types on. All others are dead, so that nobody is sent while somebody calls.
fn intake(seat: &Seat, key: KeyCode) -> Option<Intent> {
    let nature = || DIGITS.iter().position(|digit| *digit == key).and_then(|place| Nature::ASKED.get(place)).copied();
    let asks_nature = seat.intake.form.as_ref().is_some_and(|form| form.asks(FormField::Nature));
    match key {
        KeyCode::Enter | KeyCode::NumpadEnter => Some(Intent::Work(WorkIntent::Enter)),
        KeyCode::Escape => Some(Intent::Back),
        KeyCode::KeyA => Some(Intent::Intake(IntakeIntent::Adopt)),
        KeyCode::KeyN => Some(Intent::Intake(IntakeIntent::Open)),
        _ => nature().filter(|_| asks_nature).map(|nature| Intent::Intake(IntakeIntent::Nature(nature))),
    }
}

const DIGITS: [KeyCode; 7] = [
    KeyCode::Digit1,
    KeyCode::Digit2,
    KeyCode::Digit3,
    KeyCode::Digit4,
    KeyCode::Digit5,
    KeyCode::Digit6,
    KeyCode::Digit7,
];

/// Keys while an act is picked: the one whose mark it is, all acts or few, the large button's. All others are dead.
fn picked(seat: &Seat, key: KeyCode) -> Option<Intent> {
    let mean = |intent| Some(Intent::Work(intent));
    match key {
        KeyCode::Escape => Some(Intent::Back),
        KeyCode::KeyJ => mean(WorkIntent::PickAct),
        KeyCode::Enter | KeyCode::NumpadEnter => mean(WorkIntent::Enter),
        key => match mark(key)? {
            ALL_ACTS_MARK => mean(WorkIntent::AllActs),
            mark => mean(WorkIntent::Open(seat.marked_act(mark)?)),
        },
    }
}

fn shift_intent(intent: ShiftIntent) -> Intent {
    Intent::Work(WorkIntent::Shift(intent))
}

/// The officer of the roster who sits here by a digit's key, from 1.
fn sits(seat: &Seat, place: u32) -> Option<Intent> {
    let place = (place as usize).checked_sub(1)?;
    let (name, _) = *seat.roster().get(place)?;
    Some(shift_intent(ShiftIntent::Sit(name.to_owned())))
}

/// The choice of a form's first field that a digit's key makes.
fn choice(seat: &Seat, form: &Form, key: KeyCode) -> Option<Intent> {
    let place = DIGITS.iter().position(|digit| *digit == key)?;
    let what = form.fields().find_map(|field| match field {
        Field::Choose(what) => Some(what),
        _ => None,
    })?;
    let choice = seat.options(form, what).into_iter().nth(place)?;
    Some(Intent::Work(WorkIntent::Choose(choice)))
}

/// The full form of sending somebody: where somebody was sent already, of sending another.
fn full_form(seat: &Seat) -> Option<ActKind> {
    let row = seat.picture.incidents.row(seat.selected_incident()?);
    Some(if row.holds_worker() { ActKind::Reassign } else { ActKind::Assign })
}

/// What the key of the shelf does with the selected matter: it is shelved, or taken off the shelf.
fn shelving(seat: &Seat) -> Option<ActKind> {
    let incident = seat.selected_incident()?;
    Some(if seat.is_shelved(incident) { ActKind::Unshelve } else { ActKind::Shelve })
}

/// Whether egui must not see this event while nobody types: it would press the focused widget with it,
/// and the same key would mean two things.
pub(super) fn is_ours(event: &egui::Event) -> bool {
    use egui::Key;
    match event {
        // A key's release is always told: egui would take the next press of a key that it never saw go up for a repeat.
        egui::Event::Key { key, pressed: true, .. } => matches!(
            key,
            Key::Enter | Key::Space | Key::Escape | Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown
        ),
        egui::Event::Text(text) => text == " ",
        _ => false,
    }
}
