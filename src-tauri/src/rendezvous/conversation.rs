//! One question and its answer.

use std::io;
use std::time::Duration;

use altostrat_ssh::wire::{self, Answer, LONGEST_LINE, Refusal};
use launcher_core::launch::SharedDesk;
use secrecy::zeroize::Zeroizing;
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio::time::timeout;

use crate::private_place::Host;

/// Longest wait for the other side, each way.
const PATIENCE: Duration = Duration::from_secs(5);

/// The desk at its place.
#[derive(Clone)]
pub(super) struct DeskHost(pub(super) SharedDesk);

impl Host for DeskHost {
    async fn receive<S>(&self, caller: S) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        converse(caller, &self.0).await
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
