//! A seat in a window: one over all outputs, drawn when something changed and once a second.

use super::delay::Delays;
use super::egui_glue::{Wishes, is_typing};
use super::error::DisplayError;
use super::links::{LinkEnds, Links};
use super::lost::DeviceWatch;
use super::schedule::{SeatResource, UnderWay};
use super::screen::spawn_camera;
use crate::seat::{CameraIntent, Intent, Seat};
use bevy::app::AppExit;
use bevy::input::keyboard::KeyboardInput;
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::window::{
    ExitCondition, Monitor, MonitorSelection, PresentMode, PrimaryMonitor, PrimaryWindow, RequestRedraw, WindowEvent,
    WindowMode, WindowPosition, WindowResolution,
};
use bevy::winit::{EventLoopProxyWrapper, UpdateMode, WinitSettings, WinitUserEvent};
use bevy_egui::{EguiContext, PrimaryEguiContext};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// A window draws this often: the clock shows seconds.
const SLOWEST: Duration = Duration::from_secs(1);
/// So long after the clock's second its frame comes: what feeds say each second, they say in the first quarter of it, and
/// one frame shows both.
const BEHIND_SECOND: Duration = Duration::from_millis(300);
/// A wish for a later frame is granted no sooner than this, so that at rest two frames a second are
/// the most.
const SOONEST_AT_REST: Duration = Duration::from_millis(500);

/// A window draws at least this often, whoever forgets to wake it.
const LONGEST: Duration = Duration::from_secs(300);

/// After so long without a touch a seat rests as long as it may: until then what was done may still have an echo.
const LEFT_ALONE: Duration = Duration::from_secs(10);

/// A store's answer is looked for after this: it has then nearly always come.
const ANSWER: Duration = Duration::from_millis(50);

/// Work off the frame is looked after this often.
const WORK: Duration = Duration::from_millis(100);

/// What a window's log says once its picture is whole, and, when it closes, before how long words waited for theirs
/// (`RUST_LOG=zonglan=debug`).
pub const PICTURE_STANDS: &str = "the picture stands";
/// See [`PICTURE_STANDS`].
pub const WORD_TO_PICTURE: &str = "from a word to its picture:";

/// How the window opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WindowOptions {
    /// The window's size, px; none covers the whole screen.
    pub size_px: Option<(u32, u32)>,
    /// Whether it covers all screens, not only one.
    pub spans: bool,
    /// Whether a second window shows what a guide says on the tour.
    pub guide: bool,
    /// Whether cameras' pictures show in a window of their own from the start.
    pub cameras_apart: bool,
    /// A rehearsal: the graphics device is taken away after so long.
    pub lose_device_after: Option<Duration>,
}

/// Opens the window and runs until it is closed.
///
/// # Errors
/// Where there is no graphics driver, no screen, or the run ends badly.
pub fn run(
    mut seat: Seat,
    links: Links,
    base_map: Option<super::BaseMapSource>,
    options: WindowOptions,
) -> Result<(), DisplayError> {
    seat.let_map_fly();
    seat.intend(Intent::Camera(CameraIntent::Apart(options.cameras_apart)));
    let render_creation = super::error::render_creation()?;
    let window = the_window(options, &seat);
    // winit panics where no display answers, and there is no other way to ask it.
    let app = quietly(|| {
        let mut app = App::new();
        app.add_plugins(
            DefaultPlugins
                // The seat's window ends it, whatever else is open.
                .set(WindowPlugin {
                    primary_window: Some(window),
                    exit_condition: ExitCondition::OnPrimaryClosed,
                    ..default()
                })
                // Otherwise the cached map, drawn once, would lack what wasn't compiled yet.
                .set(RenderPlugin { synchronous_pipeline_compilation: true, render_creation, ..default() })
                // The program's own log is set up by its edge.
                .disable::<LogPlugin>(),
        );
        app
    });
    let mut app = app.ok_or(DisplayError::NoScreen)?;
    super::build(&mut app, seat, links, base_map);
    app.set_error_handler(bevy::ecs::error::error)
        .insert_resource(when_woken())
        .add_plugins(super::cameras_window::plugin)
        .add_systems(Startup, open)
        .add_systems(Update, full_screen_key)
        .add_systems(Last, (pace, tell_of_picture, super::whereabouts::tell));
    if options.guide {
        app.add_plugins(super::guide_window::plugin);
    }
    if let Some(after) = options.lose_device_after {
        app.add_systems(Last, super::lost::take_away_after(after));
    }
    match (options.size_px, options.spans) {
        (Some(_), _) => {}
        (None, false) => _ = app.add_systems(Update, cover_screen),
        (None, true) => _ = app.add_systems(Update, super::span::cover_all),
    }
    let watch = app.world().resource::<DeviceWatch>().clone();
    let delays = app.world().resource::<Delays>().clone();
    // Without its device Bevy may well panic before it hears of the loss.
    let ended = catch_unwind(AssertUnwindSafe(|| app.run()));
    if let Some((frames, [half_ms, most_ms])) = delays.summary() {
        tracing::debug!("{WORD_TO_PICTURE} half within {half_ms} ms, 99 % within {most_ms} ms, {frames} frames");
    }
    match (watch.lost(), ended) {
        (Some((looking, why)), _) => Err(DisplayError::DeviceLost { looking: Box::new(looking), why }),
        (None, Err(panic)) => resume_unwind(panic),
        (None, Ok(AppExit::Success)) => Ok(()),
        // Bevy's answer to Ctrl-C and to a polite request to end: nothing went wrong.
        (None, Ok(AppExit::Error(code))) if code.get() == 130 => Ok(()),
        (None, Ok(AppExit::Error(_))) => Err(DisplayError::RunFailed),
    }
}

