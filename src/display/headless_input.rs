//! Synthetic input of a seat without a window: the same Bevy messages that winit would write.

use super::fingers::LONG_PRESS;
use super::headless::{Headless, UPDATE};
use super::key_codes::code_of;
use super::one_by_one::KEYS_WAIT;
use super::schedule::UnderWay;
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key, KeyCode, KeyboardInput, NativeKeyCode};
use bevy::input::mouse::{MouseButton, MouseButtonInput, MouseScrollUnit, MouseWheel};
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::math::Vec2;
use bevy::prelude::Message;
use bevy::window::{CursorMoved, Window, WindowEvent};

/// In so many steps a drag goes from its start to its end.
const DRAG_STEPS: u32 = 6;

/// The keys that change what the mouse and others do.
const MODIFIERS: [(&str, KeyCode, Key); 3] = [
    ("Ctrl", KeyCode::ControlLeft, Key::Control),
    ("Shift", KeyCode::ShiftLeft, Key::Shift),
    ("Alt", KeyCode::AltLeft, Key::Alt),
];

impl Headless {
    /// winit's runner writes each message twice, alone and as `WindowEvent`; bevy_egui's pointer
    /// system reads the second, everybody else the first.
    fn send<M: Message + Clone + Into<WindowEvent>>(&mut self, message: M) {
        self.app.world_mut().write_message::<WindowEvent>(message.clone().into());
        self.app.world_mut().write_message(message);
    }

    fn move_to(&mut self, x_px: f64, y_px: f64) {
        let (window, position) = (self.window, Vec2::new(x_px as f32, y_px as f32));
        if let Some(mut platform) = self.app.world_mut().get_mut::<Window>(window) {
            platform.set_cursor_position(Some(position));
        }
        self.pointer = position;
        self.send(CursorMoved { window, position, delta: None });
        self.update();
    }

    fn button(&mut self, state: ButtonState) {
        self.press_or_release(MouseButton::Left, state);
    }

    fn press_or_release(&mut self, button: MouseButton, state: ButtonState) {
        let window = self.window;
        self.send(MouseButtonInput { button, state, window });
        self.update();
    }

    /// Clicks with the right button at a point of the window, px.
    pub fn right_click(&mut self, x_px: f64, y_px: f64) {
        self.move_to(x_px, y_px);
        self.press_or_release(MouseButton::Right, ButtonState::Pressed);
        self.press_or_release(MouseButton::Right, ButtonState::Released);
        self.update();
    }

    /// Does something with the mouse while a modifier (`Ctrl`, `Shift`, `Alt`) is held; false where none has that name.
    pub fn holding(&mut self, modifier: &str, act: impl FnOnce(&mut Self)) -> bool {
        let Some((_, code, key)) = MODIFIERS.iter().find(|(name, ..)| *name == modifier) else { return false };
        self.key_event(*code, key.clone(), ButtonState::Pressed);
        act(self);
        self.key_event(*code, key.clone(), ButtonState::Released);
        true
    }

    /// Moves the pointer to a point of the window, px, and lets it rest there long enough to hover.
    pub fn hover(&mut self, x_px: f64, y_px: f64) {
        self.move_to(x_px, y_px);
        self.update();
        self.update();
        self.update();
    }

    /// Presses the left button at a point of the window, px, and draws that.
    pub(super) fn press(&mut self, x_px: f64, y_px: f64) {
        self.move_to(x_px, y_px);
        self.button(ButtonState::Pressed);
    }

    /// Lets go of the left button; the next frame hears it.
    pub(super) fn let_go(&mut self) {
        let window = self.window;
        self.send(MouseButtonInput { button: MouseButton::Left, state: ButtonState::Released, window });
    }

    /// Clicks at a point of the window, px.
    pub fn click(&mut self, x_px: f64, y_px: f64) {
        self.move_to(x_px, y_px);
        self.button(ButtonState::Pressed);
        self.button(ButtonState::Released);
        self.update();
    }

