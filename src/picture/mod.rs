//! What the events add up to: the read model.
