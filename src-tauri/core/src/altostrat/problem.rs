//! Why a request did not lead to what was asked for: one typed error for everything the API, the network and
//! the budget can answer.

use std::io;
use std::time::Duration;

use thiserror::Error;

use crate::contract::{AppError, Operation};

/// Says why a request failed. Texts of the server are one plain line of at most 300 characters, without the
/// key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ApiProblem {
    /// 401. For an organisation key also when its exchange failed for a reason of the server's own.
    #[error("the key was not accepted")]
    KeyRejected { server_text: Option<String> },
    /// 403.
    #[error("the key does not permit this")]
    NotPermitted { server_text: Option<String> },
    /// 404 or 410.
    #[error("not found")]
    NotFound { server_text: Option<String> },
    /// Any other 4xx.
    #[error("refused with status {status}")]
    Refused { status: u16, server_text: Option<String> },
    /// 429, with the wait asked for, if any.
    #[error("too many requests")]
    RateLimited { retry_after: Option<Duration> },
    /// 5xx.
    #[error("the server failed with status {status}")]
    ServerTrouble { status: u16, server_text: Option<String> },
    /// 3xx. Redirects are never followed.
    #[error("redirected with status {status}")]
    Redirected { status: u16 },
    /// A web page in place of an answer, or 511: a network sign-in page.
    #[error("a web page answered in place of the API")]
    PortalInTheWay,
    /// A success whose body is not what was asked for.
    #[error("the answer could not be read")]
    UnreadableAnswer,
    /// A body beyond the cap.
    #[error("the answer is too large")]
    TooLarge,
    /// No answer, or no whole answer, in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke before the whole answer was there.
    #[error("the connection was lost")]
    ConnectionLost,
    /// No connection came about; nothing was sent.
    #[error("no connection to the host")]
    Unreachable,
    /// The host could not prove who it is; nothing was sent.
    #[error("no trusted connection to the host")]
    TlsRejected,
    /// Nothing was sent: the launcher itself keeps to the limit of requests. Ask again after `wait`. The
    /// server has said nothing; its own refusal is [`ApiProblem::RateLimited`].
    #[error("the budget of requests is spent")]
    BudgetSpent { wait: Duration },
    /// A create failed with its outcome open, and listing showed that no session was made.
    #[error("no session was made: {cause}")]
    NothingCreated { cause: Box<ApiProblem> },
    /// Nothing was sent: the API has no list of port forwards for this site, and so takes none.
    #[error("this API has no port forwards")]
    NoForwards,
    /// Nothing was sent: the client was closed before.
    #[error("the client is closed")]
    Closed,
    /// The client could not be built, or a request could not be put together.
    #[error("the API client could not be set up")]
    Setup,
}

impl ApiProblem {
    /// Names the problem of an answer that is no success.
    pub(super) fn of_status(status: u16, server_text: Option<String>, retry_after: Option<Duration>) -> Self {
        match status {
            300..=399 => Self::Redirected { status },
            401 => Self::KeyRejected { server_text },
            403 => Self::NotPermitted { server_text },
            404 | 410 => Self::NotFound { server_text },
            429 => Self::RateLimited { retry_after },
            511 => Self::PortalInTheWay,
            400..=499 => Self::Refused { status, server_text },
            500..=599 => Self::ServerTrouble { status, server_text },
            _ => Self::UnreadableAnswer,
        }
    }

    /// Names the problem of a request that brought no answer, or not the whole of it.
    pub(super) fn of_transport(error: &reqwest::Error) -> Self {
        // Nothing was sent, also over a connection that took too long. What breaks inside TLS later on is a
        // lost connection like any other: the request may have arrived.
        if error.is_connect() {
            return if is_tls(error) { Self::TlsRejected } else { Self::Unreachable };
        }
        if error.is_timeout() {
            return Self::TimedOut;
        }
        if error.is_builder() { Self::Setup } else { Self::ConnectionLost }
    }

