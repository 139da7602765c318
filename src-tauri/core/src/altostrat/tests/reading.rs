use jiff::{SignedDuration, Timestamp};
use rstest::rstest;

use super::super::test_server::{NOW, NOW_AS_DATE, Reply, TestServer};
use super::super::{ApiProblem, Urgency, convert};
use super::{client, session_id, session_json, site};
use crate::domain::{
    Access, EndpointProblem, Family, LoginProblem, Protocol, ServicePolicy, SessionType, Site, SiteId,
};

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// One session with a field changed, read back.
fn session_with(field: &str, value: serde_json::Value) -> crate::domain::AccessSession {
    let mut session = session_json("a");
    session[field] = value;
    convert::session(session.to_string().as_bytes(), Family::Logins, now()).unwrap()
}

#[rstest]
#[case::bare(|session: String| session)]
#[case::below_data(|session: String| format!("{{\"status\":\"success\",\"data\":{session}}}"))]
fn a_session_is_read_whole(#[case] wrap: fn(String) -> String) {
    let session =
        convert::session(wrap(session_json("a").to_string()).as_bytes(), Family::Logins, now()).unwrap();
    assert_eq!(session.kind, SessionType::Known(Protocol::WinBox));
    assert_eq!(session.access, Access::Full);
    assert_eq!(session.source_range.as_deref(), Some("203.0.113.42/32"));
    assert_eq!(session.entry_point.unwrap().unwrap().to_string(), "edge-us-east-1a.ostrat.io:45821");
    assert_eq!(session.login.unwrap().unwrap().as_str(), "transient-user-abc123");
    assert_eq!(session.password.unwrap().unwrap().expose(), super::PASSWORD);
    assert_eq!(session.expires_at, Some("2026-01-01T13:00:01Z".parse().unwrap()));
    assert!(!session.allow_private && !session.expired && !session.revoked_early);
}

#[test]
fn a_session_of_nothing_but_nulls_is_kept_and_holds_nothing() {
    let mut session = session_json("a");
    for (name, value) in session.as_object_mut().unwrap() {
        if name != "id" {
            *value = serde_json::Value::Null;
        }
    }
    let session = convert::session(session.to_string().as_bytes(), Family::Logins, now()).unwrap();
    assert_eq!(session.kind.protocol(), None);
    assert!(session.entry_point.is_none() && session.login.is_none() && session.password.is_none());
    assert!(session.expires_at.is_none() && !session.has_ended(now()));
}

#[rstest]
#[case("entry_point", "-oProxyCommand=x".into(), Some(EndpointProblem::Host))]
#[case("entry_point", "a b".into(), Some(EndpointProblem::Host))]
#[case("entry_point", "x;y".into(), Some(EndpointProblem::Host))]
#[case("entry_point", "edge.ostrat.io\n".into(), Some(EndpointProblem::Host))]
#[case("port", 0.into(), Some(EndpointProblem::Port))]
#[case("port", 70_000.into(), Some(EndpointProblem::Port))]
#[case("port", "22; reboot".into(), Some(EndpointProblem::Port))]
#[case("port", true.into(), Some(EndpointProblem::Port))]
#[case("port", "45821".into(), None)]
fn an_entry_point_that_cannot_be_dialled_keeps_the_reason(
    #[case] field: &str,
    #[case] value: serde_json::Value,
    #[case] problem: Option<EndpointProblem>,
) {
    assert_eq!(session_with(field, value).entry_point.unwrap().err(), problem);
}

#[test]
fn a_login_that_cannot_be_passed_on_keeps_the_reason() {
    let session = session_with("username", "-l".into());
    assert_eq!(session.login.unwrap(), Err(LoginProblem::UserName));
    assert_eq!(session_with("password", "a\nb".into()).password.unwrap().err(), Some(LoginProblem::Password));
}

