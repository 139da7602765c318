//! The log of the calls the API received.

use std::sync::Mutex;

use crate::world::lock;

/// One call, without its bodies.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Call {
    /// Counts from 1 since the start or the last clearing.
    pub number: usize,
    /// The HTTP method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The status that was answered; `None` while the call runs and where the answer was withheld.
    pub status: Option<u16>,
}

#[derive(Debug, Default)]
pub(crate) struct CallLog(Mutex<Log>);

#[derive(Debug, Default)]
struct Log {
    /// Goes up with every clearing, so that late answers do not land in the new log.
    volume: usize,
    calls: Vec<Call>,
}

/// Where a call stands in the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    volume: usize,
    number: usize,
}

impl CallLog {
    pub(crate) fn arrived(&self, method: &str, path: &str) -> Entry {
        let mut log = lock(&self.0);
        let number = log.calls.len() + 1;
        log.calls.push(Call { number, method: method.to_owned(), path: path.to_owned(), status: None });
        Entry { volume: log.volume, number }
    }

    pub(crate) fn answered(&self, entry: Entry, status: u16) {
        let mut log = lock(&self.0);
        if log.volume == entry.volume
            && let Some(call) = log.calls.get_mut(entry.number - 1)
        {
            call.status = Some(status);
        }
    }

    pub(crate) fn all(&self) -> Vec<Call> {
        lock(&self.0).calls.clone()
    }

    pub(crate) fn clear(&self) {
        let mut log = lock(&self.0);
        log.volume += 1;
        log.calls.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_after_clearing_does_not_touch_newer_calls() {
        let log = CallLog::default();
        let old = log.arrived("GET", "/sites");
        log.clear();
        log.arrived("POST", "/sites");
        log.answered(old, 200);
        assert_eq!(log.all()[0].status, None);
    }
}
