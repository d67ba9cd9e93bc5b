//! Map mathematics, indexes and spatial questions.
