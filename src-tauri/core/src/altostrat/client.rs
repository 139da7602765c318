//! The client itself: what it is made of, and the one way in which it sends.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use tokio_util::sync::CancellationToken;

use super::budget::{Budget, BudgetRule, Urgency};
use super::exchange::Answer;
use super::patience::Patience;
use super::retry::{Failure, RetryRule, Tries, wait_before_retry};
use super::routes::Route;
use super::{ApiAddress, ApiKey, ApiProblem};
use crate::clock::{Clock, Moment, ServerOffset};
use crate::contract::Generation;

/// The bounds of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub connect_timeout: Duration,
    /// Between two pieces of an answer.
    pub read_timeout: Duration,
    /// From the first byte sent to the last one read.
    pub total_timeout: Duration,
    /// Longest body, in bytes, after decoding.
    pub longest_body: usize,
    pub retry: RetryRule,
    pub budget: BudgetRule,
    /// How long a person's request waits for the budget before it is refused.
    pub longest_budget_wait: Duration,
    /// How long a person's call waits in all: for the budget, and before it sends again. The waits before
    /// looking for a create's outcome come on top.
    pub longest_wait: Duration,
    /// When a create's outcome is open: the waits before each look at the list.
    pub outcome_waits: [Duration; 3],
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(20),
            total_timeout: Duration::from_secs(30),
            longest_body: 8 * 1_024 * 1_024,
            retry: RetryRule::default(),
            budget: BudgetRule::default(),
            longest_budget_wait: Duration::from_secs(10),
            longest_wait: Duration::from_secs(20),
            outcome_waits: [Duration::ZERO, Duration::from_secs(2), Duration::from_secs(5)],
        }
    }
}

/// What the status line shows of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pulse {
    pub requests_left: u32,
    pub requests_per_minute: u32,
    /// When the API last answered, with whatever status.
    pub last_answer: Option<Moment>,
    pub offset: ServerOffset,
}

/// Speaks to one API with one key.
pub struct AltostratClient {
    pub(super) http: reqwest::Client,
    pub(super) address: ApiAddress,
    pub(super) generation: Generation,
    pub(super) key: ApiKey,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) options: Options,
    closed: CancellationToken,
    state: Mutex<State>,
}

pub(super) struct State {
    pub(super) budget: Budget,
    pub(super) offset: ServerOffset,
    pub(super) last_answer: Option<Moment>,
}

impl AltostratClient {
    /// Builds a client. Nothing is sent. `version` is the launcher's own, for `User-Agent`.
    pub fn new(
        address: ApiAddress,
        generation: Generation,
        key: &ApiKey,
        version: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ApiProblem> {
        Self::with_options(address, generation, key, version, clock, Options::default())
    }

    /// Builds a client with other bounds.
    pub fn with_options(
        address: ApiAddress,
        generation: Generation,
        key: &ApiKey,
        version: &str,
        clock: Arc<dyn Clock>,
        options: Options,
    ) -> Result<Self, ApiProblem> {
        // The first of the process stays; it is the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();

        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, key.authorization()?);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let mut builder = reqwest::Client::builder()
            .default_headers(headers)
            .user_agent(format!("altostrat-launcher/{version}"))
            .https_only(!address.is_plain())
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(options.connect_timeout)
            .read_timeout(options.read_timeout)
            .timeout(options.total_timeout)
            // A connection that died while the laptop slept must not swallow the next request.
            .pool_idle_timeout(Duration::from_secs(30))
            .tcp_keepalive(Duration::from_secs(30))
            .http2_keep_alive_interval(Duration::from_secs(15))
            .http2_keep_alive_timeout(Duration::from_secs(10))
            .http2_keep_alive_while_idle(true);
        if address.is_loopback() {
            // What is meant for this machine, perhaps in the clear, does not go through a proxy.
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| {
            tracing::error!(error = %error.without_url(), "the HTTP client could not be built");
            ApiProblem::Setup
        })?;
        let state =
            State { budget: Budget::new(options.budget), offset: ServerOffset::default(), last_answer: None };
        Ok(Self {
            http,
            address,
            generation,
            key: key.clone(),
            clock,
            options,
            closed: CancellationToken::new(),
            state: Mutex::new(state),
        })
    }

