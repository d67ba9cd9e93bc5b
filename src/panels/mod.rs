//! egui: theme tokens and one folder a panel.

pub mod theme;
