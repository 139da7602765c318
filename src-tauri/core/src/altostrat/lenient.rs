//! Values as the API may write them: null, a number as text, a text as number, or something else altogether.

use std::fmt;

use secrecy::SecretString;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Any JSON value, as far as a single value can be made of it. Has no `Debug`: it may hold a password.
#[derive(Default)]
pub(super) enum Scalar {
    #[default]
    Null,
    Flag(bool),
    Whole(i64),
    Fraction(f64),
    Text(String),
    /// A list or an object; its content was not kept.
    Other,
}

/// A number as far as it is one; `Bad` when something else stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Missing,
    Bad,
    Is(i64),
}

impl Scalar {
    /// The text as written; numbers in decimal; empty counts as missing.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            Self::Whole(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(super) fn secret(self) -> Option<SecretString> {
        self.text().map(SecretString::from)
    }

    pub(super) fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Whole(0) => Some(false),
            Self::Whole(1) => Some(true),
            Self::Text(text) => match text.trim() {
                "1" => Some(true),
                "0" => Some(false),
                word if word.eq_ignore_ascii_case("true") => Some(true),
                word if word.eq_ignore_ascii_case("false") => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Number {
        match self {
            Self::Null => Number::Missing,
            Self::Whole(number) => Number::Is(*number),
            Self::Fraction(number) if number.fract() == 0.0 => floor(*number).map_or(Number::Bad, Number::Is),
            Self::Text(text) if text.is_empty() => Number::Missing,
            Self::Text(text) => text.trim().parse().map_or(Number::Bad, Number::Is),
            Self::Flag(_) | Self::Fraction(_) | Self::Other => Number::Bad,
        }
    }

    /// Seconds since 1970, fractions dropped: the `NumericDate` of RFC 7519.
    pub(super) fn seconds(&self) -> Option<i64> {
        match self {
            Self::Fraction(number) => floor(*number),
            other => match other.number() {
                Number::Is(number) => Some(number),
                Number::Missing | Number::Bad => None,
            },
        }
    }
}

/// Only within the range where every whole number is exact.
fn floor(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "the bounds are checked in the same expression")]
    (number.abs() < EXACT).then(|| number.floor() as i64)
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Scalar, E> {
        Ok(Scalar::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(i64::try_from(number).map_or(Scalar::Other, Scalar::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::Fraction(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Scalar, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Scalar, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}

/// A value of the expected shape, or one of another shape that is passed over.
#[derive(serde::Deserialize)]
#[serde(untagged)]
pub(super) enum Maybe<T> {
    Is(T),
    Not(IgnoredAny),
}

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self::Not(IgnoredAny)
    }
}

impl<T> Maybe<T> {
    pub(super) fn get(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Not(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use secrecy::ExposeSecret;

    use super::*;

    fn read(text: &str) -> Scalar {
        serde_json::from_str(text).unwrap()
    }

    #[rstest]
    #[case("45821", Number::Is(45_821))]
    #[case("\"45821\"", Number::Is(45_821))]
    #[case("45821.0", Number::Is(45_821))]
    #[case("-1", Number::Is(-1))]
    #[case("null", Number::Missing)]
    #[case("\"\"", Number::Missing)]
    #[case("45821.5", Number::Bad)]
    #[case("1e300", Number::Bad)]
    #[case("18446744073709551615", Number::Bad)]
    #[case("\"x\"", Number::Bad)]
    #[case("true", Number::Bad)]
    #[case("[45821]", Number::Bad)]
    fn numbers_may_be_texts(#[case] text: &str, #[case] number: Number) {
        assert_eq!(read(text).number(), number);
    }

    #[rstest]
    #[case("true", Some(true))]
    #[case("\"False\"", Some(false))]
    #[case("1", Some(true))]
    #[case("\"0\"", Some(false))]
    #[case("null", None)]
    #[case("2", None)]
    #[case("{\"a\":[1,{}]}", None)]
    fn flags_may_be_words_or_digits(#[case] text: &str, #[case] flag: Option<bool>) {
        assert_eq!(read(text).flag(), flag);
    }

    #[rstest]
    #[case("\"a b\"", Some("a b"))]
    #[case("12", Some("12"))]
    #[case("\"\"", None)]
    #[case("null", None)]
    #[case("false", None)]
    #[case("[\"a\"]", None)]
    fn texts_may_be_numbers_or_missing(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(read(text).text().as_deref(), expected);
        assert_eq!(read(text).secret().as_ref().map(ExposeSecret::expose_secret), expected);
    }
}