fn the_window(options: WindowOptions, seat: &Seat) -> Window {
    let (width_px, height_px) = options.size_px.unwrap_or((seat.screen.width_px as u32, seat.screen.height_px as u32));
    Window {
        title: "纵览 Zonglan".into(),
        name: Some("zonglan".into()),
        // Sizes follow who looks from how far (VISUAL.md), not the desktop's own scale.
        resolution: WindowResolution::new(width_px, height_px).with_scale_factor_override(1.0),
        // The whole screen is taken by `cover_screen`, once it is known how large it is.
        mode: WindowMode::Windowed,
        decorations: options.size_px.is_some(),
        present_mode: PresentMode::AutoVsync,
        ..default()
    }
}

/// Runs `start` without its panic being printed; none when it panicked.
fn quietly<T>(start: impl FnOnce() -> T) -> Option<T> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(start));
    std::panic::set_hook(hook);
    result.ok()
}

fn when_woken() -> WinitSettings {
    // An unfocused wall is the normal case: both modes alike. Mice that move elsewhere wake nothing. The waker times the
    // frames: each other wait that Bevy is told costs a frame of its own.
    let mode = UpdateMode::Reactive {
        wait: LONGEST,
        react_to_device_events: false,
        react_to_user_events: true,
        react_to_window_events: true,
    };
    WinitSettings { focused_mode: mode, unfocused_mode: mode }
}

fn open(world: &mut World) {
    spawn_camera(world, None);
    let proxy = (**world.resource::<EventLoopProxyWrapper>()).clone();
    let waker = world.resource_mut::<LinkEnds>().waker();
    // A window that is gone needs no waking.
    if let Err(error) = waker.set_bell(move || _ = proxy.send_event(WinitUserEvent::WakeUp)) {
        error!("the window draws only when it is touched: {error}");
    }
}

/// The next frame comes after a second, or when egui or a resting pointer wants one, or when the store
/// will have answered, or work off the frame may be done. Where the clock shows no seconds and nobody has touched
/// anything for a while it comes when the seat changes by itself.
fn pace(
    (wishes, seat, way): (Res<Wishes>, Res<SeatResource>, Res<UnderWay>),
    mut touches: MessageReader<WindowEvent>,
    mut touched: Local<Option<Instant>>,
    mut links: ResMut<LinkEnds>,
) {
    if touched.is_none() || touches.read().next().is_some() {
        *touched = Some(Instant::now());
    }
    let rests = touched.is_some_and(|since| since.elapsed() > LEFT_ALONE);
    let slowest = match seat.0.rests_secs() {
        secs if rests && secs > 1 => Duration::from_secs(secs.unsigned_abs()),
        _ => to_next_second(links.people_ms()),
    };
    let answer = if seat.0.commands_under_way() > 0 { ANSWER } else { slowest };
    let work = if way.0.is_empty() { slowest } else { WORK };
    let film = super::recorder::next_picture(&seat.0).unwrap_or(slowest);
    links.waker().draw_in(rest(&wishes, slowest).min(answer).min(work).min(film));
}