    /// Clicks twice at a point of the window, px.
    pub fn double_click(&mut self, x_px: f64, y_px: f64) {
        self.move_to(x_px, y_px);
        for state in [ButtonState::Pressed, ButtonState::Released, ButtonState::Pressed, ButtonState::Released] {
            self.button(state);
        }
        self.update();
    }

    /// Drags with the left button from one point of the window to another, px.
    pub fn drag(&mut self, from_px: (f64, f64), to_px: (f64, f64)) {
        self.move_to(from_px.0, from_px.1);
        self.button(ButtonState::Pressed);
        for step in 1..=DRAG_STEPS {
            let share = f64::from(step) / f64::from(DRAG_STEPS);
            let at = |from: f64, to: f64| from + (to - from) * share;
            self.move_to(at(from_px.0, to_px.0), at(from_px.1, to_px.1));
        }
        self.button(ButtonState::Released);
        self.update();
    }

    fn finger(&mut self, id: u64, (x_px, y_px): (f64, f64), phase: TouchPhase) {
        let (window, position) = (self.window, Vec2::new(x_px as f32, y_px as f32));
        self.send(TouchInput { phase, position, window, force: None, id });
        self.update();
    }

    /// Taps with a finger at a point of the window, px.
    pub fn tap(&mut self, x_px: f64, y_px: f64) {
        self.finger(1, (x_px, y_px), TouchPhase::Started);
        self.finger(1, (x_px, y_px), TouchPhase::Ended);
        self.update();
    }

    /// Lets a finger rest at a point of the window, px, for as long as asks who answers there, and lifts it.
    pub fn long_press(&mut self, x_px: f64, y_px: f64) {
        self.finger(1, (x_px, y_px), TouchPhase::Started);
        // Here time goes by frames, each as long as the other.
        for _ in 0..=LONG_PRESS.as_millis() / UPDATE.as_millis() {
            self.update();
        }
        self.finger(1, (x_px, y_px), TouchPhase::Ended);
        self.update();
    }

    /// Draws a finger from one point of the window to another, px.
    pub fn swipe(&mut self, from_px: (f64, f64), to_px: (f64, f64)) {
        self.finger(1, from_px, TouchPhase::Started);
        for step in 1..=DRAG_STEPS {
            let share = f64::from(step) / f64::from(DRAG_STEPS);
            let at = |from: f64, to: f64| from + (to - from) * share;
            self.finger(1, (at(from_px.0, to_px.0), at(from_px.1, to_px.1)), TouchPhase::Moved);
        }
        self.finger(1, to_px, TouchPhase::Ended);
        self.update();
    }

    /// Spreads two fingers, or brings them together, about a point of the window: so far apart at first and at last, px.
    pub fn pinch(&mut self, (x_px, y_px): (f64, f64), from_px: f64, to_px: f64) {
        let at = |apart_px: f64, side: f64| (x_px + side * apart_px / 2.0, y_px);
        for (id, side) in [(1, -1.0), (2, 1.0)] {
            self.finger(id, at(from_px, side), TouchPhase::Started);
        }
        for (id, side) in [(1, -1.0), (2, 1.0)] {
            self.finger(id, at(to_px, side), TouchPhase::Moved);
        }
        for (id, side) in [(1, -1.0), (2, 1.0)] {
            self.finger(id, at(to_px, side), TouchPhase::Ended);
        }
        self.update();
    }

    /// Turns the wheel by so many notches at a point of the window, px; away from the hand is positive.
    pub fn scroll(&mut self, x_px: f64, y_px: f64, lines: f32) {
        self.move_to(x_px, y_px);
        let (window, unit) = (self.window, MouseScrollUnit::Line);
        let phase = TouchPhase::Moved;
        self.send(MouseWheel { unit, x: 0.0, y: lines, window, phase });
        self.update();
        self.update();
    }

    /// Presses and releases a key by the name a script gives it (`F2`, `Enter`, `Ctrl+Z`, `Alt+1`, `[`, `a`), all of it
    /// between two frames, as happens where frames are slow; false where no key has that name.
    pub fn key(&mut self, name: &str) -> bool {
        self.keys_at_once(&[name])
    }

