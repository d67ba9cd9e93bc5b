//! The store of photos: once each, whole or not at all, checked when read.

use super::make::{jpeg_with_place, png, tells_place};
use std::path::{Path, PathBuf};
use zonglan::domain::clean_photo;
use zonglan::ledger::{PhotoError, PhotoStore, is_photo_name};

fn files(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn the_same_photo_is_there_once_under_the_hash_of_its_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let store = PhotoStore::of(dir.path());
    let (first, second) = (dir.path().join("a.jpg"), dir.path().join("b.jpg"));
    std::fs::write(&first, jpeg_with_place(1)).unwrap();
    // The same picture, sent again by a program that had taken the place out.
    std::fs::write(&second, clean_photo(&jpeg_with_place(1)).unwrap().bytes).unwrap();
    let kept = store.keep_file(&first).unwrap();
    let again = store.keep_file(&second).unwrap();
    assert_eq!((kept.was_there, again.was_there), (false, true));
    assert_eq!(kept.sha256, again.sha256);
    assert!(is_photo_name(&kept.sha256));
    let path = dir.path().join("photos").join(&kept.sha256[..2]).join(&kept.sha256);
    assert_eq!(files(&dir.path().join("photos")), [path]);
    let bytes = store.read(&kept.sha256.to_uppercase()).unwrap();
    assert!(!tells_place(&bytes) && bytes == kept.photo.bytes);
}

#[test]
fn a_damaged_file_is_named_and_mended_by_the_photo_itself() {
    let dir = tempfile::tempdir().unwrap();
    let store = PhotoStore::of(dir.path());
    let photo = clean_photo(&png(9, 9, &[])).unwrap();
    let name = store.keep(photo.clone()).unwrap().sha256;
    let path = dir.path().join("photos").join(&name[..2]).join(&name);
    let whole = std::fs::read(&path).unwrap();
    for damaged in [&whole[..whole.len() - 1], b"", &[&whole[..], b"x"].concat()] {
        std::fs::write(&path, damaged).unwrap();
        let error = store.read(&name).unwrap_err();
        assert!(matches!(&error, PhotoError::Damaged(named) if *named == path), "{error}");
        assert!(error.to_string().contains(&name));
    }
    assert!(!store.keep(photo).unwrap().was_there);
    assert_eq!(store.read(&name).unwrap(), whole);
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(store.read(&name), Err(PhotoError::Missing(named)) if named == path));
}

#[test]
fn no_name_leads_out_of_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let store = PhotoStore::of(dir.path());
    for name in ["", "../../etc/passwd", "ab", &"../".repeat(22)[..64], &"é".repeat(32), &"g".repeat(64)] {
        assert!(matches!(store.read(name), Err(PhotoError::NoName(_))), "{name}");
    }
}

#[test]
fn a_file_too_large_or_a_full_disk_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let store = PhotoStore::of(dir.path());
    let large = dir.path().join("large.jpg");
    std::fs::File::create(&large).unwrap().set_len(3 << 30).unwrap();
    let error = store.keep_file(&large).unwrap_err().to_string();
    assert!(error.contains("large.jpg") && error.contains("3221225472 bytes"), "{error}");
    // Where the folder should be stands a file: nothing can be kept, and the store says with what.
    std::fs::write(dir.path().join("photos"), "").unwrap();
    let error = store.keep(clean_photo(&png(3, 3, &[])).unwrap()).unwrap_err();
    assert!(matches!(error, PhotoError::Io { .. }), "{error}");
    assert_eq!(files(dir.path()).len(), 2);
}

/// Several at once keep the same photo: it is there once, whole.
#[test]
fn many_keep_the_same_photo_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let photo = clean_photo(&png(64, 64, &[])).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| PhotoStore::of(dir.path()).keep(photo.clone()).unwrap());
        }
    });
    let kept = files(dir.path());
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(std::fs::read(&kept[0]).unwrap(), photo.bytes);
}
