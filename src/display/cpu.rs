//! What the program costs: CPU time of its own threads, memory. From Linux's `/proc`; 0 elsewhere.

use std::fs;

/// The kernel counts CPU time in hundredths of a second.
const TICK_MS: f64 = 10.0;
/// Bytes of a page.
const PAGE: f64 = 4096.0;
/// The software driver's threads: in a real wall's machine a graphics card does their work.
const SOFTWARE_DRIVER: &str = "llvmpipe";

/// CPU time of all threads of this program so far but the software driver's, ms.
pub(super) fn own_cpu_ms() -> f64 {
    let Ok(tasks) = fs::read_dir("/proc/self/task") else { return 0.0 };
    let main_thread = std::process::id().to_string();
    let own_name = fs::read_to_string("/proc/self/comm").unwrap_or_default();
    let ticks = |task: fs::DirEntry| {
        let stat = fs::read_to_string(task.path().join("stat")).ok()?;
        // `pid (name) state …`: the name may hold spaces and brackets.
        let (head, tail) = stat.rsplit_once(')')?;
        let name = head.split_once('(')?.1;
        // The driver's queue, which runs the vertex shaders, has no name of its own and so bears the program's: all
        // threads of ours have one but the first.
        let is_queue = name == own_name.trim_end() && task.file_name().to_string_lossy() != main_thread;
        if is_queue || name.contains(SOFTWARE_DRIVER) {
            return Some(0.0);
        }
        // utime and stime are the 14th and 15th fields, the 12th and 13th behind the name.
        let mut fields = tail.split_whitespace().skip(11);
        let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        Some(user + system)
    };
    tasks.flatten().filter_map(ticks).sum::<f64>() * TICK_MS
}

/// Memory in use, MB.
pub(super) fn rss_mb() -> f64 {
    let pages = fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split_whitespace().nth(1)?.parse::<f64>().ok());
    pages.unwrap_or(0.0) * PAGE / 1e6
}
