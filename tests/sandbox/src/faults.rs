//! Scripted faults: which calls they hit, how often, and what goes wrong.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::world::lock;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// Answers with this status instead; nothing is applied.
    Status {
        /// The status.
        status: u16,
        /// Sent as `Retry-After`, in seconds or as a date.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<String>,
    },
    /// Waits before the call is looked at.
    Delay {
        /// Milliseconds.
        milliseconds: u64,
    },
    /// Closes the connection without an answer; nothing is applied.
    Reset,
    /// Applies the call, announces the whole answer and breaks off in its middle.
    Truncate,
    /// Answers 200 with a web page instead; nothing is applied.
    Html,
    /// Moves the answer's `Date`.
    Date {
        /// Seconds, negative for the past.
        offset_seconds: i64,
    },
    /// Applies the call, then closes the connection without an answer.
    LostAnswer,
    /// Answers 302 to another address; nothing is applied.
    Redirect {
        /// The address.
        location: String,
    },
    /// Sends the answer's body in small pieces with pauses.
    Drip {
        /// Bytes a piece.
        bytes: usize,
        /// Pause after a piece, in milliseconds.
        milliseconds: u64,
    },
    /// Merges these members into the answered object, or into every object of the answered list
    /// (RFC 7396: null removes a member).
    Override {
        /// The members.
        members: Map<String, Value>,
    },
}

impl FaultKind {
    /// Whether the call is answered by the fault alone.
    pub(crate) fn replaces_the_answer(&self) -> bool {
        matches!(self, Self::Status { .. } | Self::Reset | Self::Html | Self::Redirect { .. })
    }
}

/// A fault and the calls it hits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// The method it hits; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// A part of the path it hits; empty hits all.
    #[serde(default)]
    pub path: String,
    /// How many calls it hits; without end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
}

impl Fault {
    /// A fault that hits every call until it is narrowed or cleared.
    pub fn new(kind: FaultKind) -> Self {
        Self { method: None, path: String::new(), times: None, kind }
    }

    /// Hits only calls of this method whose path holds this text.
    #[must_use]
    pub fn on(self, method: &str, path: &str) -> Self {
        Self { method: Some(method.to_owned()), path: path.to_owned(), ..self }
    }

    /// Hits only so many calls.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    fn hits(&self, method: &str, path: &str) -> bool {
        self.times != Some(0)
            && self.method.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(method))
            && path.contains(&self.path)
    }
}

/// The faults waiting for their calls, in the order they were injected.
#[derive(Debug, Default)]
pub(crate) struct ArmedFaults(Mutex<Vec<Fault>>);

impl ArmedFaults {
    pub(crate) fn inject(&self, fault: Fault) {
        lock(&self.0).push(fault);
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    pub(crate) fn all(&self) -> Vec<Fault> {
        lock(&self.0).clone()
    }

    /// The faults for one call. They add up until one replaces the answer; those behind it stay
    /// armed, so that "first 503, then 429" can be scripted.
    pub(crate) fn take(&self, method: &str, path: &str) -> Vec<FaultKind> {
        let mut faults = lock(&self.0);
        let mut taken = Vec::new();
        for fault in faults.iter_mut().filter(|fault| fault.hits(method, path)) {
            fault.times = fault.times.map(|times| times - 1);
            taken.push(fault.kind.clone());
            if fault.kind.replaces_the_answer() {
                break;
            }
        }
        faults.retain(|fault| fault.times != Some(0));
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> FaultKind {
        FaultKind::Status { status, retry_after: None }
    }

    #[test]
    fn faults_hit_their_method_and_path_as_often_as_told() {
        let armed = ArmedFaults::default();
        armed.inject(Fault::new(status(503)).on("POST", "/transient").times(1));
        assert!(armed.take("GET", "/a/transient-accesses").is_empty());
        assert!(armed.take("POST", "/sites").is_empty());
        assert_eq!(armed.take("POST", "/a/transient-accesses"), [status(503)]);
        assert!(armed.take("POST", "/a/transient-accesses").is_empty());
    }

    #[test]
    fn answers_in_a_row_come_one_a_call() {
        let armed = ArmedFaults::default();
        armed.inject(Fault::new(FaultKind::Delay { milliseconds: 1 }));
        armed.inject(Fault::new(status(503)).times(1));
        armed.inject(Fault::new(status(429)).times(1));
        let delay = FaultKind::Delay { milliseconds: 1 };
        assert_eq!(armed.take("GET", "/"), [delay.clone(), status(503)]);
        assert_eq!(armed.take("GET", "/"), [delay.clone(), status(429)]);
        assert_eq!(armed.take("GET", "/"), [delay]);
    }

    #[test]
    fn faults_are_written_as_flat_json() {
        let fault: Fault = serde_json::from_str(
            r#"{"path":"/sites","times":2,"kind":"status","status":429,"retry_after":"7"}"#,
        )
        .unwrap();
        assert_eq!(fault.times, Some(2));
        assert_eq!(fault.kind, FaultKind::Status { status: 429, retry_after: Some("7".to_owned()) });
    }
}
