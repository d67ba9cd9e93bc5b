//! The thread that looks through the cameras that somebody wants to see, each by a task of its own, and what they saw.

use super::address::{Address, Way};
use super::ask::{self, Looked, Question};
use super::{CameraSetting, CameraSettings, Looks, VideoError, VideoLimits, child};
use crate::domain::{CameraCode, Timestamp, VideoTrouble};
use crate::fetch::{Clients, Tags};
use crate::runtime::{Backoff, Worker, spawn_named};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::Notify;
use tokio::task::{AbortHandle, JoinSet};

/// One picture as it came: JPEG, PNG or WebP.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Which picture of this look it is, from 1.
    pub number: u64,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// When it came.
    pub at: Instant,
}

/// What a camera shows now.
#[derive(Clone, Debug, Default)]
pub struct Shot {
    /// The newest picture, where one has come.
    pub frame: Option<Frame>,
    /// Why no newer one comes, where something is wrong now.
    pub trouble: Option<VideoTrouble>,
}

/// A bell that rings when something of a camera is new.
type Bell = Box<dyn Fn() + Send + Sync>;

#[derive(Default)]
struct Table {
    /// Who wants to see.
    by: String,
    open: BTreeMap<CameraCode, Shot>,
}

#[derive(Default)]
struct Shared {
    table: Mutex<Table>,
    bell: Mutex<Option<Bell>>,
    changed: Notify,
    stop: AtomicBool,
}

impl Shared {
    fn table(&self) -> MutexGuard<'_, Table> {
        // Every change of the table is whole before anything else can fail.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring(&self) {
        if let Some(ring) = self.bell.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            ring();
        }
    }

    /// Puts a picture in the place of the one before; nobody looks any more where the camera is not open.
    fn show(&self, camera: &CameraCode, bytes: Vec<u8>) {
        if let Some(shot) = self.table().open.get_mut(camera) {
            let number = shot.frame.as_ref().map_or(1, |frame| frame.number + 1);
            shot.frame = Some(Frame { number, bytes: bytes.into(), at: Instant::now() });
            shot.trouble = None;
        }
        self.ring();
    }

    /// Whether a picture of it is there.
    fn has_frame(&self, camera: &CameraCode) -> bool {
        self.table().open.get(camera).is_some_and(|shot| shot.frame.is_some())
    }

    /// Notes what is wrong; answers whether that is new.
    fn tell(&self, camera: &CameraCode, trouble: Option<VideoTrouble>) -> bool {
        let is_new = self.table().open.get_mut(camera).is_some_and(|shot| {
            let is_new = shot.trouble != trouble;
            shot.trouble = trouble;
            is_new
        });
        if is_new {
            self.ring();
        }
        is_new
    }
}

/// The cameras that somebody looks through. Dropping it closes them and waits.
pub struct Video {
    settings: Arc<CameraSettings>,
    most_open: usize,
    shared: Arc<Shared>,
    /// Behind `shared` in the order of dropping: it waits for the thread, which `Drop` has told to stop.
    _worker: Worker,
}

impl Video {
    /// Starts the thread; nothing is asked until somebody looks.
    ///
    /// # Errors
    /// The system gives no thread or no TLS.
    pub fn start(settings: CameraSettings, limits: VideoLimits, looks: Looks) -> Result<Self, VideoError> {
        settings.cameras.iter().try_for_each(CameraSetting::check)?;
        let clients = ask::clients(&limits).map_err(VideoError::NoThread)?;
        let no_thread = |why: std::io::Error| VideoError::NoThread(why.to_string());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(no_thread)?;
        let (settings, shared, most_open) = (Arc::new(settings), Arc::<Shared>::default(), limits.open);
        let watch = Watch {
            settings: Arc::clone(&settings),
            shared: Arc::clone(&shared),
            clients,
            limits: Arc::new(limits),
            looks,
            open: BTreeMap::new(),
            tasks: JoinSet::new(),
        };
        let worker = spawn_named("zonglan-video", move || {
            runtime.block_on(watch.serve());
            // Names that are still being looked up are nobody's business any more.
            runtime.shutdown_background();
        });
        Ok(Self { settings, most_open, shared, _worker: worker.map_err(no_thread)? })
    }

    /// Whom to call when something of a camera is new. It must return at once.
    pub fn set_bell(&self, ring: impl Fn() + Send + Sync + 'static) {
        *self.shared.bell.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(ring));
    }

    /// Looks through these cameras from now on, the first few of them, and through no others; `by` is who looks.
    pub fn watch(&self, cameras: &[CameraCode], by: &str) {
        let mut table = self.shared.table();
        by.clone_into(&mut table.by);
        let wanted: Vec<&CameraCode> = cameras.iter().take(self.most_open).collect();
        table.open.retain(|camera, _| wanted.contains(&camera));
        for camera in wanted {
            let has_address = self.settings.of(camera).is_some();
            let new = || Shot { trouble: (!has_address).then_some(VideoTrouble::NoAddress), ..Shot::default() };
            table.open.entry(camera.clone()).or_insert_with(new);
        }
        drop(table);
        self.shared.changed.notify_one();
    }

    /// What a camera shows now; nothing where nobody looks through it.
    #[must_use]
    pub fn shot(&self, camera: &CameraCode) -> Shot {
        self.shared.table().open.get(camera).cloned().unwrap_or_default()
    }
}

