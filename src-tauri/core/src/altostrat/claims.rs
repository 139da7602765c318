//! What a key says of itself. A JWT is read without being verified: for display, and for nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use secrecy::zeroize::Zeroizing;
use serde::Deserialize;

use super::ApiKey;
use super::clean::clean;
use super::lenient::Scalar;
use super::wire::read;
use crate::contract::{KeyKind, KeyView};

/// Longest name shown, in characters.
const LONGEST: usize = 120;

/// The claims the platform puts into its tokens, as far as they are shown.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Claims {
    name: Scalar,
    #[serde(rename = "urn:altostrat:name")]
    urn_name: Scalar,
    email: Scalar,
    #[serde(rename = "urn:altostrat:email")]
    urn_email: Scalar,
    organization: Scalar,
    org_id: Scalar,
    workspace_id: Scalar,
    exp: Scalar,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Header {
    alg: Scalar,
}

/// Describes a key. `now` decides whether a token has run out.
pub fn key_view(key: &ApiKey, now: Timestamp) -> KeyView {
    let bare = |kind| KeyView { kind, user: None, organisation: None, expires_at: None, expired: false };
    if key.expose().starts_with("alto_sk_") {
        return bare(KeyKind::OrganisationKey);
    }
    let Some(claims) = claims(key.expose()) else { return bare(KeyKind::Other) };
    let first = |values: [Scalar; 4]| {
        values.into_iter().find_map(|value| value.text().and_then(|text| clean(&text, LONGEST)))
    };
    let expires_at = claims.exp.seconds().and_then(|seconds| Timestamp::from_second(seconds).ok());
    KeyView {
        kind: KeyKind::Jwt,
        user: first([claims.name, claims.urn_name, claims.email, claims.urn_email]),
        organisation: first([claims.organization, claims.org_id, claims.workspace_id, Scalar::Null]),
        expires_at: expires_at.map(|at| at.to_string()),
        expired: expires_at.is_some_and(|at| at <= now),
    }
}

/// The payload of a token in the compact form of RFC 7519: three parts, the first two of them JSON objects.
fn claims(token: &str) -> Option<Claims> {
    let mut parts = token.split('.');
    let (header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let header: Header = read(&decode(header)?)?;
    header.alg.text()?;
    read(&decode(payload)?)
}

fn decode(part: &str) -> Option<Zeroizing<Vec<u8>>> {
    URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn token(claims: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.c2lnbmF0dXJl", part(r#"{"alg":"RS256","typ":"JWT"}"#), part(claims))
    }

    fn view(key: &str) -> KeyView {
        let now = "2026-01-01T12:00:00Z".parse().unwrap();
        key_view(&ApiKey::parse(&key.into()).unwrap(), now)
    }

    #[test]
    fn a_token_shows_who_where_and_until_when() {
        let view = view(&token(
            r#"{"name":"Ana \u202eDíaz","email":"ana@x.example","org_id":"org_1","exp":1767268800.9}"#,
        ));
        assert_eq!(
            view,
            KeyView {
                kind: KeyKind::Jwt,
                user: Some("Ana Díaz".to_owned()),
                organisation: Some("org_1".to_owned()),
                expires_at: Some("2026-01-01T12:00:00Z".to_owned()),
                expired: true,
            }
        );
    }

    #[rstest]
    #[case(r#"{"urn:altostrat:name":"Ana"}"#, Some("Ana"), None)]
    #[case(r#"{"name":"","urn:altostrat:email":"a@x"}"#, Some("a@x"), None)]
    #[case(r#"{"organization":{"id":1},"workspace_id":"ws_1"}"#, None, Some("ws_1"))]
    #[case("{}", None, None)]
    fn the_platforms_own_claims_are_known(
        #[case] claims: &str,
        #[case] user: Option<&str>,
        #[case] organisation: Option<&str>,
    ) {
        let view = view(&token(claims));
        assert_eq!((view.user.as_deref(), view.organisation.as_deref()), (user, organisation));
        assert!(!view.expired && view.kind == KeyKind::Jwt);
    }

    #[rstest]
    #[case("alto_sk_e30.e30.x", KeyKind::OrganisationKey)]
    #[case("7d1c:9a:secret", KeyKind::Other)]
    #[case("e30.e30.x", KeyKind::Other)]
    #[case("a.b", KeyKind::Other)]
    #[case("a.b.c.d", KeyKind::Other)]
    fn other_keys_say_nothing(#[case] key: &str, #[case] kind: KeyKind) {
        let view = view(key);
        assert_eq!((view.kind, view.user, view.expires_at), (kind, None, None));
    }

    proptest! {
        #[test]
        fn no_token_makes_it_panic(claims in ".{0,60}", exp in any::<i64>(), raw in "[!-~]{1,60}") {
            view(&token(&claims));
            view(&token(&format!("{{\"exp\":{exp}}}")));
            view(&raw);
        }
    }
}
