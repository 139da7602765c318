//! Whose call it is.

use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use super::errors;
use crate::tokens;

/// Refuses calls without a known bearer token and hands the account on.
pub(crate) async fn check(mut request: Request, next: Next) -> Response {
    let account = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .and_then(tokens::account);
    match account {
        Some(account) => {
            request.extensions_mut().insert(account);
            next.run(request).await
        }
        None => errors::unauthorized(),
    }
}
