//! What happened, in order, durable.
