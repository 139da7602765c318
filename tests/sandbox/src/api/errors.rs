//! The error bodies of the API.

use axum::Json;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::access::FieldErrors;

/// The documented error object.
fn documented(status: StatusCode, kind: &str, code: &str, message: &str) -> Response {
    let body = json!({
        "type": kind,
        "code": code,
        "message": message,
        "doc_url": format!("https://docs.altostrat.io/errors/{code}"),
    });
    (status, Json(body)).into_response()
}

/// The site or session does not exist.
pub(crate) fn missing(what: &str) -> Response {
    documented(
        StatusCode::NOT_FOUND,
        "invalid_request_error",
        "resource_missing",
        &format!("The specified {what} does not exist."),
    )
}

/// The token's account lacks the permission.
pub(crate) fn forbidden() -> Response {
    documented(
        StatusCode::FORBIDDEN,
        "invalid_request_error",
        "permission_denied",
        "This action is unauthorized.",
    )
}

/// The token is not known; the words and the bare shape are the middleware's.
pub(crate) fn unauthorized() -> Response {
    let body = json!({"message": "Unauthorized or invalid token provided."});
    (StatusCode::UNAUTHORIZED, Json(body)).into_response()
}

/// The body was not acceptable, in the shape of Laravel's validation.
pub(crate) fn unprocessable(errors: FieldErrors) -> Response {
    let first = errors.first().map(|(_, text)| text.clone()).unwrap_or_default();
    let message = match errors.len() {
        0 | 1 => first,
        2 => format!("{first} (and 1 more error)"),
        count => format!("{first} (and {} more errors)", count - 1),
    };
    let fields: Map<String, Value> =
        errors.into_iter().map(|(field, text)| (field.to_owned(), json!([text]))).collect();
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"message": message, "errors": fields}))).into_response()
}

/// The sandbox itself could not do its part.
pub(crate) fn broken(reason: &str) -> Response {
    documented(StatusCode::INTERNAL_SERVER_ERROR, "api_error", "internal_server_error", reason)
}

/// A path or method the API does not have. Loud, so that a wrong address in a client shows at once.
pub(crate) async fn unknown_path(method: Method, uri: Uri) -> Response {
    broken(&format!("The sandbox does not serve {method} {}.", uri.path()))
}

/// An injected status: the documented object for the API's own failures, a web page for those a
/// gateway in front of it answers.
pub(crate) fn injected(status: StatusCode) -> Response {
    match status.as_u16() {
        401 => unauthorized(),
        403 => forbidden(),
        404 => missing("resource"),
        429 => (status, Json(json!({"message": "Too Many Attempts."}))).into_response(),
        502..=504 => {
            let page =
                format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
            (status, axum::response::Html(page)).into_response()
        }
        500.. => documented(status, "api_error", "internal_server_error", "An unexpected error occurred."),
        _ => documented(status, "invalid_request_error", "request_refused", "The request was refused."),
    }
}