/// How long it is to the frame of the clock's next second.
fn to_next_second(now_ms: i64) -> Duration {
    SLOWEST + BEHIND_SECOND - Duration::from_millis(now_ms.rem_euclid(1_000).unsigned_abs())
}

/// Tells once that all of the picture has come: nothing of it is made any more off the frame.
fn tell_of_picture(way: Res<UnderWay>, delays: Res<Delays>, mut frames: Local<u32>, mut told: Local<bool>) {
    *frames = frames.saturating_add(1);
    if !*told && *frames > 2 && way.0.is_empty() {
        *told = true;
        // What was said before waited for the wall to open.
        delays.begin();
        tracing::debug!("{PICTURE_STANDS}");
    }
}

/// How long a window may rest that nobody touches and nothing wakes.
fn rest(wishes: &Wishes, slowest: Duration) -> Duration {
    let egui = if wishes.egui > Duration::ZERO { wishes.egui.max(SOONEST_AT_REST) } else { Duration::ZERO };
    slowest.min(egui).min(wishes.hover)
}

/// Makes the window as large as the screen, then asks for full screen. Where no window manager runs (a
/// bare wall, Xvfb) the second is not heard and the first is enough; a window that begins in full
/// screen has some small size there.
fn cover_screen(
    mut done: Local<bool>,
    screens: Query<(&Monitor, Has<PrimaryMonitor>)>,
    mut windows: Query<&mut Window, With<PrimaryWindow>>,
    mut redraws: MessageWriter<RequestRedraw>,
) {
    let (false, Ok(mut window)) = (*done, windows.single_mut()) else { return };
    let Some((screen, _)) = screens.iter().max_by_key(|(_, is_primary)| *is_primary) else { return };
    let (width_px, height_px) = (screen.physical_width, screen.physical_height);
    if (window.physical_width(), window.physical_height()) == (width_px, height_px) {
        window.mode = WindowMode::BorderlessFullscreen(MonitorSelection::Primary);
        *done = true;
    } else {
        window.position = WindowPosition::At(screen.physical_position);
        window.resolution.set_physical_resolution(width_px, height_px);
        redraws.write(RequestRedraw);
    }
}

fn full_screen_key(
    mut pressed: MessageReader<KeyboardInput>,
    mut contexts: Query<&mut EguiContext, With<PrimaryEguiContext>>,
    mut windows: Query<&mut Window, With<PrimaryWindow>>,
) {
    let f11 = pressed.read().any(|key| key.key_code == KeyCode::F11 && key.state.is_pressed() && !key.repeat);
    if !f11 || is_typing(&mut contexts) {
        return;
    }
    if let Ok(mut window) = windows.single_mut() {
        window.mode = match window.mode {
            WindowMode::Windowed => WindowMode::BorderlessFullscreen(MonitorSelection::Current),
            _ => WindowMode::Windowed,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resting_window_is_drawn_at_most_twice_a_second() {
        let wishes = |egui, hover| Wishes { egui, hover };
        let none = Duration::MAX;
        assert_eq!(rest(&wishes(none, none), SLOWEST), Duration::from_secs(1), "the clock shows seconds");
        for ms in [1, 20, 400, 500] {
            assert_eq!(
                rest(&wishes(Duration::from_millis(ms), none), SLOWEST),
                Duration::from_millis(500),
                "egui: {ms} ms"
            );
        }
        for (now_ms, wait_ms) in [(0, 1_300), (250, 1_050), (300, 1_000), (999, 301), (1_300, 1_000)] {
            assert_eq!(to_next_second(now_ms), Duration::from_millis(wait_ms), "{now_ms}");
        }
        let UpdateMode::Reactive { wait, react_to_device_events, .. } = when_woken().unfocused_mode else {
            panic!("a wall that nobody focuses rests too");
        };
        assert!(wait >= Duration::from_secs(60) && !react_to_device_events);
    }
}
