//! A hand at a window: keys by their names in X11's tables, words, a mouse.

use super::Session;
use super::said::Window;
use std::process::Command;

/// The keys of a keyboard in the order of their codes, from 1. wtype makes a keyboard of its own, with the keys in the
/// order in which it is told of them; this way they have the codes that a keyboard on a desk has.
const BOARD: &str = "Escape 1 2 3 4 5 6 7 8 9 0 minus equal BackSpace Tab q w e r t y u i o p bracketleft bracketright \
                     Return Control_L a s d f g h j k l semicolon apostrophe grave Shift_L backslash z x c v b n m comma \
                     period slash Shift_R KP_Multiply Alt_L space";

impl Session {
    /// Presses these keys one after the other, an officer's tenth of a second apart.
    pub(in super::super) fn press(&self, keys: &str) {
        let mut command = if self.is_wayland() {
            let mut command = self.command("wtype");
            // A release without a press is no key, but it puts the key into its place.
            for key in BOARD.split_whitespace() {
                command.args(["-p", key]);
            }
            command.args(["-s", "300"]);
            for key in keys.split(' ') {
                command.args(["-k", key, "-s", "100"]);
            }
            command
        } else {
            let mut command = self.command("xdotool");
            command.args(["key", "--delay", "100"]).args(keys.split(' '));
            command
        };
        done(keys, &mut command);
    }

    /// Types words into the field that has the keyboard. Han stand on keys that a keyboard lacks, which [`Self::teach`] gives it.
    pub(in super::super) fn write(&self, words: &str) {
        done(words, self.command("xdotool").args(["type", "--delay", "40", words]));
    }

    /// Gives each of these letters a key of its own. xdotool would change the keyboard while it types, and letters that
    /// are on their way come out as others.
    pub(in super::super) fn teach(&self, letters: &str) {
        let free = self.command("xmodmap").arg("-pke").output().unwrap();
        let free = String::from_utf8(free.stdout).unwrap();
        let free = free.lines().filter_map(|line| line.strip_suffix('=')?.split_whitespace().nth(1));
        let keys: Vec<(char, &str)> = letters.chars().zip(free.filter(|code| *code != "8")).collect();
        assert_eq!(keys.len(), letters.chars().count(), "the keyboard has too few keys for {letters}");
        let mut command = self.command("xmodmap");
        for (letter, code) in keys {
            command.arg("-e").arg(format!("keycode {code} = U{:04X}", u32::from(letter)));
        }
        done(letters, &mut command);
    }

    /// Waits for a widget and clicks the middle of it.
    pub(in super::super) fn click(&self, id: &str) {
        let [left, top, right, bottom] = self.wait_until(id, |window| window.now.widgets.get(id).copied());
        let at = [(left + right) / 2, (top + bottom) / 2].map(|px| px.to_string());
        let words = ["mousemove", "--sync", &at[0], &at[1], "click", "1"];
        done(id, self.command("xdotool").args(words));
    }

    /// Moves the pointer to a pixel.
    pub(in super::super) fn move_to(&self, [x, y]: [i32; 2]) {
        let at = [x, y].map(|px| px.to_string());
        done("a move", self.command("xdotool").args(["mousemove", &at[0], &at[1]]));
    }

    /// Presses the left button, or lets it go.
    pub(in super::super) fn hold(&self, holds: bool) {
        done("a button", self.command("xdotool").args([if holds { "mousedown" } else { "mouseup" }, "1"]));
    }

    /// Waits until the window says what is looked for.
    pub(in super::super) fn wait_until<T>(&self, what: &str, found: impl Fn(&Window) -> Option<T>) -> T {
        self.said.wait_until(what, found)
    }
}

fn done(what: &str, command: &mut Command) {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{what}: {}", String::from_utf8_lossy(&done.stderr));
}
