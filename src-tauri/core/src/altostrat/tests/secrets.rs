use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::test_server::{NOW, Reply, TestServer};
use super::super::{ApiKey, CreateOutcome, Urgency, convert, key_view};
use super::{KEY, client, request, session_id, session_json, site};
use crate::contract::Operation;
use crate::domain::Family;

/// Canaries hold this word; nothing that is printed may.
const CANARY: &str = "canary";

fn assert_silent(printed: &str) {
    assert!(!printed.contains(CANARY), "{printed}");
}

#[tokio::test]
async fn nothing_the_client_hands_out_prints_a_secret() {
    let server = TestServer::start(|asked| {
        if asked.method == "POST" {
            return Reply::json(201, session_json("new").to_string());
        }
        if asked.path.ends_with("transient-accesses") {
            return Reply::json(200, json!([session_json("old")]).to_string());
        }
        if asked.path.contains("transient-accesses") {
            return Reply::json(200, session_json(session_id().as_str()).to_string());
        }
        // A framework in its debug mode quotes what it was sent.
        Reply::json(
            401,
            json!({ "message": format!("Bad header: {}", asked.headers["authorization"]) }).to_string(),
        )
    })
    .await;
    let client = client(&server);
    let list = client.list_sessions(&site(), Urgency::Foreground).await.unwrap();
    let one = client.session(Family::Logins, &site(), &session_id(), Urgency::Foreground).await.unwrap();
    let created = client.create_session(&site(), &request(), |_| {}).await;
    assert!(matches!(created, CreateOutcome::Created(_)));
    let problem = client.list_sites(Urgency::Foreground).await.unwrap_err();
    let error = problem.to_app_error(Operation::ListSites);
    let key = ApiKey::parse(&KEY.into()).unwrap();
    let view = key_view(&key, NOW.parse().unwrap());
    let pulse = client.pulse();
    assert_silent(&format!(
        "{list:?} {one:?} {created:?} {problem:?} {problem} {error:?} {key:?} {view:?} {pulse:?}"
    ));
    assert_silent(&format!("{client:?} {:?} {:?}", client.http, client.address));
    assert_silent(&serde_json::to_string(&error).unwrap());
    assert!(format!("{problem:?}").contains("Bad header: Bearer …"), "{problem:?}");
}

/// Any JSON, with the names and words of the API strewn in.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("winbox".to_owned()),
        Just(NOW.to_owned()),
        Just("edge.ostrat.io".to_owned()),
        "[0-9]{1,6}",
        ".{0,12}",
    ];
    let name = prop_oneof![
        Just("id"),
        Just("data"),
        Just("port"),
        Just("type"),
        Just("password"),
        Just("username"),
        Just("entry_point"),
        Just("expires_at"),
        Just("expired"),
        Just("sites"),
        Just("default"),
        Just("winbox"),
        Just("enabled"),
        Just("name"),
        Just("message"),
        Just("errors"),
    ]
    .prop_map(str::to_owned);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_the_parser_panic(json in any_json(), cut in any::<prop::sample::Index>()) {
        let body = json.to_string();
        let now = NOW.parse().unwrap();
        for body in [body.as_bytes(), &body.as_bytes()[..cut.index(body.len() + 1)]] {
            let _ = (convert::sessions(body, Family::Logins, now), convert::session(body, Family::Logins, now));
            let _ = (convert::sites(body), convert::site(body), convert::policies(body), convert::tags(body));
            let _ = super::super::error_body::server_text(body, KEY);
        }
    }

    #[test]
    fn no_session_however_odd_prints_its_password_or_keeps_it_once_ended(
        field in prop::sample::select(vec!["port", "type", "expires_at", "expired", "revoked_early", "entry_point", "username"]),
        value in any_json(),
        secret in "canary[ -~]{0,20}",
    ) {
        let mut json = session_json("a");
        json[field] = value;
        json["password"] = secret.clone().into();
        json["onclick"] = format!("winbox://x?password={secret}").into();
        json["time_to_expire"] = secret.into();
        let now = NOW.parse().unwrap();
        if let Some(session) = convert::session(json.to_string().as_bytes(), Family::Logins, now) {
            let printed = format!("{session:?}");
            prop_assert!(!printed.contains(CANARY), "{}", printed);
            prop_assert!(session.password.is_none() || !session.has_ended(now));
        }
    }
}
