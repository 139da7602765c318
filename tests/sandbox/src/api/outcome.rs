//! What becomes of a call under the faults that hit it.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::errors;
use crate::clock;
use crate::faults::FaultKind;

/// Long enough for the server to have sent the first part before the connection breaks.
const FLUSH: Duration = Duration::from_millis(20);

/// How an answer reaches the client.
pub(crate) enum Outcome {
    Whole(Response),
    /// Headers for the whole body, half of it, then a closed connection.
    Truncated(Response),
    Dripped {
        response: Response,
        bytes: usize,
        pause: Duration,
    },
    /// A closed connection.
    Withheld,
}

/// Runs the call as its faults let it run.
pub(crate) async fn of(faults: Vec<FaultKind>, request: Request, next: Next) -> Outcome {
    for fault in &faults {
        if let FaultKind::Delay { milliseconds } = fault {
            sleep(Duration::from_millis(*milliseconds)).await;
        }
    }
    let response = match faults.iter().find(|fault| fault.replaces_the_answer()) {
        None => next.run(request).await,
        Some(FaultKind::Status { status, retry_after }) => failure(*status, retry_after.as_deref()),
        Some(FaultKind::Html) => Html(
            "<!DOCTYPE html><html><head><title>Welcome</title></head>\
             <body><h1>Sign in to the guest network</h1></body></html>",
        )
        .into_response(),
        Some(FaultKind::Redirect { location }) => {
            with(StatusCode::FOUND.into_response(), header::LOCATION, location)
        }
        Some(_) => return Outcome::Withheld,
    };
    let mut outcome = Outcome::Whole(response);
    for fault in faults {
        outcome = outcome.under(fault).await;
    }
    outcome
}

fn failure(status: u16, retry_after: Option<&str>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let response = errors::injected(status);
    match retry_after {
        Some(value) => with(response, header::RETRY_AFTER, value),
        None => response,
    }
}

fn with(mut response: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

impl Outcome {
    pub(crate) fn withheld() -> Self {
        Self::Withheld
    }

    /// The status the client can learn.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Whole(response) | Self::Truncated(response) | Self::Dripped { response, .. } => {
                Some(response.status().as_u16())
            }
            Self::Withheld => None,
        }
    }

    async fn under(self, fault: FaultKind) -> Self {
        let Self::Whole(response) = self else { return self };
        match fault {
            FaultKind::Truncate => Self::Truncated(response),
            FaultKind::LostAnswer => Self::Withheld,
            FaultKind::Drip { bytes, milliseconds } => {
                Self::Dripped { response, bytes: bytes.max(1), pause: Duration::from_millis(milliseconds) }
            }
            FaultKind::Date { offset_seconds } => {
                Self::Whole(with(response, header::DATE, &clock::http_date(offset_seconds)))
            }
            FaultKind::Override { members } => Self::Whole(merged(response, &Value::Object(members)).await),
            FaultKind::Status { .. }
            | FaultKind::Delay { .. }
            | FaultKind::Reset
            | FaultKind::Html
            | FaultKind::Redirect { .. } => Self::Whole(response),
        }
    }

    /// The response for the server. A body that fails makes it drop the connection.
    pub(crate) async fn into_response(self, stop: &CancellationToken) -> Response {
        match self {
            Self::Whole(response) => response,
            Self::Withheld => {
                Response::new(Body::from_stream(stream::once(async { Err::<Bytes, _>(broken()) })))
            }
            Self::Truncated(response) => {
                let (response, whole) = announced(response).await;
                let half = whole.slice(..whole.len() / 2);
                let pieces = stream::once(async { Ok(half) }).chain(stream::once(async {
                    sleep(FLUSH).await;
                    Err(broken())
                }));
                streamed(response, pieces)
            }
            Self::Dripped { response, bytes, pause } => {
                let (response, whole) = announced(response).await;
                let pieces: Vec<Bytes> = whole.chunks(bytes).map(Bytes::copy_from_slice).collect();
                let stop = stop.clone();
                let paced =
                    stream::iter(pieces).then(move |piece| {
                        let stop = stop.clone();
                        async move {
                            stop.run_until_cancelled(sleep(pause)).await.map(|()| piece).ok_or_else(broken)
                        }
                    });
                streamed(response, paced)
            }
        }
    }
}

async fn body_of(body: Body) -> Bytes {
    to_bytes(body, usize::MAX).await.unwrap_or_default()
}

/// The response without its body, which its `Content-Length` announces whole.
async fn announced(response: Response) -> (Response, Bytes) {
    let (parts, body) = response.into_parts();
    let whole = body_of(body).await;
    let response = Response::from_parts(parts, Body::empty());
    (with(response, header::CONTENT_LENGTH, &whole.len().to_string()), whole)
}

fn streamed(
    mut response: Response,
    pieces: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
) -> Response {
    *response.body_mut() = Body::from_stream(pieces);
    response
}

/// The answer with `patch` merged into its object, or into every object of its list.
async fn merged(response: Response, patch: &Value) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = body_of(body).await;
    let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    match &mut value {
        Value::Array(items) => items.iter_mut().for_each(|item| merge(item, patch)),
        object => merge(object, patch),
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(value.to_string()))
}

/// JSON Merge Patch, RFC 7396.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    if let Value::Object(target) = target {
        for (name, value) in members {
            if value.is_null() {
                target.remove(name);
            } else {
                merge(target.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
    }
}

fn broken() -> io::Error {
    io::Error::from(io::ErrorKind::ConnectionReset)
}