impl Drop for Video {
    fn drop(&mut self) {
        // The worker's own drop, which comes after this, waits.
        self.shared.stop.store(true, Ordering::Release);
        self.shared.changed.notify_one();
    }
}

struct Watch {
    settings: Arc<CameraSettings>,
    shared: Arc<Shared>,
    clients: Clients,
    limits: Arc<VideoLimits>,
    looks: Looks,
    open: BTreeMap<CameraCode, AbortHandle>,
    tasks: JoinSet<()>,
}

impl Watch {
    async fn serve(mut self) {
        while !self.shared.stop.load(Ordering::Acquire) {
            self.follow();
            tokio::select! {
                () = self.shared.changed.notified() => {}
                Some(ended) = self.tasks.join_next() => if let Err(why) = ended && why.is_panic() {
                    tracing::error!("a camera could not be looked through: {why}");
                }
            }
        }
        self.tasks.shutdown().await;
    }

    /// Opens what is wanted and closes what is not.
    fn follow(&mut self) {
        let (wanted, by) = {
            let table = self.shared.table();
            (table.open.keys().cloned().collect::<Vec<_>>(), table.by.clone())
        };
        self.open.retain(|camera, task| {
            let stays = wanted.contains(camera);
            if !stays {
                task.abort();
            }
            stays
        });
        for camera in wanted {
            let Some(setting) = self.settings.of(&camera).filter(|_| !self.open.contains_key(&camera)) else {
                continue;
            };
            if let Err(why) = self.looks.note(&camera, &by, now()) {
                tracing::warn!("who looks through a camera can't be written down: {why}");
                self.shared.tell(&camera, Some(VideoTrouble::NotNoted));
                continue;
            }
            let one = One {
                camera: camera.clone(),
                setting: setting.clone(),
                shared: Arc::clone(&self.shared),
                clients: self.clients.clone(),
                limits: Arc::clone(&self.limits),
            };
            self.open.insert(camera, self.tasks.spawn(one.watch()));
        }
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// One camera that is looked through.
struct One {
    camera: CameraCode,
    setting: CameraSetting,
    shared: Arc<Shared>,
    clients: Clients,
    limits: Arc<VideoLimits>,
}

impl One {
    /// Looks until nobody wants to see it any more.
    async fn watch(self) {
        // Many seats that lost the same gateway don't come back at the same moment.
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
        let seed = u64::from(nanos) ^ (u64::from(std::process::id()) << 32);
        let mut backoff = Backoff::new(self.limits.first_wait, self.limits.longest_wait, seed);
        let mut tags = Tags::default();
        loop {
            let mut shown = false;
            let wait = match self.look(&mut tags, &mut shown).await {
                Ok(()) => {
                    self.shared.tell(&self.camera, None);
                    backoff.reset();
                    self.setting.every()
                }
                Err((host, trouble)) => {
                    if shown {
                        backoff.reset();
                    }
                    if self.shared.tell(&self.camera, Some(trouble.clone())) {
                        tracing::warn!("camera {} at {host}: {trouble}", self.camera);
                    }
                    backoff.next_delay()
                }
            };
            tokio::time::sleep(wait).await;
        }
    }

    /// One look; `shown` says whether a picture came of it.
    async fn look(&self, tags: &mut Tags, shown: &mut bool) -> Result<(), (String, VideoTrouble)> {
        let address = Address::parse(&self.setting).map_err(|_| (String::new(), VideoTrouble::NoAddress))?;
        let failed = |trouble| (address.host.clone(), trouble);
        let no_key = || failed(VideoTrouble::NoKey { variable: self.setting.key_env.clone() });
        let key = self.setting.key().filter(|_| self.setting.wants_key());
        if self.setting.wants_key() && key.is_none() {
            return Err(no_key());
        }
        let url = address.url(&self.camera, key.as_deref());
        let mut show = |bytes| {
            *shown = true;
            self.shared.show(&self.camera, bytes);
        };
        match address.way {
            Way::Rtsp => Err(failed(child::look(&url, &self.setting.key_env, &self.limits, &mut show).await)),
            Way::Http => {
                let headers = address.headers(key.as_deref()).ok_or_else(no_key)?;
                // Closed and opened again within a moment, its picture is gone and must be sent, changed or not.
                if !self.shared.has_frame(&self.camera) {
                    *tags = Tags::default();
                }
                let question = Question { url, headers, host: address.host.clone() };
                match ask::look(&self.clients, &self.limits, &question, tags, &mut show).await {
                    Ok(Looked::Picture(known_by)) => *tags = known_by,
                    Ok(Looked::Unchanged) => {}
                    Err(trouble) => return Err(failed(trouble)),
                }
                Ok(())
            }
        }
    }
}
