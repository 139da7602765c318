//! One question and its answer.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use altostrat_ssh::wire::{self, Answer, LONGEST_LINE, Refusal};
use launcher_core::launch::SharedDesk;
use secrecy::zeroize::Zeroizing;
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Longest wait for the other side, each way.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many are listened to at a time.
const MOST_CALLERS: usize = 16;

/// Listens to callers, to so many at a time.
pub(super) struct Callers {
    desk: SharedDesk,
    room: Arc<Semaphore>,
}

impl Callers {
    pub(super) fn new(desk: SharedDesk) -> Self {
        Self { desk, room: Arc::new(Semaphore::new(MOST_CALLERS)) }
    }

    /// Waits until there is room for another caller. `None` never happens: the semaphore is not closed.
    pub(super) async fn room(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).acquire_owned().await.ok()
    }

    /// Talks with a caller on a task of its own.
    pub(super) fn hear<S>(&self, caller: S, permit: Option<OwnedSemaphorePermit>)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let desk = self.desk.clone();
        tokio::spawn(async move {
            if let Err(problem) = converse(caller, &desk).await {
                tracing::debug!(%problem, "a caller at the private socket was not answered");
            }
            drop(permit);
        });
    }
}

/// Reads one line, answers it, and waits for the caller to have read the answer.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(mut caller: S, desk: &SharedDesk) -> io::Result<()> {
    let mut line = Vec::new();
    let longest = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
    timeout(PATIENCE, BufReader::new(&mut caller).take(longest).read_until(b'\n', &mut line)).await??;
    let answer = match wire::decode(&line) {
        Ok(request) => desk.answer(request),
        Err(_) => Answer::Refused { why: Refusal::Unreadable },
    };
    let line = Zeroizing::new(wire::encode(&answer)?);
    drop(answer);
    timeout(PATIENCE, async {
        caller.write_all(&line).await?;
        caller.flush().await?;
        // A pipe that is closed may take along what was not read yet.
        let mut nothing = [0_u8; 1];
        let _ = caller.read(&mut nothing).await;
        Ok(())
    })
    .await?
}
