//! The words of the intake form, of what it is advised, and of its drafts.

use super::desk_words;
use crate::domain::{FormField, Nature};
use crate::picture::Verdict;
use crate::seat::Lang;
use crate::seat::intake::{IntakeProblem, IntakeSlot};

macro_rules! words {
    ($($word:ident $zh:literal $en:literal;)+) => {
        /// A word of the intake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum IntakeWord { $($word),+ }

        impl IntakeWord {
            #[cfg(test)]
            const ALL: &[IntakeWord] = &[$(IntakeWord::$word),+];

            fn pair(self) -> (&'static str, &'static str) {
                match self { $(IntakeWord::$word => ($zh, $en)),+ }
            }
        }
    };
}

/// The word in a language.
pub(crate) fn tell(lang: Lang, word: IntakeWord) -> &'static str {
    let (zh, en) = word.pair();
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

words! {
    // The form
    TakeIn "来件登记 N" "Take in · N";
    Form "来件登记" "New matter";
    Source "来源" "Came by";
    Said "诉求" "Words";
    SaidHint "一字一句记下来电人的话" "what is said, word for word";
    Place "地点" "Place";
    PlaceHint "村居、镇街、地标、网格码、拼音首字母、经纬度" "name, landmark, code, initials or lon,lat";
    PickOnMap "地图选点" "Pick on map";
    ClickMap "点地图选取地点 · Esc 取消" "Click the place on the map · Esc leaves";
    NoPlace "无具体地点" "No place";
    Phone "电话" "Phone";
    PhoneHint "来电号码" "caller's number";
    NameHint "姓名（可不填）" "name, if told";
    Nature "性质" "Kind";
    Category "类别" "Category";
    CategoryHint "名称、拼音首字母或代码" "name or code";
    Urgency "缓急" "Urgency";
    Confidential "保密" "Kept";
    Kept "保密件" "confidential";
    NotKept "不保密" "not confidential";
    Above "上级单" "Above";
    NumberHint "上级编号" "its number there";
    DeadlineHint "上级时限 月-日 时:分" "deadline: month-day h:m";
    ReturnHint "可退回至 月-日 时:分" "return by: month-day h:m";
    CalledBackAbove "由上级回访" "they call back";
    Title "标题" "Title";
    Missing "还缺：" "Still wanted: ";
    NoMoment "看不懂这个时间：" "This is no moment: ";
    NoPlaceSaid "诉求里没有找到地点，请填写或在图上选点" "No known place is said: type it, or pick it on the map";
    Refused "不能登记：" "Not possible: ";
    Ready "可以登记" "Ready to be reported";
    Report "登记" "Report";
    KeepDraft "存为草稿" "Keep as draft";
    Discard "弃置" "Discard";
    // Advice
    Advice "建议" "Advice";
    Adopt "采纳" "Take it";
    Danger "含" "says";
    Preparing "正在准备建议，首次需几秒" "Advice is being prepared; the first takes seconds";
    Awaited "建议还在准备，一到就采纳" "Advice is on its way and is taken when it comes";
    NoAdvice "暂无建议：" "No advice: ";
    NothingYet "边记边给建议" "comes while you type";
    Alike "相似事项" "Matters alike";
    HandledToo "含已办结" "handled ones too";
    Looking "查找中…" "looking…";
    NoneAlike "没有发现相似事项" "Nothing like it was found";
    SameMatter "同一件" "The same";
    TakeUpAgain "重办" "Again";
    VerdictSame "疑似重复" "probably the same";
    VerdictAgain "办后再现" "again after handling";
    VerdictLike "相似" "alike";
    SameCaller "同一来电人" "same caller";
    ResultIs "结果：" "Result: ";
    // Drafts
    Drafts "草稿" "Drafts";
    NoDrafts "没有未完成的草稿" "No drafts wait";
    NothingSaid "（未填内容）" "(nothing said yet)";
    Undo "恢复刚弃置的草稿" "Bring the discarded draft back";
    // What the seat says
    TakenIn "已登记 " "Taken in: ";
    AtDesks "大屏不登记来件，请到坐席登记" "Matters are taken in at desks, not on a wall";
    // Kinds of talk
    Consultation "咨询" "question";
    Help "求助" "help";
    Complaint "投诉" "complaint";
    Violation "举报" "violation";
    Suggestion "建议" "suggestion";
    Praise "表扬" "praise";
    GridFound "网格发现" "grid-found";
    Dispute "纠纷" "dispute";
    // Fields
    FieldText "诉求" "words";
    FieldPlace "地点" "place";
    FieldNature "性质" "kind";
    FieldCategory "类别" "category";
    FieldUrgency "缓急" "urgency";
    FieldPhone "电话" "phone";
    FieldName "姓名" "name";
    FieldConfidential "是否保密" "whether confidential";
    FieldNumber "上级编号" "number above";
    FieldDeadline "上级时限" "deadline above";
    FieldReturn "退回时限" "return limit";
    FieldTitle "标题" "title";
}

