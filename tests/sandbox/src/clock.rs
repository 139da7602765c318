//! The wall clock, and the form of the timestamps the API prints.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, Unit};

/// The present moment.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// The present moment as the `SystemTime` an HTTP date is printed from, moved by whole seconds.
pub(crate) fn http_date(offset_seconds: i64) -> String {
    let moment = now().saturating_add(SignedDuration::from_secs(offset_seconds)).unwrap_or(Timestamp::MAX);
    httpdate::fmt_http_date(moment.into())
}

/// The moment `lifetime` from now, on a whole second as the API prints it. With minutes shortened
/// below one second the fraction is kept, or every session would look expired from the start.
pub(crate) fn moment_after(lifetime: Duration, minute: Duration) -> Timestamp {
    let exact = now()
        .saturating_add(SignedDuration::try_from(lifetime).unwrap_or(SignedDuration::MAX))
        .unwrap_or(Timestamp::MAX);
    let unit = if minute < Duration::from_secs(1) { Unit::Millisecond } else { Unit::Second };
    exact.round(unit).unwrap_or(exact)
}

/// Real time left until `moment`; zero when it has passed.
pub(crate) fn time_until(moment: Timestamp) -> Duration {
    Duration::try_from(moment.duration_since(now())).unwrap_or(Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_minutes_give_whole_seconds() {
        let moment = moment_after(Duration::from_secs(900), Duration::from_secs(60));
        assert_eq!(moment.subsec_nanosecond(), 0);
    }

    #[test]
    fn very_short_minutes_keep_their_fraction() {
        let moment = moment_after(Duration::from_millis(150), Duration::from_millis(10));
        assert!(time_until(moment) <= Duration::from_millis(151));
    }

    #[test]
    fn a_moved_date_differs_by_its_offset() {
        let parse = |text: &str| httpdate::parse_http_date(text).unwrap();
        let ahead = parse(&http_date(3600)).duration_since(parse(&http_date(0))).unwrap();
        assert!((3599..=3600).contains(&ahead.as_secs()));
    }
}
