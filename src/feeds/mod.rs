//! Live outside sources, one folder each; the simulator is a feed like any other.
