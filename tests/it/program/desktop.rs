//! A desktop of its own for one window: a screen in memory, a bus, an input method; all of it ends with the test. What the
//! window says of itself tells when to go on, and where to click.

mod hand;
mod keyboard;
mod said;
mod screens;

use super::program;
use said::Said;
use std::cell::RefCell;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Who sits at the window unless somebody else does.
pub(super) const OFFICER: &str = "试席";
/// Drawn in software, a frame takes as long as it likes.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// One window at a time: they would wait for each other's processors.
pub(super) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Which input method, and on what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Method {
    /// None, under X11.
    Keys,
    /// None, under X11 on a screen that can be unplugged.
    KeysUnplugged,
    /// None, under X11 with the bus of screen readers.
    KeysRead,
    Fcitx5,
    Ibus,
    Fcitx5Wayland,
}

impl Method {
    /// Whether keys are no more than keys.
    fn is_plain(self) -> bool {
        matches!(self, Self::Keys | Self::KeysUnplugged | Self::KeysRead)
    }

    /// The programs without which there is nothing to show.
    fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Keys => &["dbus-daemon", "Xvfb", "openbox", "xdotool", "xmodmap", "import"],
            Self::KeysRead => &["dbus-daemon", "Xvfb", "openbox", "xdotool", "import", "gdbus"],
            Self::KeysUnplugged => &["dbus-daemon", "Xorg", "xrandr", "openbox", "xdotool", "xmodmap", "import"],
            Self::Fcitx5 => &["dbus-daemon", "Xvfb", "openbox", "xdotool", "fcitx5", "fcitx5-remote"],
            Self::Ibus => &["dbus-daemon", "Xvfb", "openbox", "xdotool", "ibus-daemon", "ibus"],
            Self::Fcitx5Wayland => &["dbus-daemon", "sway", "fcitx5", "fcitx5-remote"],
        }
    }

    /// What is no program: the engine that makes Han of pinyin, or a driver of no screen; a file of its package.
    fn engine(self) -> &'static str {
        match self {
            Self::Keys => "/",
            Self::KeysUnplugged => screens::DUMMY_DRIVER,
            Self::KeysRead => ATSPI_TYPES,
            Self::Fcitx5 | Self::Fcitx5Wayland => "/usr/share/fcitx5/inputmethod/pinyin.conf",
            Self::Ibus => "/usr/share/ibus/component/libpinyin.xml",
        }
    }
}

fn is_installed(program: &str) -> bool {
    let dirs = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&dirs).any(|dir| dir.join(program).is_file())
}

/// The bus of screen readers, and what Python has of the library that they use.
const ATSPI_BUS: &str = "/usr/libexec/at-spi-bus-launcher";
const ATSPI_TYPES: &str = "/usr/lib/x86_64-linux-gnu/girepository-1.0/Atspi-2.0.typelib";

/// What is opened on the desktop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'a> {
    /// How keys come.
    pub(super) method: Method,
    /// Whose county.
    pub(super) data: &'a Path,
    /// The screen, px; the window covers it.
    pub(super) size_px: (u32, u32),
    /// More words for the window: who sits there, when.
    pub(super) words: &'a [&'a str],
}

/// The desktop.
pub(super) struct Session {
    method: Method,
    size_px: (u32, u32),
    dir: TempDir,
    settings: Vec<(&'static str, String)>,
    children: Vec<Child>,
    /// Under Wayland whoever has keys is a client.
    keyboard: Option<RefCell<keyboard::Keyboard>>,
    said: Said,
}

/// Pinyin beside plain letters. A field that takes the keyboard is a new context: it begins with what the last one had.
const PROFILE: &str = "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n\n[Groups/0/Items/0]\n\
                       Name=keyboard-us\n\n[Groups/0/Items/1]\nName=pinyin\n\n[GroupOrder]\n0=Default\n";
const SHARED: &str = "[Behavior]\nActiveByDefault=True\nShareInputState=All\n";
/// A bus that starts nobody. Whoever asks for a method that is still opening would have the bus start a second one, which
/// knows no screen and takes the first one's name.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"#;
/// Of settings of whoever runs the tests none may reach in.
const FOREIGN: [&str; 8] = [
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "DBUS_SESSION_BUS_ADDRESS",
    "SWAYSOCK",
    "XDG_SESSION_TYPE",
];

impl Session {
    /// Opens a desk on a data folder; none, with a word, where something that this needs is not installed.
    pub(super) fn start(opening: &Opening<'_>) -> Option<Self> {
        let method = opening.method;
        let missing = method.needs().iter().find(|program| !is_installed(program));
        let missing = missing.copied().or_else(|| (!Path::new(method.engine()).exists()).then(|| method.engine()));
        if let Some(missing) = missing {
            eprintln!("left out: {missing} is not on this machine, no window is opened for {method:?}");
            return None;
        }
        let dir = TempDir::new().unwrap();
        let home = dir.path().join("home");
        let config = home.join(".config/fcitx5");
        fs::create_dir_all(config.join("conf")).unwrap();
        fs::write(config.join("profile"), PROFILE).unwrap();
        fs::write(config.join("config"), SHARED).unwrap();
        fs::write(config.join("conf/xim.conf"), "UseOnTheSpot=True\n").unwrap();
        let run = home.join("run");
        private(&run);
        let settings = vec![
            ("HOME", home.to_string_lossy().into_owned()),
            ("XDG_RUNTIME_DIR", run.to_string_lossy().into_owned()),
            ("LANG", "C.UTF-8".into()),
            ("NO_AT_BRIDGE", "1".into()),
        ];
        let size_px = opening.size_px;
        let mut session =
            Self { method, size_px, dir, settings, children: Vec::new(), keyboard: None, said: Said::default() };
        let bus = home.join("bus.conf");
        fs::write(&bus, BUS).unwrap();
        let config = format!("--config-file={}", bus.display());
        let address = session.first_line("dbus-daemon", &[&config, "--nofork", "--nopidfile", "--print-address=1"]);
        session.settings.push(("DBUS_SESSION_BUS_ADDRESS", address));
        if session.is_wayland() {
            session.sway()
        } else {
            session.x11()
        }
        if method == Method::KeysRead {
            session.screen_reader();
        }
        if !method.is_plain() {
            session.input_method();
        }
        session.window(opening);
        Some(session)
    }

