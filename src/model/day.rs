//! Study days: a day begins at the rollover hour (04:00), so a late evening belongs to its day.

use std::fmt;

use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A study day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub i32);

impl Day {
    /// The calendar date of the day.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or(NaiveDate::MAX)
    }

    /// The study day of a calendar date.
    pub fn of_date(date: NaiveDate) -> Day {
        Day(date.to_epoch_days())
    }

    /// The day `n` days later (earlier when negative).
    pub fn plus(self, n: i32) -> Day {
        Day(self.0.saturating_add(n))
    }

    /// Whole days from `earlier` to `self`; 0 when the clock went back.
    pub fn since(self, earlier: Day) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

/// In JSON a day is its date, `2026-11-23`.
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        text.parse::<NaiveDate>()
            .map(Day::of_date)
            .map_err(|_| serde::de::Error::custom(format!("`{text}` is not a date (YYYY-MM-DD)")))
    }
}

/// The units of a span of time, with their milliseconds.
const UNITS: &[(&str, i64)] =
    &[("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

/// A span of time such as `90s` in milliseconds; `None` for what is not a whole number with `ms`,
/// `s`, `m`, `h` or `d`.
pub fn span(text: &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let (_, ms) = UNITS.iter().find(|(name, _)| *name == unit)?;
    number.parse::<u32>().ok().map(|n| i64::from(n) * ms)
}

/// An instant, and the study day in which it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The study day.
    pub day: Day,
    /// The first instant after the day.
    pub end: i64,
}

/// Hours after midnight at which the study day changes, unless the setting says otherwise.
pub const DEFAULT_ROLLOVER_HOUR: u8 = 4;

/// Turns instants into study days and back, in one time zone.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<Z: TimeZone> {
    /// The learner's time zone.
    pub zone: Z,
    /// Hour of the local day (0 to 23) at which the study day changes.
    pub rollover_hour: u8,
}

impl<Z: TimeZone> Calendar<Z> {
    /// The study day of an instant in milliseconds since 1970-01-01 UTC.
    pub fn day_of(&self, at: i64) -> Day {
        let utc = DateTime::<Utc>::from_timestamp_millis(at).unwrap_or_default();
        let local = utc.with_timezone(&self.zone).naive_local();
        Day::of_date((local - Duration::hours(i64::from(self.rollover_hour))).date())
    }

    /// An instant with its study day.
    pub fn now(&self, at: i64) -> Now {
        let day = self.day_of(at);
        Now { at, day, end: self.start_of(day.plus(1)) }
    }

    /// Seconds that local time is ahead of UTC at an instant in milliseconds since 1970-01-01 UTC.
    pub fn offset_at(&self, at: i64) -> i32 {
        let utc = DateTime::<Utc>::from_timestamp_millis(at).unwrap_or_default();
        utc.with_timezone(&self.zone).offset().fix().local_minus_utc()
    }

    /// The first instant of a study day, in milliseconds since 1970-01-01 UTC. If the change to
    /// summer time skips that hour, the first instant after it.
    pub fn start_of(&self, day: Day) -> i64 {
        let hour = u32::from(self.rollover_hour.min(23));
        let mut local =
            day.date().and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
        for _ in 0..4 {
            match self.zone.from_local_datetime(&local) {
                LocalResult::Single(t) | LocalResult::Ambiguous(t, _) => {
                    return t.timestamp_millis();
                }
                LocalResult::None => local += Duration::minutes(30),
            }
        }
        local.and_utc().timestamp_millis()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn the_day_changes_at_four_local_time() {
        let shanghai =
            Calendar { zone: FixedOffset::east_opt(8 * 3600).unwrap(), rollover_hour: 4 };
        for (instant, day) in [
            ("2026-11-23T03:59:59+08:00", "2026-11-22"),
            ("2026-11-23T04:00:00+08:00", "2026-11-23"),
            ("2026-11-23T23:59:59+08:00", "2026-11-23"),
            ("2026-11-23T20:00:00Z", "2026-11-24"),
        ] {
            assert_eq!(shanghai.day_of(at(instant)).to_string(), day, "{instant}");
        }
        let day = shanghai.day_of(at("2026-11-23T12:00:00+08:00"));
        assert_eq!(shanghai.start_of(day), at("2026-11-23T04:00:00+08:00"));
    }

    #[test]
    fn a_span_is_a_number_with_its_unit() {
        for (text, ms) in [
            ("250ms", Some(250)),
            ("90s", Some(90_000)),
            ("5m", Some(300_000)),
            ("2h", Some(7_200_000)),
            ("1d", Some(86_400_000)),
            ("90", None),
            ("s", None),
            ("-1s", None),
            ("1.5h", None),
            ("90 s", None),
            ("1w", None),
            ("9999999999d", None),
        ] {
            assert_eq!(span(text), ms, "{text}");
        }
    }

    #[test]
    fn a_clock_that_went_back_gives_no_negative_days() {
        assert_eq!(Day(5).since(Day(9)), 0);
        assert_eq!(Day(9).since(Day(5)), 4);
    }
}
