//! A title from what somebody says.

/// A title has no more letters than this, unless its first clause alone is longer.
const LETTERS: usize = 24;
/// What people say before they say what it is about.
const LEAD_INS: &str = "你好|您好|来电人反映|来电人称|来电反映|来信反映|来访人反映|来访人称|市民反映|居民反映|群众反映|我要反映|\
    我反映|我想反映|我要投诉|我想投诉|我要举报|来电人|来访人|反映|投诉|举报|咨询|一下|，|,|：|:|。| ";

/// The first clauses of the first sentence that say something, as many as fit.
pub(super) fn of(text: &str) -> String {
    let mut rest = text;
    while let Some(shorter) = LEAD_INS.split('|').find_map(|lead| rest.strip_prefix(lead)) {
        rest = shorter;
    }
    let sentence = rest.split(['。', '！', '？', '；', '!', '?', ';', '\n']).next().unwrap_or_default();
    let mut title = String::new();
    for clause in sentence.split_inclusive(['，', ',']) {
        let bare = clause.trim_end_matches(['，', ',']);
        if !title.is_empty() && title.chars().count() + bare.chars().count() > LETTERS {
            break;
        }
        title.push_str(clause);
    }
    let title: String = title.trim_end_matches(['，', ',', ' ']).chars().take(LETTERS * 2).collect();
    title.trim().to_owned()
}
