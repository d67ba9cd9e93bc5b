//! Routes: the shipped one, and what is wrong with others.

use zonglan::domain::Timestamp;
use zonglan::picture::Picture;
use zonglan::seat::Lang;
use zonglan::seat::tour::{FindingKind, Route};

#[test]
fn the_shipped_route_has_the_eight_scenes_in_both_languages() {
    let route = Route::parse(Route::SHIPPED).unwrap();
    let kinds: Vec<FindingKind> = route.scenes.iter().map(|scene| scene.finding).collect();
    assert_eq!(kinds, FindingKind::ALL);
    for scene in &route.scenes {
        assert!(scene.seconds >= 8, "a scene rests at least eight seconds");
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| scene.words(lang));
        assert!(!zh.title.is_ascii() && en.title.is_ascii(), "{} {}", zh.title, en.title);
        assert!(!zh.guide.is_empty() && !en.guide.is_empty());
        assert_eq!((zh.says.len(), zh.number.len()), (en.says.len(), en.number.len()), "{}", zh.title);
    }
    assert_eq!(Route::shipped(), route);
}

#[test]
fn an_empty_county_has_nothing_to_say() {
    let picture = Picture::new(8 * 3600);
    for kind in FindingKind::ALL {
        assert_eq!(kind.find(&picture, Timestamp(1_789_106_607)), None, "{}", kind.name());
        assert_eq!(FindingKind::parse(kind.name()), Some(kind));
    }
}

fn scene(changed: &str) -> String {
    let words = "title = \"a\"\nsays = [\"{open}\"]\nnumber = [[\"open\", \"b\"]]\n";
    let fields = ["finding = \"clocks\"", "seconds = 9"].map(|field| {
        let name = field.split(' ').next().unwrap();
        if changed.starts_with(name) { "" } else { field }
    });
    let (zh, en) = if changed.starts_with("title") { (changed, words) } else { (words, words) };
    let own = if changed.starts_with("title") { "" } else { changed };
    format!("[[scene]]\n{}\n{}\n{own}\n[scene.zh]\n{zh}\n[scene.en]\n{en}\n", fields[0], fields[1])
}

#[test]
fn what_is_wrong_with_a_route_is_told_in_one_sentence() {
    assert_eq!(Route::parse(&scene("")).unwrap().scenes.len(), 1);
    for place in ["county", "finding", "area:990101", "120.1,30.2,12"] {
        Route::parse(&scene(&format!("place = \"{place}\""))).unwrap();
    }
    for (changed, told) in [
        ("finding = \"weather\"", "there is no such finding"),
        ("seconds = 7", "between 8 and 600 seconds"),
        ("place = \"moon\"", "place wants county"),
        ("place = \"200,30,12\"", "place wants county"),
        ("layers = \"basemap,clouds\"", "no such layer: clouds"),
        ("indicator = \"luck\"", "no such indicator: luck"),
        ("play = \"tomorrow\"", "play wants finding"),
        ("play = \"yesterday 19:00-07:00\"", "play wants finding"),
        ("play = \"yesterday 07:00-24:30\"", "play wants finding"),
        ("title = \"a\"\nsays = [\"{opne}\"]\nnumber = [[\"open\", \"b\"]]", "no figure {opne}"),
        ("title = \"a\"\nsays = [\"{open\"]\nnumber = [[\"open\", \"b\"]]", "a brace stands alone"),
        ("title = \"a\"\nsays = [\"open}\"]\nnumber = [[\"open\", \"b\"]]", "a brace stands alone"),
        ("title = \"a\"\nsays = []\nnumber = [[\"open\", \"b\"]]", "wants a sentence"),
        ("title = \"a\"\nsays = [\"b\"]\nnumber = [[\"share\", \"b\"]]", "no figure {share}"),
        ("music = \"loud\"", "not a route"),
    ] {
        let error = Route::parse(&scene(changed)).unwrap_err().to_string();
        assert!(error.contains(told), "{changed}: {error}");
    }
    assert!(Route::parse("").unwrap_err().to_string().contains("at least one"));
    assert!(Route::parse("[[scene").unwrap_err().to_string().starts_with("not a route"));
}
