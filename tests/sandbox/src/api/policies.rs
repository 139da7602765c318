//! Control-plane policies: one for all, one that turns the SSH service off.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::seeded::Seeded;
use crate::sites::Site;
use crate::world::World;

pub(crate) async fn list(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    let ids = |with_ssh: bool| -> Vec<&str> {
        let chosen = |site: &&Site| site.ssh_enabled == with_ssh;
        world.sites.iter().filter(chosen).map(|site| site.id.as_str()).collect()
    };
    Json(vec![
        policy("Default", "default", true, true, &ids(true)),
        policy("Retail – no SSH", "retail-no-ssh", false, false, &ids(false)),
    ])
}

fn policy(name: &str, slug: &str, default: bool, ssh: bool, sites: &[&str]) -> Value {
    let networks = ["154.66.115.255/32", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    let door = |enabled: bool, port: u16| json!({"enabled": enabled, "port": port, "networks": networks});
    json!({
        "id": Seeded::from_text(slug).uuid().to_string(),
        "name": name,
        "slug": slug,
        "default": default,
        "custom_input_rules": false,
        "trusted_networks": networks,
        "winbox": door(true, 8291),
        "ssh": door(ssh, 22),
        "http": door(false, 80),
        "https": door(false, 443),
        "telnet": door(false, 23),
        "ftp": door(false, 21),
        "api": door(true, 8728),
        "api_ssl": door(false, 8729),
        "sites": sites,
        "created_at": "2024-03-01T07:00:00.000000Z",
        "updated_at": "2025-09-18T13:05:40.000000Z",
    })
}