    /// The same with several keys, one after the other.
    pub fn keys_at_once(&mut self, names: &[&str]) -> bool {
        let Some(chords) = names.iter().map(|name| chord(name)).collect::<Option<Vec<_>>>() else { return false };
        for chord in chords {
            for (code, key) in &chord {
                self.send_key(*code, key.clone(), ButtonState::Pressed);
            }
            for (code, key) in chord.iter().rev() {
                self.send_key(*code, key.clone(), ButtonState::Released);
            }
        }
        self.update();
        while self.app.world().resource::<UnderWay>().0.contains(KEYS_WAIT) {
            self.update();
        }
        self.update();
        true
    }

    fn send_key(&mut self, key_code: KeyCode, logical_key: Key, state: ButtonState) {
        let window = self.window;
        self.send(KeyboardInput { key_code, logical_key, state, text: None, repeat: false, window });
    }

    fn key_event(&mut self, key_code: KeyCode, logical_key: Key, state: ButtonState) {
        self.send_key(key_code, logical_key, state);
        self.update();
    }

    /// Types text. Han text has no key: it comes as an input method's commit would.
    pub fn type_text(&mut self, text: &str) {
        let unknown = KeyCode::Unidentified(NativeKeyCode::Unidentified);
        for c in text.chars() {
            let key = if c == ' ' { Key::Space } else { Key::Character(c.to_string().into()) };
            self.key_event(unknown, key.clone(), ButtonState::Pressed);
            self.key_event(unknown, key, ButtonState::Released);
        }
    }
}

/// The keys that a name asks for, in the order in which they are pressed.
fn chord(name: &str) -> Option<Vec<(KeyCode, Key)>> {
    let (mut chord, mut bare) = (Vec::new(), name);
    for (modifier, code, key) in MODIFIERS {
        if let Some(rest) = bare.strip_prefix(modifier).and_then(|rest| rest.strip_prefix('+')) {
            chord.push((code, key));
            bare = rest;
        }
    }
    chord.push(key_of(bare)?);
    Some(chord)
}

/// The physical and the logical key of a name.
fn key_of(name: &str) -> Option<(KeyCode, Key)> {
    const NAMED: [(&str, KeyCode, Key); 24] = [
        ("F1", KeyCode::F1, Key::F1),
        ("F2", KeyCode::F2, Key::F2),
        ("F3", KeyCode::F3, Key::F3),
        ("F5", KeyCode::F5, Key::F5),
        ("F11", KeyCode::F11, Key::F11),
        ("Enter", KeyCode::Enter, Key::Enter),
        ("Space", KeyCode::Space, Key::Space),
        ("Esc", KeyCode::Escape, Key::Escape),
        ("Escape", KeyCode::Escape, Key::Escape),
        ("Tab", KeyCode::Tab, Key::Tab),
        ("Backspace", KeyCode::Backspace, Key::Backspace),
        ("Delete", KeyCode::Delete, Key::Delete),
        ("Home", KeyCode::Home, Key::Home),
        ("End", KeyCode::End, Key::End),
        ("Left", KeyCode::ArrowLeft, Key::ArrowLeft),
        ("Right", KeyCode::ArrowRight, Key::ArrowRight),
        ("Up", KeyCode::ArrowUp, Key::ArrowUp),
        ("Down", KeyCode::ArrowDown, Key::ArrowDown),
        ("ArrowLeft", KeyCode::ArrowLeft, Key::ArrowLeft),
        ("ArrowRight", KeyCode::ArrowRight, Key::ArrowRight),
        ("ArrowUp", KeyCode::ArrowUp, Key::ArrowUp),
        ("ArrowDown", KeyCode::ArrowDown, Key::ArrowDown),
        ("PageUp", KeyCode::PageUp, Key::PageUp),
        ("PageDown", KeyCode::PageDown, Key::PageDown),
    ];
    let named = NAMED.iter().find(|(known, ..)| *known == name);
    named.map(|(_, code, key)| (*code, key.clone())).or_else(|| {
        let mut chars = name.chars();
        let c = chars.next().filter(|_| chars.next().is_none())?;
        Some((code_of(c)?, Key::Character(c.to_string().into())))
    })
}
