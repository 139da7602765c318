//! One request and its answer.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use reqwest::header::{AGE, CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use secrecy::zeroize::Zeroizing;

use super::error_body::server_text;
use super::retry::Failure;
use super::routes::Route;
use super::{AltostratClient, ApiProblem};
use crate::clock::Moment;

/// The body of a success; wiped on drop, since it may hold passwords.
pub(super) struct Answer {
    pub(super) body: Zeroizing<Vec<u8>>,
    /// The server's time when it came.
    pub(super) server_now: Timestamp,
}

/// What went wrong, for the user and for the decision to try again.
pub(super) struct Failed {
    pub(super) problem: ApiProblem,
    pub(super) failure: Failure,
}

impl From<ApiProblem> for Failed {
    fn from(problem: ApiProblem) -> Self {
        let failure = match problem {
            ApiProblem::Unreachable => Failure::NoConnection,
            ApiProblem::ConnectionLost => Failure::Lost,
            ApiProblem::TimedOut => Failure::TimedOut,
            _ => Failure::Final,
        };
        Self { problem, failure }
    }
}

impl AltostratClient {
    /// Sends once, and not at all once the client is closed.
    pub(super) async fn exchange(&self, route: Route<'_>, body: Option<Vec<u8>>) -> Result<Answer, Failed> {
        let url = route.url(&self.address, self.generation).ok_or(ApiProblem::Setup)?;
        let mut request = self.http.request(route.method(), url);
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        self.ensure_open()?;
        let sent = self.clock.now();
        let response = request.send().await.map_err(|error| ApiProblem::of_transport(&error))?;
        let received = self.clock.now();
        let status = response.status();
        tracing::debug!(
            request = route.name(),
            status = status.as_u16(),
            millis = received.steady.saturating_sub(sent.steady).as_millis(),
            "answer"
        );
        if status.is_redirection() || status == StatusCode::NETWORK_AUTHENTICATION_REQUIRED {
            return Err(ApiProblem::of_status(status.as_u16(), None, None).into());
        }
        let headers = response.headers().clone();
        let body = self.read_body(response).await;
        if !status.is_success() {
            let server_now = self.hear(&headers, sent, received);
            return Err(self.refusal(status, &headers, body.ok(), server_now));
        }
        let body = body?;
        if is_web_page(&headers, &body) {
            return Err(ApiProblem::PortalInTheWay.into());
        }
        Ok(Answer { body, server_now: self.hear(&headers, sent, received) })
    }

    async fn read_body(&self, mut response: Response) -> Result<Zeroizing<Vec<u8>>, ApiProblem> {
        let most = self.options.longest_body;
        let announced = response.content_length().unwrap_or(0);
        let announced =
            usize::try_from(announced).ok().filter(|length| *length <= most).ok_or(ApiProblem::TooLarge)?;
        let mut body = Zeroizing::new(Vec::with_capacity(announced));
        while let Some(piece) = response.chunk().await.map_err(|error| ApiProblem::of_transport(&error))? {
            if body.len() + piece.len() > most {
                return Err(ApiProblem::TooLarge);
            }
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }

    /// Takes note that the API answered, and of its clock. Returns the server's time.
    fn hear(&self, headers: &HeaderMap, sent: Moment, received: Moment) -> Timestamp {
        let mut state = self.state();
        state.last_answer = Some(received);
        // A cache tells when it first heard the answer, not what time it is.
        if !headers.contains_key(AGE)
            && let Some(date) = date(headers)
        {
            state.offset.observe(date, sent, received);
        }
        state.offset.server_time(received)
    }

    fn refusal(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: Option<Zeroizing<Vec<u8>>>,
        server_now: Timestamp,
    ) -> Failed {
        let code = status.as_u16();
        let retry_after = retry_after(headers, server_now);
        if code == 429
            && let Some(wait) = retry_after
        {
            let now = self.clock.now().steady;
            self.state().budget.quiet_for(now, wait);
        }
        let server_text = body.and_then(|body| server_text(&body, self.key.expose()));
        Failed {
            problem: ApiProblem::of_status(code, server_text, retry_after),
            failure: Failure::Status { code, retry_after },
        }
    }
}

fn date(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(headers.get(DATE)?.to_str().ok()?)
}

fn http_date(text: &str) -> Option<Timestamp> {
    let date: SystemTime = httpdate::parse_http_date(text).ok()?;
    Timestamp::try_from(date).ok()
}

/// The wait `Retry-After` asks for, in seconds or as a date (RFC 9110, section 10.2.3). A date in the past
/// asks for none.
fn retry_after(headers: &HeaderMap, server_now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::from(u32::MAX))));
    }
    let until = http_date(text)?.duration_since(server_now);
    Some(Duration::try_from(until).unwrap_or(Duration::ZERO))
}

/// HTML where JSON was asked for. An empty body is none, whatever its type says.
fn is_web_page(headers: &HeaderMap, body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    let says_html = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    !body.is_empty() && (says_html || body.starts_with(b"<"))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("0", Some(Duration::ZERO))]
    #[case(" 120 ", Some(Duration::from_secs(120)))]
    #[case("99999999999999999999999", Some(Duration::from_secs(4_294_967_295)))]
    #[case("Sun, 06 Nov 1994 08:49:37 GMT", Some(Duration::from_secs(37)))]
    #[case("Sun, 06 Nov 1994 08:48:00 GMT", Some(Duration::ZERO))]
    #[case("soon", None)]
    #[case("-1", None)]
    #[case("1.5", None)]
    #[case("", None)]
    fn retry_after_comes_in_seconds_or_as_a_date(#[case] text: &str, #[case] wait: Option<Duration>) {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(text).unwrap())]);
        assert_eq!(retry_after(&headers, "1994-11-06T08:49:00Z".parse().unwrap()), wait);
    }

    #[rstest]
    #[case("text/html; charset=UTF-8", "{}", true)]
    #[case("TEXT/HTML", "hello", true)]
    #[case("application/json", " <html>", true)]
    #[case("text/html", "", false)]
    #[case("application/json", "[]", false)]
    fn a_web_page_is_told_by_its_type_or_its_first_letter(
        #[case] kind: &str,
        #[case] body: &str,
        #[case] page: bool,
    ) {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_str(kind).unwrap())]);
        assert_eq!(is_web_page(&headers, body.as_bytes()), page);
    }
}
