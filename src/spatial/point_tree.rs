//! A k-d tree in flat arrays: packed when it is built, with room in its leaves where points move.
//!
//! Space is cut by planes, not by boxes around the points: a point that moves within its leaf is overwritten
//! where it lies, and one that leaves it disturbs two leaves and nothing above them.

use super::LonLat;
use super::columns::{Columns, Entry, Run};
use super::extent::Extent;

/// A leaf of a tree just built holds so many at the most: points that share a few cache lines.
const PACKED: usize = 32;
/// A leaf that points have moved into has room for so many before it is cut in two.
const ROOM: usize = 64;
/// The leaf of an id that is not in the tree.
const NOWHERE: u32 = u32::MAX;

/// A box in space, metres from the earth's centre, edges included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cuboid {
    pub(super) low: [f64; 3],
    pub(super) high: [f64; 3],
}

impl Cuboid {
    const NOTHING: Self = Self { low: [f64::INFINITY; 3], high: [f64::NEG_INFINITY; 3] };

    fn around(entries: &[Entry]) -> Self {
        let mut around = Self::NOTHING;
        entries.iter().for_each(|entry| around.extend(entry.space_m));
        around
    }

    fn extend(&mut self, point: [f64; 3]) {
        for (axis, value) in point.into_iter().enumerate() {
            self.low[axis] = self.low[axis].min(value);
            self.high[axis] = self.high[axis].max(value);
        }
    }

    fn widest_axis(&self) -> usize {
        let width = |axis: usize| self.high[axis] - self.low[axis];
        if width(0) >= width(1) && width(0) >= width(2) { 0 } else { 1 + usize::from(width(2) > width(1)) }
    }

    /// The square of the distance from the point to the box, m²; 0 inside.
    pub(super) fn straight_m2(&self, from: [f64; 3]) -> f64 {
        (0..3).map(|axis| (self.low[axis] - from[axis]).max(from[axis] - self.high[axis]).max(0.0).powi(2)).sum()
    }

    /// The square of the distance from the point to the box's farthest corner, m².
    pub(super) fn farthest_m2(&self, from: [f64; 3]) -> f64 {
        (0..3).map(|axis| (from[axis] - self.low[axis]).max(self.high[axis] - from[axis]).powi(2)).sum()
    }
}

/// How a part of space lies to what is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meets {
    /// No point of it can be in.
    Not,
    /// Some may be.
    Partly,
    /// All surely are.
    Wholly,
}

#[derive(Debug, Clone, Copy)]
enum Node {
    /// What is less than `at` on the axis lies in the node `below`, the rest in the node after it.
    Cut {
        axis: u8,
        at: f64,
        below: u32,
    },
    Leaf(Leaf),
}

/// The points `start..start + len`, with room for `room`, and where they lie.
#[derive(Debug, Clone, Copy, Default)]
struct Leaf {
    start: u32,
    len: u32,
    room: u32,
    extent: Extent,
}

impl Leaf {
    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// The tree. Ids are row numbers: memory follows the largest.
#[derive(Debug, Clone)]
pub(super) struct PointTree {
    /// The first is the root.
    nodes: Vec<Node>,
    points: Columns,
    /// By id: the node of the leaf that holds it.
    leaf_of: Vec<u32>,
    len: usize,
    around: Cuboid,
}

impl PointTree {
    /// The tree over these entries, no two of which have one id.
    pub(super) fn build(mut entries: Vec<Entry>) -> Self {
        let ids = entries.iter().map(|entry| entry.id as usize + 1).max().unwrap_or(0);
        let mut tree = Self {
            nodes: vec![Node::Leaf(Leaf::default())],
            leaf_of: vec![NOWHERE; ids],
            len: entries.len(),
            around: Cuboid::around(&entries),
            points: Columns::default(),
        };
        tree.divide(0, 0, &mut entries);
        tree.points = Columns::of(&entries);
        tree
    }

    /// Makes the node the tree over these entries, which are those from `start` on.
    fn divide(&mut self, node: u32, start: u32, part: &mut [Entry]) {
        if let Some((axis, at, below_len)) = (part.len() > PACKED).then(|| halve(part)).flatten() {
            let below = self.nodes.len() as u32;
            self.nodes.extend([Node::Leaf(Leaf::default()); 2]);
            self.nodes[node as usize] = Node::Cut { axis: axis as u8, at, below };
            let (low, high) = part.split_at_mut(below_len);
            self.divide(below, start, low);
            self.divide(below + 1, start + below_len as u32, high);
        } else {
            let len = part.len() as u32;
            self.set_leaf(node, Leaf { start, len, room: len, ..Leaf::default() }, part);
        }
    }

