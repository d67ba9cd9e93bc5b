//! The rows of a register or of matters by their codes: looked up for every event of a fold, so hashed by what is made for
//! short keys, seeded anew in each process.

use std::collections::HashMap;

/// Row numbers by code.
pub(super) type ByCode<Code> = HashMap<Code, u32, foldhash::quality::RandomState>;
