//! Shapes, generations and refusals.

use altostrat_sandbox::{ARABIC_JWT, ENGLISH_JWT, Generations, READ_ONLY_API_KEY, SandboxOptions};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::*;

fn members(value: &Value) -> Vec<&str> {
    let mut members: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    members
}

#[tokio::test]
async fn a_session_has_exactly_the_documented_members() {
    let sandbox = start(fast()).await;
    let created = json_of(create(&sandbox, 0, &request("winbox")).await).await;
    assert_eq!(
        members(&created),
        [
            "allow_only_cidr",
            "allow_rfc1918",
            "entry_point",
            "expired",
            "expires_at",
            "full_access",
            "id",
            "onclick",
            "password",
            "port",
            "revoked_early",
            "time_to_expire",
            "type",
            "username",
        ]
    );
    let text = |name: &str| created[name].as_str().unwrap();
    let expected = format!(
        "winbox://127.0.0.1:{}?username={}&password={}",
        created["port"],
        text("username"),
        text("password")
    );
    assert_eq!(text("onclick"), expected);
    assert!(text("username").starts_with("transient-user-"));
    assert_eq!(text("expires_at").len(), "2025-10-29T12:15:49Z".len());
    assert_eq!(created["expired"], false);
}

#[tokio::test]
async fn an_ssh_session_has_no_winbox_address() {
    let sandbox = start(fast()).await;
    let created = json_of(create(&sandbox, 0, &request("ssh")).await).await;
    assert_eq!(created["onclick"], Value::Null);
    assert_eq!(created["type"], "ssh");
}

#[tokio::test]
async fn remaining_time_is_told_in_the_language_of_the_token() {
    let sandbox = start(fast()).await;
    let mut body = request("winbox");
    body["expire_after_minutes"] = json!(150);
    create(&sandbox, 0, &body).await;
    for (token, expected) in [(ENGLISH_JWT, "2 hours from now"), (ARABIC_JWT, "ساعتان من الآن")] {
        let path = accesses(&sandbox, 0);
        let response = call_as(&sandbox, token, Method::GET, &path).send().await.unwrap();
        assert_eq!(json_of(response).await[0]["time_to_expire"], expected);
    }
}

#[tokio::test]
async fn both_generations_show_the_same_sessions() {
    let sandbox = start(fast()).await;
    let id = &sandbox.sites()[1].id;
    let older = format!("/sites/{id}/transient-accesses");
    let response = with_json(call(&sandbox, Method::POST, &older), &request("ssh")).send().await.unwrap();
    assert_eq!(response.status(), 201);
    let created = json_of(response).await;
    let listed = get_json(&sandbox, &accesses(&sandbox, 1)).await;
    assert_eq!(listed[0]["id"], created["id"]);
    let one = get_json(&sandbox, &format!("{older}/{}", created["id"].as_str().unwrap())).await;
    assert_eq!(one["password"], created["password"]);
}

#[tokio::test]
async fn a_generation_that_is_not_served_is_an_unknown_path() {
    for (generations, v1, sites) in [(Generations::V1, 200, 500), (Generations::Sites, 500, 200)] {
        let sandbox = start(SandboxOptions { generations, ..fast() }).await;
        let id = &sandbox.sites()[0].id;
        assert_eq!(get(&sandbox, &format!("/control-plane/{id}/transient-accesses")).await.status(), v1);
        assert_eq!(get(&sandbox, &format!("/sites/{id}/transient-accesses")).await.status(), sites);
    }
}

#[tokio::test]
async fn sites_come_full_minimal_recent_and_alone() {
    let sandbox = start(fast()).await;
    let full = get_json(&sandbox, "/sites").await;
    assert_eq!(full.as_array().unwrap().len(), 12);
    assert_eq!(full[0]["name"], "Cape Town Head Office");
    assert_eq!(full[2]["has_pulse"], false);
    assert_eq!(full[2]["uptime"], Value::Null);
    let minimal = get_json(&sandbox, "/site-minimal").await;
    assert_eq!(
        members(&minimal[0]),
        ["created_at", "has_pulse", "id", "name", "pid", "serial_number", "software_id", "software_version"]
    );
    assert_eq!(get_json(&sandbox, "/sites/recent").await, json!([]));
    let one = get_json(&sandbox, &format!("/sites/{}", sandbox.sites()[3].id)).await;
    assert_eq!(one["name"], "مكتب الرياض");
    let recent = get_json(&sandbox, "/sites/recent").await;
    assert_eq!(
        members(&recent[0]),
        ["accessed_at", "id", "ip_address", "last_seen", "model", "name", "online", "pid", "version"]
    );
}

#[tokio::test]
async fn one_policy_turns_ssh_off_for_one_site() {
    let sandbox = start(fast()).await;
    let policies = get_json(&sandbox, "/control-plane/policies").await;
    let without: Vec<&Value> =
        policies.as_array().unwrap().iter().filter(|policy| policy["ssh"]["enabled"] == false).collect();
    assert_eq!(without.len(), 1);
    assert_eq!(without[0]["sites"].as_array().unwrap().len(), 1);
    let site = sandbox.sites().iter().find(|site| !site.ssh_enabled).unwrap();
    assert_eq!(without[0]["sites"][0], site.id);
}

