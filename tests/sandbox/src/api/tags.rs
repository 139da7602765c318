//! Tags: every tag of the account with all it was put on, in one answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::seeded::Seeded;
use crate::sites::Site;
use crate::world::World;

const AT: &str = "2025-06-02T09:41:12.000000Z";

pub(crate) async fn list(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    let places = || world.sites.iter().enumerate();
    let regions = places().map(|(place, site)| (name(place, site), "site", site.region.clone()));
    let roles = places().filter_map(|(place, site)| Some((name(place, site), "site", site.role.clone()?)));
    let teams = [("user_2f7mVw0qXkz".to_owned(), "user", "Night shift".to_owned())];
    Json(vec![
        tag("region", "#2f6fed", regions),
        tag("role", "#1f9d63", roles),
        tag("team", "#b4452c", teams.into_iter()),
    ])
}

/// What the tag calls the site. The documents show the display id in one place and the digits of the uuid in
/// another, so both are written here, by turns.
fn name(place: usize, site: &Site) -> String {
    if place.is_multiple_of(2) { site.pid.clone() } else { format!("site_{}", site.id.replace('-', "")) }
}

fn tag(key: &str, color: &str, values: impl Iterator<Item = (String, &'static str, String)>) -> Value {
    let id = format!("tag_{}", Seeded::from_text(key).uuid().simple());
    let value = |(resource, kind, value): (String, &str, String)| {
        json!({
            "tag_id": id,
            "correlation_id": resource,
            "correlation_type": kind,
            "value": value,
            "created_at": AT,
            "updated_at": AT,
        })
    };
    json!({
        "id": id,
        "key": key,
        "color": color,
        "mandatory_on": if key == "region" { vec!["site"] } else { Vec::new() },
        "created_at": AT,
        "updated_at": AT,
        "values": values.map(value).collect::<Vec<_>>(),
    })
}
