//! The words for the values of the model: states, ratings, kinds, days.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Words;
use crate::model::card::Kind;
use crate::model::day::Day;
use crate::model::review::ReviewKind;
use crate::model::schedule::{Span, Wait};

super::words! {
    // Kinds of cards.
    kind_basic: "basic", "问答";
    kind_output: "output", "写输出";
    kind_choice: "choice", "选择";
    kind_write: "write", "编程";

    // Waits, in the words of a table; in English they are short.
    long_wait_minutes(n: u32): "{n}m", "{n} 分钟";
    long_wait_hours(n: u32): "{n}h", "{n} 小时";
    long_wait_days(n: u32): "{n}d", "{n} 天";
    long_wait_months(n: f64): "{n:.1}mo", "{n:.1} 个月";
    long_wait_years(n: f64): "{n:.1}y", "{n:.1} 年";

    // Days.
    day_today: "today", "今天";
    day_tomorrow: "tomorrow", "明天";
    day_yesterday: "yesterday", "昨天";
    monday: "Monday", "周一";
    tuesday: "Tuesday", "周二";
    wednesday: "Wednesday", "周三";
    thursday: "Thursday", "周四";
    friday: "Friday", "周五";
    saturday: "Saturday", "周六";
    sunday: "Sunday", "周日";
    mon: "Mon", "周一";
    tue: "Tue", "周二";
    wed: "Wed", "周三";
    thu: "Thu", "周四";
    fri: "Fri", "周五";
    sat: "Sat", "周六";
    sun: "Sun", "周日";
}

impl Words {
    /// The word for the state that a card was in at a review.
    pub fn review_kind_word(self, kind: ReviewKind) -> &'static str {
        match kind {
            ReviewKind::Learning => self.learning(),
            ReviewKind::Review => self.review(),
            ReviewKind::Relearning => self.relearning(),
            ReviewKind::Cram => self.state_cram(),
        }
    }

    /// The word for what a card asks for.
    pub fn kind_word(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Basic => self.kind_basic(),
            Kind::Output => self.kind_output(),
            Kind::Choice => self.kind_choice(),
            Kind::Write => self.kind_write(),
        }
    }

    /// A wait in the unit that people would use.
    pub fn long_wait(self, wait: Wait) -> String {
        match wait.span() {
            Span::Minutes(n) => self.long_wait_minutes(n),
            Span::Hours(n) => self.long_wait_hours(n),
            Span::Days(n) => self.long_wait_days(n),
            Span::Months(n) => self.long_wait_months(n),
            Span::Years(n) => self.long_wait_years(n),
        }
    }

    /// The day of the week, whole.
    pub fn weekday(self, date: NaiveDate) -> &'static str {
        match date.weekday() {
            Weekday::Mon => self.monday(),
            Weekday::Tue => self.tuesday(),
            Weekday::Wed => self.wednesday(),
            Weekday::Thu => self.thursday(),
            Weekday::Fri => self.friday(),
            Weekday::Sat => self.saturday(),
            Weekday::Sun => self.sunday(),
        }
    }

    /// A day of the year with its day of the week: `11-24 Tue`.
    pub fn day(self, day: Day) -> String {
        let date = day.date();
        let weekday = match date.weekday() {
            Weekday::Mon => self.mon(),
            Weekday::Tue => self.tue(),
            Weekday::Wed => self.wed(),
            Weekday::Thu => self.thu(),
            Weekday::Fri => self.fri(),
            Weekday::Sat => self.sat(),
            Weekday::Sun => self.sun(),
        };
        format!("{} {weekday}", date.format("%m-%d"))
    }

    /// A day, as people call it when it is near.
    pub fn near_day(self, day: Day, today: Day) -> String {
        match day.0 - today.0 {
            0 => self.day_today().into(),
            1 => self.day_tomorrow().into(),
            -1 => self.day_yesterday().into(),
            _ => day.to_string(),
        }
    }

    /// Several things, one after another.
    pub fn list<S: AsRef<str>>(self, parts: &[S]) -> String {
        parts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(self.list_comma())
    }

    /// Several clauses, one after another.
    pub fn clauses<S: AsRef<str>>(self, parts: &[S]) -> String {
        parts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(self.comma())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::Lang;

    const ZH: Words = Words(Lang::Zh);

    #[test]
    fn english_names_are_those_of_json() {
        for kind in ReviewKind::ALL {
            assert_eq!(Words::EN.review_kind_word(kind), kind.name());
        }
        for kind in [Kind::Basic, Kind::Output, Kind::Choice, Kind::Write] {
            assert_eq!(Words::EN.kind_word(kind), kind.name());
        }
    }

    #[test]
    fn waits_are_told_in_their_units() {
        for (wait, zh) in [
            (Wait::Minutes(10), "10 分钟"),
            (Wait::Minutes(120), "2 小时"),
            (Wait::Days(4), "4 天"),
            (Wait::Days(64), "2.1 个月"),
            (Wait::Days(475), "1.3 年"),
        ] {
            assert_eq!(Words::EN.long_wait(wait), wait.to_string());
            assert_eq!(ZH.long_wait(wait), zh);
        }
    }

    #[test]
    fn days_have_their_names() {
        // A Monday.
        let today = Day::of_date(NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date"));
        for (n, en, zh) in [
            (0, "11-23 Mon", "11-23 周一"),
            (1, "11-24 Tue", "11-24 周二"),
            (2, "11-25 Wed", "11-25 周三"),
            (3, "11-26 Thu", "11-26 周四"),
            (4, "11-27 Fri", "11-27 周五"),
            (5, "11-28 Sat", "11-28 周六"),
            (6, "11-29 Sun", "11-29 周日"),
        ] {
            let day = today.plus(n);
            assert_eq!((Words::EN.day(day), ZH.day(day)), (en.to_owned(), zh.to_owned()));
            assert_eq!(Words::EN.weekday(day.date()), day.date().format("%A").to_string());
            assert!(zh.ends_with(ZH.weekday(day.date())));
        }
        for (n, en, zh) in [
            (-2, "2026-11-21", "2026-11-21"),
            (-1, "yesterday", "昨天"),
            (0, "today", "今天"),
            (1, "tomorrow", "明天"),
        ] {
            let day = today.plus(n);
            assert_eq!(Words::EN.near_day(day, today), en);
            assert_eq!(ZH.near_day(day, today), zh);
        }
    }
}
