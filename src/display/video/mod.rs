//! Cameras' pictures for the panels: unpacked and made small on a thread of their own, a few times a second, the newest of
//! each camera and no other. Nothing runs and nothing is woken while no camera is open.

use super::photos::decode_camera;
use crate::domain::{CameraCode, VideoTrouble};
use crate::panels::{PhotoPixels, VideoLook, VideoSource};
use crate::seat::Seat;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Between two rounds of unpacking: more pictures a second would cost a software rasteriser all its time.
const ROUND: Duration = Duration::from_millis(200);
/// Whoever waits for a seat to settle waits so long for a camera's first picture.
const FIRST_PICTURE: Duration = Duration::from_secs(3);
/// Before a panel has said how large: half a wall's tile, px.
const USUAL_PX: u32 = 640;

/// A camera's newest picture as it came: its number in this look, when it came, its bytes.
pub type VideoPicture = (u64, Instant, Arc<[u8]>);

/// What a camera shows now, as it came.
#[derive(Clone, Default)]
pub struct VideoShot {
    /// The newest picture, where one has come.
    pub picture: Option<VideoPicture>,
    /// Why no newer one comes, where something is wrong now.
    pub trouble: Option<VideoTrouble>,
}

/// Looks through cameras; answers at once.
pub trait VideoReader: Send + Sync {
    /// Looks through these cameras from now on and through no others; `by` is who looks.
    fn watch(&self, cameras: &[CameraCode], by: &str);

    /// What a camera shows now.
    fn shot(&self, camera: &CameraCode) -> VideoShot;

    /// Whom to call when something of a camera is new; it returns at once.
    fn set_bell(&self, ring: Box<dyn Fn() + Send + Sync>);
}

/// An open camera.
struct Open {
    since: Instant,
    most_px: u32,
    /// The number of the picture that was unpacked last, or could not be.
    seen: Option<u64>,
    /// What was unpacked last: its number, when it came, its pixels.
    newest: Option<(u64, Instant, Arc<PhotoPixels>)>,
    /// What came last can't be drawn.
    undrawable: bool,
    trouble: Option<VideoTrouble>,
    /// A picture of it was fetched, and a pass has followed: it is drawn.
    is_drawn: bool,
}

impl Open {
    fn new() -> Self {
        Self {
            since: Instant::now(),
            most_px: USUAL_PX,
            seen: None,
            newest: None,
            undrawable: false,
            trouble: None,
            is_drawn: false,
        }
    }

    /// Whether its first picture may still come soon, or has come and not been drawn.
    fn awaits_first(&self) -> bool {
        match &self.newest {
            Some(_) => !self.is_drawn,
            None => self.trouble.is_none() && !self.undrawable && self.since.elapsed() < FIRST_PICTURE,
        }
    }
}

#[derive(Default)]
struct Table {
    cameras: Vec<CameraCode>,
    open: BTreeMap<CameraCode, Open>,
    /// Something of a camera is new since the last round.
    rung: bool,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    table: Mutex<Table>,
    bell: Condvar,
}

impl Shared {
    fn table(&self) -> MutexGuard<'_, Table> {
        // Every change of the table is whole before anything else can fail.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The cameras of a seat. The thread ends soon after this goes.
pub(super) struct VideoDesk {
    reader: Arc<dyn VideoReader>,
    shared: Arc<Shared>,
}

impl VideoDesk {
    /// Starts the thread; `wake` is called when there is something new to be drawn.
    ///
    /// # Errors
    /// No thread is to be had.
    pub(super) fn start(reader: Arc<dyn VideoReader>, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let theirs = Arc::clone(&shared);
        reader.set_bell(Box::new(move || {
            theirs.table().rung = true;
            theirs.bell.notify_all();
        }));
        let (desk, their_reader) = (Arc::clone(&shared), Arc::clone(&reader));
        let serve = move || {
            while let Some(cameras) = next(&desk) {
                let mut news = false;
                for camera in cameras {
                    news |= unpack(&desk, &their_reader, &camera);
                }
                if news {
                    wake();
                }
                rest(&desk);
            }
        };
        std::thread::Builder::new().name("zonglan-pictures".into()).spawn(serve)?;
        Ok(Self { reader, shared })
    }

