//! Takes a JSON body apart into the texts of its entries, so that one bad entry does not spoil the others.
//!
//! Only brackets, quotes and commas are looked at; what stands between them is for the reader of an entry.

/// The entries of a list: `[…]`, or `{"data": […]}`. `None` when the body is neither or is cut off.
pub(super) fn list(body: &[u8]) -> Option<Vec<&[u8]>> {
    let body = trim(body);
    match body.first()? {
        b'[' => split(body, b'[', b']'),
        b'{' => split(member(body, b"\"data\"")?, b'[', b']'),
        _ => None,
    }
}

/// A single object: `{…}`, or `{"data": {…}}` unless the outer one has an id itself.
pub(super) fn object(body: &[u8]) -> Option<&[u8]> {
    let body = trim(body);
    split(body, b'{', b'}')?;
    if member(body, b"\"id\"").is_some() {
        return Some(body);
    }
    let inner = member(body, b"\"data\"").filter(|inner| inner.first() == Some(&b'{'));
    Some(inner.unwrap_or(body))
}

/// Drops blanks around, and the byte order mark some servers write.
fn trim(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii()
}

fn member<'a>(object: &'a [u8], quoted_name: &[u8]) -> Option<&'a [u8]> {
    split(object, b'{', b'}')?.into_iter().find_map(|entry| {
        let value = entry.strip_prefix(quoted_name)?.trim_ascii_start().strip_prefix(b":")?;
        Some(value.trim_ascii())
    })
}

/// Splits at the commas between `open` and `close`, which must be the first and the last byte.
fn split(body: &[u8], open: u8, close: u8) -> Option<Vec<&[u8]>> {
    let inner = body.strip_prefix(&[open])?.strip_suffix(&[close])?;
    let mut entries = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut in_text = false;
    let mut escaped = false;
    for (at, byte) in inner.iter().enumerate() {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => {
                entries.push(inner[start..at].trim_ascii());
                start = at + 1;
            }
            _ => {}
        }
    }
    if in_text || depth > 0 {
        return None;
    }
    let last = inner[start..].trim_ascii();
    if !(entries.is_empty() && last.is_empty()) {
        entries.push(last);
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn texts(body: &str) -> Option<Vec<String>> {
        list(body.as_bytes()).map(|entries| {
            entries.into_iter().map(|entry| String::from_utf8_lossy(entry).into_owned()).collect()
        })
    }

    #[rstest]
    #[case("[]", &[])]
    #[case(" [ ] \n", &[])]
    #[case("\u{feff}[1]", &["1"])]
    #[case(r#"[{"a":1}, 2 ,"x,]y\"z"]"#, &[r#"{"a":1}"#, "2", r#""x,]y\"z""#])]
    #[case(r#"{"status":"success","data":[1,2],"meta":{"data":3}}"#, &["1", "2"])]
    fn lists_come_bare_or_below_data(#[case] body: &str, #[case] entries: &[&str]) {
        assert_eq!(texts(body).unwrap(), entries);
    }

    #[rstest]
    #[case("")]
    #[case("null")]
    #[case("[")]
    #[case(r#"[{"a":1},{"a""#)]
    #[case(r#"["a]"#)]
    #[case("[{]")]
    #[case("{}")]
    #[case(r#"{"data":null}"#)]
    #[case(r#"{"message":"no"}"#)]
    #[case("<html>")]
    fn what_is_cut_off_or_no_list_is_not_taken_for_one(#[case] body: &str) {
        assert_eq!(texts(body), None);
    }

    #[rstest]
    #[case(r#"{"id":"a"}"#, r#"{"id":"a"}"#)]
    #[case(r#" {"data": {"id":"a"} }"#, r#"{"id":"a"}"#)]
    #[case(r#"{"id":"a","data":{"id":"b"}}"#, r#"{"id":"a","data":{"id":"b"}}"#)]
    #[case(r#"{"data":[1]}"#, r#"{"data":[1]}"#)]
    fn objects_come_bare_or_below_data(#[case] body: &str, #[case] inner: &str) {
        assert_eq!(object(body.as_bytes()), Some(inner.as_bytes()));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (list(&body), object(&body));
        }

        #[test]
        fn entries_are_those_of_the_list(texts in proptest::collection::vec(".{0,12}", 0..8)) {
            let body = serde_json::to_vec(&texts).unwrap();
            let entries = list(&body).unwrap();
            let read: Vec<String> =
                entries.into_iter().map(|entry| serde_json::from_slice(entry).unwrap()).collect();
            prop_assert_eq!(read, texts);
        }

        #[test]
        fn no_list_cut_short_is_taken_for_a_whole_one(cut in 1_usize..40) {
            let body = br#"[{"id":"aaaaaaaa"},{"id":"bbbbbbbb"}]  "#;
            let cut = cut.min(body.len() - 3);
            prop_assert_eq!(list(&body[..cut]), None);
        }
    }
}
