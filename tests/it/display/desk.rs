//! The loop through the interface: every flow by clicks and keys alone, the store a thread's worth of memory.

use super::world::Rig;
use crate::county::made_durable;
use std::fmt::Write;
use zonglan::display::drive;
use zonglan::domain::{
    Actor, AgencyName, Category, Difficulty, Event, IncidentFile, LonLat, Post, Recorded, RosterEntry, Stream,
    Timestamp, Urgency,
};

/// Matters with agencies: D-1 to D-6, close together.
fn desk_rig() -> Rig {
    let mut rig = Rig::quiet();
    let now = rig.seat.seat().now;
    let picture = &mut rig.seat.seat_mut().picture;
    let mut record = |stream: Stream, at: Timestamp, event: Event| {
        let (seq, by) = (picture.seq + 1, Actor::System("test".into()));
        picture.apply(&Recorded { seq, stream, version: 1, at, by, event });
    };
    for (code, glyph, agency) in [("road", '路', "城管局"), ("water", '水', "水务公司"), ("fire", '火', "应急局")]
    {
        let category = Event::CategoryPut(Category {
            code: code.into(),
            parent: None,
            name: code.into(),
            name_en: None,
            glyph: Some(glyph),
            urgency: Urgency::U3,
            difficulty: Difficulty::General,
            agency: Some(AgencyName::from(agency)),
        });
        record(Stream::of_register(&category).unwrap(), now, category);
    }
    for k in 1..=6_u32 {
        let code = format!("D-{k}").as_str().into();
        let file = IncidentFile {
            title: "翠屏街口路面塌陷，水涌出".into(),
            address: "翠屏街与梧桐路口".into(),
            category: Some(["road", "water", "fire"][k as usize % 3].into()),
            urgency: Urgency::U2,
            at: Some(LonLat::new(118.01 + 0.0004 * f64::from(k), 36.01)),
            reported_at: now,
            ..IncidentFile::default()
        };
        record(Stream::incident(&code), now, Event::Reported(Box::new(file)));
    }
    rig.seat.settle().unwrap();
    rig
}

impl Rig {
    /// What the store does: everything is durable at once.
    fn store_all(&mut self) {
        for _ in 0..4 {
            self.seat.update();
            self.answer_store(made_durable);
            self.seat.update();
        }
    }
}

/// Runs a script; after every step the store has done its work, and a second has passed.
fn run(rig: &mut Rig, script: &str) {
    let folder = tempfile::tempdir().unwrap();
    for (k, line) in script.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
        let mut text = String::new();
        writeln!(text, "{line}").unwrap();
        let steps = drive::parse(&text).unwrap_or_else(|error| panic!("{line}: {error}"));
        let outcome = drive::run(&mut rig.seat, &steps, folder.path(), &mut |_, _, _| Ok(()));
        outcome.unwrap_or_else(|error| {
            let state = format!("{:#}", rig.seat.state()["work"]);
            panic!("step {} `{line}`: {error}\n{state}\n{}", k + 1, rig.seat.state()["toasts"])
        });
        if !line.starts_with("expect") {
            rig.clock.advance(1);
            rig.store_all();
        }
        if let Some(name) = line.strip_prefix("frame ") {
            rig.keep(&folder.path().join(name));
        }
    }
}

fn officer(rig: &mut Rig, name: &str) {
    rig.seat.seat_mut().officer = name.into();
}

pub(super) fn all() {
    let mut rig = desk_rig();
    run(&mut rig, "size 1920x1080\nwait settled\nkey q\nexpect work.desk == true");
    a_return(&mut rig);
    a_standstill(&mut rig);
    a_summons(&mut rig);
    a_merge(&mut rig);
    check_call_back_close(&mut rig);
    typing_never_sends_anybody(&mut rig);
    keys_that_come_at_once_are_answered_one_by_one(&mut rig);
    usual_words_are_taken_by_keys(&mut rig);
    a_form_takes_the_keyboard_each_time_it_opens(&mut rig);
    several_at_once(&mut rig);
    who_sits_here_and_every_act_by_keys(&mut rig);
}

