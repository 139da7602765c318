//! Texts of the server made fit to be shown: they are quoted, never obeyed.

/// One line without control characters, without the marks that turn the direction of writing, without
/// invisible blanks at its ends, of at most `longest` characters. `None` when nothing is left.
pub(super) fn clean(text: &str, longest: usize) -> Option<String> {
    let mut shown = String::new();
    let mut count = 0;
    let mut blank = false;
    for letter in text.chars() {
        if letter.is_whitespace() || letter.is_control() {
            blank = true;
            continue;
        }
        if turns_direction(letter) {
            continue;
        }
        let needed = if blank && count > 0 { 2 } else { 1 };
        if count + needed > longest {
            // Room for the sign that something was left out.
            while count >= longest {
                shown.pop();
                count -= 1;
            }
            shown.push('…');
            return Some(shown);
        }
        if needed == 2 {
            shown.push(' ');
        }
        shown.push(letter);
        count += needed;
        blank = false;
    }
    (!shown.is_empty()).then_some(shown)
}

/// The bidirectional controls of Unicode (UAX #9), with which a text can be made to look like another.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("  Head  office\r\n ", Some("Head office"))]
    #[case("a\0b\u{1b}[31mc", Some("a b [31mc"))]
    #[case("safe\u{202e}txt.exe", Some("safetxt.exe"))]
    #[case("مكتب الرياض", Some("مكتب الرياض"))]
    #[case("\u{2066}\u{2069} \n", None)]
    #[case("", None)]
    #[case("1234567890", Some("1234567890"))]
    #[case("12345678901", Some("123456789…"))]
    fn texts_are_shown_as_one_plain_line(#[case] text: &str, #[case] shown: Option<&str>) {
        assert_eq!(clean(text, if text.starts_with('1') { 10 } else { 300 }).as_deref(), shown);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_short_and_holds_no_controls(text in any::<String>(), longest in 1_usize..40) {
            if let Some(shown) = clean(&text, longest) {
                prop_assert!(shown.chars().count() <= longest);
                prop_assert!(!shown.chars().any(|letter| letter.is_control() || turns_direction(letter)));
                prop_assert_eq!(shown.trim(), shown.as_str());
            }
        }
    }
}
