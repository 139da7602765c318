//! Distances in time in the user's language, in the words of the services' date library.

use jiff::Timestamp;

use crate::clock;
use crate::tokens::Language;

/// How far `moment` is from now, such as "15 minutes from now" or "15 دقيقة من الآن".
pub(crate) fn distance(moment: Timestamp, language: Language) -> String {
    words(moment.duration_since(clock::now()).as_secs(), language)
}

#[derive(Debug, Clone, Copy)]
struct Unit {
    seconds: i64,
    english: &'static str,
    /// One, two, three to ten, more.
    arabic: [&'static str; 4],
}

const UNITS: [Unit; 4] = [
    Unit { seconds: 86_400, english: "day", arabic: ["يوم واحد", "يومان", "أيام", "يوم"] },
    Unit {
        seconds: 3_600, english: "hour", arabic: ["ساعة واحدة", "ساعتان", "ساعات", "ساعة"]
    },
    Unit {
        seconds: 60, english: "minute", arabic: ["دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة"]
    },
    Unit {
        seconds: 1, english: "second", arabic: ["ثانية واحدة", "ثانيتان", "ثوان", "ثانية"]
    },
];

fn words(seconds: i64, language: Language) -> String {
    let size = seconds.abs().max(1);
    let unit = UNITS.into_iter().find(|unit| size >= unit.seconds).unwrap_or(UNITS[3]);
    let count = size / unit.seconds;
    match language {
        Language::English => {
            let plural = if count == 1 { "" } else { "s" };
            let direction = if seconds >= 0 { "from now" } else { "ago" };
            format!("{count} {}{plural} {direction}", unit.english)
        }
        Language::Arabic => {
            let span = match count {
                1 => unit.arabic[0].to_owned(),
                2 => unit.arabic[1].to_owned(),
                3..=10 => format!("{count} {}", unit.arabic[2]),
                _ => format!("{count} {}", unit.arabic[3]),
            };
            if seconds >= 0 { format!("{span} من الآن") } else { format!("منذ {span}") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_minutes_read_as_in_the_api_reference() {
        assert_eq!(words(900, Language::English), "15 minutes from now");
        assert_eq!(words(900, Language::Arabic), "15 دقيقة من الآن");
    }

    #[test]
    fn small_counts_and_the_past_have_their_own_forms() {
        assert_eq!(words(3_700, Language::English), "1 hour from now");
        assert_eq!(words(-125, Language::English), "2 minutes ago");
        assert_eq!(words(-300, Language::Arabic), "منذ 5 دقائق");
        assert_eq!(words(120, Language::Arabic), "دقيقتان من الآن");
    }
}
