//! What the allocator keeps of what was freed.

/// Gives back to the system what was freed between blocks that are still held. The allocator does so by itself only for what
/// lies behind the last of them; what a start or a base map's tiles used would stay with the program. Takes some
/// milliseconds, in which other threads may wait for memory. Other C libraries than glibc see to it themselves: nothing is
/// done there.
pub fn give_back_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[allow(unsafe_code)]
    // SAFETY: it is the allocator's own door, takes its own locks, and may be called from any thread at any time.
    unsafe {
        libc::malloc_trim(0);
    }
}
