//! The small form of an act, in the card or under the list: its rows, how high they are, how they look.

mod paint;
mod rows;

pub(crate) use paint::FormPanel;
