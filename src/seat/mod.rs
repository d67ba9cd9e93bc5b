//! What a seat is, without graphics: view, selection, mode, intents.
