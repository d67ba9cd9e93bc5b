//! Bevy: layers, picking, frames without a window, scripted driving.
