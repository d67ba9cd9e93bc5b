//! A seat without a window: the same app, pumped by hand, drawn into an image.

use super::egui_glue::{PanelsResource, Wishes};
use super::error::DisplayError;
use super::gpu::panel_copy::PanelCopy;
use super::kept_panels::KeptPanels;
use super::links::Links;
use super::lost::DeviceWatch;
use super::schedule::{Held, Intents, Reports, SeatResource, UnderWay};
use super::screen::{ViewingStays, spawn_camera};
use super::timing::{Part, Parts};
use crate::panels::theme::Sight;
use crate::seat::{Intent, Layer, Seat, Symbols, state_json};
use bevy::asset::RenderAssetUsages;
use bevy::camera::RenderTarget;
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::pipelined_rendering::PipelinedRenderingPlugin;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy::render::settings::RenderCreation;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use bevy::time::TimeUpdateStrategy;
use bevy::window::{ExitCondition, PrimaryWindow, WindowResolution};
use bevy::winit::WinitPlugin;
use bevy_egui::EguiGlobalSettings;
use bevy_egui::input::WindowToEguiContextMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// How far Bevy's clock (egui's animations, hover, double clicks) goes in one update.
pub(super) const UPDATE: Duration = Duration::from_millis(100);
/// After so many updates `settle` gives up.
const MOST_UPDATES: u32 = 3_000;
/// egui rests when it wants no pass sooner than this.
const REST: Duration = Duration::from_millis(500);

/// The last picture read back from the graphics card.
#[derive(Resource, Default)]
struct Captured(Option<Image>);

/// A drawn seat that no window shows and that is operated by synthetic input.
pub struct Headless {
    pub(super) app: App,
    pub(super) window: Entity,
    camera: Entity,
    target: Handle<Image>,
    pub(super) pointer: Vec2,
}

impl Headless {
    /// A seat drawn into an image of its screen's size.
    ///
    /// # Errors
    /// Where there is no graphics driver.
    pub fn new(seat: Seat, links: Links, base_map: Option<super::BaseMapSource>) -> Result<Self, DisplayError> {
        let render_creation = super::error::render_creation()?;
        let (width_px, height_px) = (seat.screen.width_px as u32, seat.screen.height_px as u32);
        let mut app = App::new();
        app.add_plugins(plugins(width_px, height_px, render_creation));
        super::build(&mut app, seat, links, base_map);
        // egui's animations and hovers move by the script's hand.
        app.insert_resource(TimeUpdateStrategy::ManualDuration(UPDATE)).init_resource::<Captured>();
        app.set_error_handler(bevy::ecs::error::error);
        // The viewing that the seat was made with stays, whatever size a script asks for.
        app.insert_resource(ViewingStays(true));
        // A script's frames look the same however many came before.
        app.world_mut().resource_mut::<PanelsResource>().panels.keep_still();
        // It looks for winit's window and warns at every update.
        app.world_mut().resource_mut::<EguiGlobalSettings>().enable_ime = false;
        app.finish();
        app.cleanup();

        let world = app.world_mut();
        let target = world.resource_mut::<Assets<Image>>().add(target_image(width_px, height_px));
        let camera = spawn_camera(world, Some(target.clone()));
        let mut windows = world.query_filtered::<Entity, With<PrimaryWindow>>();
        let window = windows.iter(world).next().ok_or(DisplayError::NoScreen)?;
        // bevy_egui maps a window to a context only where the camera's target is that window.
        let mut map = world.resource_mut::<WindowToEguiContextMap>();
        map.window_to_contexts.entry(window).or_default().insert(camera);
        map.context_to_window.insert(camera, window);
        Ok(Self { app, window, camera, target, pointer: Vec2::ZERO })
    }

    /// The seat as it is now.
    pub fn seat(&self) -> &Seat {
        &self.app.world().resource::<SeatResource>().0
    }

    /// The seat, to be set up by who drives it.
    pub fn seat_mut(&mut self) -> &mut Seat {
        &mut self.app.world_mut().resource_mut::<SeatResource>().into_inner().0
    }

    /// Draws one frame and notes its times.
    pub fn update(&mut self) {
        let (start, cpu_start_ms) = (Instant::now(), super::cpu::own_cpu_ms());
        self.update_untimed();
        let whole_ms = start.elapsed().as_secs_f64() * 1e3;
        let cpu_ms = super::cpu::own_cpu_ms() - cpu_start_ms;
        let mut reports = self.app.world_mut().resource_mut::<Reports>();
        (reports.extras.cpu_ms, reports.extras.whole_ms) = (cpu_ms, whole_ms);
    }

