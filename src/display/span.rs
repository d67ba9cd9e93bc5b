//! One window without a border over all screens: a wall of several outputs is one picture. Windows' desktops and X11 let a
//! window be as large as it likes; under Wayland the compositor has the say, and there all outputs must be one to it.

use bevy::prelude::*;
use bevy::window::{Monitor, PrimaryWindow, RequestRedraw, WindowPosition};

/// So many frames a desktop has to do what was asked.
const PATIENCE_FRAMES: u32 = 120;

/// A screen's place on the desktop: its corner and its size, px.
pub(super) type OnDesktop = (IVec2, UVec2);

/// The smallest rectangle around all screens; none where there are none.
pub(super) fn around(screens: impl IntoIterator<Item = OnDesktop>) -> Option<OnDesktop> {
    let ends = screens.into_iter().map(|(corner, size)| (corner, corner + size.as_ivec2()));
    let (min, max) = ends.reduce(|(min, max), (corner, end)| (min.min(corner), max.max(end)))?;
    Some((min, (max - min).as_uvec2()))
}

/// Makes the window as large as all screens together, and says so where the desktop does not let it.
pub(super) fn cover_all(
    mut tries: Local<u32>,
    screens: Query<&Monitor>,
    mut windows: Query<&mut Window, With<PrimaryWindow>>,
    mut redraws: MessageWriter<RequestRedraw>,
) {
    let Ok(mut window) = windows.single_mut() else { return };
    let all = screens.iter().map(|screen| (screen.physical_position, screen.physical_size()));
    let (Some((corner, size)), true) = (around(all), *tries < PATIENCE_FRAMES) else { return };
    let actual = UVec2::new(window.physical_width(), window.physical_height());
    if actual == size {
        *tries = PATIENCE_FRAMES;
        return;
    }
    *tries += 1;
    if *tries == PATIENCE_FRAMES {
        tracing::warn!(
            "the desktop does not let one window cover all screens: it has {}x{} of {}x{}; join the outputs into one \
             in the graphics driver, or run without a window manager",
            actual.x,
            actual.y,
            size.x,
            size.y
        );
        return;
    }
    window.position = WindowPosition::At(corner);
    window.resolution.set_physical_resolution(size.x, size.y);
    redraws.write(RequestRedraw);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rectangle_reaches_around_every_screen() {
        let screen = |x, y, width, height| (IVec2::new(x, y), UVec2::new(width, height));
        assert_eq!(around([]), None);
        assert_eq!(around([screen(0, 0, 1920, 1080)]), Some(screen(0, 0, 1920, 1080)));
        let beside = [screen(0, 0, 1920, 1080), screen(1920, 0, 1920, 1080)];
        assert_eq!(around(beside), Some(screen(0, 0, 3840, 1080)));
        // The first one need not be the leftmost, and not all are of one size.
        let scattered = [screen(0, 0, 1920, 1080), screen(-2560, -200, 2560, 1440), screen(0, 1080, 1280, 1024)];
        assert_eq!(around(scattered), Some(screen(-2560, -200, 4480, 2304)));
    }
}