    /// Makes the node this leaf of these entries, and tells them.
    fn set_leaf(&mut self, node: u32, mut leaf: Leaf, entries: &[Entry]) {
        leaf.extent = Extent::around(entries.iter().map(|entry| entry.at));
        self.nodes[node as usize] = Node::Leaf(leaf);
        for entry in entries {
            self.leaf_of[entry.id as usize] = node;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// All ids, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.leaf_of).filter(|(_, leaf)| **leaf != NOWHERE).map(|(id, _)| id)
    }

    pub(super) fn get(&self, id: u32) -> Option<Entry> {
        self.find(id).map(|(_, place)| self.points.get(place))
    }

    /// The node of the leaf that holds the id, and its place among the points.
    fn find(&self, id: u32) -> Option<(u32, usize)> {
        let node = self.leaf_of.get(id as usize).copied().filter(|node| *node != NOWHERE)?;
        let range = self.leaf(node).range();
        let place = range.start + self.points.ids(range).iter().position(|held| *held == id)?;
        Some((node, place))
    }

    fn leaf(&self, node: u32) -> Leaf {
        match self.nodes[node as usize] {
            Node::Leaf(leaf) => leaf,
            Node::Cut { .. } => Leaf::default(),
        }
    }

    fn run(&self, leaf: Leaf) -> Run<'_> {
        self.points.run(leaf.range(), leaf.extent)
    }

    /// The leaf in whose part of space the point lies.
    fn node_at(&self, point: [f64; 3]) -> u32 {
        let mut node = 0;
        while let Node::Cut { axis, at, below } = self.nodes[node as usize] {
            node = below + u32::from(point[axis as usize] >= at);
        }
        node
    }

    /// Puts the point there, wherever it was; answers where that is.
    pub(super) fn put(&mut self, entry: Entry) -> Option<LonLat> {
        let before = self.find(entry.id);
        let was = before.map(|(_, place)| self.points.get(place).at);
        if was == Some(entry.at) {
            return was;
        }
        match before {
            Some((node, place)) if node == self.node_at(entry.space_m) => {
                self.around.extend(entry.space_m);
                self.points.set(place, entry);
                if let Node::Leaf(leaf) = &mut self.nodes[node as usize] {
                    leaf.extent.extend(entry.at);
                }
            }
            _ => {
                self.remove(entry.id);
                self.add(entry);
            }
        }
        was
    }

    fn add(&mut self, entry: Entry) {
        let id = entry.id as usize;
        if self.leaf_of.len() <= id {
            self.leaf_of.resize(id + 1, NOWHERE);
        }
        self.around.extend(entry.space_m);
        let mut node = self.node_at(entry.space_m);
        if self.leaf(node).len == self.leaf(node).room {
            self.make_room(node);
            node = self.node_at(entry.space_m);
        }
        let mut leaf = self.leaf(node);
        self.points.set((leaf.start + leaf.len) as usize, entry);
        leaf.len += 1;
        leaf.extent.extend(entry.at);
        self.nodes[node as usize] = Node::Leaf(leaf);
        self.leaf_of[id] = node;
        self.len += 1;
        self.tidy();
    }

    /// Takes the point out; answers where it was.
    pub(super) fn remove(&mut self, id: u32) -> Option<LonLat> {
        let (node, place) = self.find(id)?;
        let mut leaf = self.leaf(node);
        let at = self.points.get(place).at;
        leaf.len -= 1;
        let last = self.points.get((leaf.start + leaf.len) as usize);
        self.points.set(place, last);
        self.nodes[node as usize] = Node::Leaf(leaf);
        self.leaf_of[id as usize] = NOWHERE;
        self.len -= 1;
        self.tidy();
        Some(at)
    }

    /// Cuts a full leaf in two, or moves it to where there is more room: a packed one, and one whose points all
    /// stand on one spot.
    fn make_room(&mut self, node: u32) {
        let leaf = self.leaf(node);
        let mut entries: Vec<Entry> = leaf.range().map(|place| self.points.get(place)).collect();
        let cut = (entries.len() >= ROOM).then(|| halve(&mut entries)).flatten();
        let Some((axis, at, below_len)) = cut else {
            let roomier = self.at_the_end(leaf);
            self.nodes[node as usize] = Node::Leaf(roomier);
            return;
        };
        leaf.range().zip(&entries).for_each(|(place, entry)| self.points.set(place, *entry));
        let below = self.nodes.len() as u32;
        let (low, high) = entries.split_at(below_len);
        let below_len = below_len as u32;
        let other = self.at_the_end(Leaf { start: leaf.start + below_len, len: leaf.len - below_len, ..leaf });
        self.nodes.extend([Node::Leaf(Leaf::default()); 2]);
        self.nodes[node as usize] = Node::Cut { axis: axis as u8, at, below };
        self.set_leaf(below, Leaf { len: below_len, ..leaf }, low);
        self.set_leaf(below + 1, other, high);
    }

