//! The papers, opened as a reader of DOCX and of HTML would: what stands on them is what the trace says.

use super::world::zone;
use crate::program::Desk;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use zonglan::ledger::SqliteLedger;
use zonglan::telling::{Paper, PaperKind, docx, html};

/// The texts of a document, paragraph by paragraph; it must be well-formed to its end.
fn texts(xml: &str, block: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut open, mut texts, mut text) = (0, Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open += 1;
                if start.name().as_ref() == block {
                    text.clear();
                }
            }
            Event::End(end) => {
                open -= 1;
                if end.name().as_ref() == block {
                    texts.push(std::mem::take(&mut text));
                }
            }
            Event::Text(piece) => text.push_str(&piece),
            Event::GeneralRef(name) => match &*name {
                "amp" => text.push('&'),
                "lt" => text.push('<'),
                "gt" => text.push('>'),
                "quot" => text.push('"'),
                "apos" | "#39" => text.push('\''),
                other => text.push_str(&format!("&{other};")),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0, "an element is not closed");
    texts
}

fn docx_texts(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for part in ["[Content_Types].xml", "_rels/.rels", "word/styles.xml"] {
        let mut xml = String::new();
        archive.by_name(part).unwrap().read_to_string(&mut xml).unwrap();
        texts(&xml, "");
    }
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert!(xml.contains(r#"w:w="11906""#) && xml.contains(r#"w:h="16838""#), "A4");
    texts(&xml, "w:p")
}

fn html_texts(page: &str) -> Vec<String> {
    let body = page.strip_prefix("<!DOCTYPE html>\n").unwrap();
    // It is XML as well but for the rule that says where it ends.
    for outside in ["http://", "https://", "<script", "<img", "<link", "src=", "url(", "@import"] {
        assert!(!body.contains(outside), "{outside}");
    }
    ["h1", "p", "th", "td"].iter().flat_map(|tag| texts(body, tag)).collect()
}

/// A matter under supervision and one with a summons, their counties' names and all.
fn desk() -> Desk {
    let desk = Desk::small();
    let square = |w: f64, s: f64, side: f64| {
        let (e, n) = (w + side, s + side);
        format!("[[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]]")
    };
    let area = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"990101","name":"澄岚县",
        "level":"County"}},"geometry":{{"type":"Polygon","coordinates":{}}}}}]}}"#,
        square(118.0, 36.0, 0.1)
    );
    desk.file("areas.geojson", area);
    desk.done("import areas areas.geojson");
    let act = |at: &str, words: &str| desk.done(&format!("act {words} --at 2026-09-{at}:00+08:00"));
    act("08T08:00", "report S1 --title <路灯>&\"不亮\" --address 解放路12号 --place 118.01,36.01 --source hotline");
    act("08T08:10", "accept S1");
    act("08T08:20", "assign S1 --agency 城管局 --text 联系人王建国，电话13900001234，先查线路");
    act("10T09:00", "remind S1 --text 抓紧");
    act("11T09:30", "supervise S1 --text 限期修复，到期未修通报");
    act("08T09:00", "report S2 --title 危化品仓库 --place 118.02,36.02");
    act("08T09:10", "accept S2");
    act(
        "08T09:20",
        "summon S2 --agencies 应急局,公安局,市场监管局 --lead 应急局 --told 值班长 --text 联合查封 \
         --due 2026-09-08T10:20:00+08:00",
    );
    desk
}

fn paper(desk: &Desk, incident: &str, kind: PaperKind) -> Paper {
    let ledger = SqliteLedger::open_read_only(&desk.data()).unwrap();
    Paper::of(&ledger, &incident.into(), kind, None, &zone()).unwrap()
}

fn row<'a>(paper: &'a Paper, label: &str) -> &'a str {
    let row = paper.rows.iter().find(|(known, _)| known == label);
    &row.unwrap_or_else(|| panic!("no {label}: {paper:#?}")).1
}

#[test]
fn a_supervision_notice_says_what_the_trace_says() {
    let desk = desk();
    let said = desk.done("notice supervision S1 --out s1.docx");
    assert_eq!(said["number"], "澄岚督〔2026〕1号");
    assert_eq!((said["to"].as_str(), said["issuer"].as_str()), (Some("城管局"), Some("澄岚县社会治理指挥中心")));
    let paper = paper(&desk, "S1", PaperKind::Supervision);
    assert_eq!(row(&paper, "事件编号"), "S1");
    assert_eq!(row(&paper, "事项"), "<路灯>&\"不亮\"");
    assert_eq!(row(&paper, "地点"), "解放路12号");
    assert_eq!(row(&paper, "接报时间"), "2026年9月8日08时00分");
    assert_eq!(row(&paper, "此前催办"), "1次");
    assert_eq!(row(&paper, "督办层级"), "督办通知");
    assert_eq!(row(&paper, "督办要求"), "限期修复，到期未修通报");
    assert!(row(&paper, "交办情况").starts_with("2026年9月8日08时20分交办，要求："));
    assert!(!row(&paper, "交办情况").contains("13900001234") && !row(&paper, "交办情况").contains("王建国"));
    let due = row(&paper, "办理时限");
    assert!(due.starts_with("2026年9月") && paper.demand.contains(due), "{due}: {}", paper.demand);
    assert_eq!((paper.title.as_str(), paper.date.as_str()), ("督办通知单", "2026年9月11日"));

    let file = std::fs::read(desk.path("s1.docx")).unwrap();
    assert_eq!(file, docx(&paper).unwrap(), "the same paper, the same bytes");
    check_set(&paper, &docx_texts(&file));
    desk.done("notice supervision S1 --out s1.html");
    let page = std::fs::read_to_string(desk.path("s1.html")).unwrap();
    assert!(page.contains("&lt;路灯&gt;&amp;&quot;不亮&quot;") && page.contains("size: A4"), "{page}");
    check_set(&paper, &html_texts(&page));
}

