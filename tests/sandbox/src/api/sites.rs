//! Sites: the full list, the minimal one, the recent ones, one.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{errors, human};
use crate::clock;
use crate::sites::Site;
use crate::tokens::{Account, Language};
use crate::world::World;

const CREATED_AT: &str = "2024-03-11T08:24:51.000000Z";
/// Online routers report every half minute.
const HEARTBEAT: SignedDuration = SignedDuration::from_secs(12);
const OFFLINE_SINCE: SignedDuration = SignedDuration::from_hours(27);

pub(crate) async fn list(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
) -> Json<Vec<Value>> {
    Json(world.sites.iter().map(|site| full(site, account.language)).collect())
}

pub(crate) async fn minimal(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(world.sites.iter().map(brief).collect())
}

pub(crate) async fn recent(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
) -> Json<Vec<Value>> {
    let recent = world.recent();
    let opened = |(place, accessed_at)| opened(&world.sites[place], accessed_at, account.language);
    Json(recent.into_iter().map(opened).collect())
}

pub(crate) async fn one(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path(site): Path<String>,
) -> Response {
    let Ok(place) = world.place(&site) else { return errors::missing("site") };
    world.opened(place);
    Json(full(&world.sites[place], account.language)).into_response()
}

fn last_seen(site: &Site) -> Timestamp {
    let ago = if site.online { HEARTBEAT } else { OFFLINE_SINCE };
    clock::now().saturating_sub(ago).unwrap_or(Timestamp::MIN)
}

fn stamp(moment: Timestamp) -> String {
    format!("{moment:.6}")
}

fn full(site: &Site, language: Language) -> Value {
    let seen = last_seen(site);
    let uptime = match language {
        Language::English => "3 weeks 2 days 4 hours",
        Language::Arabic => "3 أسابيع ويومان و4 ساعات",
    };
    json!({
        "id": site.id,
        "pid": site.pid,
        "name": site.name,
        "address": site.address,
        "has_pulse": site.online,
        "uptime": site.online.then_some(uptime),
        "architecture_name": site.architecture,
        "hardware_hash": null,
        "serial_number": site.serial_number,
        "software_version": site.software_version,
        "software_id": site.software_id,
        "identity": site.identity,
        "last_seen_from": site.last_seen_from,
        "model": site.model,
        "board_name": site.model,
        "routerboard": true,
        "last_seen": human::distance(seen, language),
        "last_seen_at": stamp(seen),
        "created_at": CREATED_AT,
        "updated_at": stamp(seen),
        "deleted_at": null,
        "scheduler_removal": null,
    })
}

fn brief(site: &Site) -> Value {
    json!({
        "id": site.id,
        "pid": site.pid,
        "name": site.name,
        "has_pulse": site.online,
        "software_version": site.software_version,
        "software_id": site.software_id,
        "serial_number": site.serial_number,
        "created_at": CREATED_AT,
    })
}

fn opened(site: &Site, accessed_at: Timestamp, language: Language) -> Value {
    json!({
        "id": site.id,
        "pid": site.pid,
        "name": site.name,
        "model": site.model,
        "version": site.software_version,
        "ip_address": site.last_seen_from,
        "online": site.online,
        "last_seen": human::distance(last_seen(site), language),
        "accessed_at": stamp(accessed_at),
    })
}
