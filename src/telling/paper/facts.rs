//! What a paper must know beyond its matter: the county's name, the office, the number.

use super::PaperKind;
use crate::domain::{AreaLevel, Event, Recorded, Register};
use crate::ledger::{Ledger, LedgerError};
use crate::telling::Matter;
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::ops::ControlFlow;

/// The county that issues a paper.
pub(super) struct County {
    /// Its name without the word for what it is: 澄岚.
    pub(super) short_name: String,
    /// The centre's name.
    pub(super) centre: String,
}

impl County {
    /// The county of the ledger; the centre's name, where somebody said it.
    pub(super) fn load(ledger: &dyn Ledger, centre: Option<&str>) -> Result<Self, LedgerError> {
        let mut name = String::new();
        ledger.read_streams(Register::Area.prefix(), &mut |recorded| {
            if let Event::AreaPut(area) = recorded.event
                && area.level == AreaLevel::County
            {
                name = area.name;
            }
            ControlFlow::Continue(())
        })?;
        let name = line(&name);
        let stem = ["自治县", "县", "区", "市", "旗"].iter().find_map(|end| name.strip_suffix(end));
        // 沙县 and the like keep their only letter's company.
        let stem = stem.filter(|stem| stem.chars().count() > 1).unwrap_or(&name).to_owned();
        let usual = || format!("{name}社会治理指挥中心");
        let centre = centre.map(line).filter(|said| !said.is_empty()).unwrap_or_else(usual);
        Ok(Self { short_name: stem, centre })
    }
}

/// The office that answers for the matter; where nobody was named, the centre's own.
pub(super) fn office_of(matter: &Matter, county: &County) -> String {
    matter.standing.agency.as_ref().map_or_else(|| county.centre.clone(), ToString::to_string)
}

/// The paper's number: the how manieth of its kind it is in its civil year, in the order of the ledger. The same event
/// has the same number whenever it is printed.
pub(super) fn number_of(
    ledger: &dyn Ledger,
    kind: PaperKind,
    paper: &Recorded,
    short_name: &str,
    zone: &TimeZone,
) -> Result<String, LedgerError> {
    let moment = jiff::Timestamp::from_second(paper.at.0).unwrap_or_default().to_zoned(zone.clone());
    let year = moment.year();
    let first = date(year, 1, 1).to_zoned(zone.clone()).map_or(i64::MIN, |new_year| new_year.timestamp().as_second());
    let next = year.checked_add(1).and_then(|next| date(next, 1, 1).to_zoned(zone.clone()).ok());
    let end = next.map_or(i64::MAX, |new_year| new_year.timestamp().as_second());
    let mut nth = 0_u64;
    ledger.read_after(0, &mut |recorded| {
        if kind.is_given_by(&recorded.event) && (first..end).contains(&recorded.at.0) {
            nth += 1;
        }
        if recorded.seq >= paper.seq { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(format!("{short_name}{}〔{year}〕{nth}号", kind.letter()))
}

/// A text as one line that any paper can bear: without line breaks and without signs that XML has no room for.
pub(super) fn line(text: &str) -> String {
    let may = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(may);
    spaced.collect::<String>().split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Names as a paper lists them.
pub(super) fn list(names: &[&str]) -> String {
    names.iter().map(|name| line(name)).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_no_paper_can_bear_is_left_out() {
        assert_eq!(line("  a\u{0}\n\tb\u{fffe}  "), "a b");
        assert_eq!(list(&["住建局", "应急 局"]), "住建局、应急 局");
    }
}
