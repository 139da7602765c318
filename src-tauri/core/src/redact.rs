//! Strikes out what looks like a secret: the second net under the rule that none is handed to a log.

const STRUCK: &str = "[redacted]";

/// The text with API keys, tokens and addresses that hold a password struck out.
pub fn redacted(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_of_word) {
        let (between, word) = rest.split_at(at);
        kept.push_str(between);
        let end = word.find(|letter| !is_of_word(letter)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        kept.push_str(if is_secret(word) { STRUCK } else { word });
        rest = after;
    }
    kept + rest
}

/// Everything but blanks, quotes and brackets: an address is one word, and so is `key=value`.
fn is_of_word(letter: char) -> bool {
    !letter.is_whitespace()
        && !matches!(letter, '"' | '\'' | '`' | '(' | ')' | '<' | '>' | '[' | ']' | '{' | '}' | ',')
}

fn is_secret(word: &str) -> bool {
    let is_token = word.split(['=', ':']).any(|part| {
        // Header and claims of a JWT are JSON objects in base64.
        part.starts_with("eyJ") && part.matches('.').count() >= 2
    });
    let has_login = word.split_once("://").is_some_and(|(_, rest)| {
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        authority.contains('@') || rest.contains("password=")
    });
    word.contains("alto_sk_") || is_token || has_login
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_secret_is_struck_out_and_nothing_else() {
        for (text, expected) in [
            ("key alto_sk_abc123 of POP\n", "key [redacted] of POP\n"),
            ("Authorization: Bearer eyJhbGciOi.eyJzdWIi.c2ln", "Authorization: Bearer [redacted]"),
            ("token=\"alto_sk_x\"", "token=\"[redacted]\""),
            ("winbox://user:pw@host:8291 opened", "[redacted] opened"),
            ("url=winbox://host:1?username=u&password=p", "[redacted]"),
            (
                "https://v1.api.altostrat.io/sites answered 200",
                "https://v1.api.altostrat.io/sites answered 200",
            ),
            ("a b\tc\n", "a b\tc\n"),
            ("", ""),
        ] {
            assert_eq!(redacted(text), expected);
        }
    }
}
