//! Named threads, bounded channels, shutdown.
