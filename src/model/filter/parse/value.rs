//! What comes after a colon: ranges of numbers, spans of days, ratings.

use crate::model::filter::{Between, Filter};
use crate::model::review::Rating;
use crate::text::names;

/// Most days that a filter can look ahead or back.
const FARTHEST: i32 = 100_000;

/// A range of numbers that lie within others.
pub(super) fn numbers(
    value: &str,
    (least, most): (i32, i32),
    what: &str,
    example: &str,
) -> Result<Between, String> {
    let number = |text: &str| text.parse::<u16>().ok().map(i32::from);
    let range = between(value, number, example)?;
    let ends = [range.from, range.to].into_iter().flatten();
    match ends.into_iter().find(|end| !(least..=most).contains(end)) {
        Some(_) if most == i32::MAX => Err(format!("no {what} is below {least}")),
        Some(_) => Err(format!("a {what} is {least} to {most}")),
        None => Ok(range),
    }
}

/// `2`, `2..`, `..2`, `1..2`, and the same with `<`, `<=`, `>`, `>=`.
pub(super) fn between(
    value: &str,
    number: impl Fn(&str) -> Option<i32>,
    example: &str,
) -> Result<Between, String> {
    let unread = || format!("`{value}` is no range, such as `{example}`");
    let read = |text: &str| number(text).ok_or_else(unread);
    let end = |text: &str| if text.is_empty() { Ok(None) } else { read(text).map(Some) };
    let (from, to) = if let Some(least) = value.strip_prefix(">=") {
        (Some(read(least)?), None)
    } else if let Some(most) = value.strip_prefix("<=") {
        (None, Some(read(most)?))
    } else if let Some(below) = value.strip_prefix('>') {
        (Some(read(below)? + 1), None)
    } else if let Some(above) = value.strip_prefix('<') {
        (None, Some(read(above)? - 1))
    } else if let Some((from, to)) = value.split_once("..") {
        (end(from)?, end(to)?)
    } else {
        let only = read(value)?;
        (Some(only), Some(only))
    };
    match (from, to) {
        (None, None) => Err(unread()),
        (Some(from), Some(to)) if from > to => {
            Err(format!("`{value}` holds nothing: put the smaller end first"))
        }
        _ => Ok(Between { from, to }),
    }
}

/// `3d`, `2w` or `3`; before today with a minus.
pub fn days(text: &str) -> Option<i32> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (digits, unit) = match text.strip_suffix('w') {
        Some(digits) => (digits, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let number = digits.parse::<i32>().ok().filter(|_| is_number)?.checked_mul(sign * unit)?;
    (-FARTHEST..=FARTHEST).contains(&number).then_some(number)
}

/// `again`, `7d` or both.
pub(super) fn rated(value: &str, example: &str) -> Result<Filter, String> {
    let (mut rating, mut within) = (None, None);
    for part in value.split([':', '：']) {
        let twice = || format!("`{value}` says it twice: use one, such as `{example}`");
        if let Some(number) = days(part).filter(|_| part.ends_with(['d', 'w'])) {
            let number = u32::try_from(number).ok().filter(|number| *number > 0);
            let number = number.ok_or_else(|| format!("`{part}` is no time, such as `7d`"))?;
            if within.replace(number).is_some() {
                return Err(twice());
            }
            continue;
        }
        let known = || Rating::ALL.into_iter();
        let found = known().find(|rating| {
            part.eq_ignore_ascii_case(rating.name()) || part == rating.number().to_string()
        });
        let otherwise = "use again, hard, good or easy, and a time such as 7d";
        let found = found
            .ok_or_else(|| names::unknown("rating", part, known().map(Rating::name), otherwise))?;
        if rating.replace(found).is_some() {
            return Err(twice());
        }
    }
    Ok(Filter::Rated(rating, within))
}
