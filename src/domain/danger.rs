//! Words of danger: what makes a matter urgent before anybody has classified it, and whose it is.

use super::{Service, Urgency};

/// A word that tells of danger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Danger {
    /// The word.
    pub word: &'static str,
    /// How fast such matters want an answer.
    pub urgency: Urgency,
    /// Whose they are; none where the county handles them itself.
    pub service: Option<Service>,
}

const fn danger(word: &'static str, urgency: Urgency, service: Option<Service>) -> Danger {
    Danger { word, urgency, service }
}

const POLICE: Option<Service> = Some(Service::Police);
const FIRE: Option<Service> = Some(Service::Fire);
const AMBULANCE: Option<Service> = Some(Service::Ambulance);

use Urgency::{U1, U2};

/// The most urgent first; of equal ones the first that a text has counts.
const DANGERS: &[Danger] = &[
    danger("着火", U1, FIRE),
    danger("起火", U1, FIRE),
    danger("失火", U1, FIRE),
    danger("火灾", U1, FIRE),
    danger("爆炸", U1, FIRE),
    danger("燃气泄漏", U1, FIRE),
    danger("煤气泄漏", U1, FIRE),
    danger("液化气泄漏", U1, FIRE),
    danger("有人被困", U1, FIRE),
    danger("被困电梯", U1, FIRE),
    danger("困在电梯", U1, FIRE),
    danger("on fire", U1, FIRE),
    danger("gas leak", U1, FIRE),
    danger("触电", U1, AMBULANCE),
    danger("昏迷", U1, AMBULANCE),
    danger("晕倒", U1, AMBULANCE),
    danger("大出血", U1, AMBULANCE),
    danger("中毒", U1, AMBULANCE),
    danger("溺水", U1, AMBULANCE),
    danger("落水", U1, AMBULANCE),
    danger("unconscious", U1, AMBULANCE),
    danger("持刀", U1, POLICE),
    danger("抢劫", U1, POLICE),
    danger("绑架", U1, POLICE),
    danger("砍人", U1, POLICE),
    danger("跳楼", U1, POLICE),
    danger("轻生", U1, POLICE),
    danger("坍塌", U1, None),
    danger("垮塌", U1, None),
    danger("塌陷", U1, None),
    danger("溃堤", U1, None),
    danger("漏电", U2, None),
    danger("裸线", U2, None),
    danger("电线掉落", U2, None),
    danger("坠落", U2, None),
    danger("有人受伤", U2, AMBULANCE),
    danger("打架", U2, POLICE),
    danger("斗殴", U2, POLICE),
    danger("走失", U2, POLICE),
    danger("爆管", U2, None),
    danger("爆裂", U2, None),
    danger("倒灌", U2, None),
    danger("exposed wire", U2, None),
];

/// Before a word these say that it has not come to that.
const NOT_YET: &[&str] = &["没有", "未", "无", "防", "预防", "防止", "避免", "禁止", "以免", "咨询", "no ", "not "];
/// After a word these say that it is only spoken of.
const ONLY_TALK: &[&str] = &["演练", "演习", "培训", "宣传", "保险", "预案", "应急预案", "知识", "风险", "隐患"];

/// The most urgent danger that a text tells of.
pub fn danger_in(text: &str) -> Option<Danger> {
    let text = text.to_lowercase();
    let is_told = |danger: &&Danger| {
        text.match_indices(danger.word).any(|(at, word)| {
            let (before, after) = (&text[..at], &text[at + word.len()..]);
            !NOT_YET.iter().any(|not| before.ends_with(not)) && !ONLY_TALK.iter().any(|talk| after.starts_with(talk))
        })
    };
    DANGERS.iter().find(is_told).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danger_is_heard_and_talk_of_it_is_not() {
        let heard = |text| danger_in(text).map(|danger| (danger.urgency, danger.service));
        assert_eq!(heard("三楼厨房着火了，有人受伤"), Some((U1, FIRE)));
        assert_eq!(heard("路面塌陷约两平方米"), Some((U1, None)));
        assert_eq!(heard("两伙人在广场打架"), Some((U2, POLICE)));
        assert_eq!(heard("Gas leak on Wood Street"), Some((U1, FIRE)));
        for calm in ["路灯不亮", "希望组织消防火灾演练", "预防溺水宣传不到位", "咨询火灾保险", "没有爆炸", ""]
        {
            assert_eq!(heard(calm), None, "{calm}");
        }
        assert!(DANGERS.is_sorted_by_key(|danger| danger.urgency), "the most urgent come first");
    }
}
