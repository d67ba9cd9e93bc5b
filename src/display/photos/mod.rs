//! Photos for the panels: read and unpacked on a thread of their own, one after the other, so that no frame waits and one
//! photo's worth of memory is taken at a time. What is drawn lies on the graphics card; here only waits what no panel has
//! fetched yet.

mod decode;

pub(super) use decode::decode_camera;

use crate::panels::{PhotoAnswer, PhotoPixels, PhotoSource, PhotoTrouble};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// So many may be asked for and not be there yet; a panel asks for the rest again in its next pass.
const MOST_WANTED: usize = 48;
/// So many answers wait to be fetched: nobody looks at the oldest any more.
const MOST_READY: usize = 12;
/// What could not be had is looked for again after so long.
const AGAIN: Duration = Duration::from_secs(10);

/// Reads a photo's bytes by its name, and has looked that they are what the name says.
pub type PhotoReader = Arc<dyn Fn(&str) -> Result<Vec<u8>, PhotoTrouble> + Send + Sync>;

type Key = (String, u32);

#[derive(Default)]
struct Table {
    wanted: VecDeque<Key>,
    under_way: Option<Key>,
    ready: VecDeque<(Key, Result<Arc<PhotoPixels>, PhotoTrouble>, Instant)>,
    /// Something became ready since somebody looked.
    news: bool,
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

/// The photos of a seat. The thread ends soon after this goes.
pub(super) struct PhotoDesk {
    shared: Arc<Shared>,
}

impl PhotoDesk {
    /// Starts the thread; `wake` is called when a photo is ready.
    ///
    /// # Errors
    /// No thread is to be had.
    pub(super) fn start(reader: PhotoReader, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let desk = Arc::clone(&shared);
        let serve = move || {
            while let Some(key) = next(&desk) {
                let answer = reader(&key.0).and_then(|bytes| {
                    decode::decode(&bytes, key.1).map_err(|_| PhotoTrouble::Undrawable).map(Arc::new)
                });
                let mut table = desk.table();
                table.under_way = None;
                table.ready.push_back((key, answer, Instant::now()));
                if table.ready.len() > MOST_READY {
                    table.ready.pop_front();
                }
                table.news = true;
                drop(table);
                wake();
            }
        };
        std::thread::Builder::new().name("zonglan-photos".into()).spawn(serve)?;
        Ok(Self { shared })
    }

    /// Whether a frame should still follow: something is read, or was and has not been drawn.
    pub(super) fn is_busy(&self) -> bool {
        let mut table = self.shared.table();
        let news = std::mem::take(&mut table.news);
        news || table.under_way.is_some() || !table.wanted.is_empty()
    }
}

impl Drop for PhotoDesk {
    fn drop(&mut self) {
        self.shared.table().closed = true;
        self.shared.bell.notify_all();
    }
}

/// Waits for the next photo that is wanted: the one asked for last, since somebody looks at it now. None at the end.
fn next(shared: &Shared) -> Option<Key> {
    let mut table = shared.table();
    loop {
        if table.closed {
            return None;
        }
        if let Some(key) = table.wanted.pop_back() {
            table.under_way = Some(key.clone());
            return Some(key);
        }
        table = shared.bell.wait(table).unwrap_or_else(PoisonError::into_inner);
    }
}

impl PhotoSource for PhotoDesk {
    fn photo(&self, sha256: &str, most_px: u32) -> PhotoAnswer {
        let key = (sha256.to_owned(), most_px);
        let mut table = self.shared.table();
        let place = table.ready.iter().position(|(ready, ..)| *ready == key);
        let found = place.and_then(|place| table.ready.remove(place));
        let answer = match found {
            Some((_, Ok(pixels), _)) => return PhotoAnswer::Photo(pixels),
            Some((known, Err(trouble), at)) if at.elapsed() < AGAIN => {
                table.ready.push_back((known, Err(trouble), at));
                return PhotoAnswer::None(trouble);
            }
            // It may have come since; until it is looked for again it is as it was said to be.
            Some((_, Err(trouble), _)) => PhotoAnswer::None(trouble),
            None => PhotoAnswer::Later,
        };
        if table.under_way.as_ref() != Some(&key) && !table.wanted.contains(&key) && table.wanted.len() < MOST_WANTED {
            table.wanted.push_back(key);
            self.shared.bell.notify_all();
        }
        answer
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use std::sync::mpsc;

    fn png() -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::from_pixel(40, 20, image::Rgb([9, 8, 7]))
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_photo_is_answered_once_it_is_there_and_trouble_by_its_name() {
        let reader: PhotoReader = Arc::new(|name| match name {
            "whole" => Ok(png()),
            "words" => Ok(b"words".to_vec()),
            "broken" => Err(PhotoTrouble::Damaged),
            _ => Err(PhotoTrouble::Missing),
        });
        let (rung, bell) = mpsc::sync_channel(16);
        let desk = PhotoDesk::start(reader, move || _ = rung.send(())).unwrap();
        assert!(!desk.is_busy());
        for (name, expected) in [
            ("whole", None),
            ("words", Some(PhotoTrouble::Undrawable)),
            ("broken", Some(PhotoTrouble::Damaged)),
            ("gone", Some(PhotoTrouble::Missing)),
        ] {
            assert!(matches!(desk.photo(name, 10), PhotoAnswer::Later));
            bell.recv().unwrap();
            assert!(desk.is_busy() && !desk.is_busy(), "one more frame draws it");
            match (desk.photo(name, 10), expected) {
                (PhotoAnswer::Photo(pixels), None) => assert_eq!((pixels.width, pixels.height), (10, 5)),
                (PhotoAnswer::None(trouble), Some(expected)) => assert_eq!(trouble, expected),
                _ => panic!("{name}"),
            }
        }
        assert!(matches!(desk.photo("whole", 10), PhotoAnswer::Later), "what was fetched is not kept here");
    }
}
