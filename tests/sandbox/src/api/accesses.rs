//! Transient accesses: list, create, one, revoke.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::{errors, human};
use crate::access::AccessRequest;
use crate::session::{Ending, Protocol, Session};
use crate::tokens::{Account, Language};
use crate::world::World;

/// The whole history of the site, ended sessions with their passwords included.
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path(site): Path<String>,
) -> Response {
    let Ok(place) = world.place(&site) else { return errors::missing("site") };
    let sessions: Vec<Value> =
        world.sessions_of(place).iter().map(|session| object(&world, session, account.language)).collect();
    Json(sessions).into_response()
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
    // Laravel reads a body that is no JSON as one without fields.
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let request = match AccessRequest::from_body(&body) {
        Ok(request) => request,
        Err(fields) => return errors::unprocessable(fields),
    };
    match world.create(place, request) {
        Ok(session) => {
            (StatusCode::CREATED, Json(object(&world, &session, account.language))).into_response()
        }
        Err(error) => errors::broken(&format!("The sandbox has no port for the session: {error}.")),
    }
}

pub(crate) async fn one(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path((site, access)): Path<(String, String)>,
) -> Response {
    match find(&world, &site, &access) {
        Some(session) => Json(object(&world, &session, account.language)).into_response(),
        None => errors::missing("site or access session"),
    }
}

pub(crate) async fn revoke(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path((site, access)): Path<(String, String)>,
) -> Response {
    if !account.may_change_access {
        return errors::forbidden();
    }
    match find(&world, &site, &access) {
        Some(session) => {
            session.end(Ending::Revoked);
            StatusCode::NO_CONTENT.into_response()
        }
        None => errors::missing("site or access session"),
    }
}

fn find(world: &World, site: &str, access: &str) -> Option<Arc<Session>> {
    let place = world.place(site).ok()?;
    world.session(access).ok().filter(|session| session.site == place)
}

/// The session object of the API reference, with exactly its members.
fn object(world: &World, session: &Session, language: Language) -> Value {
    let ending = session.ending();
    let expires_at = session.expires_at();
    let entry_point = &world.options.entry_point;
    // The password stands in the address as it is, unescaped, as the reference shows it.
    let onclick = (session.request.protocol == Protocol::Winbox).then(|| {
        format!(
            "winbox://{entry_point}:{}?username={}&password={}",
            session.port, session.username, session.password
        )
    });
    json!({
        "id": session.id,
        "username": session.username,
        "password": session.password,
        "port": session.port,
        "type": session.request.protocol.as_str(),
        "full_access": session.request.full_access,
        "allow_rfc1918": session.request.range.allow_rfc1918,
        "allow_only_cidr": session.request.range.text,
        "revoked_early": ending == Some(Ending::Revoked),
        "expires_at": expires_at.to_string(),
        "expired": ending.is_some(),
        "entry_point": entry_point,
        "time_to_expire": human::distance(expires_at, language),
        "onclick": onclick,
    })
}
