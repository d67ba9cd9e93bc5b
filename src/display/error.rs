//! What can keep a picture from being drawn, each one sentence, and the look for a graphics driver
//! before Bevy starts (Bevy itself ends with a backtrace where there is none).

use bevy::render::settings::{Backends, RenderCreation, WgpuSettings};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Why nothing could be drawn.
#[derive(Debug, thiserror::Error)]
pub enum DisplayError {
    /// No Vulkan or GL driver answers.
    #[error("no graphics driver found: install mesa-vulkan-drivers, or a driver for your card")]
    NoDriver,
    /// No X or Wayland display answers.
    #[error("no screen found: neither DISPLAY nor WAYLAND_DISPLAY leads to one")]
    NoScreen,
    /// The picture did not come back from the graphics card.
    #[error("no picture came back from the graphics card")]
    NoFrame,
    /// The picture could not be written.
    #[error("cannot write the picture: {why}: {path}")]
    FrameNotWritten {
        /// Why, as the operating system or the encoder says it.
        why: String,
        /// Where to.
        path: PathBuf,
    },
    /// Something kept moving so long that waiting for rest was given up.
    #[error("the seat did not come to rest within {updates} frames: {why}")]
    NeverSettled {
        /// How many frames were waited.
        updates: u32,
        /// What still moved.
        why: String,
    },
    /// The graphics device is gone: nothing can be drawn any more by this process.
    #[error("the graphics device was lost ({why}): look at the card, its driver and the system's log")]
    DeviceLost {
        /// Why, as the driver says it.
        why: String,
        /// Where the seat was looking.
        looking: Box<super::Looking>,
    },
    /// The window's run ended with an error that the log tells.
    #[error("the window ended with an error; the log says which")]
    RunFailed,
}

/// The name of the graphics adapter that draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterName(pub String);

/// Looks for a graphics adapter without starting anything; the first answer holds for the whole run.
///
/// # Errors
/// [`DisplayError::NoDriver`] where there is none.
pub fn probe() -> Result<AdapterName, DisplayError> {
    graphics().map(|(name, _)| name.clone())
}

/// How Bevy is to draw: by the kind of driver that answered.
///
/// # Errors
/// [`DisplayError::NoDriver`] where none does.
pub(super) fn render_creation() -> Result<RenderCreation, DisplayError> {
    let (_, backends) = graphics()?;
    // The card's memory is taken in small blocks: the usual ones have 128 MB, of which a wall fills a part, and a software
    // driver has them in this process.
    // What is larger has a block of its own, which goes with it; a small one is kept for the next.
    const BLOCK: u64 = 8 << 20;
    let memory_hints = wgpu::MemoryHints::Manual { suballocated_device_memory_block_size: BLOCK..BLOCK };
    let settings = WgpuSettings { backends: Some(*backends), memory_hints, ..WgpuSettings::default() };
    Ok(RenderCreation::Automatic(Box::new(settings)))
}

/// The best adapter and the kind of driver that has it. GL is asked only where nothing better answers: on a machine
/// without a desktop its libraries complain on stderr, and opening them takes time.
fn graphics() -> Result<&'static (AdapterName, Backends), DisplayError> {
    static FOUND: OnceLock<Option<(AdapterName, Backends)>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let kinds = Backends::from_env().map_or(vec![Backends::PRIMARY, Backends::SECONDARY], |asked| vec![asked]);
        kinds.into_iter().find_map(|backends| Some((best_adapter(backends)?, backends)))
    });
    found.as_ref().ok_or(DisplayError::NoDriver)
}

fn best_adapter(backends: Backends) -> Option<AdapterName> {
    // The same wgpu as bevy_render's, so that both see the same drivers.
    let descriptor = wgpu::InstanceDescriptor::new_without_display_handle_from_env();
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor { backends, ..descriptor });
    let adapters = bevy::tasks::block_on(instance.enumerate_adapters(backends));
    // Bevy takes a real card before a software driver; so does the name we tell.
    let rank = |kind: wgpu::DeviceType| match kind {
        wgpu::DeviceType::DiscreteGpu => 0,
        wgpu::DeviceType::IntegratedGpu => 1,
        wgpu::DeviceType::VirtualGpu => 2,
        wgpu::DeviceType::Other => 3,
        wgpu::DeviceType::Cpu => 4,
    };
    let best = adapters.iter().map(wgpu::Adapter::get_info).min_by_key(|info| rank(info.device_type))?;
    Some(AdapterName(format!("{} ({:?})", best.name, best.backend)))
}
