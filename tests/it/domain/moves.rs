//! The table of moves: complete, printed, and what it says when something is refused.

use zonglan::domain::{
    Act, ActKind, Actor, Command, Desk, IncidentFile, MOVES, Post, Posts, Refusal, Rules, Standing, State, Timestamp,
    decide, loop_page, moves_of, possible,
};

/// `zonglan act --diagram > docs/loop.md` brings it up to date.
#[test]
fn the_loops_page_is_what_the_program_prints() {
    let page = include_str!("../../../docs/loop.md");
    assert!(page == loop_page(), "docs/loop.md is not what the table says: zonglan act --diagram > docs/loop.md");
}

#[test]
fn every_act_has_a_row_and_every_row_somebody() {
    for kind in ActKind::ALL {
        assert!(moves_of(*kind).next().is_some(), "{kind:?}");
        assert_eq!(ActKind::parse(kind.name()), Some(*kind));
    }
    for row in MOVES {
        assert_ne!(row.by, Posts::NONE, "{:?}", row.act);
        assert!(!row.by.has(Post::Inspector), "who reads does nothing: {:?}", row.act);
        assert_eq!(row.from.is_empty(), row.act == ActKind::Report);
    }
    // Every state can be left, by somebody, but the returned and the declined only by reopening.
    for state in State::ALL {
        let all = Posts::of(&Post::ALL);
        assert!(!possible(state, all).is_empty(), "{state:?}");
    }
}

fn command(by: &str, act: Act) -> Command {
    Command {
        id: "c1".into(),
        by: Actor::Officer(by.into()),
        at: Timestamp(1_789_000_000),
        incident: "CL1".into(),
        seen_version: None,
        act,
    }
}

#[test]
fn posts_are_held_in_the_command_path() {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    let rules = Rules::parse(Rules::BY_LEVEL, zone, zonglan::domain::Calendar::china()).unwrap();
    let desk = Desk::new(&rules);
    let standing = Standing { version: 1, ..Standing::default() };
    let accept = || Act::Accept { category: None, urgency: None, difficulty: None };
    assert!(decide(&desk, Some(&standing), &command("受理甲", accept())).is_ok());
    for stranger in ["审计己", "回访丁", "路人"] {
        let refusal = decide(&desk, Some(&standing), &command(stranger, accept())).unwrap_err();
        assert!(matches!(refusal, Refusal::NotYours { .. }), "{stranger}: {refusal}");
        assert!(refusal.to_string().contains("intake officer"), "{refusal}");
        let report = Act::Report { file: Box::<IncidentFile>::default(), personal: None };
        assert!(matches!(decide(&desk, None, &command(stranger, report)), Err(Refusal::NotYours { .. })));
    }
    let refusal = decide(&desk, Some(&standing), &command("派单乙", Act::Close)).unwrap_err();
    let Refusal::NotNow { instead, .. } = &refusal else { panic!("{refusal}") };
    assert!(instead.contains(&ActKind::Assign) && !instead.contains(&ActKind::Note), "{instead:?}");
}

#[test]
fn what_goes_to_119_is_never_dispatched() {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    let rules = Rules::parse(Rules::BY_LEVEL, zone, zonglan::domain::Calendar::china()).unwrap();
    let standing = Standing { version: 1, category: Some("fire02".into()), ..Standing::default() };
    let assign = Act::Assign { agency: Some("城管局".into()), worker: None, message: String::new() };
    let refusal = decide(&Desk::new(&rules), Some(&standing), &command("派单乙", assign)).unwrap_err();
    assert!(refusal.to_string().ends_with("pass it on to 119"), "{refusal}");
}