    /// A frame that nobody will look at: everything happens in it but the drawing.
    pub fn update_unseen(&mut self) {
        self.hold(true);
        self.update();
        self.hold(false);
    }

    /// Draws one frame; whoever calls measures it.
    pub(super) fn update_untimed(&mut self) {
        self.app.update();
        self.app.world_mut().resource_mut::<Parts>().end(Part::Upload);
    }

    /// Means something without a hand: the next frame does it.
    pub(super) fn mean(&mut self, intent: Option<Intent>) {
        self.app.world_mut().resource_mut::<Intents>().0.extend(intent);
    }

    /// Shows or hides all panels, for the measure of an empty frame.
    pub(super) fn show_panels(&mut self, show: bool) {
        self.app.world_mut().resource_mut::<PanelsResource>().hidden = !show;
    }

    /// Whether panels that rest are copied instead of drawn, as they are unless somebody says otherwise.
    pub fn keep_panels(&mut self, keep: bool) {
        self.app.world_mut().resource_mut::<KeptPanels>().enabled = keep;
    }

    /// How many panels the last frame copied.
    pub fn panels_copied(&self) -> usize {
        self.app.world().resource::<PanelCopy>().panels.iter().filter(|panel| panel.shown).count()
    }

    pub(super) fn take_parts_ms(&mut self) -> [f64; super::timing::PARTS] {
        self.app.world_mut().resource_mut::<Parts>().take_ms()
    }

    /// Draws frames until nothing is under way: no command, no message, no work off the frame, and
    /// egui wants no frame sooner than half a second. Answers how many frames it took.
    ///
    /// # Errors
    /// When it never comes to rest.
    pub fn settle(&mut self) -> Result<u32, DisplayError> {
        let mut quiet = 0;
        for updates in 1..=MOST_UPDATES {
            let held = !self.app.world().resource::<UnderWay>().0.is_empty();
            self.hold(held);
            self.update();
            self.device_is_there()?;
            // Two quiet frames in a row: what the last one changed has then been drawn.
            quiet = if !held && self.unrest().is_empty() { quiet + 1 } else { 0 };
            if quiet >= 2 {
                self.wait_for_card();
                self.device_is_there()?;
                return Ok(updates);
            }
            if quiet == 0 && updates > 8 {
                // Work off the frame needs the cores more than empty frames do; the adviser's first answer takes seconds.
                let way = &self.app.world().resource::<UnderWay>().0;
                let nap_ms = if way.len() == 1 && way.contains("adviser") { 20 } else { 2 };
                std::thread::sleep(Duration::from_millis(nap_ms));
            }
        }
        self.hold(false);
        Err(DisplayError::NeverSettled { updates: MOST_UPDATES, why: self.unrest() })
    }

    /// Draws nothing from now on, or draws again. On a software rasteriser a frame takes the cores from the very work
    /// that is waited for.
    fn hold(&mut self, held: bool) {
        let world = self.app.world_mut();
        world.resource_mut::<Held>().0 = held;
        if let Some(mut camera) = world.get_mut::<Camera>(self.camera) {
            camera.is_active = !held;
        }
    }

    /// What keeps the seat from resting, in words; empty at rest.
    pub fn unrest(&self) -> String {
        let world = self.app.world();
        let mut what: Vec<String> = world.resource::<UnderWay>().0.iter().map(|name| (*name).to_owned()).collect();
        let commands = self.seat().commands_under_way();
        if commands > 0 {
            what.push(format!("{commands} commands"));
        }
        if world.resource::<Wishes>().egui < REST {
            what.push("panels".to_owned());
        }
        what.join(", ")
    }

    /// After how long the panels want the next frame; `Duration::MAX` where they don't.
    pub fn panels_want_frame_in(&self) -> Duration {
        self.app.world().resource::<Wishes>().egui
    }

    /// The state of the seat (DESIGN.md's contract).
    pub fn state(&self) -> serde_json::Value {
        let mut extras = self.app.world().resource::<Reports>().extras.clone();
        // The panels draw the symbols, so nobody here counts them frame by frame.
        let symbols = Symbols::place(self.seat());
        let report = &mut extras.layers[Layer::Incidents as usize];
        report.drawn = (symbols.singles.len() + symbols.clusters.len()) as u64;
        report.revision = self.seat().picture.revisions.incidents;
        state_json(self.seat(), &extras)
    }

    /// The middle of a widget of the panels, px; none where the last frame had no such widget.
    pub fn widget_px(&self, id: &str) -> Option<(f64, f64)> {
        self.widget_px_at(id, 0.5)
    }

