//! Text for servers that read the body as markup.

/// Writes plain text so that a server with the `body-markup` capability shows it as it is.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        assert_eq!(
            escaped("R&D <b>Lagos</b> &lt; 'POP' \"2\""),
            "R&amp;D &lt;b&gt;Lagos&lt;/b&gt; &amp;lt; 'POP' \"2\""
        );
    }
}
