//! What can be done with a matter from this seat: every move of the table for its state and the officer's posts, with
//! why it would not hold where something else stands in the way.

use super::fields::{Choose, Field, is_done_here};
use super::until::usual_step;
use crate::domain::{Act, ActKind, Actor, Command, CommandId, Desk, Post, Posts, Refusal, State, decide, possible};
use crate::seat::Seat;

/// An act that the table allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What.
    pub act: ActKind,
    /// Why it would be refused now; none where it holds.
    pub refusal: Option<Refusal>,
}

/// What stands for words that are not said yet, so that what is asked is only whether anything else stands in the way.
const SOMETHING: &str = "…";

impl Seat {
    /// Who acts here.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Officer(self.officer.clone())
    }

    /// The posts that the officer holds for a matter.
    pub fn posts_for(&self, incident: u32) -> Posts {
        let town = self.picture.incidents.row(incident).town.map(|town| &self.picture.areas.row(town).code);
        self.rules.posts_of(&self.actor(), town)
    }

    /// Every act that the table allows in this state to the officer's posts, those that hold first, the most usual
    /// before others; nobody acts in the past.
    pub fn offers(&self, incident: u32) -> Vec<Offer> {
        if self.replay.is_on() {
            return Vec::new();
        }
        let state = self.picture.incidents.row(incident).state;
        let acts = possible(state, self.posts_for(incident)).into_iter().filter(|act| is_done_here(*act));
        let mut offers: Vec<Offer> = acts.map(|act| Offer { act, refusal: self.probe(act, incident).err() }).collect();
        offers.sort_by_key(|offer| offer.refusal.is_some());
        offers
    }

    /// Whether an act holds for a matter as far as can be told before its form is filled in.
    pub(crate) fn probe(&self, act: ActKind, incident: u32) -> Result<(), Refusal> {
        let mut form = self.fresh_form(act, vec![incident]);
        for text in [&mut form.values.words, &mut form.values.second] {
            if text.is_empty() {
                SOMETHING.clone_into(text);
            }
        }
        for field in form.fields().collect::<Vec<_>>() {
            match field {
                Field::Choose(what) if !form.values.choices.contains_key(&what) => {
                    let first = self.options(&form, what).into_iter().next();
                    form.values.choices.extend(first.map(|choice| (what, choice)));
                }
                Field::Agency | Field::Agencies if form.values.agencies.is_empty() => {
                    form.values.agencies.push(SOMETHING.into());
                }
                Field::Until => form.values.until = self.until_text(act, incident, usual_step(act)),
                Field::Matter => return self.may_merge(incident),
                _ => {}
            }
        }
        if act == ActKind::PassDown && self.options(&form, Choose::Level).is_empty() {
            return Err(Refusal::WrongLevel(self.picture.incidents.row(incident).level().name()));
        }
        if act == ActKind::Reassign && self.recommendation.candidates.is_empty() {
            return Err(Refusal::Nobody);
        }
        self.would_hold(incident, &self.act_of(&form, incident)?)
    }

    /// Merging is only refused by what it is merged into, which nobody has named yet.
    fn may_merge(&self, incident: u32) -> Result<(), Refusal> {
        let only = self.picture.incidents.open_count() < 2;
        let code = &self.picture.incidents.row(incident).code;
        if only { Err(Refusal::MergeInto(code.to_string())) } else { Ok(()) }
    }

    /// Whether an act would hold as the matter stands now.
    pub(super) fn would_hold(&self, incident: u32, act: &Act) -> Result<(), Refusal> {
        let command = Command {
            id: CommandId::default(),
            by: self.actor(),
            at: self.now,
            incident: self.picture.incidents.row(incident).code.clone(),
            seen_version: None,
            act: act.clone(),
        };
        let standing = self.picture.standing(incident);
        let other = command.other(Some(&standing)).and_then(|code| self.picture.incidents.number(code));
        let other = other.map(|number| self.picture.standing(number));
        decide(&Desk { rules: &self.rules, other: other.as_ref() }, Some(&standing), &command).map(drop)
    }

    /// The one act that comes next for this officer, of those that hold; none where somebody else is to do it.
    pub fn next_act(&self, incident: u32, offers: &[Offer]) -> Option<ActKind> {
        use ActKind as K;
        let row = self.picture.incidents.row(incident);
        let holds = |act: &ActKind| offers.iter().any(|offer| offer.act == *act && offer.refusal.is_none());
        let hall = self.posts_for(incident).meets(Posts::of(&[Post::Dispatch, Post::ShiftLead, Post::Leader]));
        let order: &[ActKind] = match row.state {
            State::Reported | State::Accepted => {
                &[K::Grant, K::AllowSummons, K::Assign, K::Accept, K::Settle, K::Handle, K::Raise]
            }
            // Whoever sits in the hall waits for those in the field; those do what comes next.
            State::Assigned | State::Receipted | State::OnScene if hall => &[K::Grant, K::AllowSummons],
            State::Assigned | State::Receipted | State::OnScene => {
                &[K::JointResult, K::ReportIn, K::Receipt, K::Arrive, K::Handle, K::Remind]
            }
            State::Handled => &[K::Close, K::CallBack, K::Check, K::Rate],
            State::Answered | State::PassedOn => &[K::Close],
            State::Closed => &[K::Rate, K::Mediate],
            State::Declined | State::Merged | State::ReturnedUp => &[],
        };
        order.iter().copied().find(holds)
    }
}
