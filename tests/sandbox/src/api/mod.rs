//! The HTTP side: routes, and what every call passes on its way.

mod accesses;
mod auth;
mod errors;
mod forwards;
mod human;
mod outcome;
mod policies;
mod sites;
mod tags;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;

use crate::control;
use crate::world::World;

/// Every route of the configured generations, and the control interface.
pub(crate) fn router(world: &Arc<World>) -> Router {
    let access = || get(accesses::list).post(accesses::create);
    let one_access = || get(accesses::one).delete(accesses::revoke);
    let forward = || get(forwards::list).post(forwards::create);
    let one_forward = || get(forwards::one).delete(forwards::revoke);
    let mut api = Router::new()
        .route("/sites", get(sites::list))
        .route("/site-minimal", get(sites::minimal))
        .route("/sites/recent", get(sites::recent))
        .route("/sites/{site}", get(sites::one))
        .route("/control-plane/policies", get(policies::list))
        .route("/tags", get(tags::list));
    if world.options.generations.v1() {
        api = api
            .route("/control-plane/{site}/transient-accesses", access())
            .route("/control-plane/{site}/transient-accesses/{access}", one_access())
            .route("/control-plane/{site}/transient-forward", forward())
            .route("/control-plane/{site}/transient-forward/{forward}", one_forward());
    }
    if world.options.generations.sites() {
        api = api
            .route("/sites/{site}/transient-accesses", access())
            .route("/sites/{site}/transient-accesses/{access}", one_access())
            .route("/sites/{site}/transient-forward", forward())
            .route("/sites/{site}/transient-forward/{forward}", one_forward());
    }
    let api = api
        .route_layer(from_fn(auth::check))
        .fallback(errors::unknown_path)
        .method_not_allowed_fallback(errors::unknown_path)
        .layer(from_fn_with_state(Arc::clone(world), received))
        .with_state(Arc::clone(world));
    control::router(world).merge(api)
}

/// Logs the call, lets the armed faults at it, and logs the status that was answered.
async fn received(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let method = request.method().as_str().to_owned();
    let path = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let entry = world.calls.arrived(&method, &path);
    let faults = world.faults.take(&method, &path);
    let answer = tokio::select! {
        answer = outcome::of(faults, request, next) => answer,
        () = world.stop.cancelled() => outcome::Outcome::withheld(),
    };
    if let Some(status) = answer.status() {
        world.calls.answered(entry, status);
    }
    answer.into_response(&world.stop).await
}