/// A kind of talk.
pub(crate) fn nature(lang: Lang, nature: Nature) -> &'static str {
    let word = match nature {
        Nature::Consultation => IntakeWord::Consultation,
        Nature::Help => IntakeWord::Help,
        Nature::Complaint => IntakeWord::Complaint,
        Nature::Report => IntakeWord::Violation,
        Nature::Suggestion => IntakeWord::Suggestion,
        Nature::Praise => IntakeWord::Praise,
        Nature::GridFound => IntakeWord::GridFound,
        Nature::Dispute => IntakeWord::Dispute,
    };
    tell(lang, word)
}

/// What another matter is to the new one.
pub(crate) fn verdict(lang: Lang, verdict: Verdict) -> &'static str {
    let word = match verdict {
        Verdict::Same => IntakeWord::VerdictSame,
        Verdict::Again => IntakeWord::VerdictAgain,
        Verdict::Like => IntakeWord::VerdictLike,
    };
    tell(lang, word)
}

/// A field of the form.
fn field(lang: Lang, field: FormField) -> &'static str {
    let word = match field {
        FormField::Text => IntakeWord::FieldText,
        FormField::Place => IntakeWord::FieldPlace,
        FormField::Nature => IntakeWord::FieldNature,
        FormField::Category => IntakeWord::FieldCategory,
        FormField::Urgency => IntakeWord::FieldUrgency,
        FormField::Phone => IntakeWord::FieldPhone,
        FormField::Name => IntakeWord::FieldName,
        FormField::Confidential => IntakeWord::FieldConfidential,
        FormField::UpstreamNumber => IntakeWord::FieldNumber,
        FormField::UpstreamDeadline => IntakeWord::FieldDeadline,
        FormField::Title => IntakeWord::FieldTitle,
    };
    tell(lang, word)
}

/// What a form still wants, in one line.
pub(crate) fn missing(lang: Lang, fields: &[FormField]) -> String {
    let between = if lang == Lang::Zh { "、" } else { ", " };
    let names: Vec<&str> = fields.iter().map(|one| field(lang, *one)).collect();
    format!("{}{}", tell(lang, IntakeWord::Missing), names.join(between))
}

/// Why a form was not reported.
pub(crate) fn problem(lang: Lang, problem: &IntakeProblem) -> String {
    match problem {
        IntakeProblem::Missing(fields) => missing(lang, fields),
        IntakeProblem::NoPlaceSaid => tell(lang, IntakeWord::NoPlaceSaid).to_owned(),
        IntakeProblem::NoMoment(slot) => {
            let returns = *slot == IntakeSlot::UpstreamReturn;
            let name = if returns { IntakeWord::FieldReturn } else { IntakeWord::FieldDeadline };
            format!("{}{}", tell(lang, IntakeWord::NoMoment), tell(lang, name))
        }
        IntakeProblem::Refused(refusal) => {
            format!("{}{}", tell(lang, IntakeWord::Refused), desk_words::refusal(lang, refusal))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_both_languages() {
        for word in IntakeWord::ALL {
            assert!(!tell(Lang::Zh, *word).is_empty() && !tell(Lang::En, *word).is_empty(), "{word:?}");
            assert!(tell(Lang::En, *word).chars().all(|c| !('\u{4E00}'..='\u{9FFF}').contains(&c)), "{word:?}");
        }
    }
}
