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
use crate::way::Login;
use crate::world::World;

/// The whole history of the site, ended sessions with their passwords included.
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path(site): Path<String>,
) -> Response {
    let Ok(place) = world.place(&site) else { return errors::missing("site") };
    let sessions: Vec<Value> = world
        .sessions_of(place)
        .iter()
        .filter_map(|session| Some(object(&world, session, session.login()?, account.language)))
        .collect();
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
    match world.create(place, request.into()) {
        Ok(session) => {
            let told = session.login().map(|login| object(&world, &session, login, account.language));
            (StatusCode::CREATED, Json(told)).into_response()
        }
        Err(error) => errors::broken(&format!("The sandbox has no port for the session: {error}.")),
    }
}

pub(crate) async fn one(
    State(world): State<Arc<World>>,
    Extension(account): Extension<Account>,
    Path((site, access)): Path<(String, String)>,
) -> Response {
    let session = find(&world, &site, &access);
    let told = session
        .as_ref()
        .and_then(|session| Some(object(&world, session, session.login()?, account.language)));
    match told {
        Some(told) => Json(told).into_response(),
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
    world.session(access).ok().filter(|session| session.site == place && session.login().is_some())
}

/// The session object of the API reference, with exactly its members.
fn object(world: &World, session: &Session, login: &Login, language: Language) -> Value {
    let ending = session.ending();
    let expires_at = session.expires_at();
    let entry_point = &world.options.entry_point;
    // The password stands in the address as it is, unescaped, as the reference shows it.
    let onclick = (login.protocol == Protocol::Winbox).then(|| {
        format!(
            "winbox://{entry_point}:{}?username={}&password={}",
            session.port, login.username, login.password
        )
    });
    json!({
        "id": session.id,
        "username": login.username,
        "password": login.password,
        "port": session.port,
        "type": login.protocol.as_str(),
        "full_access": login.full_access,
        "allow_rfc1918": session.range.allow_rfc1918,
        "allow_only_cidr": session.range.text,
        "revoked_early": ending == Some(Ending::Revoked),
        "expires_at": expires_at.to_string(),
        "expired": ending.is_some(),
        "entry_point": entry_point,
        "time_to_expire": human::distance(expires_at, language),
        "onclick": onclick,
    })
}
