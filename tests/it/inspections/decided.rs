//! What a visit comes to, and what is refused.

use super::{START, campaign, inspected_county, told, visit};
use zonglan::domain::{
    Actor, Campaign, Event, Finding, FindingOutcome, InspectionResult, ItemAnswer, ItemReply, LonLat, Problem,
    Recorded, RoundRefusal, Source, Stream, Visit,
};
use zonglan::ledger::{Ledger, SqliteLedger};

fn answer(item: &str, reply: ItemReply) -> ItemAnswer {
    ItemAnswer { item: item.into(), reply }
}

#[test]
fn each_problem_becomes_a_matter_or_is_settled_on_the_spot() {
    let mut book = inspected_county();
    let (mut v, at) = visit("J1", START);
    v.answers = vec![answer("2", ItemReply::Number(4)), answer("3", ItemReply::Text("联系 13912345678".into()))];
    v.problems = vec![
        Problem { item: Some("1".into()), text: "杂物堵门".into(), ..Problem::default() },
        Problem { text: "地面有水".into(), settled: Some("当场擦干".into()), ..Problem::default() },
        Problem { text: "门牌脱落".into(), incident: Some("CL-9".into()), ..Problem::default() },
    ];
    let before = book.events.len();
    book.round(&told((v, at))).unwrap();
    let events: Vec<&Recorded> = book.events[before..].iter().collect();
    let Event::Inspected(inspection) = &events[0].event else { panic!("{:?}", events[0]) };
    assert_eq!((inspection.result, inspection.inspected_at), (InspectionResult::Problems, START));
    assert_eq!(inspection.checklist.as_ref().unwrap().as_str(), "L1", "the one of its kind");
    let became = |code: &str| FindingOutcome::Became(code.into());
    let finding =
        |item: Option<&str>, text: &str, outcome| Finding { item: item.map(Into::into), text: text.into(), outcome };
    assert_eq!(
        inspection.findings,
        [
            finding(Some("1"), "杂物堵门", became("J1-1")),
            finding(None, "地面有水", FindingOutcome::Settled("当场擦干".into())),
            finding(None, "门牌脱落", became("CL-9")),
        ]
    );
    let replies: Vec<&ItemReply> = inspection.answers.iter().map(|answer| &answer.reply).collect();
    assert_eq!(replies[..2], [&ItemReply::Fails, &ItemReply::Number(4)]);
    assert!(matches!(replies[2], ItemReply::Text(text) if !text.contains("13912345678")), "{replies:?}");
    // Both ways: the matter names the visit, the visit its matters.
    let picture = &book.picture;
    let Event::Reported(file) = &events[1].event else { panic!("{:?}", events[1]) };
    assert_eq!((file.inspection.as_ref().unwrap().as_str(), file.source), ("J1", Source::Grid));
    let number = picture.incidents.number(&"J1-1".into()).unwrap();
    let row = picture.incidents.row(number);
    let place = &picture.places.rows()[0];
    assert_eq!((row.at, row.urgency, &*row.title), (Some(place.at), zonglan::domain::Urgency::U2, "场所0：杂物堵门"));
    let stream = Stream::incident(&"J1-1".into());
    let clock = |recorded: &&Recorded| recorded.stream == stream && matches!(recorded.event, Event::ClockSet(_));
    assert!(events.iter().any(clock), "its clock runs as any other's");
    let visited = picture.inspections.of_matter(&"CL-9".into()).unwrap();
    let visited = picture.inspections.row(visited);
    assert_eq!((visited.code.as_str(), visited.settled, visited.matters.len()), ("J1", 1, 2));
    assert_eq!(picture.inspections.last_of_place(0).unwrap().result, InspectionResult::Problems);
}

#[test]
fn one_append_holds_all_of_it_and_a_repeat_does_nothing() {
    let book = inspected_county();
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let (mut v, at) = visit("J1", START);
    v.problems = vec![Problem { item: Some("1".into()), ..Problem::default() }];
    let command = told((v, at));
    let append = zonglan::domain::decide_round(&book.picture, &book.rules, &command).unwrap();
    let first = ledger.append(&append).unwrap();
    assert!(first.recorded.len() >= 3, "the visit, the matter, its clock: {:?}", first.recorded);
    let again = ledger.append(&append).unwrap();
    assert!(again.repeat && again.recorded == first.recorded);
    assert_eq!(ledger.read_stream(&Stream::inspection(&"J1".into())).unwrap(), first.recorded[..1]);
    // Another command for a visit of this code rests on what is no longer so.
    let other = zonglan::domain::Append { command: Some("other".into()), ..append };
    assert!(ledger.append(&other).is_err());
    assert_eq!(ledger.last_seq().unwrap(), first.recorded.len() as u64);
}