    /// Whether a create that ended so may yet have been carried out.
    pub(super) fn leaves_outcome_open(&self) -> bool {
        match self {
            Self::ServerTrouble { .. }
            | Self::PortalInTheWay
            | Self::UnreadableAnswer
            | Self::TooLarge
            | Self::TimedOut
            | Self::ConnectionLost => true,
            Self::KeyRejected { .. }
            | Self::NotPermitted { .. }
            | Self::NotFound { .. }
            | Self::Refused { .. }
            | Self::RateLimited { .. }
            | Self::Redirected { .. }
            | Self::Unreachable
            | Self::TlsRejected
            | Self::BudgetSpent { .. }
            | Self::NothingCreated { .. }
            | Self::NoForwards
            | Self::Closed
            | Self::Setup => false,
        }
    }

    /// The name of the class, for counting. Says nothing of what the server said or where it was asked.
    pub fn class(&self) -> &'static str {
        match self {
            Self::KeyRejected { .. } => "keyRejected",
            Self::NotPermitted { .. } => "notPermitted",
            Self::NotFound { .. } => "notFound",
            Self::Refused { .. } => "refused",
            Self::RateLimited { .. } => "rateLimited",
            Self::ServerTrouble { .. } => "serverTrouble",
            Self::Redirected { .. } => "redirected",
            Self::PortalInTheWay => "portalInTheWay",
            Self::UnreadableAnswer => "unreadableAnswer",
            Self::TooLarge => "tooLarge",
            Self::TimedOut => "timedOut",
            Self::ConnectionLost => "connectionLost",
            Self::Unreachable => "unreachable",
            Self::TlsRejected => "tlsRejected",
            Self::BudgetSpent { .. } => "budgetSpent",
            // What it was that failed.
            Self::NothingCreated { cause } => cause.class(),
            Self::NoForwards => "noForwards",
            Self::Closed => "closed",
            Self::Setup => "setup",
        }
    }

    fn server_text(&self) -> Option<String> {
        match self {
            Self::KeyRejected { server_text }
            | Self::NotPermitted { server_text }
            | Self::NotFound { server_text }
            | Self::Refused { server_text, .. }
            | Self::ServerTrouble { server_text, .. } => server_text.clone(),
            Self::NothingCreated { cause } => cause.server_text(),
            _ => None,
        }
    }

    /// The code the window turns into words. The operation tells what was not found or not permitted.
    pub fn to_app_error(&self, operation: Operation) -> AppError {
        let server_text = self.server_text();
        match self {
            Self::KeyRejected { .. } => AppError::KeyRejected { server_text },
            Self::NotPermitted { .. } => AppError::NotPermitted { operation, server_text },
            Self::NotFound { .. } => match operation {
                // There is no list: the address is not that of this API.
                Operation::ListSites => AppError::Refused { status: 404, server_text },
                Operation::ListSessions | Operation::CreateSession | Operation::CreateForward => {
                    AppError::SiteGone
                }
                Operation::ListForwards => AppError::ForwardsUnavailable,
                Operation::RevokeSession | Operation::RevokeForward => AppError::SessionGone,
            },
            Self::Refused { status, .. } => AppError::Refused { status: *status, server_text },
            Self::RateLimited { retry_after } => {
                AppError::RateLimited { retry_after_secs: whole_seconds(retry_after.unwrap_or(A_MINUTE)) }
            }
            Self::BudgetSpent { wait } => AppError::RateLimited { retry_after_secs: whole_seconds(*wait) },
            Self::ServerTrouble { status, .. } => AppError::ServerTrouble { status: *status },
            Self::Redirected { .. } => AppError::Redirected,
            Self::PortalInTheWay => AppError::PortalInTheWay,
            Self::UnreadableAnswer | Self::TooLarge => AppError::UnreadableAnswer,
            Self::TimedOut => AppError::TimedOut,
            Self::ConnectionLost | Self::Unreachable => AppError::Unreachable,
            Self::TlsRejected => AppError::TlsRejected,
            Self::NothingCreated { .. } => AppError::NothingCreated { server_text },
            Self::NoForwards => AppError::ForwardsUnavailable,
            Self::Closed => AppError::SignedOut,
            Self::Setup => AppError::Internal { reference: "api-client".to_owned() },
        }
    }
}

