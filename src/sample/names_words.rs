//! Words that names are made of: all invented or common, none of a real place or person of the county.

/// Family names, the usual ones first.
pub(super) const FAMILIES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文";

/// Characters of given names.
pub(super) const GIVEN: &str = "伟芳敏静磊军洋勇艳杰娟涛明超兰霞平刚英华玉建国春秀红梅丽强飞鹏宇浩博文志海波峰斌辉亮鑫旭晨阳晓雪婷莹琳慧颖佳欣雨桐子涵思源嘉俊凯龙云凤仙珍桂荣贵福祥瑞庆安康宁乐和顺义礼智信忠诚德才学新立振兴";

/// Residents' communities, without their ending; the first six are taken downtown.
pub(super) fn communities() -> Vec<&'static str> {
    include_str!("data/communities.txt").split_whitespace().collect()
}

/// What follows a family's name in a village's.
pub(super) fn village_ends() -> Vec<&'static str> {
    include_str!("data/village_ends.txt").split_whitespace().collect()
}

/// Villages named after what stands or grows there, without their ending.
pub(super) fn village_words() -> Vec<&'static str> {
    include_str!("data/village_words.txt").split_whitespace().collect()
}
