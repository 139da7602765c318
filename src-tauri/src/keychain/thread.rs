//! The one thread on which the keychain is called.
//!
//! Calls of one process are thereby in order, which the Windows store asks for, and a keychain that hangs
//! blocks neither the window nor the async runtime. A call whose caller has gone is left alone with its thread;
//! the next call gets a new one. Threads are never joined, so the program can always end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use launcher_core::settings::secrets::SecretProblem;
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
pub(super) struct KeychainThread(Mutex<State>);

#[derive(Default)]
struct State {
    /// The thread that takes calls, if there is one.
    line: Option<Line>,
    /// Threads started so far.
    started: u64,
}

struct Line {
    number: u64,
    jobs: mpsc::Sender<Job>,
}

/// Tells a call whether its caller still waits.
#[derive(Clone)]
pub(super) struct Wanted(Arc<AtomicBool>);

impl Wanted {
    pub(super) fn is_wanted(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl KeychainThread {
    /// Does `work` on the thread, after the calls before it. Dropping the future gives the call up: if it has
    /// not begun, it never will.
    pub(super) async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Wanted) -> Result<T, SecretProblem> + Send + 'static,
    ) -> Result<T, SecretProblem> {
        let (reply, answer) = oneshot::channel();
        let wanted = Wanted(Arc::new(AtomicBool::new(true)));
        let mut waiting = Waiting { thread: self, wanted: wanted.clone(), line: 0, answered: false };
        waiting.line = self.submit(Box::new(move || {
            if wanted.is_wanted() {
                let _ = reply.send(work(&wanted));
            }
        }))?;
        match answer.await {
            Ok(answer) => {
                waiting.answered = true;
                answer
            }
            Err(_) => Err(SecretProblem::Trouble { detail: "the call to the keychain broke off".into() }),
        }
    }

    /// Hands a job to the thread, which is started where there is none. Answers the thread's number.
    fn submit(&self, mut job: Job) -> Result<u64, SecretProblem> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = &state.line {
            match line.jobs.send(job) {
                Ok(()) => return Ok(line.number),
                Err(mpsc::SendError(unsent)) => job = unsent,
            }
        }
        let (jobs, received) = mpsc::channel::<Job>();
        std::thread::Builder::new()
            .name("keychain".into())
            .spawn(move || received.into_iter().for_each(|job| job()))
            .map_err(|error| SecretProblem::Trouble { detail: format!("no thread: {error}") })?;
        // Cannot fail: the thread receives until the sender is gone.
        let _ = jobs.send(job);
        state.started += 1;
        let number = state.started;
        state.line = Some(Line { number, jobs });
        Ok(number)
    }
}

/// Somebody who waits for an answer. Dropped without one, it gives up the call and leaves its thread.
struct Waiting<'a> {
    thread: &'a KeychainThread,
    wanted: Wanted,
    line: u64,
    answered: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.answered {
            return;
        }
        self.wanted.0.store(false, Ordering::SeqCst);
        let mut state = self.thread.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.line.as_ref().is_some_and(|line| line.number == self.line) {
            state.line = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread::ThreadId;
    use std::time::Duration;

    use super::*;

    async fn where_it_runs(thread: &KeychainThread) -> ThreadId {
        thread.call(|_| Ok(std::thread::current().id())).await.unwrap()
    }

    #[tokio::test]
    async fn all_calls_run_on_one_thread_that_is_not_the_callers() {
        let thread = KeychainThread::default();
        let first = where_it_runs(&thread).await;
        assert_eq!(where_it_runs(&thread).await, first);
        assert_ne!(std::thread::current().id(), first);
    }

    #[tokio::test]
    async fn a_stuck_call_does_not_hold_up_the_next() {
        let thread = KeychainThread::default();
        let (release, stuck) = channel::<()>();
        let (begun, begins) = oneshot::channel();
        let call = thread.call(move |wanted| {
            let _ = begun.send(());
            let _ = stuck.recv();
            Ok(wanted.is_wanted())
        });
        let mut call = Box::pin(call);
        tokio::select! {
            _ = &mut call => unreachable!("it is stuck"),
            begun = begins => begun.unwrap(),
        }
        drop(call);
        where_it_runs(&thread).await;
        drop(release);
    }

    #[tokio::test]
    async fn a_call_learns_that_it_was_given_up() {
        let thread = KeychainThread::default();
        let (go_on, held) = channel::<()>();
        let (told, tells) = oneshot::channel();
        let call = thread.call(move |wanted| {
            held.recv().unwrap();
            let _ = told.send(wanted.is_wanted());
            Ok(())
        });
        assert!(tokio::time::timeout(Duration::ZERO, call).await.is_err());
        // Given up after it was handed over, and before or while it runs: either it sees that, or never begins.
        let _ = go_on.send(());
        assert_ne!(tells.await, Ok(true));
    }

    #[tokio::test]
    async fn a_call_given_up_in_the_queue_is_never_made() {
        let thread = KeychainThread::default();
        let (go_on, held) = channel::<()>();
        let (made, makes) = oneshot::channel();
        let mut first = Box::pin(thread.call(move |_| Ok(held.recv().is_ok())));
        assert!(tokio::time::timeout(Duration::ZERO, &mut first).await.is_err());
        let second = thread.call(move |_| {
            let _ = made.send(());
            Ok(())
        });
        assert!(tokio::time::timeout(Duration::ZERO, second).await.is_err());
        go_on.send(()).unwrap();
        assert_eq!(first.await, Ok(true), "the first caller still waits and is answered");
        assert!(makes.await.is_err(), "the second job was dropped unmade");
    }

    #[tokio::test]
    async fn a_call_that_panics_is_trouble_and_the_next_one_works() {
        let thread = KeychainThread::default();
        let broken = thread.call::<()>(|_| panic!("on purpose")).await;
        assert!(matches!(broken, Err(SecretProblem::Trouble { .. })));
        where_it_runs(&thread).await;
    }
}