#[test]
fn what_does_not_hold_is_refused_in_a_sentence() {
    let mut book = inspected_county();
    book.round(&told(visit("J0", START))).unwrap();
    book.put(Event::CampaignPut(Campaign { closed: true, ..campaign("Z3") }));
    book.report("CL-1", LonLat::new(118.01, 36.01), zonglan::domain::Urgency::U3, START);
    let of = |change: &dyn Fn(&mut Visit)| {
        let (mut v, at) = visit("J1", START);
        change(&mut v);
        told((v, at))
    };
    let problem = |text: &str| Problem { text: text.into(), ..Problem::default() };
    let cases: Vec<(&str, zonglan::domain::RoundCommand)> = vec![
        ("no place", of(&|v| v.place = "P99".into())),
        ("no worker", of(&|v| v.worker = "W99".into())),
        ("known already", of(&|v| v.code = "J0".into())),
        ("no checklist", of(&|v| v.checklist = Some("L9".into()))),
        ("no campaign", of(&|v| v.campaign = Some("Z9".into()))),
        ("closed", of(&|v| v.campaign = Some("Z3".into()))),
        ("no places of the kind 公园", of(&|v| (v.place, v.campaign) = ("P2".into(), Some("Z1".into())))),
        ("has no answer", of(&|v| v.else_fits = false)),
        ("has no item 9", of(&|v| v.answers.push(answer("9", ItemReply::Fits)))),
        ("twice", of(&|v| v.answers.extend([answer("1", ItemReply::Fits), answer("1", ItemReply::Fits)]))),
        ("whole number", of(&|v| v.answers.push(answer("2", ItemReply::Fits)))),
        ("say the problem", of(&|v| v.answers.push(answer("1", ItemReply::Fails)))),
        ("say what is wrong", of(&|v| v.problems.push(problem(" ")))),
        ("wants how", of(&|v| v.problems.push(Problem { settled: Some("".into()), ..problem("水") }))),
        ("wants why", of(&|v| v.not_done = Some(" ".into()))),
        (
            "neither answers nor problems",
            of(&|v| (v.not_done, v.problems) = (Some("关门".into()), vec![problem("水")])),
        ),
        ("CL-1 is taken", of(&|v| v.problems.push(Problem { incident: Some("CL-1".into()), ..problem("水") }))),
        ("taken", of(&|v| v.problems = vec![Problem { incident: Some("CL-2".into()), ..problem("水") }; 2])),
    ];
    let before = book.picture.hash();
    for (part, command) in cases {
        let refusal = book.round(&command).unwrap_err().to_string();
        assert!(refusal.contains(part), "{part}: {refusal}");
        assert_eq!(book.picture.hash(), before);
    }
    let mut other = of(&|_| ());
    other.by = Actor::Worker("W1".into());
    assert!(matches!(book.round(&other), Err(RoundRefusal::NotYours(_))));
    other.by = Actor::Officer("陈立".into());
    book.round(&other).unwrap();
}

#[test]
fn a_worker_is_reminded_once_a_day() {
    let mut book = inspected_county();
    let by = Actor::Officer("陈立".into());
    let now = START.plus_secs(20_000);
    let due = book.picture.reminders_due(0, None, &by, now);
    let left: u32 = book.picture.undone(0, None).len() as u32;
    assert!(left > 20 && due.len() > 5, "{left} {}", due.len());
    for command in &due {
        book.round(command).unwrap();
    }
    assert!(book.picture.reminders_due(0, None, &by, now.plus_secs(60)).is_empty());
    assert_eq!(book.picture.reminders_due(0, None, &by, now.plus_secs(86_400)).len(), due.len());
    assert_eq!(book.picture.reminders_due(1, None, &by, now).is_empty(), book.picture.undone(1, None).is_empty());
    // The number is that of the campaign, the worker and the day: the ledger carries it out once.
    assert!(due.iter().all(|command| command.id.as_str().starts_with("remind/Z1/W")));
    let ids: std::collections::BTreeSet<_> = due.iter().map(|command| command.id.clone()).collect();
    assert_eq!(ids.len(), due.len());
}
