//! Advice is asked one question at a time, the newest wish remembered, and says what the picture says.

use super::*;
use zonglan::picture::SimilarQuery;

#[test]
fn one_question_is_under_way_and_the_newest_wish_is_the_next() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    assert!(rig.questions().is_empty(), "nobody asks while no form is open");
    rig.intake(IntakeIntent::Open);
    let first = rig.questions();
    assert_eq!(first.len(), 1, "the adviser begins when the form opens");
    for n in 1..=TYPED.chars().count() {
        rig.say(IntakeSlot::Text, &TYPED.chars().take(n).collect::<String>());
        assert!(rig.questions().is_empty() && rig.seat.intake.is_asking(), "the frame waits for nothing");
    }
    rig.answer(&first[0]);
    let second = rig.questions();
    assert_eq!(second.len(), 1);
    assert_eq!(second[0].words, TYPED, "what stood in between is not asked");
    rig.answer(&second[0]);
    assert!(rig.questions().is_empty() && !rig.seat.intake.is_asking(), "nothing has changed");
    rig.tick(29);
    rig.tick(1);
    assert_eq!(rig.questions().len(), 1, "somebody else may have reported it since");
}

const TYPED: &str = "青年广场井盖没有了";

#[test]
fn an_answer_about_another_draft_is_not_shown() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.advise();
    rig.say(IntakeSlot::Text, TYPED);
    let question = rig.questions();
    rig.intake(IntakeIntent::Close);
    rig.intake(IntakeIntent::Open);
    rig.answer(&question[0]);
    assert!(rig.seat.intake.advice.alike.is_empty() && rig.seat.intake.advice.categories.is_empty());
    let next = rig.questions();
    assert_eq!(next.len(), 1, "the new form is asked about");
    assert_eq!(next[0].words, "");
}

#[test]
fn it_says_what_the_picture_says() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, TYPED);
    rig.say(IntakeSlot::Place, "青年广场");
    rig.advise();
    rig.intake(IntakeIntent::Place(0));
    rig.intake(IntakeIntent::Category("cover".into()));
    rig.advise();
    let picture = &rig.seat.picture;
    let address = rig.seat.intake.form.as_ref().unwrap().draft.address.clone();
    let category = picture.categories.number(&"cover".into());
    let query = SimilarQuery { category, ..SimilarQuery::new(format!("{TYPED} {address}"), Some(AT), rig.now) };
    let expected: Vec<IncidentCode> =
        picture.similar(&query).iter().map(|likeness| picture.incidents.row(likeness.incident).code.clone()).collect();
    let advice = &rig.seat.intake.advice;
    let told: Vec<IncidentCode> = advice.alike.iter().map(|alike| alike.incident.clone()).collect();
    assert_eq!(told, expected);
    assert_eq!(told[0].as_str(), "OPEN-1");
    assert_eq!(advice.agency, Some(AgencyName::from("城管局")));
    assert_eq!(advice.urgency.unwrap().urgency, Urgency::U2);
}

#[test]
fn the_same_caller_is_told_once_the_number_is_whole() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, "路灯不亮");
    rig.intake(IntakeIntent::Nowhere);
    rig.intake(IntakeIntent::Nature(Nature::Help));
    rig.say(IntakeSlot::Phone, "139 0000-1234");
    let first = rig.name();
    rig.intake(IntakeIntent::Report);
    rig.advise();
    rig.store_all();
    rig.tick(60);
    rig.intake(IntakeIntent::Open);
    rig.advise();
    rig.say(IntakeSlot::Text, "上次说的路灯还没有修");
    rig.say(IntakeSlot::Phone, "139000");
    let questions = rig.questions();
    assert!(questions.iter().all(|question| question.phone.is_none()), "half a number is nobody's");
    questions.iter().for_each(|question| rig.answer(question));
    rig.say(IntakeSlot::Phone, "13900001234");
    rig.advise();
    let alike = rig.seat.intake.advice.alike.iter().find(|alike| alike.incident == first);
    assert!(alike.is_some_and(|alike| alike.same_caller), "{:?}", rig.seat.intake.advice.alike);
}

#[test]
fn without_an_adviser_the_form_goes_on() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    assert_eq!(rig.questions().len(), 1);
    rig.seat.take_from_adviser(FromAdviser::Failed { why: "the disk is gone".into() });
    rig.tick(0);
    assert!(rig.questions().is_empty(), "the same is not asked again at once");
    assert_eq!(rig.seat.intake.trouble.as_deref(), Some("the disk is gone"));
    rig.say(IntakeSlot::Text, "路灯不亮");
    rig.advise();
    assert!(rig.seat.intake.trouble.is_none(), "the next answer counts");
}
