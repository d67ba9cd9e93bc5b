//! A hand at a window: keys by their names in X11's tables, words, a mouse.

use super::Session;
use super::said::Window;
use std::process::Command;
use std::time::Duration;

/// An officer's tenth of a second from key to key.
const PACE: Duration = Duration::from_millis(100);

impl Session {
    /// Presses these keys one after the other.
    pub(in super::super) fn press(&self, keys: &str) {
        if let Some(keyboard) = &self.keyboard {
            for key in keys.split(' ') {
                keyboard.borrow_mut().press(key);
                std::thread::sleep(PACE);
            }
            return;
        }
        let pace = PACE.as_millis().to_string();
        done(keys, self.command("xdotool").args(["key", "--delay", &pace]).args(keys.split(' ')));
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
