//! In which order names stand that are shown.

use pinyin::ToPinyin;

/// What a name is ordered by where lists stand in the order of their names: Chinese by its pinyin, as dictionaries have it,
/// other letters by the alphabet whatever their case. It is asked of the name that shows, so that each language has its own
/// order.
pub fn name_order(shown: &str) -> String {
    // A blank after each syllable, so that 安 and all that begins with it stand before 昂.
    let said = |letter: char| match letter.to_pinyin() {
        Some(pinyin) => format!("{} ", pinyin.plain()),
        None => letter.to_lowercase().collect(),
    };
    shown.chars().map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered<const N: usize>(mut names: [&str; N]) -> [&str; N] {
        names.sort_by_cached_key(|name| name_order(name));
        names
    }

    #[test]
    fn chinese_stands_by_its_pinyin_and_english_by_its_letters() {
        assert_eq!(ordered(["张伟", "李静", "王芳", "陈立"]), ["陈立", "李静", "王芳", "张伟"]);
        assert_eq!(ordered(["昂立", "安正"]), ["安正", "昂立"], "the shorter syllable first");
        assert_eq!(ordered(["video", "Phones", "positions"]), ["Phones", "positions", "video"]);
        assert_eq!(ordered(["水务局", "城管局", "12345", "BIM"]), ["12345", "BIM", "城管局", "水务局"]);
        assert_eq!(name_order(""), "");
    }
}
