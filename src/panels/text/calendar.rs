//! Civil time from a moment, by whole numbers (Howard Hinnant's `civil_from_days`).

use crate::domain::{CivilZone, Timestamp};
use crate::seat::Lang;

/// A moment as clocks and calendars on the wall show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    year: i64,
    month: i64,
    day: i64,
    secs_of_day: i64,
    /// From Monday, 0 to 6.
    weekday: usize,
}

impl Civil {
    /// The moment by the civil time of a place.
    pub(crate) fn at(moment: Timestamp, zone: &CivilZone) -> Self {
        Self::of_local(zone.local_secs(moment))
    }

    /// What clocks and calendars tell so many seconds after their 1970-01-01 00:00.
    pub(crate) fn of_local(secs: i64) -> Self {
        let days = secs.div_euclid(86_400);
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
            secs_of_day: secs.rem_euclid(86_400),
            weekday: (days + 3).rem_euclid(7) as usize,
        }
    }

    /// Seconds since midnight.
    pub(crate) fn secs_of_day(&self) -> i64 {
        self.secs_of_day
    }

    /// `14:03:27`
    pub(crate) fn clock(&self) -> String {
        format!("{}:{:02}", self.hour_minute(), self.secs_of_day % 60)
    }

    /// Whether it is a month's first day.
    pub(crate) fn is_first_of_month(&self) -> bool {
        self.day == 1
    }

    /// Whether it is a year's first day.
    pub(crate) fn is_first_of_year(&self) -> bool {
        self.month == 1 && self.day == 1
    }

    /// `2026`
    pub(crate) fn year(&self) -> String {
        self.year.to_string()
    }

    /// `14:03`
    pub(crate) fn hour_minute(&self) -> String {
        format!("{:02}:{:02}", self.secs_of_day / 3600, self.secs_of_day / 60 % 60)
    }

    /// `2026-09-11`, for names of files and tables that machines read.
    pub(crate) fn iso_date(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `2026-09-11`, `11 Sep 2026`
    pub(crate) fn date(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.iso_date(),
            Lang::En => format!("{} {}", self.month_day(lang), self.year),
        }
    }

    /// `09-11`, `11 Sep`
    pub(crate) fn month_day(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("{:02}-{:02}", self.month, self.day),
            Lang::En => format!("{} {}", self.day, self.month_name()),
        }
    }

    /// The month as English shortens it.
    fn month_name(&self) -> &'static str {
        const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        NAMES[(self.month - 1).rem_euclid(12) as usize]
    }

    /// `09-11`, `11 Sep`; of another year than that of `now`, `2025-09-11`, `11 Sep 2025`.
    pub(crate) fn date_seen_from(&self, lang: Lang, now: &Civil) -> String {
        if self.year == now.year { self.month_day(lang) } else { self.date(lang) }
    }

    /// `2026-09-11 周五`, `Fri 11 Sep 2026`
    pub(crate) fn date_and_weekday(&self, lang: Lang) -> String {
        self.beside_weekday(lang, &self.date(lang))
    }

    /// `09-11 周五`, `Fri 11 Sep`
    pub(crate) fn day_and_weekday(&self, lang: Lang) -> String {
        self.beside_weekday(lang, &self.month_day(lang))
    }

    /// English says the weekday first, Chinese last.
    fn beside_weekday(&self, lang: Lang, date: &str) -> String {
        let weekday = self.weekday(lang);
        match lang {
            Lang::Zh => format!("{date} {weekday}"),
            Lang::En => format!("{weekday} {date}"),
        }
    }

    /// `09-11 14:03`, `11 Sep 14:03`
    pub(crate) fn day_and_minute(&self, lang: Lang) -> String {
        format!("{} {}", self.month_day(lang), self.hour_minute())
    }

    /// `2026-09-11 14:03`, `11 Sep 2026 14:03`
    pub(crate) fn date_and_minute(&self, lang: Lang) -> String {
        format!("{} {}", self.date(lang), self.hour_minute())
    }

    /// `2026-09-11 14:03:27`, `11 Sep 2026 14:03:27`
    pub(crate) fn date_and_clock(&self, lang: Lang) -> String {
        format!("{} {}", self.date(lang), self.clock())
    }

    /// `周五`, `Fri`
    pub(crate) fn weekday(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][self.weekday],
            Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][self.weekday],
        }
    }

    /// Whether two moments lie on one civil day.
    pub(crate) fn is_same_day(&self, other: &Civil) -> bool {
        (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        let shanghai = 8 * 3600;
        let table = [
            (1_789_106_607, shanghai, "2026-09-11", "14:03:27", "周五"),
            (0, 0, "1970-01-01", "00:00:00", "周四"),
            (-1, 0, "1969-12-31", "23:59:59", "周三"),
            (1_709_164_800, 0, "2024-02-29", "00:00:00", "周四"),
            (1_709_164_799, 0, "2024-02-28", "23:59:59", "周三"),
            (1_767_196_800, shanghai, "2026-01-01", "00:00:00", "周四"),
        ];
        for (secs, offset, date, clock, weekday) in table {
            let civil = Civil::at(Timestamp(secs), &CivilZone::fixed(offset));
            assert_eq!((civil.iso_date().as_str(), civil.clock().as_str()), (date, clock), "{secs}");
            assert_eq!(civil.weekday(Lang::Zh), weekday, "{secs}");
        }
    }
    #[test]
    fn each_language_reads_its_own_dates() {
        let at = |secs| Civil::at(Timestamp(secs), &CivilZone::fixed(8 * 3600));
        let (civil, next_year) = (at(1_789_106_607), at(1_789_106_607 + 200 * 86_400));
        let said = |lang| {
            [
                civil.date(lang),
                civil.month_day(lang),
                civil.date_and_weekday(lang),
                civil.day_and_weekday(lang),
                civil.day_and_minute(lang),
                civil.date_and_minute(lang),
                civil.date_and_clock(lang),
                civil.date_seen_from(lang, &civil),
                civil.date_seen_from(lang, &next_year),
            ]
        };
        let zh = [
            "2026-09-11",
            "09-11",
            "2026-09-11 周五",
            "09-11 周五",
            "09-11 14:03",
            "2026-09-11 14:03",
            "2026-09-11 14:03:27",
            "09-11",
            "2026-09-11",
        ];
        let en = [
            "11 Sep 2026",
            "11 Sep",
            "Fri 11 Sep 2026",
            "Fri 11 Sep",
            "11 Sep 14:03",
            "11 Sep 2026 14:03",
            "11 Sep 2026 14:03:27",
            "11 Sep",
            "11 Sep 2026",
        ];
        assert_eq!((said(Lang::Zh), said(Lang::En)), (zh.map(str::to_owned), en.map(str::to_owned)));
        // The first day and the last of a year, so that no month's name is off by one.
        assert_eq!(
            (at(1_767_196_800).month_day(Lang::En), at(0).date(Lang::En)),
            ("1 Jan".into(), "1 Jan 1970".into())
        );
        assert_eq!(at(-86_400).date(Lang::En), "31 Dec 1969");
    }
}
