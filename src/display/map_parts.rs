//! A drawing of the cached map that is spread over some frames. What such a drawing costs in software are its corners,
//! which one thread runs: each frame gets a share of them, from the lowest pieces up, so that what lies above still comes
//! later. Until the last part is there, the map before shows.

use bevy::ecs::entity::EntityHashMap;
use bevy::prelude::Entity;

/// Over so many frames.
const PARTS: u8 = 4;
/// What a piece costs whose corners nobody counted, and each besides its corners, in corners.
const EACH: u64 = 200;

/// Which piece is drawn in which frame.
pub(super) struct MapParts {
    part_of: EntityHashMap<u8>,
    current: u8,
}

impl MapParts {
    /// Shares the pieces out: each with its height and its corners.
    pub(super) fn new(mut pieces: Vec<(Entity, f32, u32)>) -> Self {
        pieces.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let cost = |piece: &(Entity, f32, u32)| EACH + u64::from(piece.2);
        let all = pieces.iter().map(cost).sum::<u64>().max(1);
        let mut before = 0;
        let shared_out = pieces.iter().map(|piece| {
            // By its middle, so that a large piece does not end up behind all that follows.
            let middle = before + cost(piece) / 2;
            before += cost(piece);
            (piece.0, (middle * u64::from(PARTS) / all).min(u64::from(PARTS) - 1) as u8)
        });
        Self { part_of: shared_out.collect(), current: 0 }
    }

    /// Whether this frame draws the piece.
    pub(super) fn draws(&self, piece: Entity) -> bool {
        self.part_of.get(&piece) == Some(&self.current)
    }

    /// Whether this frame's part is the first: what was there before goes.
    pub(super) fn is_first(&self) -> bool {
        self.current == 0
    }

    /// Whether this frame's part is the last: the map shows.
    pub(super) fn is_last(&self) -> bool {
        self.current + 1 == PARTS
    }

    /// On to the next frame's part.
    pub(super) fn go_on(&mut self) {
        self.current += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(n: u32) -> Entity {
        Entity::from_raw_u32(n).unwrap_or(Entity::PLACEHOLDER)
    }

    #[test]
    fn every_piece_is_drawn_once_and_from_the_lowest_up() {
        let pieces: Vec<_> = (0..97).map(|n| (entity(n), (n * 37 % 97) as f32, n * n % 5_000)).collect();
        let mut parts = MapParts::new(pieces.clone());
        let (mut drawn, mut highest) = (Vec::new(), f32::NEG_INFINITY);
        for part in 0..PARTS {
            assert_eq!((parts.is_first(), parts.is_last()), (part == 0, part == PARTS - 1));
            let now: Vec<_> = pieces.iter().filter(|piece| parts.draws(piece.0)).collect();
            assert!(now.iter().all(|piece| piece.1 > highest), "nothing is drawn under what was drawn before");
            highest = now.iter().fold(highest, |z, piece| z.max(piece.1));
            let share = now.iter().map(|piece| EACH + u64::from(piece.2)).sum::<u64>();
            let all = pieces.iter().map(|piece| EACH + u64::from(piece.2)).sum::<u64>();
            assert!((share as f64 / all as f64 - 0.25).abs() < 0.05, "a fair share: {share} of {all}");
            drawn.extend(now.iter().map(|piece| piece.0));
            parts.go_on();
        }
        drawn.sort();
        assert_eq!(drawn, pieces.iter().map(|piece| piece.0).collect::<Vec<_>>());
        let none = MapParts::new(Vec::new());
        assert!(none.is_first() && !none.is_last(), "an empty map is drawn, too");
    }
}
