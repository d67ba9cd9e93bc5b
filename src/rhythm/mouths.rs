//! By which mouths matters come in, and what kind of talk they are.

use crate::domain::{Nature, Source};

/// The mouths with their shares of a year, per mille: three quarters are found by the grid.
pub const MOUTHS: [(Source, u32); 9] = [
    (Source::Grid, 748),
    (Source::CityHotline, 138),
    (Source::Snap, 44),
    (Source::Camera, 22),
    (Source::Town, 21),
    (Source::Mailbox, 12),
    (Source::Hotline, 9),
    (Source::Visit, 4),
    (Source::Web, 2),
];

/// The shares of the same mouths, in their order, among what a storm brings beside the usual.
pub const STORM_MOUTHS: [u32; 9] = [420, 330, 120, 20, 80, 0, 30, 0, 0];

/// What kinds of talk a matter of this mouth and kind (its parent's code, its name) may be, and how often each is.
pub fn natures(source: Source, parent: &str, name: &str) -> &'static [(Nature, u32)] {
    use Nature::{Complaint, Consultation, Dispute, GridFound, Help, Praise, Report, Suggestion};
    match (source, parent, name) {
        (Source::Grid, "10", _) => &[(Dispute, 1)],
        (Source::Grid | Source::Camera, ..) => &[(GridFound, 1)],
        (.., "表扬建议") => &[(Praise, 450), (Suggestion, 550)],
        (_, "10", _) => &[(Dispute, 600), (Help, 250), (Complaint, 150)],
        (_, "11", _) => &[(Consultation, 620), (Help, 240), (Suggestion, 80), (Complaint, 60)],
        (Source::Town, ..) => &[(Help, 1)],
        (_, "08" | "13", _) => &[(Complaint, 560), (Report, 330), (Consultation, 110)],
        _ => &[(Complaint, 430), (Help, 300), (Consultation, 150), (Report, 70), (Suggestion, 50)],
    }
}

/// How often a matter is kept from the wall (保密件), per mille: reports of violation, and what concerns a family.
pub fn confidential_permille(nature: Nature, name: &str) -> [u32; 2] {
    [if nature == Nature::Report { 620 } else { 0 }, if name == "婚姻家庭" { 800 } else { 0 }]
}
