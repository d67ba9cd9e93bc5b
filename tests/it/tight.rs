//! A disk that is full when a test says so, and free again when it says so.
#![allow(clippy::unwrap_used)]

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const DIR: &str = "ZONGLAN_TEST_TIGHT_DIR";
const MOUNTED: &str = "ZONGLAN_TEST_TIGHT_MOUNTED";
const BALLAST: &str = "ballast";

/// The disk, seen from the process that is alone with it.
pub(crate) struct Tight {
    dir: PathBuf,
    mounted: bool,
}

/// Runs `body` in a process of its own, as the test of this name and no other. Its temporary folder lies on a file
/// system of 48 MB where one may be mounted (by root, or in a user's own namespace); elsewhere the system is told how
/// long a file may grow, which SQLite takes for a broken disk rather than a full one.
pub(crate) fn within(test: &str, body: impl FnOnce(&Tight)) {
    if let Some(dir) = std::env::var_os(DIR).map(PathBuf::from) {
        return body(&Tight { dir, mounted: std::env::var_os(MOUNTED).is_some() });
    }
    let dir = tempfile::tempdir().unwrap();
    let mount = "mount -t tmpfs -o size=48m none \"$0\"";
    let namespaces = [vec!["-m"], vec!["-r", "-m"]];
    let may_mount = |flags: &&Vec<&str>| {
        let mut probe = Command::new("unshare");
        probe.args(*flags).args(["sh", "-c", mount]).arg(dir.path()).stderr(Stdio::null());
        probe.status().is_ok_and(|status| status.success())
    };
    let mut child = match namespaces.iter().find(may_mount) {
        Some(flags) => {
            let mut child = Command::new("unshare");
            child.args(flags).args(["sh", "-c", &format!("{mount} && exec \"$@\"")]).env(MOUNTED, "yes");
            child
        }
        None => {
            let mut child = Command::new("sh");
            // Ignored here, it is ignored by whatever runs in its place: a write fails, and nobody is killed.
            child.args(["-c", "trap '' XFSZ; exec \"$@\""]);
            child
        }
    };
    child.arg(dir.path()).arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture"]);
    let output = child.env(DIR, dir.path()).env("TMPDIR", dir.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed"), "no test of the name {test}: {said}");
}

impl Tight {
    /// A folder on it.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// From now on nothing more can be written.
    pub(crate) fn fill(&self) {
        if !self.mounted {
            return self.limit("4096:");
        }
        let mut ballast = std::fs::File::create(self.dir.join(BALLAST)).unwrap();
        for block in [1 << 16, 1 << 12, 1] {
            let block = vec![1; block];
            let full = loop {
                if let Err(error) = ballast.write_all(&block) {
                    break error;
                }
            };
            assert_eq!(full.kind(), ErrorKind::StorageFull);
        }
    }

    /// There is room again.
    pub(crate) fn free(&self) {
        if self.mounted {
            std::fs::remove_file(self.dir.join(BALLAST)).unwrap();
        } else {
            self.limit("unlimited:");
        }
    }

    fn limit(&self, length: &str) {
        let limited = Command::new("prlimit")
            .args(["--pid", &std::process::id().to_string(), &format!("--fsize={length}")])
            .status()
            .unwrap();
        assert!(limited.success());
    }

    /// Whether a sentence says what is the matter, and where.
    pub(crate) fn is_told(&self, sentence: &str) -> bool {
        let full = "the disk is full: make room and try again; what was acknowledged is safe";
        let says = if self.mounted { sentence.contains(full) } else { sentence.contains("reading or writing failed") };
        says && sentence.contains(&*self.dir.to_string_lossy()) && sentence.lines().count() == 1
    }
}
