//! The program: a command line, and one run mode for each of its words.

mod cli;

fn main() -> std::process::ExitCode {
    #[cfg(all(feature = "display", target_os = "linux"))]
    name_a_runtime_dir();
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    give_back_large_blocks();
    cli::run()
}

/// The C library's allocator raises the size from which a block is given back to the system when it is freed, up to
/// 32 MiB, as it sees larger ones go: what a start or an import used would stay with the program. A fixed bound keeps
/// forty megabytes less. It lies above the 64 KiB in which the software rasteriser takes its memory anew in every frame: given
/// back and asked for again, these cost a fifth of a frame.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code)]
fn give_back_large_blocks() {
    const FROM_BYTES: libc::c_int = 128 << 10;
    // SAFETY: it sets a number of the allocator, and no other thread runs yet. That it can't is no harm.
    let _ = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, FROM_BYTES) };
}

/// Where no desktop has named a folder for sockets, Wayland's library, which graphics drivers ask at every start,
/// complains on stderr, and not even as ours. Any absolute path contents it: finding nothing there is no complaint.
#[cfg(all(feature = "display", target_os = "linux"))]
#[allow(unsafe_code)]
fn name_a_runtime_dir() {
    if std::env::var_os("XDG_RUNTIME_DIR").is_none_or(|path| path.is_empty()) {
        // SAFETY: this is the first thing the program does: no other thread runs that could read the environment.
        unsafe { std::env::set_var("XDG_RUNTIME_DIR", "/nonexistent") };
    }
}