#[rstest]
#[case("expired", true.into())]
#[case("expired", "1".into())]
#[case("revoked_early", 1.into())]
#[case("expires_at", NOW.into())]
#[case("expires_at", "2026-01-01 11:59:59".into())]
fn the_password_of_an_ended_session_is_dropped(#[case] field: &str, #[case] value: serde_json::Value) {
    assert!(session_with(field, value).password.is_none());
}

#[tokio::test]
async fn whether_a_session_has_ended_goes_by_the_servers_clock() {
    let body = serde_json::json!([session_json("a")]).to_string();
    let at = |date: &str| Reply::json(200, body.clone()).with("Date", date);
    let server = TestServer::scripted(vec![at(NOW_AS_DATE), at("Thu, 01 Jan 2026 14:00:00 GMT")]).await;
    let client = client(&server);
    let before = client.list_sessions(&site(), Urgency::Foreground).await.unwrap();
    assert!(before.sessions[0].password.is_some());
    let after = client.list_sessions(&site(), Urgency::Foreground).await.unwrap();
    assert!(after.sessions[0].password.is_none());
}

#[test]
fn one_bad_entry_does_not_spoil_the_list() {
    let good = session_json("good").to_string();
    let body = format!(
        r#"[{good}, null, 7, "x", [], {{}}, {{"id":""}}, {{"id":"../x"}}, {{"id":"a","port":1e999}},
            {{"id":"a","id":"b"}}, ["good"], {{"id":"good","type":"ssh"}}, {{"id":"other","type":"telnet"}}]"#
    );
    let entries = convert::sessions(body.as_bytes(), Family::Logins, now()).unwrap();
    let ids: Vec<&str> = entries.good.iter().map(|session| session.id.as_str()).collect();
    assert_eq!((ids, entries.skipped), (vec!["good", "other"], 10));
    assert_eq!(entries.good[0].kind, SessionType::Known(Protocol::WinBox), "the first of an id is kept");
    assert_eq!(entries.good[1].kind, SessionType::Unknown("telnet".to_owned()));
}

#[test]
fn a_broken_letter_spoils_its_own_entry_only() {
    let body = [b"[{\"id\":\"a\",\"name\":\"\xff\"},".as_slice(), br#"{"id":"b"}]"#].concat();
    let entries = convert::sites(&body).unwrap();
    assert_eq!((entries.good.len(), entries.skipped), (1, 1));
}

#[rstest]
#[case::full(
    r#"{"id":"a","name":" Riyadh\u202e مكتب ","identity":"rtr","has_pulse":true,"model":null,"board_name":"hAP","software_version":"7.16","serial_number":12,"last_seen_at":"2026-01-01T12:00:00Z","deleted_at":null}"#,
    "Riyadh مكتب", Some(true), Some("hAP"), Some("7.16"), Some("12")
)]
#[case::recent(
    r#"{"id":"a","name":null,"online":false,"version":"6.49","model":""}"#,
    "a",
    Some(false),
    None,
    Some("6.49"),
    None
)]
#[case::nameless(r#"{"id":"a","name":"","identity":"rtr"}"#, "rtr", None, None, None, None)]
fn a_site_is_read_in_each_of_its_forms(
    #[case] json: &str,
    #[case] name: &str,
    #[case] online: Option<bool>,
    #[case] model: Option<&str>,
    #[case] router_os: Option<&str>,
    #[case] serial: Option<&str>,
) {
    let site = convert::site(json.as_bytes()).unwrap();
    assert_eq!(
        (
            site.name.as_str(),
            site.online,
            site.model.as_deref(),
            site.router_os.as_deref(),
            site.serial.as_deref()
        ),
        (name, online, model, router_os, serial)
    );
}

#[test]
fn the_policy_that_names_a_site_goes_before_the_default_one() {
    let body = r#"{"data":[
        {"default":true,"sites":null,"winbox":{"enabled":true},"ssh":"?"},
        {"default":false,"sites":["a",7,{}],"winbox":{"enabled":"0","port":8291},"ssh":{"enabled":true}},
        "nonsense"
    ]}"#;
    let policies = convert::policies(body.as_bytes()).unwrap();
    let of = |site: &str| policies.of(&SiteId::parse(site).unwrap());
    assert_eq!(of("a"), ServicePolicy { win_box: Some(false), ssh: Some(true) });
    assert_eq!(of("other"), ServicePolicy { win_box: Some(true), ssh: None });
}

