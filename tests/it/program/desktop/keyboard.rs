//! A keyboard under Wayland that stays plugged in: sway 1.7 crashes when one goes whose keys an input method takes
//! (`removing device` is the last that its log says), so a program that comes and goes with each word is no hand.

use std::io::Write;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};
use virtual_keyboard::zwp_virtual_keyboard_manager_v1::ZwpVirtualKeyboardManagerV1;
use virtual_keyboard::zwp_virtual_keyboard_v1::ZwpVirtualKeyboardV1;
use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_keyboard::KeymapFormat;
use wayland_client::protocol::{wl_registry, wl_seat};
use wayland_client::{Connection, Dispatch, EventQueue, Proxy, QueueHandle};
use wayland_protocols_misc::zwp_virtual_keyboard_v1::client as virtual_keyboard;

/// The keys of a keyboard on a desk by their names in X11's tables, in the order of their codes, from 1.
const BOARD: &str = "Escape 1 2 3 4 5 6 7 8 9 0 minus equal BackSpace Tab q w e r t y u i o p bracketleft bracketright \
                     Return Control_L a s d f g h j k l semicolon apostrophe grave Shift_L backslash z x c v b n m comma \
                     period slash Shift_R KP_Multiply Alt_L space";
/// What stands on them: whoever reads this has xkb's tables.
const KEYMAP: &str = "xkb_keymap {\n\
                      xkb_keycodes { include \"evdev+aliases(qwerty)\" };\n\
                      xkb_types { include \"complete\" };\n\
                      xkb_compatibility { include \"complete\" };\n\
                      xkb_symbols { include \"pc+us+inet(evdev)\" };\n\
                      };\0";
/// How long a key is down.
const DOWN: Duration = Duration::from_millis(20);

/// The keyboard.
pub(super) struct Keyboard {
    queue: EventQueue<Deaf>,
    board: ZwpVirtualKeyboardV1,
    began: Instant,
}

/// Nothing that a compositor says of a keyboard matters to it.
#[derive(Debug)]
struct Deaf;

impl Keyboard {
    /// Plugs one in where this socket is.
    pub(super) fn plug_in(socket: &Path) -> Self {
        let connection = Connection::from_socket(UnixStream::connect(socket).unwrap()).unwrap();
        let (globals, mut queue) = registry_queue_init::<Deaf>(&connection).unwrap();
        let handle = queue.handle();
        let seat: wl_seat::WlSeat = globals.bind(&handle, 1..=1, ()).unwrap();
        let manager: ZwpVirtualKeyboardManagerV1 = globals.bind(&handle, 1..=1, ()).unwrap();
        let board = manager.create_virtual_keyboard(&seat, &handle, ());
        let mut keymap = tempfile::tempfile().unwrap();
        keymap.write_all(KEYMAP.as_bytes()).unwrap();
        board.keymap(KeymapFormat::XkbV1.into(), keymap.as_fd(), KEYMAP.len() as u32);
        queue.roundtrip(&mut Deaf).unwrap();
        Self { queue, board, began: Instant::now() }
    }

    /// Presses a key and lets it go.
    pub(super) fn press(&mut self, key: &str) {
        let place = BOARD.split_whitespace().position(|name| name == key);
        let code = place.unwrap_or_else(|| panic!("the keyboard has no {key}")) as u32 + 1;
        for is_down in [1, 0] {
            self.board.key(self.began.elapsed().as_millis() as u32, code, is_down);
            // Once this is answered the compositor has the key.
            self.queue.roundtrip(&mut Deaf).unwrap();
            std::thread::sleep(DOWN);
        }
    }
}

impl Dispatch<wl_registry::WlRegistry, GlobalListContents> for Deaf {
    fn event(
        _: &mut Self,
        _: &wl_registry::WlRegistry,
        _: wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

/// What has events that nobody hears.
macro_rules! deaf_to {
    ($($interface:ty),+) => { $(
        impl Dispatch<$interface, ()> for Deaf {
            fn event(
                _: &mut Self,
                _: &$interface,
                _: <$interface as Proxy>::Event,
                (): &(),
                _: &Connection,
                _: &QueueHandle<Self>,
            ) {
            }
        }
    )+ };
}

deaf_to!(wl_seat::WlSeat, ZwpVirtualKeyboardManagerV1, ZwpVirtualKeyboardV1);
