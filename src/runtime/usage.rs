//! What this process holds of its machine. From Linux's `/proc`; zero elsewhere.

use std::fs;

/// The kernel counts CPU time in hundredths of a second.
const TICK_SECS: f64 = 0.01;

/// What a process holds at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Memory that is resident, MB of a million bytes.
    pub rss_mb: f64,
    /// Open files, sockets and devices.
    pub handles: usize,
    /// Threads.
    pub threads: usize,
}

impl Usage {
    /// What this process holds now.
    pub fn now() -> Self {
        Self::of("self")
    }

    /// What another process holds now, by its number.
    pub fn of_process(pid: u32) -> Self {
        Self::of(&pid.to_string())
    }

    fn of(process: &str) -> Self {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim_start_matches(':').split_whitespace().next()?.parse::<f64>().ok()
        };
        Self {
            // The kernel says kB and means 1,024 bytes.
            rss_mb: number("VmRSS").unwrap_or(0.0) * 1.024e-3,
            handles: handles_of(process, |_| true),
            threads: number("Threads").unwrap_or(0.0) as usize,
        }
    }
}

/// How many handles are open whose target, as the kernel names it (a path, `socket:[…]`), is such a one.
pub fn open_handles(is_such: impl Fn(&str) -> bool) -> usize {
    handles_of("self", is_such)
}

fn handles_of(process: &str, is_such: impl Fn(&str) -> bool) -> usize {
    let Ok(entries) = fs::read_dir(format!("/proc/{process}/fd")) else { return 0 };
    let targets = entries.flatten().filter_map(|entry| fs::read_link(entry.path()).ok());
    // The handle that reads the folder is none of the program's.
    let own = targets.filter(|target| !target.to_string_lossy().ends_with("/fd"));
    own.filter(|target| is_such(&target.to_string_lossy())).count()
}

/// CPU time of this process so far, all threads, those that have ended too; seconds.
pub fn cpu_secs() -> f64 {
    cpu_secs_of("self")
}

/// CPU time of another process so far, by its number, seconds.
pub fn cpu_secs_of_process(pid: u32) -> f64 {
    cpu_secs_of(&pid.to_string())
}

fn cpu_secs_of(process: &str) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // `pid (name) state …`: utime and stime are the 12th and 13th fields behind the name, which may hold blanks.
    let fields = stat.rsplit_once(')').map(|(_, tail)| tail.split_whitespace().skip(11).take(2));
    fields.into_iter().flatten().filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * TICK_SECS
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::runtime::{Shutdown, spawn_named};

    /// Other tests of this process open and close things meanwhile, so only what is ours is counted exactly.
    #[test]
    fn what_is_opened_is_counted_and_what_is_closed_no_more() {
        let dir = tempfile::tempdir().unwrap();
        let ours = || open_handles(|target| target.starts_with(&*dir.path().to_string_lossy()));
        let files: Vec<_> = (0..7).map(|n| fs::File::create(dir.path().join(n.to_string())).unwrap()).collect();
        assert_eq!(ours(), 7);
        assert!(Usage::now().handles >= 7);
        drop(files);
        assert_eq!(ours(), 0);
    }

    #[test]
    fn memory_threads_and_time_are_seen() {
        let shutdown = Shutdown::new();
        let workers: Vec<_> = (0..3)
            .map(|_| {
                let theirs = shutdown.clone();
                spawn_named("zonglan-test", move || _ = theirs.wait_timeout(std::time::Duration::from_secs(60)))
                    .unwrap()
            })
            .collect();
        assert!(Usage::now().threads >= 4, "three and this one");
        shutdown.request();
        drop(workers);
        let before_mb = Usage::now().rss_mb;
        let block = vec![1_u8; 256 << 20];
        assert!(Usage::now().rss_mb > before_mb + 150.0, "a quarter of a gigabyte is seen");
        let began = cpu_secs();
        let mut sum = 0_u64;
        while cpu_secs() - began < 0.05 {
            sum = block.iter().fold(sum, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
        }
        assert_ne!(sum, 0);
    }
}
