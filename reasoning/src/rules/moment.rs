//! Moments in order, as far as dates are written.

use jiff::civil;
use rust_decimal::Decimal;

use crate::value::WrittenDate;

/// Minutes of a day.
const DAY: i64 = 1440;

/// The first and the last minute that a date may mean, counted from the year 0; nothing where it has no day, where
/// there is no such day, or where two can be meant.
pub(crate) fn minutes(date: &WrittenDate) -> Option<(i64, i64)> {
    if date.is_ambiguous() {
        return None;
    }
    let start = date.civil()?.since(civil::date(0, 1, 1)).ok()?.get_days();
    let start = i64::from(start) * DAY;
    Some(match date.clock {
        Some(clock) => {
            let minute = start + i64::from(clock.hour) * 60 + i64::from(clock.minute);
            (minute, minute)
        }
        None => (start, start + DAY - 1),
    })
}

/// What `judge` says of two dates, where it says the same whether the month or the day stands first in both.
fn either_way<T: PartialEq>(
    a: &WrittenDate,
    b: &WrittenDate,
    judge: impl Fn(&WrittenDate, &WrittenDate) -> Option<T>,
) -> Option<T> {
    let first = |date: &WrittenDate| WrittenDate { otherwise: None, ..*date };
    let second = |date: &WrittenDate| match date.otherwise {
        Some(day) => WrittenDate {
            year: Some(day.year()),
            month: Some(day.month()),
            day: Some(day.day()),
            otherwise: None,
            ..*date
        },
        None => *date,
    };
    let told = judge(&first(a), &first(b))?;
    (judge(&second(a), &second(b)).as_ref() == Some(&told)).then_some(told)
}

/// Whether `a` is surely before `b`: no reading of both has them the other way round.
pub(crate) fn is_before(a: &WrittenDate, b: &WrittenDate) -> Option<bool> {
    either_way(a, b, |a, b| Some(minutes(a)?.1 < minutes(b)?.0))
}

/// The least hours that lie between `from` and `to`; negative where `to` is before.
pub(crate) fn hours_between(from: &WrittenDate, to: &WrittenDate) -> Option<Decimal> {
    let least = either_way(from, to, |from, to| Some(minutes(to)?.0 - minutes(from)?.1))?;
    Decimal::from(least).checked_div(Decimal::from(60))
}

/// Days from `b` to `a`: whole days where either has no time.
pub(crate) fn days_apart(a: &WrittenDate, b: &WrittenDate) -> Option<Decimal> {
    either_way(a, b, days)
}

fn days(a: &WrittenDate, b: &WrittenDate) -> Option<Decimal> {
    let (left, right) = (minutes(a)?.0, minutes(b)?.0);
    if a.clock.is_some() && b.clock.is_some() {
        return Decimal::from(left - right).checked_div(Decimal::from(DAY));
    }
    Some(Decimal::from(left.div_euclid(DAY) - right.div_euclid(DAY)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::find_dates;

    fn date(text: &str) -> WrittenDate {
        find_dates(text).remove(0).value
    }

    #[test]
    fn a_day_without_a_time_is_never_surely_before_an_hour_of_it() {
        for (a, b, want) in [
            ("2024-03-05", "2024-03-05 08:00", Some(false)),
            ("2024-03-04", "2024-03-05 08:00", Some(true)),
            ("2024-03-05 07:59", "2024-03-05 08:00", Some(true)),
            ("2024-03-05 08:00", "2024-03-05", Some(false)),
            ("2024年3月", "2024-03-05", None),
            ("03/05/2024 07:59", "03/05/2024 08:00", Some(true)),
            ("03/05/2024", "03/06/2024", Some(true)),
            ("03/05/2024", "04/03/2024", None),
        ] {
            assert_eq!(is_before(&date(a), &date(b)), want, "{a} {b}");
        }
    }

    #[test]
    fn days_and_hours_are_counted() {
        let (a, b) = (date("2024-03-05 20:00"), date("2024-02-28 08:00"));
        assert_eq!(days_apart(&a, &b), Some(Decimal::new(65, 1)));
        assert_eq!(hours_between(&b, &a), Some(Decimal::from(156)));
        assert_eq!(days_apart(&date("2024-03-05"), &b), Some(Decimal::from(6)));
    }
}