    /// Looks through the cameras that are open on the seat; answers whether the first picture of one is on its way.
    pub(super) fn follow(&self, seat: &Seat) -> bool {
        let rows = seat.picture.cameras.rows();
        let wanted = seat.cameras.open().iter().filter_map(|camera| rows.get(*camera as usize)).map(|row| &row.code);
        let mut table = self.shared.table();
        if !wanted.clone().eq(&table.cameras) {
            table.cameras = wanted.cloned().collect();
            let cameras = table.cameras.clone();
            table.open.retain(|camera, _| cameras.contains(camera));
            for camera in &cameras {
                table.open.entry(camera.clone()).or_insert_with(Open::new);
            }
            drop(table);
            self.reader.watch(&cameras, &seat.officer);
            // What it says at once, such as that there is no address, shows at once.
            let said: Vec<_> = cameras.iter().map(|camera| self.reader.shot(camera).trouble).collect();
            table = self.shared.table();
            for (camera, trouble) in cameras.iter().zip(said) {
                if let Some(open) = table.open.get_mut(camera) {
                    open.trouble = trouble;
                }
            }
            table.rung = true;
            self.shared.bell.notify_all();
        }
        table.open.values().any(Open::awaits_first)
    }
}

impl Drop for VideoDesk {
    fn drop(&mut self) {
        self.reader.watch(&[], "");
        self.shared.table().closed = true;
        self.shared.bell.notify_all();
    }
}

/// Waits until something of a camera is new; answers which are open. None at the end.
fn next(shared: &Shared) -> Option<Vec<CameraCode>> {
    let mut table = shared.table();
    loop {
        if table.closed {
            return None;
        }
        if std::mem::take(&mut table.rung) {
            return Some(table.cameras.clone());
        }
        table = shared.bell.wait(table).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Lets a round's time pass, unless the end comes.
fn rest(shared: &Shared) {
    let until = Instant::now() + ROUND;
    let mut table = shared.table();
    while !table.closed {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        table = shared.bell.wait_timeout(table, left).unwrap_or_else(PoisonError::into_inner).0;
    }
}

/// Unpacks the newest picture of a camera where it is new; answers whether anything is.
fn unpack(shared: &Shared, reader: &Arc<dyn VideoReader>, camera: &CameraCode) -> bool {
    let shot = reader.shot(camera);
    let (most_px, has_trouble_changed) = {
        let mut table = shared.table();
        let Some(open) = table.open.get_mut(camera) else { return false };
        let has_changed = open.trouble != shot.trouble;
        open.trouble = shot.trouble;
        let is_new = shot.picture.as_ref().is_some_and(|(number, ..)| open.seen != Some(*number));
        (is_new.then_some(open.most_px), has_changed)
    };
    let (Some(most_px), Some((number, at, bytes))) = (most_px, shot.picture) else { return has_trouble_changed };
    let pixels = decode_camera(&bytes, most_px);
    let mut table = shared.table();
    let Some(open) = table.open.get_mut(camera) else { return false };
    (open.seen, open.undrawable) = (Some(number), pixels.is_err());
    if let Ok(pixels) = pixels {
        open.newest = Some((number, at, Arc::new(pixels)));
    }
    true
}

impl VideoSource for VideoDesk {
    fn look(&self, camera: &CameraCode, most_px: u32, have: Option<u64>) -> VideoLook {
        let mut table = self.shared.table();
        let Some(open) = table.open.get_mut(camera) else { return VideoLook::default() };
        open.most_px = most_px;
        let newest = open.newest.as_ref();
        let picture = newest.filter(|(number, ..)| have != Some(*number));
        let picture = picture.map(|(number, _, pixels)| (*number, Arc::clone(pixels)));
        let undrawable = open.undrawable.then_some(VideoTrouble::NotAPicture);
        let look = VideoLook {
            age: newest.map(|(_, at, _)| at.elapsed()),
            trouble: open.trouble.clone().or(undrawable),
            picture,
        };
        // Fetched in one pass, it is drawn in the next.
        open.is_drawn |= have.is_some();
        look
    }
}

#[cfg(test)]
mod tests;
