//! The control interface: the library's switches over HTTP, under a path the real API cannot have.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::calls::Call;
use crate::faults::Fault;
use crate::world::World;

pub(crate) fn router(world: &Arc<World>) -> Router {
    Router::new()
        .route("/__sandbox/faults", get(faults).post(inject).delete(clear_faults))
        .route("/__sandbox/calls", get(calls).delete(clear_calls))
        .route("/__sandbox/state", get(state))
        .route("/__sandbox/client-address", get(client_address).put(set_client_address))
        .route("/__sandbox/sessions/{session}/expire", post(expire))
        .route("/__sandbox/sites/{site}/swap-host-key", post(swap_host_key))
        .with_state(Arc::clone(world))
}

/// One fault, or several in their order.
#[derive(Deserialize)]
#[serde(untagged)]
enum Injected {
    One(Fault),
    Several(Vec<Fault>),
}

#[derive(Serialize, Deserialize)]
struct ClientAddress {
    address: IpAddr,
}

async fn faults(State(world): State<Arc<World>>) -> Json<Vec<Fault>> {
    Json(world.faults.all())
}

async fn inject(State(world): State<Arc<World>>, Json(injected): Json<Injected>) -> StatusCode {
    match injected {
        Injected::One(fault) => world.faults.inject(fault),
        Injected::Several(faults) => faults.into_iter().for_each(|fault| world.faults.inject(fault)),
    }
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(world): State<Arc<World>>) -> StatusCode {
    world.faults.clear();
    StatusCode::NO_CONTENT
}

async fn calls(State(world): State<Arc<World>>) -> Json<Vec<Call>> {
    Json(world.calls.all())
}

async fn clear_calls(State(world): State<Arc<World>>) -> StatusCode {
    world.calls.clear();
    StatusCode::NO_CONTENT
}

async fn state(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!({
        "client_address": world.client_address(),
        "sites": world.sites,
        "sessions": world.states(),
        "forwards": world.forward_states(),
    }))
}

async fn client_address(State(world): State<Arc<World>>) -> Json<ClientAddress> {
    Json(ClientAddress { address: world.client_address() })
}

async fn set_client_address(
    State(world): State<Arc<World>>,
    Json(ClientAddress { address }): Json<ClientAddress>,
) -> StatusCode {
    world.set_client_address(address);
    StatusCode::NO_CONTENT
}

async fn expire(State(world): State<Arc<World>>, Path(session): Path<String>) -> Response {
    done(world.expire_now(&session))
}

async fn swap_host_key(State(world): State<Arc<World>>, Path(site): Path<String>) -> Response {
    done(world.swap_host_key(&site))
}

fn done(result: Result<(), impl std::error::Error>) -> Response {
    match result {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::NOT_FOUND, Json(json!({"message": error.to_string()}))).into_response(),
    }
}
