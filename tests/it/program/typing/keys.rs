//! Keys into a window, by their names in X11's tables.

use super::session::Session;

/// The keys of a keyboard in the order of their codes, from 1. wtype makes a keyboard of its own, with the keys in the
/// order in which it is told of them; this way they have the codes that a keyboard on a desk has.
const BOARD: &str = "Escape 1 2 3 4 5 6 7 8 9 0 minus equal BackSpace Tab q w e r t y u i o p bracketleft bracketright \
                     Return Control_L a s d f g h j k l semicolon apostrophe grave Shift_L backslash z x c v b n m comma \
                     period slash Shift_R KP_Multiply Alt_L space";

impl Session {
    /// Presses these keys one after the other, an officer's tenth of a second apart.
    pub(super) fn press(&self, keys: &str) {
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
        let done = command.output().unwrap();
        assert!(done.status.success(), "{keys}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
