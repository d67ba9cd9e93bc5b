//! Drafts: kept within a second, there after a kill at any moment, reported once, thrown away for good.

use super::*;

const TEXT: &str = "青年广场路灯整夜不亮";

/// What an officer does from the call to the report; `before` is told before each step.
fn take_in(rig: &mut Rig) {
    let steps: [(IntakeIntent, i64); 7] = [
        (IntakeIntent::Open, 0),
        (IntakeIntent::Say(IntakeSlot::Text, "青年广场".into()), 1),
        (IntakeIntent::Say(IntakeSlot::Text, TEXT.into()), 1),
        (IntakeIntent::Nowhere, 1),
        (IntakeIntent::Nature(Nature::Help), 1),
        (IntakeIntent::Say(IntakeSlot::Phone, "13800005678".into()), 1),
        (IntakeIntent::Report, 1),
    ];
    for (step, secs) in steps {
        rig.intake(step);
        rig.tick(secs);
    }
}

#[test]
fn killed_between_any_two_writes_the_draft_is_there_or_the_matter_and_it_is_reported_once() {
    let writes = {
        let dir = folder();
        let mut rig = Rig::open(dir.path(), NOW);
        take_in(&mut rig);
        let mut writes = 0;
        while rig.store_one() {
            writes += 1;
        }
        writes
    };
    assert!(writes >= 7, "{writes}");
    for cut in 0..=writes {
        let dir = folder();
        let mut rig = Rig::open(dir.path(), NOW);
        take_in(&mut rig);
        (0..cut).for_each(|_| assert!(rig.store_one()));
        let before = (rig.kept(), rig.seat.picture.incidents.len());
        drop(rig);
        let mut rig = Rig::open(dir.path(), NOW.plus_secs(60));
        rig.store_all();
        let reported = |rig: &Rig| {
            rig.seat.picture.incidents.rows().iter().filter(|row| row.title.contains("青年广场路灯")).count()
        };
        match (reported(&rig), rig.seat.intake.drafts().len()) {
            (0, 0) => assert!(before.0.is_empty(), "cut {cut}: what was kept is there"),
            (0, 1) => {
                let name = rig.seat.intake.drafts()[0].name.clone();
                rig.intake(IntakeIntent::Resume(name.clone()));
                for step in [
                    IntakeIntent::Say(IntakeSlot::Text, TEXT.into()),
                    IntakeIntent::Nature(Nature::Help),
                    IntakeIntent::Say(IntakeSlot::Phone, "13800005678".into()),
                    IntakeIntent::Report,
                ] {
                    if !rig.seat.intake.form.as_ref().unwrap().draft.is_nowhere {
                        rig.intake(IntakeIntent::Nowhere);
                    }
                    rig.intake(step);
                }
                rig.store_all();
                assert_eq!(rig.state_of(name.as_str()), Some(State::Reported), "cut {cut}");
            }
            (1, 0) => {}
            other => panic!("cut {cut}: {other:?}"),
        }
        assert!(reported(&rig) <= 1 && rig.kept().is_empty(), "cut {cut}: once, and no draft beside it");
    }
}

#[test]
fn a_report_that_is_in_the_ledger_already_is_answered_with_its_first_result() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    take_in(&mut rig);
    let is_append = |wanted: &ToStore| matches!(wanted, ToStore::Append { .. });
    let place = rig.wanted.iter().position(is_append).unwrap();
    let Some(ToStore::Append { append, .. }) = rig.wanted.get(place) else { panic!("an append") };
    let again = append.clone();
    assert_eq!(
        again.command.as_ref().unwrap().as_str(),
        rig.name_of_sent(),
        "the draft's name is the command's number"
    );
    rig.store_all();
    let first = rig.ledger.last_seq().unwrap();
    rig.ledger.append(&again).unwrap();
    assert_eq!(rig.ledger.last_seq().unwrap(), first, "nothing more happened");
}

impl Rig {
    fn name_of_sent(&self) -> String {
        let sent = self.wanted.iter().find_map(|wanted| match wanted {
            ToStore::Append { append, .. } => append.events[0].0.incident_code(),
            _ => None,
        });
        sent.unwrap().to_string()
    }
}

#[test]
fn every_change_is_handed_over_within_a_second_and_not_with_every_letter() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.store_all();
    assert!(rig.kept().is_empty(), "a form that says nothing is no draft");
    let mut kept = 0;
    for (n, _) in TEXT.char_indices() {
        rig.say(IntakeSlot::Text, &TEXT[..n]);
        kept += rig.wanted.iter().filter(|wanted| matches!(wanted, ToStore::KeepDraft(_))).count();
        rig.store_all();
    }
    assert!(kept <= 1, "{kept} writes in one second");
    rig.say(IntakeSlot::Text, TEXT);
    rig.tick(1);
    rig.store_all();
    let on_disk = rig.drafts.all().unwrap();
    assert_eq!(on_disk[0].draft.text, TEXT);
    // Said and taken back: nothing of it stays.
    rig.say(IntakeSlot::Text, "");
    rig.tick(1);
    rig.store_all();
    assert!(rig.kept().is_empty());
}

#[test]
fn drafts_wait_side_by_side_are_taken_up_and_thrown_away_with_a_way_back() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    let mut names = Vec::new();
    for text in ["第一个电话", "第二个电话"] {
        rig.intake(IntakeIntent::Open);
        rig.say(IntakeSlot::Text, text);
        names.push(rig.name());
        rig.intake(IntakeIntent::Close);
        rig.tick(1);
    }
    rig.store_all();
    assert_ne!(names[0], names[1]);
    let waiting = |rig: &Rig| rig.seat.intake.drafts().iter().map(|draft| draft.name.clone()).collect::<Vec<_>>();
    assert_eq!(waiting(&rig), [names[1].clone(), names[0].clone()], "the one changed last first");
    rig.intake(IntakeIntent::Resume(names[0].clone()));
    assert_eq!(rig.seat.intake.form.as_ref().unwrap().draft.text, "第一个电话");
    assert_eq!(waiting(&rig), [names[1].clone()]);
    rig.intake(IntakeIntent::Discard(names[0].clone()));
    rig.store_all();
    assert_eq!(rig.kept(), [names[1].to_string()]);
    rig.intake(IntakeIntent::UndoDiscard);
    rig.store_all();
    assert_eq!(rig.kept().len(), 2);
    rig.intake(IntakeIntent::Discard(names[0].clone()));
    rig.store_all();
    rig.tick(21);
    assert!(rig.seat.intake.discarded().is_none(), "the way back is open for some seconds");
    rig.intake(IntakeIntent::UndoDiscard);
    rig.store_all();
    assert_eq!(rig.kept(), [names[1].to_string()]);
    // Another program puts one there: it is seen when somebody looks.
    let theirs = KeptDraft {
        name: "N1".into(),
        by: Actor::Officer("乙".into()),
        changed_at: rig.now,
        draft: zonglan::domain::Draft { text: "另一席位".into(), ..Default::default() },
    };
    rig.drafts.keep(&theirs).unwrap();
    rig.mean(Intent::Back);
    rig.intake(IntakeIntent::Drafts);
    rig.store_all();
    assert_eq!(waiting(&rig), ["N1".into(), names[1].clone()]);
}

#[test]
fn numbers_are_todays_and_nothings_else() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    assert_eq!(rig.name().as_str(), "DJ260911-0001");
    rig.say(IntakeSlot::Text, "一");
    rig.intake(IntakeIntent::Close);
    rig.intake(IntakeIntent::Open);
    assert_eq!(rig.name().as_str(), "DJ260911-0002", "a draft has the first");
}
