//! What a refusing answer says in its own words.
//!
//! Five shapes are known: `{type, code, message, doc_url}`; `{message}` alone; Laravel's
//! `{message, errors: {field: [text]}}`; the older `{status, data | message}`; and no JSON at all (a gateway's
//! page, or nothing). `doc_url` is not read: a link of an answer is not to be offered.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::clean::clean;
use super::lenient::{Maybe, Scalar};
use super::wire::read;

/// Longest quotation, in characters.
pub(super) const LONGEST: usize = 300;

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireError {
    message: Scalar,
    errors: Maybe<BTreeMap<String, Maybe<Vec<Scalar>>>>,
    error: Scalar,
    error_description: Scalar,
    data: Scalar,
}

/// The words of an error body, made fit to be shown. Wherever the key stands in them it is taken out.
pub(super) fn server_text(body: &[u8], key: &str) -> Option<String> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    let error: WireError = read(body)?;
    let mut text = error
        .message
        .text()
        .or_else(|| error.error_description.text())
        .or_else(|| error.error.text())
        .or_else(|| error.data.text())
        .unwrap_or_default();
    let fields = error.errors.get().unwrap_or_default();
    for line in fields.into_values().filter_map(Maybe::get).flatten().filter_map(Scalar::text) {
        // Laravel's `message` quotes the first of them.
        if !text.contains(&line) {
            text.push(' ');
            text.push_str(&line);
        }
    }
    // Cleaned first, so that no mark inside hides the key from the search.
    clean(&clean(&text, usize::MAX)?.replace(key, "…"), LONGEST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        r#"{"type":"invalid_request_error","code":"parameter_missing","message":"The 'name' parameter is required.","doc_url":"https://evil.example"}"#,
        Some("The 'name' parameter is required.")
    )]
    #[case(
        r#"{"message":"Unauthorized or invalid token provided."}"#,
        Some("Unauthorized or invalid token provided.")
    )]
    #[case(
        r#"{"message":"The type field is required. (and 1 more error)","errors":{"type":["The type field is required."],"allow_only_cidr":["Not a range."]}}"#,
        Some("The type field is required. (and 1 more error) Not a range.")
    )]
    #[case(r#"{"errors":{"type":["Bad."],"x":"y","z":[{}]}}"#, Some("Bad."))]
    #[case(r#"{"status":"error","data":"Router not found"}"#, Some("Router not found"))]
    #[case(r#"{"status":"error","message":"Router not found"}"#, Some("Router not found"))]
    #[case(r#"{"message":null,"error":"denied"}"#, Some("denied"))]
    #[case(r#"{"message":{"a":1}}"#, None)]
    #[case("[1]", None)]
    #[case("", None)]
    #[case("<html>Bad Gateway</html>", None)]
    fn every_known_shape_gives_its_words(#[case] body: &str, #[case] text: Option<&str>) {
        assert_eq!(server_text(body.as_bytes(), "key").as_deref(), text);
    }

    #[test]
    fn a_quoted_key_is_taken_out() {
        let text = server_text(br#"{"message":"bad token canary-4711!"}"#, "canary-4711");
        assert_eq!(text.as_deref(), Some("bad token …!"));
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic_or_talk_long(body in proptest::collection::vec(any::<u8>(), 0..200), text in ".{0,900}") {
            let _ = server_text(&body, "key");
            let body = serde_json::json!({ "message": text }).to_string();
            let shown = server_text(body.as_bytes(), "key").unwrap_or_default();
            prop_assert!(shown.chars().count() <= LONGEST);
            prop_assert!(!shown.chars().any(char::is_control));
        }
    }
}