/// The window in which the API counts requests.
const A_MINUTE: Duration = Duration::from_secs(60);

/// Rounded up, so that nobody comes back too early.
fn whole_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX)
}

/// Looks for a rustls error below: in the chain itself, and inside the `io::Error`s that carry one.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        if let Some(inner) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref)
            && is_tls(inner)
        {
            return true;
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn every_status_has_its_problem() {
        for status in 100..=599 {
            let problem = ApiProblem::of_status(status, Some("why".to_owned()), None);
            let expected = match status {
                100..=299 => matches!(problem, ApiProblem::UnreadableAnswer),
                300..=399 => matches!(problem, ApiProblem::Redirected { .. }),
                401 => matches!(problem, ApiProblem::KeyRejected { .. }),
                403 => matches!(problem, ApiProblem::NotPermitted { .. }),
                404 | 410 => matches!(problem, ApiProblem::NotFound { .. }),
                429 => matches!(problem, ApiProblem::RateLimited { .. }),
                400..=499 => problem == ApiProblem::Refused { status, server_text: Some("why".to_owned()) },
                511 => matches!(problem, ApiProblem::PortalInTheWay),
                _ => matches!(problem, ApiProblem::ServerTrouble { .. }),
            };
            assert!(expected, "{status}: {problem:?}");
            assert_eq!(problem.leaves_outcome_open(), !(300..500).contains(&status), "{status}");
        }
    }

    #[rstest]
    #[case(Operation::ListSites, AppError::Refused { status: 404, server_text: None })]
    #[case(Operation::ListSessions, AppError::SiteGone)]
    #[case(Operation::CreateSession, AppError::SiteGone)]
    #[case(Operation::RevokeSession, AppError::SessionGone)]
    #[case(Operation::ListForwards, AppError::ForwardsUnavailable)]
    #[case(Operation::CreateForward, AppError::SiteGone)]
    #[case(Operation::RevokeForward, AppError::SessionGone)]
    fn what_was_not_found_depends_on_what_was_done(#[case] operation: Operation, #[case] error: AppError) {
        assert_eq!(ApiProblem::NotFound { server_text: None }.to_app_error(operation), error);
    }

    #[rstest]
    #[case(ApiProblem::RateLimited { retry_after: Some(Duration::from_millis(1_200)) }, 2)]
    #[case(ApiProblem::RateLimited { retry_after: None }, 60)]
    #[case(ApiProblem::BudgetSpent { wait: Duration::from_secs(7) }, 7)]
    fn both_limits_say_when_to_come_back(#[case] problem: ApiProblem, #[case] retry_after_secs: u32) {
        assert_eq!(problem.to_app_error(Operation::ListSites), AppError::RateLimited { retry_after_secs });
    }

    #[test]
    fn what_was_not_sent_after_signing_out_says_so() {
        for operation in [Operation::ListSites, Operation::CreateSession, Operation::RevokeSession] {
            assert_eq!(ApiProblem::Closed.to_app_error(operation), AppError::SignedOut);
        }
        assert!(!ApiProblem::Closed.leaves_outcome_open());
    }

    #[test]
    fn a_create_that_left_nothing_behind_says_so_in_the_servers_words() {
        let cause = ApiProblem::ServerTrouble { status: 500, server_text: Some("oops".to_owned()) };
        assert_eq!(
            ApiProblem::NothingCreated { cause: Box::new(cause) }.to_app_error(Operation::CreateSession),
            AppError::NothingCreated { server_text: Some("oops".to_owned()) }
        );
    }

    #[test]
    fn a_refused_certificate_is_found_however_deep_it_lies() {
        let refused = rustls::Error::InvalidCertificate(rustls::CertificateError::Expired);
        let deep = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, refused));
        assert!(is_tls(&deep));
        assert!(!is_tls(&io::Error::from(io::ErrorKind::ConnectionReset)));
    }
}