    /// The same points again, with room for as many more, behind all others.
    fn at_the_end(&mut self, leaf: Leaf) -> Leaf {
        let start = self.points.len();
        let room = ROOM.max(2 * leaf.len as usize);
        self.points.extend_from_within(leaf.range(), start + room);
        Leaf { start: start as u32, room: room as u32, ..leaf }
    }

    /// Builds the tree anew where most of it has come to stand empty: the crowd has moved on.
    fn tidy(&mut self) {
        if self.points.len() > 32 * ROOM + 8 * self.len {
            *self = Self::build(self.ids().filter_map(|id| self.get(id)).collect());
        }
    }

    /// Shows the leaves to `visit`, near ones first; it answers how far is still of interest, m². What is farther is
    /// left out, first of all what is farther than `reach_m2`.
    pub(super) fn near(&self, from: [f64; 3], mut reach_m2: f64, mut visit: impl FnMut(Run) -> f64) {
        // A node, and how far its part of space is along each axis.
        let mut waiting = Vec::with_capacity(64);
        waiting.push((0_u32, [0.0_f64; 3]));
        while let Some((mut node, far)) = waiting.pop() {
            if squared(far) > reach_m2 {
                continue;
            }
            while let Node::Cut { axis, at, below } = self.nodes[node as usize] {
                let axis = axis as usize;
                let beyond = u32::from(from[axis] < at);
                let mut other = far;
                other[axis] = from[axis] - at;
                if squared(other) <= reach_m2 {
                    waiting.push((below + beyond, other));
                }
                node = below + 1 - beyond;
            }
            reach_m2 = visit(self.run(self.leaf(node)));
        }
    }

    /// Shows the points of every part of space that `meets` does not rule out, and whether all of them are surely in. Of
    /// leaves it is asked where `asks_leaves`: whoever goes by their extents knows more of them.
    pub(super) fn meeting(
        &self,
        meets: impl Fn(&Cuboid) -> Meets,
        asks_leaves: bool,
        mut visit: impl FnMut(Run, bool),
    ) {
        let mut waiting = Vec::with_capacity(64);
        waiting.push((0_u32, self.around, false));
        while let Some((node, part, all_in)) = waiting.pop() {
            let node = self.nodes[node as usize];
            let asks = asks_leaves || matches!(node, Node::Cut { .. });
            let all_in = all_in
                || asks
                    && match meets(&part) {
                        Meets::Not => continue,
                        Meets::Partly => false,
                        Meets::Wholly => true,
                    };
            match node {
                Node::Leaf(leaf) => visit(self.run(leaf), all_in),
                Node::Cut { axis, at, below } => {
                    let (mut low, mut high) = (part, part);
                    low.high[axis as usize] = at;
                    high.low[axis as usize] = at;
                    waiting.extend([(below + 1, high, all_in), (below, low, all_in)]);
                }
            }
        }
    }
}

fn squared([x, y, z]: [f64; 3]) -> f64 {
    x * x + y * y + z * z
}

/// Sorts the entries into two halves by their widest axis: the axis, the value from which the upper half begins, and
/// how many lie below. None where all stand on one spot.
fn halve(entries: &mut [Entry]) -> Option<(usize, f64, usize)> {
    let around = Cuboid::around(entries);
    let axis = around.widest_axis();
    let low = around.low[axis];
    if entries.is_empty() || low >= around.high[axis] {
        return None;
    }
    let middle = entries.len() / 2;
    let along = |entry: &Entry| entry.space_m[axis];
    let median = along(entries.select_nth_unstable_by(middle, |a, b| along(a).total_cmp(&along(b))).1);
    // More than half may stand on the lowest value: then all that is higher makes the upper part.
    let higher = || entries.iter().map(along).filter(|value| *value > low).fold(f64::INFINITY, f64::min);
    let at = if median > low { median } else { higher() };
    let mut below = 0;
    for place in 0..entries.len() {
        if along(&entries[place]) < at {
            entries.swap(place, below);
            below += 1;
        }
    }
    Some((axis, at, below))
}
