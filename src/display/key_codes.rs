//! Which key writes which character, on a keyboard as it is in the United States.

use bevy::input::keyboard::KeyCode;

/// What a digit's or a letter's key is called.
pub(super) fn mark(key: KeyCode) -> Option<char> {
    ('0'..='9').chain('A'..='Z').find(|mark| code_of(*mark) == Some(key))
}

/// The key that writes a character; none where no key does alone.
pub(super) fn code_of(c: char) -> Option<KeyCode> {
    use KeyCode as K;
    const LETTERS: [KeyCode; 26] = [
        K::KeyA,
        K::KeyB,
        K::KeyC,
        K::KeyD,
        K::KeyE,
        K::KeyF,
        K::KeyG,
        K::KeyH,
        K::KeyI,
        K::KeyJ,
        K::KeyK,
        K::KeyL,
        K::KeyM,
        K::KeyN,
        K::KeyO,
        K::KeyP,
        K::KeyQ,
        K::KeyR,
        K::KeyS,
        K::KeyT,
        K::KeyU,
        K::KeyV,
        K::KeyW,
        K::KeyX,
        K::KeyY,
        K::KeyZ,
    ];
    const DIGITS: [KeyCode; 10] =
        [K::Digit0, K::Digit1, K::Digit2, K::Digit3, K::Digit4, K::Digit5, K::Digit6, K::Digit7, K::Digit8, K::Digit9];
    match c.to_ascii_lowercase() {
        letter @ 'a'..='z' => Some(LETTERS[usize::from(letter as u8 - b'a')]),
        digit @ '0'..='9' => Some(DIGITS[usize::from(digit as u8 - b'0')]),
        '[' => Some(K::BracketLeft),
        ']' => Some(K::BracketRight),
        '+' | '=' => Some(K::Equal),
        '-' => Some(K::Minus),
        '/' => Some(K::Slash),
        ',' => Some(K::Comma),
        '.' => Some(K::Period),
        _ => None,
    }
}