#[test]
fn tags_are_read_as_far_as_they_are_of_sites_and_whole() {
    let body = r##"[
        {"id":"tag_1","key":"region","color":"#336699","mandatory_on":[],"values":[
            {"tag_id":"tag_1","correlation_id":"site_a","correlation_type":"site","value":"West Africa"},
            {"correlation_id":"user_a","correlation_type":"user","value":"Nobody's site"},
            {"correlation_id":"site_a","correlation_type":"site","value":null},
            {"correlation_type":"site","value":"nowhere"}, 7, null
        ]},
        {"key":"floor","values":[{"correlation_id":"a","value":2}]},
        {"key":"","values":[{"correlation_id":"a","value":"x"}]},
        {"key":"empty","values":null}, "nonsense"
    ]"##;
    let tags = convert::tags(body.as_bytes()).unwrap();
    let site = Site { pid: Some("site_a".into()), ..Site::named(SiteId::parse("a").unwrap(), "A") };
    let of: Vec<(&str, &str)> =
        tags.of(&site).into_iter().map(|tag| (tag.key.as_str(), tag.value.as_str())).collect();
    assert_eq!(of, [("floor", "2"), ("region", "West Africa")]);
    assert!(convert::tags(b"{}").is_none());
}

#[tokio::test]
async fn where_there_is_no_full_list_of_sites_the_short_one_is_read() {
    let server = TestServer::start(|asked| match asked.path.as_str() {
        "/site-minimal" => Reply::json(200, r#"{"data":[{"id":"a","name":"A"},{}]}"#),
        _ => Reply::json(404, "{}"),
    })
    .await;
    let client = client(&server);
    let list = client.list_sites(Urgency::Foreground).await.unwrap();
    assert_eq!((list.sites[0].name.as_str(), list.skipped), ("A", 1));
    assert_eq!(server.log(), ["GET /sites", "GET /site-minimal"]);
    assert_eq!(client.recent_sites(Urgency::Foreground).await, Ok(Vec::new()));
    assert_eq!(client.policies(Urgency::Background).await.unwrap(), crate::domain::PolicySet::default());
    assert_eq!(client.tags(Urgency::Background).await.unwrap(), crate::domain::TagSet::default());
}

#[tokio::test]
async fn an_answer_about_another_session_is_not_taken() {
    let server = TestServer::scripted(vec![Reply::json(200, session_json("other").to_string())]).await;
    let answer = client(&server).session(Family::Logins, &site(), &session_id(), Urgency::Foreground).await;
    assert_eq!(answer.unwrap_err(), ApiProblem::UnreadableAnswer);
}

#[rstest]
#[case::fresh(Reply::json(200, "[]").with("Date", "Thu, 01 Jan 2026 13:00:00 GMT"), 3_600)]
#[case::from_a_cache(Reply::json(200, "[]").with("Date", "Thu, 01 Jan 2026 13:00:00 GMT").with("Age", "5"), 0)]
#[case::without_date(Reply::json(200, "[]").with("Date", "yesterday"), 0)]
#[case::of_a_web_page(Reply::html(200).with("Date", "Thu, 01 Jan 2026 13:00:00 GMT"), 0)]
#[tokio::test]
async fn the_servers_clock_is_read_from_the_apis_own_answers(#[case] reply: Reply, #[case] seconds: i64) {
    let server = TestServer::scripted(vec![reply]).await;
    let client = client(&server);
    let answered = client.list_sites(Urgency::Foreground).await.is_ok();
    let pulse = client.pulse();
    assert!(
        (pulse.offset.offset(client.clock.now()) - SignedDuration::from_secs(seconds)).abs()
            < SignedDuration::from_secs(1)
    );
    assert_eq!(pulse.last_answer.is_some(), answered);
}