#[tokio::test]
async fn tags_name_a_site_by_its_display_id_or_by_the_digits_of_its_uuid() {
    let sandbox = start(fast()).await;
    let tags = get_json(&sandbox, "/tags").await;
    let keys: Vec<&Value> = tags.as_array().unwrap().iter().map(|tag| &tag["key"]).collect();
    assert_eq!(keys, ["region", "role", "team"]);
    let region = |place: usize| {
        let value = &tags[0]["values"][place];
        (value["correlation_id"].clone(), value["value"].clone())
    };
    let sites = sandbox.sites();
    assert_eq!(region(2), (json!(sites[2].pid), json!("West Africa")));
    assert_eq!(region(3), (json!(format!("site_{}", sites[3].id.replace('-', ""))), json!("Middle East")));
    assert_eq!(tags[2]["values"][0]["correlation_type"], "user");
    assert_eq!(
        members(&tags[0]),
        ["color", "created_at", "id", "key", "mandatory_on", "updated_at", "values"]
    );
}

#[tokio::test]
async fn ten_thousand_sites_stay_below_eight_mebibytes() {
    let sandbox = start(SandboxOptions { sites: 10_000, ..fast() }).await;
    let body = get(&sandbox, "/sites").await.bytes().await.unwrap();
    assert!(body.len() < 8 * 1024 * 1024, "{} bytes", body.len());
    let sites: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(sites.as_array().unwrap().len(), 10_000);
}

#[tokio::test]
async fn an_unknown_token_gets_the_middlewares_words() {
    let sandbox = start(fast()).await;
    let wrong = call_as(&sandbox, "alto_sk_wrong", Method::GET, "/sites").send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    assert_eq!(json_of(wrong).await, json!({"message": "Unauthorized or invalid token provided."}));
    let without = client().get(format!("{}/sites", sandbox.url())).send().await.unwrap();
    assert_eq!(without.status(), 401);
}

#[tokio::test]
async fn a_key_without_permission_may_look_but_not_change() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("winbox")).await;
    let path = accesses(&sandbox, 0);
    let as_reader = |method: Method, path: &str| call_as(&sandbox, READ_ONLY_API_KEY, method, path);
    assert_eq!(as_reader(Method::GET, &path).send().await.unwrap().status(), 200);
    let create = with_json(as_reader(Method::POST, &path), &request("ssh")).send().await.unwrap();
    assert_eq!(create.status(), 403);
    let one = format!("{path}/{}", session.id);
    assert_eq!(as_reader(Method::DELETE, &one).send().await.unwrap().status(), 403);
    assert_eq!(sandbox.sessions(&sandbox.sites()[0].id).len(), 1);
    assert!(!state(&sandbox, 0, &session.id).expired);
}

#[tokio::test]
async fn what_does_not_exist_is_a_documented_404() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("winbox")).await;
    let stranger = "d290f1ee-6c54-4b01-90e6-d701748f0851";
    for path in [
        format!("/sites/{stranger}"),
        format!("/control-plane/{stranger}/transient-accesses"),
        format!("{}/{stranger}", accesses(&sandbox, 0)),
        // A session of another site.
        format!("{}/{}", accesses(&sandbox, 1), session.id),
    ] {
        let response = get(&sandbox, &path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(members(&json_of(response).await), ["code", "doc_url", "message", "type"]);
    }
}

#[tokio::test]
async fn wrong_fields_are_named_as_laravel_names_them() {
    let sandbox = start(fast()).await;
    let body = json!({"expire_after_minutes": 14, "type": "telnet", "full_access": true,
                      "allow_rfc1918": false, "allow_only_cidr": "10.0.0.1/33"});
    let response = create(&sandbox, 0, &body).await;
    assert_eq!(response.status(), 422);
    let answer = json_of(response).await;
    assert_eq!(members(&answer["errors"]), ["allow_only_cidr", "expire_after_minutes", "type"]);
    assert_eq!(
        answer["errors"]["expire_after_minutes"],
        json!(["The expire after minutes field must be at least 15."])
    );
    assert_eq!(answer["message"], "The expire after minutes field must be at least 15. (and 2 more errors)");
    assert!(sandbox.sessions(&sandbox.sites()[0].id).is_empty());
}

#[tokio::test]
async fn an_unknown_path_or_method_is_a_500_that_names_it() {
    let sandbox = start(fast()).await;
    let response = get(&sandbox, "/api/routers").await;
    assert_eq!(response.status(), 500);
    assert!(json_of(response).await["message"].as_str().unwrap().contains("/api/routers"));
    // The real API would schedule the removal of the site.
    let removal = format!("/sites/{}", sandbox.sites()[0].id);
    assert_eq!(call(&sandbox, Method::DELETE, &removal).send().await.unwrap().status(), 500);
}
