//! The forms in which the API writes instants.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Reads `…Z`, `….000000Z`, `….123Z`, `…+00:00`, and `YYYY-MM-DD HH:MM:SS`, which means UTC.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    // A bare date would be taken for midnight.
    if !text.contains(':') {
        return None;
    }
    let civil: DateTime = text.parse().ok()?;
    Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2025-10-29T12:15:49Z")]
    #[case("2025-10-29T12:15:49.000000Z")]
    #[case("2025-10-29T12:15:49+00:00")]
    #[case("2025-10-29T14:15:49+02:00")]
    #[case("2025-10-29 12:15:49")]
    #[case(" 2025-10-29T12:15:49Z ")]
    fn every_documented_form_is_the_same_instant(#[case] text: &str) {
        assert_eq!(parse(text), Some("2025-10-29T12:15:49Z".parse().unwrap()));
    }

    #[test]
    fn fractions_are_kept() {
        assert_eq!(parse("2025-10-29T12:15:49.123Z").map(Timestamp::subsec_millisecond), Some(123));
    }

    #[rstest]
    #[case("")]
    #[case("15 minutes from now")]
    #[case("15 دقيقة من الآن")]
    #[case("2025-10-29")]
    #[case("2025-13-29T12:15:49Z")]
    #[case("1761740149")]
    fn other_texts_are_no_instant(#[case] text: &str) {
        assert_eq!(parse(text), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = parse(&text);
        }

        #[test]
        fn all_forms_agree_for_every_second(seconds in 0_i64..4_102_444_800) {
            let at = Timestamp::from_second(seconds).unwrap();
            let civil = at.to_zoned(TimeZone::UTC).datetime();
            prop_assert_eq!(parse(&at.to_string()), Some(at));
            prop_assert_eq!(parse(&civil.strftime("%Y-%m-%dT%H:%M:%S.000000Z").to_string()), Some(at));
            prop_assert_eq!(parse(&civil.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()), Some(at));
            prop_assert_eq!(parse(&civil.strftime("%Y-%m-%d %H:%M:%S").to_string()), Some(at));
        }
    }
}
