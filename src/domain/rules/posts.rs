//! Posts: what somebody is in the hall or in the field, and so may do.

use crate::domain::{Actor, AreaCode};
use serde::{Deserialize, Serialize};

/// What somebody is, as the table of moves knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// 接线员(受理员)
    Intake,
    /// 派单员
    Dispatch,
    /// 督办员
    Supervision,
    /// 回访员
    CallBack,
    /// 值班长
    ShiftLead,
    /// 带班领导、指挥长
    Leader,
    /// 镇街经办人
    Town,
    /// 承办单位经办人
    Agency,
    /// 网格长、片长、站长
    Chief,
    /// 网格员、下沉人员
    Worker,
    /// A part of the program, or of another one.
    System,
    /// 纪检、审计: reads, and does nothing.
    Inspector,
}

impl Post {
    /// All posts, the hall first.
    pub const ALL: [Post; 12] = [
        Post::Intake,
        Post::Dispatch,
        Post::Supervision,
        Post::CallBack,
        Post::ShiftLead,
        Post::Leader,
        Post::Town,
        Post::Agency,
        Post::Chief,
        Post::Worker,
        Post::System,
        Post::Inspector,
    ];

    /// The Chinese and the English word.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Post::Intake => ("受理员", "intake officer"),
            Post::Dispatch => ("派单员", "dispatch officer"),
            Post::Supervision => ("督办员", "supervision officer"),
            Post::CallBack => ("回访员", "call-back officer"),
            Post::ShiftLead => ("值班长", "shift leader"),
            Post::Leader => ("带班领导", "leader on duty"),
            Post::Town => ("镇街", "town officer"),
            Post::Agency => ("承办单位", "agency officer"),
            Post::Chief => ("网格长", "grid chief"),
            Post::Worker => ("网格员", "grid worker"),
            Post::System => ("系统", "the program"),
            Post::Inspector => ("纪检审计", "inspector"),
        }
    }
}

/// A set of posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posts(u16);

impl Posts {
    /// Nobody's.
    pub const NONE: Posts = Posts(0);

    /// These.
    pub const fn of(posts: &[Post]) -> Self {
        let (mut set, mut place) = (0, 0);
        while place < posts.len() {
            set |= 1 << posts[place] as u16;
            place += 1;
        }
        Self(set)
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Posts) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether this post is among them.
    pub const fn has(self, post: Post) -> bool {
        self.0 & (1 << post as u16) != 0
    }

    /// Whether they have a post in common.
    pub const fn meets(self, other: Posts) -> bool {
        self.0 & other.0 != 0
    }

    /// The posts, in order.
    pub fn iter(self) -> impl Iterator<Item = Post> {
        Post::ALL.into_iter().filter(move |post| self.has(*post))
    }
}

/// Who holds which posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterEntry {
    /// The officer's name, or the worker's code.
    pub name: String,
    /// The posts.
    pub posts: Vec<Post>,
    /// The town for whose matters they count; none: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town: Option<AreaCode>,
}

/// Whoever sits at a seat without a roster: on one machine that is everybody at once.
const EVERYTHING: Posts = Posts::of(&[
    Post::Intake,
    Post::Dispatch,
    Post::Supervision,
    Post::CallBack,
    Post::ShiftLead,
    Post::Leader,
    Post::Town,
    Post::Agency,
    Post::Chief,
    Post::Worker,
]);

/// The posts that an actor holds for a matter in `town`.
pub(super) fn posts_of(roster: &[RosterEntry], actor: &Actor, town: Option<&AreaCode>) -> Posts {
    let listed = |name: &str| {
        let entries = roster.iter().filter(|entry| entry.name == name);
        let here = entries.filter(|entry| entry.town.is_none() || entry.town.as_ref() == town);
        here.fold(Posts::NONE, |posts, entry| posts.with(Posts::of(&entry.posts)))
    };
    match actor {
        Actor::Officer(_) if roster.is_empty() => EVERYTHING,
        Actor::Officer(name) => listed(name),
        Actor::Worker(_) if roster.is_empty() => Posts::of(&[Post::Worker, Post::Chief]),
        Actor::Worker(code) => Posts::of(&[Post::Worker]).with(listed(code.as_str())),
        Actor::Agency(_) => Posts::of(&[Post::Agency]),
        Actor::System(_) => Posts::of(&[Post::System]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_held_as_the_roster_says() {
        let officer = Actor::Officer("李娜".into());
        assert!(posts_of(&[], &officer, None).has(Post::Leader), "one machine, one officer, everything");
        let town: AreaCode = "990101001".into();
        let roster = [
            RosterEntry { name: "李娜".into(), posts: vec![Post::Town], town: Some(town.clone()) },
            RosterEntry { name: "陈立".into(), posts: vec![Post::Dispatch, Post::Intake], town: None },
        ];
        assert_eq!(posts_of(&roster, &officer, Some(&town)), Posts::of(&[Post::Town]));
        assert_eq!(posts_of(&roster, &officer, None), Posts::NONE, "another town's matter is not hers");
        let dispatcher = posts_of(&roster, &Actor::Officer("陈立".into()), None);
        assert_eq!(dispatcher.iter().collect::<Vec<_>>(), [Post::Intake, Post::Dispatch]);
        assert_eq!(posts_of(&roster, &Actor::Officer("路人".into()), None), Posts::NONE);
        assert_eq!(posts_of(&roster, &Actor::Worker("W1".into()), None), Posts::of(&[Post::Worker]));
    }
}