    /// A point of a widget at a share of its width, 0 left to 1 right, and at half its height, px.
    pub fn widget_px_at(&self, id: &str, share: f64) -> Option<(f64, f64)> {
        let rect = self.app.world().resource::<PanelsResource>().panels.widgets().get(id)?;
        let scale = self.seat().screen.scale();
        let x = f64::from(rect.left()) + f64::from(rect.width()) * share.clamp(0.0, 1.0);
        Some((x * scale, f64::from(rect.center().y) * scale))
    }

    /// The ids of all widgets of the last frame.
    pub fn widget_ids(&self) -> Vec<String> {
        self.app.world().resource::<PanelsResource>().panels.widgets().keys().cloned().collect()
    }

    /// Draws the seat at another size.
    pub fn resize(&mut self, width_px: u32, height_px: u32) {
        let image = target_image(width_px, height_px);
        let world = self.app.world_mut();
        if let Some(mut window) = world.get_mut::<Window>(self.window) {
            window.resolution.set_physical_resolution(width_px, height_px);
        }
        self.target = world.resource_mut::<Assets<Image>>().add(image);
        world.entity_mut(self.camera).insert(RenderTarget::from(self.target.clone()));
        self.update();
    }

    /// Draws one frame and gives it as an image.
    ///
    /// # Errors
    /// When the graphics card does not hand it out.
    pub fn picture(&mut self) -> Result<image::RgbImage, DisplayError> {
        let shot = Screenshot::image(self.target.clone());
        self.app.world_mut().spawn(shot).observe(|shot: On<ScreenshotCaptured>, mut captured: ResMut<Captured>| {
            captured.0 = Some(shot.image.clone())
        });
        for _ in 0..16 {
            self.app.update();
            self.device_is_there()?;
            if let Some(image) = self.app.world_mut().resource_mut::<Captured>().0.take() {
                let dynamic = image.try_into_dynamic().map_err(|_| DisplayError::NoFrame)?;
                return Ok(dynamic.to_rgb8());
            }
        }
        Err(DisplayError::NoFrame)
    }

    fn device_is_there(&self) -> Result<(), DisplayError> {
        match self.app.world().resource::<DeviceWatch>().lost() {
            Some((looking, why)) => Err(DisplayError::DeviceLost { looking: Box::new(looking), why }),
            None => Ok(()),
        }
    }

    /// Draws one frame and writes it as PNG.
    ///
    /// # Errors
    /// When it does not come back from the graphics card, or can't be written.
    pub fn frame(&mut self, path: &Path) -> Result<(), DisplayError> {
        self.frame_seen(path, None)
    }

    /// As [`Headless::frame`], as these eyes see it.
    ///
    /// # Errors
    /// As [`Headless::frame`].
    pub fn frame_seen(&mut self, path: &Path, sight: Option<Sight>) -> Result<(), DisplayError> {
        let not_written =
            |why: image::ImageError| DisplayError::FrameNotWritten { why: why.to_string(), path: path.to_owned() };
        let mut picture = self.picture()?;
        if let Some(sight) = sight {
            picture.pixels_mut().for_each(|pixel| pixel.0 = sight.seen(pixel.0));
        }
        picture.save_with_format(path, image::ImageFormat::Png).map_err(not_written)
    }
}

fn plugins(width_px: u32, height_px: u32, render_creation: RenderCreation) -> impl PluginGroup {
    let resolution = WindowResolution::new(width_px, height_px).with_scale_factor_override(1.0);
    DefaultPlugins
        .set(WindowPlugin {
            // The entity exists, nothing opens: WinitPlugin is what opens windows.
            primary_window: Some(Window { resolution, focused: true, ..default() }),
            exit_condition: ExitCondition::DontExit,
            ..default()
        })
        // Otherwise the first frames lack what isn't compiled yet.
        .set(RenderPlugin { synchronous_pipeline_compilation: true, render_creation, ..default() })
        .disable::<WinitPlugin>()
        // The program's own log is set up by its edge.
        .disable::<LogPlugin>()
        // One update = one finished frame, on this thread: a script must not race the drawing.
        .disable::<PipelinedRenderingPlugin>()
}

/// Rgba8UnormSrgb and nothing else: bevy_egui builds its pipeline for that format.
fn target_image(width_px: u32, height_px: u32) -> Image {
    let size = Extent3d { width: width_px.max(1), height: height_px.max(1), depth_or_array_layers: 1 };
    let format = TextureFormat::Rgba8UnormSrgb;
    let mut image = Image::new_uninit(size, TextureDimension::D2, format, RenderAssetUsages::RENDER_WORLD);
    image.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT | TextureUsages::COPY_SRC;
    image
}