    pub(super) fn is_wayland(&self) -> bool {
        self.method == Method::Fcitx5Wayland
    }

    /// A program of this desktop.
    pub(super) fn command(&self, program: &str) -> Command {
        self.here(Command::new(program))
    }

    /// Has a program run on this desktop.
    fn here(&self, mut command: Command) -> Command {
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    fn run(&mut self, mut command: Command) {
        self.children.push(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    }

    /// Starts a program that says where it can be reached.
    fn first_line(&mut self, program: &str, words: &[&str]) -> String {
        let mut command = self.command(program);
        let mut child = command.args(words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.children.push(child);
        assert!(!line.trim().is_empty(), "{program} did not start");
        line.trim().to_owned()
    }

    /// Lets programs believe that somebody has them read aloud.
    fn screen_reader(&mut self) {
        let mut bus = self.command(ATSPI_BUS);
        // Nobody keeps settings on this bus: what is switched on is kept in memory.
        bus.arg("--launch-immediately").env("GSETTINGS_BACKEND", "memory");
        self.run(bus);
        for flag in ["IsEnabled", "ScreenReaderEnabled"] {
            wait_for("the bus of screen readers does not answer", || {
                let mut call = self.command("gdbus");
                call.args(["call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus"]);
                call.args(["--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", flag, "<true>"]);
                call.output().unwrap().status.success().then_some(())
            });
        }
    }

    fn input_method(&mut self) {
        if self.method == Method::Ibus {
            let mut daemon = self.command("ibus-daemon");
            daemon.args(["--xim", "--replace", "--panel=disable", "--emoji-extension=disable"]);
            self.run(daemon);
        } else {
            let mut daemon = self.command("fcitx5");
            daemon.arg("--disable=cloudpinyin,notificationitem,clipboard");
            self.run(daemon);
        }
        self.choose_pinyin();
    }

    /// Pinyin, where the method stands at plain letters.
    pub(super) fn choose_pinyin(&self) {
        let (program, choose, told) = match self.method {
            Method::Keys | Method::KeysUnplugged | Method::KeysRead => return,
            Method::Ibus => ("ibus", ["engine", "libpinyin"], "libpinyin"),
            Method::Fcitx5 | Method::Fcitx5Wayland => ("fcitx5-remote", ["-s", "pinyin"], "pinyin"),
        };
        let ask = if self.method == Method::Ibus { "engine" } else { "-n" };
        wait_for("the input method has no pinyin", || {
            self.command(program).args(choose).output().unwrap();
            let answer = self.command(program).arg(ask).output().unwrap();
            (String::from_utf8_lossy(&answer.stdout).trim() == told).then_some(())
        });
    }

    /// The desk, until its first picture stands.
    fn window(&mut self, opening: &Opening<'_>) {
        let mut wall = self.here(program());
        wall.args(["wall", "--desk", "--without-feeds", "--distance", "0.6", "--pitch", "0.25"]);
        wall.args(opening.words).arg("--data").arg(opening.data).env("RUST_LOG", said::ASKED_FOR);
        let mut child = wall.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = child.stderr.take().unwrap();
        self.children.push(child);
        self.said.listen(log);
        self.said.wait_until("a picture", said::Window::stands);
    }

    /// Keeps what the screen shows, where somebody wants to look at it.
    pub(super) fn keep_picture(&self, name: &str) {
        let Some(dir) = std::env::var_os("ZONGLAN_HANDS_PICTURES") else { return };
        let path = Path::new(&dir).join(format!("{:?}-{name}.png", self.method));
        fs::create_dir_all(dir).unwrap();
        let mut command = self.command(if self.is_wayland() { "grim" } else { "import" });
        if !self.is_wayland() {
            command.args(["-window", "root"]);
        }
        command.arg(path).status().unwrap();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A folder that only its owner may look into.
fn private(dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).unwrap();
}

/// Asks until there is an answer.
pub(super) fn wait_for<T>(otherwise: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "{otherwise}");
        std::thread::sleep(Duration::from_millis(100));
    }
}
