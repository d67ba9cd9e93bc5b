//! Advice is asked one question at a time, the newest wish remembered, and says what the picture says.

use super::*;
use zonglan::picture::SimilarQuery;
use zonglan::seat::intake::IntakeProblem;

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

#[test]
fn what_is_taken_over_before_it_is_there_is_taken_when_it_comes() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    // The answer to half of the words is on its way when the key is pressed behind the last one.
    rig.say(IntakeSlot::Text, "青年");
    let half = rig.questions();
    rig.say(IntakeSlot::Text, TYPED);
    rig.intake(IntakeIntent::Adopt);
    rig.intake(IntakeIntent::Done(IntakeSlot::Text));
    let form = |rig: &Rig| rig.seat.intake.form.clone().unwrap();
    assert_eq!(form(&rig).focus.1, Some(IntakeSlot::Phone), "the place is looked up, not asked for");
    rig.answer(&half[0]);
    assert!(form(&rig).awaits_advice && form(&rig).draft.at.is_none(), "that was about other words");
    rig.say(IntakeSlot::Phone, "13800005678");
    rig.advise();
    let found = form(&rig);
    assert_eq!((found.draft.at, found.awaits_advice, &found.problem), (Some(AT), false, &None));
    assert!(found.draft.category.is_some() && found.draft.address.contains("青年广场"), "{found:?}");
    // What somebody says of the place meanwhile is not written over.
    rig.intake(IntakeIntent::Close);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, TYPED);
    rig.intake(IntakeIntent::Adopt);
    rig.say(IntakeSlot::Place, "河边");
    rig.advise();
    assert_eq!((form(&rig).draft.address.as_str(), form(&rig).awaits_advice), ("河边", false));
}

#[test]
fn words_that_name_no_place_are_said_to_name_none() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, "井盖没有了");
    rig.intake(IntakeIntent::Adopt);
    let problem = |rig: &Rig| rig.seat.intake.form.as_ref().unwrap().problem.clone();
    assert_eq!(problem(&rig), None, "nobody has looked yet");
    rig.advise();
    assert_eq!(problem(&rig), Some(IntakeProblem::NoPlaceSaid));
    rig.say(IntakeSlot::Place, "青年广场");
    assert_eq!(problem(&rig), None);
}

#[test]
fn an_adviser_that_fails_is_not_waited_for() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.advise();
    rig.say(IntakeSlot::Text, TYPED);
    rig.intake(IntakeIntent::Adopt);
    assert_eq!(rig.questions().len(), 1);
    rig.seat.take_from_adviser(zonglan::seat::intake::FromAdviser::Failed { why: "no".into() });
    let form = rig.seat.intake.form.as_ref().unwrap();
    assert_eq!((form.awaits_advice, &form.problem), (false, &None), "nobody knows whether a place is said");
}