    /// How the client stands now.
    pub fn pulse(&self) -> Pulse {
        let now = self.clock.now();
        let state = self.state();
        Pulse {
            requests_left: state.budget.left(now.steady),
            requests_per_minute: state.budget.per_minute(),
            last_answer: state.last_answer,
            offset: state.offset,
        }
    }

    /// Ends every wait and sends nothing from now on, for good: what was asked for and not sent answers
    /// [`ApiProblem::Closed`]. A request already on its way may finish.
    pub fn close(&self) {
        self.closed.cancel();
    }

    /// What a call has to wait with.
    pub(super) fn patience(&self, urgency: Urgency) -> Patience {
        Patience::new(urgency, self.options.longest_wait)
    }

    /// Sends a request, repeating it where that is allowed, and returns the body of a success.
    pub(super) async fn send(
        &self,
        route: Route<'_>,
        body: Option<Vec<u8>>,
        patience: &mut Patience,
    ) -> Result<Answer, ApiProblem> {
        let mut tries = Tries::default();
        self.admit(patience).await?;
        loop {
            let failed = match self.exchange(route, body.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            let wait = wait_before_retry(
                &self.options.retry,
                &route.method(),
                patience.urgency(),
                tries,
                failed.failure,
                draw(),
            )
            .filter(|wait| patience.spend(*wait));
            tracing::info!(request = route.name(), problem = %failed.problem, again_in = ?wait, "request failed");
            let Some(wait) = wait else { return Err(failed.problem) };
            tries.failed += 1;
            tries.timed_out += u32::from(failed.failure == Failure::TimedOut);
            self.pause(wait).await?;
            match self.admit(patience).await {
                Ok(()) => {}
                Err(ApiProblem::Closed) => return Err(ApiProblem::Closed),
                Err(_) => return Err(failed.problem),
            }
        }
    }

    /// Takes one request from the budget. A person's request waits for it a while; others do not.
    pub(super) async fn admit(&self, patience: &mut Patience) -> Result<(), ApiProblem> {
        let urgency = patience.urgency();
        let mut waited = Duration::ZERO;
        loop {
            self.ensure_open()?;
            let now = self.clock.now().steady;
            let Err(wait) = self.state().budget.take(now, urgency) else { return Ok(()) };
            let worth_it = urgency == Urgency::Foreground
                && waited + wait <= self.options.longest_budget_wait
                && patience.spend(wait);
            if !worth_it {
                return Err(ApiProblem::BudgetSpent { wait });
            }
            self.pause(wait).await?;
            waited += wait;
        }
    }

    /// Waits, until the client is closed at the latest.
    pub(super) async fn pause(&self, wait: Duration) -> Result<(), ApiProblem> {
        tokio::select! {
            biased;
            () = self.closed.cancelled() => Err(ApiProblem::Closed),
            () = tokio::time::sleep(wait) => Ok(()),
        }
    }

    pub(super) fn ensure_open(&self) -> Result<(), ApiProblem> {
        if self.closed.is_cancelled() { Err(ApiProblem::Closed) } else { Ok(()) }
    }

    /// The server's time, as far as its answers told it.
    pub(super) fn server_now(&self) -> Timestamp {
        let now = self.clock.now();
        self.state().offset.server_time(now)
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for AltostratClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AltostratClient")
            .field("address", &self.address)
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

/// A number from 0 to 1. Without randomness the wait is the longest one: still correct, only less spread.
fn draw() -> f64 {
    getrandom::u32().map_or(1.0, |number| f64::from(number) / f64::from(u32::MAX))
}
