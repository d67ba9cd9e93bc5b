//! The screens that windows open on: in memory under X11, one that can be unplugged under X11, in memory under Wayland.

use super::keyboard::Keyboard;
use super::{Method, Session, private, wait_for};
use std::cell::RefCell;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;

/// Sway refuses to be root's: this user has nothing.
const NOBODY: u32 = 65_534;
/// The driver of a screen that is not there, as its package has it.
pub(super) const DUMMY_DRIVER: &str = "/usr/lib/xorg/modules/drivers/dummy_drv.so";
/// What that driver calls the only output that is plugged in.
const OUTPUT: &str = "DUMMY0";

impl Session {
    pub(super) fn x11(&mut self) {
        let (width_px, height_px) = self.size_px;
        let number = if self.method == Method::KeysUnplugged {
            self.unpluggable()
        } else {
            let screen = format!("{width_px}x{height_px}x24");
            self.first_line("Xvfb", &["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &screen])
        };
        let modifiers = match self.method {
            Method::Ibus => "@im=ibus",
            Method::Keys | Method::KeysUnplugged | Method::KeysRead => "@im=none",
            Method::Fcitx5 | Method::Fcitx5Wayland => "@im=fcitx",
        };
        self.settings.extend([("DISPLAY", format!(":{number}")), ("XMODIFIERS", modifiers.into())]);
        self.run(self.command("openbox"));
    }

    pub(super) fn sway(&mut self) {
        // Whoever it runs as must get to its folder, and it wants that for itself.
        fs::set_permissions(self.dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let home = self.dir.path().join("sway");
        private(&home);
        let config = home.join("config");
        let (width_px, height_px) = self.size_px;
        // It opens its socket before it can serve anybody: what it is told to start comes once it can.
        let ready = home.join("ready");
        let wanted = [
            "xwayland disable".to_owned(),
            format!("output * resolution {width_px}x{height_px}"),
            "default_border none".to_owned(),
            // A method on a busy machine hears late that a key was let go: it would take it for one that is held.
            "input * repeat_delay 60000".to_owned(),
            format!("exec touch {}", ready.display()),
        ];
        fs::write(&config, wanted.join("\n") + "\n").unwrap();
        let mut sway = self.command("sway");
        sway.arg("-c").arg(&config).env("HOME", &home).env("XDG_RUNTIME_DIR", &home);
        sway.envs([("WLR_BACKENDS", "headless"), ("WLR_RENDERER", "pixman"), ("WLR_LIBINPUT_NO_DEVICES", "1")]);
        if fs::metadata(&home).is_ok_and(|home| std::os::unix::fs::MetadataExt::uid(&home) == 0) {
            [&home, &config].into_iter().for_each(|path| chown(path, Some(NOBODY), Some(NOBODY)).unwrap());
            sway.uid(NOBODY).gid(NOBODY);
        }
        self.run(sway);
        let is_socket = |path: &PathBuf| {
            path.extension().is_none()
                && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("wayland-"))
        };
        wait_for("sway opens no screen", || ready.exists().then_some(()));
        let socket = wait_for("sway has no socket", || {
            fs::read_dir(&home).ok()?.filter_map(|entry| Some(entry.ok()?.path())).find(is_socket)
        });
        self.settings.push(("WAYLAND_DISPLAY", socket.to_string_lossy().into_owned()));
        self.keyboard = Some(RefCell::new(Keyboard::plug_in(&socket)));
    }

    /// An X server whose one output can be taken away; answers its number.
    fn unpluggable(&mut self) -> String {
        let (width_px, height_px) = self.size_px;
        let config = self.dir.path().join("xorg.conf");
        let parts = [
            "Section \"Device\"\nIdentifier \"d\"\nDriver \"dummy\"\nVideoRam 256000\nEndSection",
            "Section \"Monitor\"\nIdentifier \"m\"\nHorizSync 5.0-1000.0\nVertRefresh 5.0-200.0\nEndSection",
            "Section \"Screen\"\nIdentifier \"s\"\nDevice \"d\"\nMonitor \"m\"\nDefaultDepth 24\nSubSection \"Display\"",
            &format!("Depth 24\nModes \"{width_px}x{height_px}\"\nEndSubSection\nEndSection\n"),
        ];
        fs::write(&config, parts.join("\n")).unwrap();
        let (config, log) = (config.to_string_lossy().into_owned(), self.dir.path().join("xorg.log"));
        let log = log.to_string_lossy().into_owned();
        let words = ["-displayfd", "1", "-config", &config, "-logfile", &log, "-nolisten", "tcp", "-noreset"];
        self.first_line("Xorg", &[&words[..], &["-novtswitch", "-sharevts"]].concat())
    }

    /// Unplugs the screen.
    pub(in super::super) fn unplug(&self) {
        self.output(&["--off"]);
    }

    /// Plugs the screen in again, as large as it was.
    pub(in super::super) fn plug_in(&self) {
        let (width_px, height_px) = self.size_px;
        self.output(&["--mode", &format!("{width_px}x{height_px}")]);
    }

    fn output(&self, words: &[&str]) {
        let done = self.command("xrandr").args(["--output", OUTPUT]).args(words).output().unwrap();
        assert!(done.status.success(), "xrandr {words:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// Where the window is and how large, px: x, y, width, height.
    pub(in super::super) fn window_place_px(&self) -> [i32; 4] {
        let search = ["search", "--onlyvisible", "--class", "zonglan", "getwindowgeometry", "--shell"];
        let said = self.command("xdotool").args(search).output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        let number = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)?.parse().ok()).unwrap_or(-1);
        ["X=", "Y=", "WIDTH=", "HEIGHT="].map(number)
    }

    /// What the screen shows of a rectangle, RGB by pixel, row by row.
    pub(in super::super) fn pixels(&self, [left, top, right, bottom]: [i32; 4]) -> Vec<[u8; 3]> {
        let (width_px, height_px) = (right - left, bottom - top);
        let crop = format!("{width_px}x{height_px}+{left}+{top}");
        let words = ["-silent", "-window", "root", "-crop", &crop, "-depth", "8", "rgb:-"];
        let shot = self.command("import").args(words).output().unwrap();
        assert_eq!(shot.stdout.len() as i32, width_px * height_px * 3, "{}", String::from_utf8_lossy(&shot.stderr));
        shot.stdout.as_chunks::<3>().0.to_vec()
    }
    /// Waits until the screen shows so much of this colour in a rectangle that it can be seen, or none of it any more. What the
    /// window says of itself is so one frame before it is seen.
    pub(in super::super) fn wait_for_colour(&self, what: &str, rect_px: [i32; 4], colour: [u8; 3], shows: bool) {
        const SEEN_PX: usize = 200;
        wait_for(&format!("{what}: {colour:?}, shows {shows}"), || {
            let count = self.pixels(rect_px).into_iter().filter(|pixel| *pixel == colour).count();
            (if shows { count >= SEEN_PX } else { count == 0 }).then_some(())
        });
    }
}