fn a_return(rig: &mut Rig) {
    officer(rig, "陈立");
    run(
        rig,
        "click #queue-row-D-1
        expect card.state == reported
        frame desk-new.png
        key Enter
        expect card.state == assigned
        click #act-ask-return
        frame desk-return.png
        click #form-words-1
        key Enter
        expect work.form == null
        expect work.acts.refused contains grant",
    );
    officer(rig, "周敏");
    run(rig, "expect work.acts.next == grant\nclick #next-act\nexpect card.state == accepted");
}

fn a_standstill(rig: &mut Rig) {
    run(
        rig,
        "click #act-ask-suspend
        click #form-until-3
        click #form-listed-2
        click #form-words-1
        frame desk-suspend.png
        click #form-confirm
        expect work.form == null",
    );
    officer(rig, "陈立");
    run(
        rig,
        "click #next-act
        click #list-suspended
        expect work.list.rows == [\"D-1\"]
        frame desk-suspended.png
        click #list-to-do",
    );
}

fn a_summons(rig: &mut Rig) {
    run(
        rig,
        "click #queue-row-D-2
        click #act-summon
        click #form-agency
        type \"swg\"
        click #form-agency-水务公司
        frame desk-summon.png
        click #form-confirm
        expect card.state == assigned
        click #act-report-in
        click #form-party-1
        key Enter
        expect work.acts.hold contains joint-result
        frame desk-joint.png",
    );
}

fn a_merge(rig: &mut Rig) {
    run(
        rig,
        "click #queue-row-D-3
        click #act-merge
        frame desk-merge.png
        click #form-matter-1
        key Enter
        expect card.state == merged
        expect work.acts.hold contains unmerge",
    );
}

fn check_call_back_close(rig: &mut Rig) {
    officer(rig, "何静");
    run(
        rig,
        "click #queue-row-D-4
        click #accept
        click #act-handle
        click #form-words-1
        key Enter
        expect card.state == handled
        click #acts-all
        click #act-callback
        expect work.form.problem contains 何静
        frame desk-own.png
        key Escape
        click #acts-all",
    );
    officer(rig, "周敏");
    run(
        rig,
        "expect work.acts.next == callback
        key Enter
        expect work.form.act == callback
        key 1
        key Enter
        expect card.state == handled
        expect work.acts.next == close",
    );
    officer(rig, "吴莉");
    run(
        rig,
        "click #act-check
        click #form-passed-1
        frame desk-check.png
        key Enter
        expect card.steps.len == 5
        click #next-act
        expect card.state == closed
        frame desk-closed.png
        click #act-reopen
        click #form-words-1
        key Enter
        expect card.state == accepted",
    );
}

fn typing_never_sends_anybody(rig: &mut Rig) {
    run(
        rig,
        "click #queue-row-D-5
        expect card.state == reported
        click #act-answer
        click #form-words
        type \"hwvgiqbem 0 1 2 3 / [ ] - = d f\"
        key F2
        key Space
        key 3
        key h
        expect selection.id == D-5
        expect card.state == reported
        expect work.desk == true
        expect layers.heat.visible == true
        key Escape
        expect work.form == null
        key /
        type \"d-6\"
        key F2
        key Enter
        key Enter
        expect selection.id == D-6
        expect card.state == reported",
    );
    let sent = |rig: &Rig, code: &str| {
        let picture = &rig.seat.seat().picture;
        picture.incidents.row(picture.incidents.number(&code.into()).unwrap()).worker
    };
    assert!(sent(rig, "D-5").is_none() && sent(rig, "D-6").is_none());
    run(rig, "click #list-clear");
}

/// A frame may take as long as somebody types five keys: each meets what the one before it made.
fn keys_that_come_at_once_are_answered_one_by_one(rig: &mut Rig) {
    run(rig, "click #queue-row-D-5\nexpect card.state == reported");
    assert!(rig.seat.keys_at_once(&["n", "Space", "1", "d"]));
    run(rig, "expect intake.form.letters == 3\nexpect intake.form.nature == null");
    // Ctrl is let go before the next letter, and Enter goes on to the place.
    assert!(rig.seat.keys_at_once(&["Ctrl+a", "x", "Enter", "2"]));
    run(
        rig,
        "expect intake.form.letters == 1
        expect intake.form.address == \"2\"
        expect intake.form.nature == null
        key Escape
        click #intake-discard
        click #intake-close
        click #queue-row-D-5
        expect card.state == reported",
    );
    // The key behind Enter is for the card that it opens.
    assert!(rig.seat.keys_at_once(&["/", "d", "-", "6", "Enter", "j"]));
    run(rig, "expect selection.id == D-6\nexpect work.picks_act == true\nkey Escape\nclick #list-clear");
}

fn usual_words_are_taken_by_keys(rig: &mut Rig) {
    run(
        rig,
        "click #queue-row-D-5
        click #act-answer
        click #form-words
        type \"a\"
        key Alt+2
        expect work.form.texts.words == 已告知办理渠道
        frame desk-usual-words.png
        type \"。\"
        expect work.form.texts.words == 已告知办理渠道。
        key Alt+9
        expect work.form.texts.words == 已告知办理渠道。
        key Escape
        expect work.form == null
        click #act-decline
        key Tab
        key Alt+1
        expect work.form.texts.second == 法院
        expect work.form.texts.words == \"\"
        key Escape
        expect work.form == null
        click #act-answer
        expect work.form.texts.words == 已告知办理渠道。
        key Alt+1
        expect work.form.texts.words == 已当场解释答复
        key Escape
        expect work.form == null",
    );
}

/// Of one matter and of those that are marked.
fn a_form_takes_the_keyboard_each_time_it_opens(rig: &mut Rig) {
    run(rig, "key Escape\nclick #list-waiting\nclick #mark-D-5\nclick #mark-D-6");
    for _ in 0..2 {
        run(
            rig,
            "click #marked-assign
            type \"sw\"
            expect work.form.texts.agency == sw
            frame desk-batch-typed.png
            key Escape
            expect work.form == null",
        );
    }
    run(rig, "click #mark-D-5\nclick #mark-D-6\nclick #list-to-do");
}

fn several_at_once(rig: &mut Rig) {
    run(
        rig,
        "key Escape
        click #list-waiting
        click #mark-D-5
        click #mark-D-6
        click #marked-assign
        frame desk-batch.png
        click #form-confirm
        expect toasts contains \"several: assign 2, refused 0\"
        click #list-filter
        frame desk-filter.png
        click #list-filter",
    );
}

fn who_sits_here_and_every_act_by_keys(rig: &mut Rig) {
    let entry = |name: &str, post| RosterEntry { name: name.into(), posts: vec![post], town: None };
    rig.seat.seat_mut().rules.roster = vec![entry("何静", Post::CallBack), entry("陈立", Post::Dispatch)];
    run(
        rig,
        "click #list-to-do
        click #queue-row-D-6
        key Shift+Q
        expect work.shift == choose
        frame desk-roster.png
        key 9
        expect work.shift == choose
        key 2
        expect work.shift == closed
        expect work.officer == 陈立
        expect work.desk == true
        expect card.chosen == 0
        key j
        expect work.picks_act == true
        frame desk-keys.png
        key h
        key q
        expect work.desk == true
        expect layers.heat.visible == true
        key Escape
        expect work.picks_act == false
        expect selection.id == D-6
        click #act-remind
        expect work.form.act == remind
        key Escape
        key j
        key 0
        expect work.picks_act == true
        key j
        expect work.picks_act == false",
    );
    rig.seat.seat_mut().rules.roster.clear();
}
