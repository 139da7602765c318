//! The tokens the sandbox accepts, and whose they are.

/// An organisation key of an English-speaking account with every permission.
pub const API_KEY: &str = "alto_sk_sandbox_0000000000000000000000";

/// A key that may look but neither create nor revoke sessions.
pub const READ_ONLY_API_KEY: &str = "alto_sk_sandbox_readonly_00000000000000";

/// An unsigned user token: Thandi Nkosi, Acme NOC, English, expiring in the year 2100.
pub const ENGLISH_JWT: &str = "\
    eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2F1dGguYWx0b3N0cmF0LmlvLyIsImF1ZCI6Imh0\
    dHBzOi8vYXBpLmFsdG9zdHJhdC5pbyIsInN1YiI6ImF1dGgwfHVzZXJfc2FuZGJveF9lbiIsImlkIjoib3JnX3NhbmRib3gi\
    LCJ1c2VyX2lkIjoidXNlcl9zYW5kYm94X2VuIiwibmFtZSI6IlRoYW5kaSBOa29zaSIsImVtYWlsIjoidGhhbmRpQGFjbWUt\
    bm9jLmV4YW1wbGUiLCJ1cm46YWx0b3N0cmF0Om5hbWUiOiJUaGFuZGkgTmtvc2kiLCJ1cm46YWx0b3N0cmF0OmVtYWlsIjoi\
    dGhhbmRpQGFjbWUtbm9jLmV4YW1wbGUiLCJsYW5ndWFnZSI6ImVuIiwidGltZXpvbmUiOiJBZnJpY2EvSm9oYW5uZXNidXJn\
    IiwiZGF0ZV9mb3JtYXQiOiJkIE0gWSIsInRpbWVfZm9ybWF0IjoiSDppOnMiLCJzY29wZXMiOlsic2l0ZTp2aWV3IiwidHJh\
    bnNpZW50YWNjZXNzOnZpZXciLCJ0cmFuc2llbnRhY2Nlc3M6Y3JlYXRlIiwidHJhbnNpZW50YWNjZXNzOmRlbGV0ZSIsImNw\
    Zjp2aWV3Il0sIm9yZ2FuaXphdGlvbiI6IkFjbWUgTk9DIiwib3JnX2lkIjoib3JnX3NhbmRib3giLCJ3b3Jrc3BhY2VfaWQi\
    OiJ3c19zYW5kYm94IiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjQxMDI0NDQ4MDB9.";

/// An unsigned user token: ليلى الحربي, Acme NOC, Arabic, expiring in the year 2100.
pub const ARABIC_JWT: &str = "\
    eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2F1dGguYWx0b3N0cmF0LmlvLyIsImF1ZCI6Imh0\
    dHBzOi8vYXBpLmFsdG9zdHJhdC5pbyIsInN1YiI6ImF1dGgwfHVzZXJfc2FuZGJveF9hciIsImlkIjoib3JnX3NhbmRib3gi\
    LCJ1c2VyX2lkIjoidXNlcl9zYW5kYm94X2FyIiwibmFtZSI6ItmE2YrZhNmJINin2YTYrdix2KjZiiIsImVtYWlsIjoibGF5\
    bGFAYWNtZS1ub2MuZXhhbXBsZSIsInVybjphbHRvc3RyYXQ6bmFtZSI6ItmE2YrZhNmJINin2YTYrdix2KjZiiIsInVybjph\
    bHRvc3RyYXQ6ZW1haWwiOiJsYXlsYUBhY21lLW5vYy5leGFtcGxlIiwibGFuZ3VhZ2UiOiJhciIsInRpbWV6b25lIjoiQXNp\
    YS9SaXlhZGgiLCJkYXRlX2Zvcm1hdCI6ImQgTSBZIiwidGltZV9mb3JtYXQiOiJIOmk6cyIsInNjb3BlcyI6WyJzaXRlOnZp\
    ZXciLCJ0cmFuc2llbnRhY2Nlc3M6dmlldyIsInRyYW5zaWVudGFjY2VzczpjcmVhdGUiLCJ0cmFuc2llbnRhY2Nlc3M6ZGVs\
    ZXRlIiwiY3BmOnZpZXciXSwib3JnYW5pemF0aW9uIjoiQWNtZSBOT0MiLCJvcmdfaWQiOiJvcmdfc2FuZGJveCIsIndvcmtz\
    cGFjZV9pZCI6IndzX3NhbmRib3giLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6NDEwMjQ0NDgwMH0.";

/// The language of the human-readable strings, from the token's `language` claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Arabic,
}

/// What a valid token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) language: Language,
    /// Whether sessions may be created and revoked.
    pub(crate) may_change_access: bool,
}

/// The account of a bearer token; `None` for any token but the four above.
pub(crate) fn account(token: &str) -> Option<Account> {
    let (language, may_change_access) = match token {
        API_KEY | ENGLISH_JWT => (Language::English, true),
        ARABIC_JWT => (Language::Arabic, true),
        READ_ONLY_API_KEY => (Language::English, false),
        _ => return None,
    };
    Some(Account { language, may_change_access })
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use serde_json::Value;

    use super::*;

    #[test]
    fn user_tokens_carry_the_claims_the_services_read() {
        for (token, name, language) in
            [(ENGLISH_JWT, "Thandi Nkosi", "en"), (ARABIC_JWT, "ليلى الحربي", "ar")]
        {
            let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else {
                panic!("{token} has not three parts")
            };
            let read = |part: &str| -> Value {
                serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
            };
            assert_eq!(read(header)["alg"], "none");
            assert_eq!(signature, "");
            let claims = read(claims);
            assert_eq!((&claims["name"], &claims["language"]), (&Value::from(name), &Value::from(language)));
            assert_eq!(claims["organization"], "Acme NOC");
            assert_eq!(claims["exp"], 4_102_444_800_u64);
        }
    }

    #[test]
    fn only_the_published_tokens_are_accounts() {
        assert_eq!(account(ARABIC_JWT).map(|account| account.language), Some(Language::Arabic));
        assert_eq!(account(READ_ONLY_API_KEY).map(|account| account.may_change_access), Some(false));
        assert_eq!(account("alto_sk_other"), None);
        assert_eq!(account(""), None);
    }
}