/// Everything that a paper says stands in what was set, once and whole.
fn check_set(paper: &Paper, texts: &[String]) {
    let mut all = vec![
        paper.title.clone(),
        paper.number.clone(),
        format!("{}：", paper.addressee),
        paper.opening.clone(),
        paper.demand.clone(),
        paper.closing.clone(),
        "（盖章）".to_owned(),
        paper.issuer.clone(),
        paper.date.clone(),
    ];
    all.extend(paper.rows.iter().flat_map(|(label, value)| [label.clone(), value.clone()]));
    if !paper.copies.is_empty() {
        all.push(format!("抄送：{}", paper.copies));
    }
    let plain: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    for one in &all {
        assert!(plain.contains(&one.as_str()), "{one} is not in {plain:?}");
    }
    assert_eq!(plain.len(), all.len(), "nothing else: {plain:?}");
}

#[test]
fn a_summons_names_its_lead_its_parties_and_when_they_must_come() {
    let desk = desk();
    desk.done("notice summons S2 --out s2.html --centre 某某中心");
    let mut paper = paper(&desk, "S2", PaperKind::Summons);
    assert_eq!(paper.number, "澄岚哨〔2026〕1号");
    assert_eq!(paper.addressee, "应急局、公安局、市场监管局");
    assert_eq!((row(&paper, "牵头单位"), row(&paper, "协同单位")), ("应急局", "公安局、市场监管局"));
    assert_eq!((row(&paper, "报到时限"), row(&paper, "协同事项")), ("2026年9月8日10时20分", "联合查封"));
    assert!(paper.demand.contains("2026年9月8日10时20分前报到，由应急局牵头"), "{}", paper.demand);
    check_set(&paper, &docx_texts(&docx(&paper).unwrap()));
    let page = std::fs::read_to_string(desk.path("s2.html")).unwrap();
    (paper.issuer, paper.rows) = ("某某中心".into(), with(&paper.rows, "吹哨单位", "某某中心"));
    check_set(&paper, &html_texts(&page));
}

fn with(rows: &[(String, String)], label: &str, value: &str) -> Vec<(String, String)> {
    rows.iter().map(|(known, old)| (known.clone(), if known == label { value.into() } else { old.clone() })).collect()
}

#[test]
fn numbers_count_the_papers_of_their_kind_and_year() {
    let desk = desk();
    let act = |at: &str, words: &str| desk.done(&format!("act {words} --at {at}:00+08:00"));
    for (code, at) in [("T1", "2026-09-12T08:00"), ("T2", "2026-12-31T23:59"), ("T3", "2027-01-01T00:00")] {
        act(at, &format!("report {code} --title 积水 --place 118.01,36.01"));
        act(at, &format!("accept {code}"));
        act(at, &format!("assign {code} --agency 住建局"));
        act(at, &format!("supervise {code} --text 速办"));
    }
    let number = |code: &str| paper(&desk, code, PaperKind::Supervision).number;
    let numbers = ["S1", "T1", "T2", "T3"].map(number);
    assert_eq!(numbers, ["澄岚督〔2026〕1号", "澄岚督〔2026〕2号", "澄岚督〔2026〕3号", "澄岚督〔2027〕1号"]);
}

#[test]
fn a_confidential_matter_s_paper_carries_its_number_only() {
    let desk = desk();
    let act = |at: &str, words: &str| desk.done(&format!("act {words} --at 2026-09-{at}:00+08:00"));
    act("08T08:00", "report C1 --title 举报偷排 --address 解放路 --place 118.01,36.01 --confidential");
    act("08T08:10", "accept C1");
    act("08T08:20", "assign C1 --agency 环保局 --text 查偷排");
    act("11T09:30", "supervise C1 --text 偷排速查");
    let paper = paper(&desk, "C1", PaperKind::Supervision);
    assert_eq!(row(&paper, "事件编号"), "C1");
    let all = format!("{paper:?}");
    assert!(!all.contains("偷排") && !all.contains("解放路"), "{all}");
}

#[test]
fn odd_texts_make_papers_that_open() {
    let desk = desk();
    let mut paper = paper(&desk, "S1", PaperKind::Supervision);
    let odd = "</w:t><script>alert('x')</script>&#0;]]>\u{2028}𠮷";
    paper.rows.push(("备注".into(), odd.into()));
    paper.copies = odd.into();
    check_set(&paper, &docx_texts(&docx(&paper).unwrap()));
    let page = html(&paper);
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn what_has_no_paper_is_told_in_a_sentence() {
    let desk = desk();
    for (words, says) in [
        ("notice supervision S2 --out a.docx", "never came under supervision"),
        ("notice summons S1 --out a.html", "no summons in force"),
        ("notice summons S9 --out a.html", "is not known here"),
    ] {
        let sentence = desk.refused(words);
        assert!(sentence.contains(says), "{sentence}");
    }
    for words in ["notice supervision S1 --out a.pdf", "notice letter S1 --out a.docx"] {
        assert_eq!(desk.run(words).status.code(), Some(2), "{words}");
    }
}
