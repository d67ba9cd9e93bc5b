//! The generator of the fictitious county Chenglan (澄岚县).
