//! Transient port forwards: list, create, one, revoke.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::{errors, human};
use crate::access::ForwardRequest;
use crate::session::{Destination, Ending, Session};
use crate::tokens::{Account, Language};
use crate::world::World;

const MISSING: &str = "site or port forward";

/// The whole history of the site, ended forwards included.
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path(site): Path<String>,
) -> Response {
    let Ok(place) = world.place(&site) else { return errors::missing("site") };
    let forwards: Vec<Value> = world
        .sessions_of(place)
        .iter()
        .filter_map(|session| Some(object(&world, session, session.destination()?, account.language)))
        .collect();
    Json(forwards).into_response()
}

pub(crate) async fn create(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path(site): Path<String>,
    body: Bytes,
) -> Response {
    if !account.may_change_access {
        return errors::forbidden();
    }
    let Ok(place) = world.place(&site) else { return errors::missing("site") };
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let request = match ForwardRequest::from_body(&body) {
        Ok(request) => request,
        Err(fields) => return errors::unprocessable(fields),
    };
    let destination = request.destination;
    match world.create(place, request.into()) {
        Ok(session) => (StatusCode::CREATED, Json(object(&world, &session, destination, account.language)))
            .into_response(),
        Err(error) => errors::broken(&format!("The sandbox has no port for the forward: {error}.")),
    }
}

pub(crate) async fn one(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path((site, forward)): Path<(String, String)>,
) -> Response {
    match find(&world, &site, &forward) {
        Some((session, destination)) => {
            Json(object(&world, &session, destination, account.language)).into_response()
        }
        None => errors::missing(MISSING),
    }
}

pub(crate) async fn revoke(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path((site, forward)): Path<(String, String)>,
) -> Response {
    if !account.may_change_access {
        return errors::forbidden();
    }
    match find(&world, &site, &forward) {
        Some((session, _)) => {
            session.end(Ending::Revoked);
            StatusCode::NO_CONTENT.into_response()
        }
        None => errors::missing(MISSING),
    }
}

fn find(world: &World, site: &str, forward: &str) -> Option<(Arc<Session>, Destination)> {
    let place = world.place(site).ok()?;
    let session = world.session(forward).ok().filter(|session| session.site == place)?;
    let destination = session.destination()?;
    Some((session, destination))
}

/// The forward object of the API reference, with exactly its members.
fn object(world: &World, session: &Session, destination: Destination, language: Language) -> Value {
    let ending = session.ending();
    let expires_at = session.expires_at();
    json!({
        "id": session.id,
        "port": session.port,
        "revoked_early": ending == Some(Ending::Revoked),
        "allow_only_cidr": session.range.text,
        "expires_at": expires_at.to_string(),
        "expired": ending.is_some(),
        "entry_point": world.options.entry_point,
        "dst_address": destination.address.to_string(),
        "dst_port": destination.port,
        "time_to_expire": human::distance(expires_at, language),
    })
}
