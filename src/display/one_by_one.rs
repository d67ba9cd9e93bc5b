//! Keys one by one: what was pressed while a frame was drawn meets the screen that the key before it made, as whoever
//! pressed it meant it. Where frames are slow `N` and the words after it come at once: the words belong into the field that
//! `N` opens, and are no shortcuts. And bevy_egui 0.42 takes the modifiers at a frame's end for those of all its keys: of
//! Ctrl+Enter, pressed and let go within one frame, it would make Enter.

use super::egui_glue::{PanelsResource, is_typing};
use super::keys::is_any_modifier;
use super::schedule::{Intents, UnderWay};
use bevy::ecs::message::MessageCursor;
use bevy::input::InputSystems;
use bevy::input::keyboard::KeyboardInput;
use bevy::prelude::*;
use bevy_egui::{EguiContext, PrimaryEguiContext};
use std::collections::VecDeque;

/// What is under way while a key waits for the next frame.
pub(super) const KEYS_WAIT: &str = "keys";

pub(super) fn plugin(app: &mut App) {
    app.add_systems(PreUpdate, let_through.before(InputSystems));
}

/// Lets through what this frame answers; the rest waits for the next one.
fn let_through(
    mut messages: ResMut<Messages<KeyboardInput>>,
    mut contexts: Query<&mut EguiContext, With<PrimaryEguiContext>>,
    (panels, intents): (Res<PanelsResource>, Res<Intents>),
    mut way: ResMut<UnderWay>,
    mut seen: Local<MessageCursor<KeyboardInput>>,
    mut waiting: Local<VecDeque<KeyboardInput>>,
) {
    waiting.extend(seen.read(&messages).cloned());
    if waiting.is_empty() {
        return;
    }
    let typing = panels.panels.is_composing() || is_typing(&mut contexts);
    // What the panels made of the last key is done in this frame: the next key waits for it.
    let mut gate = Gate { typing, pressed: false, shut: !typing && !intents.0.is_empty() };
    let through = waiting.iter().take_while(|key| gate.lets_through(key)).count();
    messages.clear();
    messages.write_batch(waiting.drain(..through));
    seen.clear(&messages);
    way.set(KEYS_WAIT, !waiting.is_empty());
}

/// How far one frame goes.
struct Gate {
    /// Whether a text field has the keyboard.
    typing: bool,
    /// Whether a key was pressed in this frame, modifiers apart.
    pressed: bool,
    /// Whether the next key might mean something else once this frame is drawn.
    shut: bool,
}

impl Gate {
    fn lets_through(&mut self, event: &KeyboardInput) -> bool {
        let key = event.key_code;
        if is_any_modifier(key) {
            // The keys of a frame have the same modifiers.
            return !self.pressed;
        }
        if !event.state.is_pressed() {
            return true;
        }
        // What ends a field meets what the words before it made: the matters that they find, the agency.
        if self.shut || (self.pressed && ends_typing(key)) {
            return false;
        }
        self.pressed = true;
        self.shut = !event.repeat && (!self.typing || ends_typing(key));
        true
    }
}

/// Whether a key may take a field the keyboard.
fn ends_typing(key: KeyCode) -> bool {
    matches!(key, KeyCode::Enter | KeyCode::NumpadEnter | KeyCode::Escape | KeyCode::Tab)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy::input::ButtonState::{self, Pressed, Released};
    use bevy::input::keyboard::Key;

    fn through(typing: bool, events: &[(KeyCode, ButtonState)]) -> usize {
        let mut gate = Gate { typing, pressed: false, shut: false };
        let event = |(key_code, state): &(KeyCode, ButtonState)| KeyboardInput {
            key_code: *key_code,
            logical_key: Key::Dead(None),
            state: *state,
            text: None,
            repeat: false,
            window: Entity::PLACEHOLDER,
        };
        events.iter().map(event).take_while(|event| gate.lets_through(event)).count()
    }

    #[test]
    fn outside_of_a_field_a_frame_answers_one_key() {
        let events = [(KeyCode::KeyN, Pressed), (KeyCode::KeyN, Released), (KeyCode::Space, Pressed)];
        assert_eq!(through(false, &events), 2);
        assert_eq!(through(true, &events), 3, "in a field they are text");
    }

    #[test]
    fn what_ends_a_field_has_a_frame_of_its_own() {
        for key in [KeyCode::Enter, KeyCode::Escape, KeyCode::Tab] {
            let events = [(KeyCode::KeyA, Pressed), (key, Pressed), (KeyCode::Space, Pressed)];
            assert_eq!((through(true, &events), through(true, &events[1..])), (1, 1));
        }
    }

    #[test]
    fn a_chord_keeps_its_modifier_until_its_frame_is_over() {
        let chord = [
            (KeyCode::ControlLeft, Pressed),
            (KeyCode::Enter, Pressed),
            (KeyCode::Enter, Released),
            (KeyCode::ControlLeft, Released),
        ];
        assert_eq!(through(true, &chord), 3);
        assert_eq!(through(false, &chord[2..]), 2, "the rest is the next frame's");
    }
}
