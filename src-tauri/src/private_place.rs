//! A private place where programs of this user, and nobody else, reach the launcher: a socket, or a named pipe on
//! Windows. What is said there is the business of its [`Host`].

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::io;
use std::sync::Arc;

use altostrat_ssh::PlaceName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

#[cfg(unix)]
use unix::Socket as Place;
#[cfg(windows)]
use windows::Pipe as Place;
#[cfg(windows)]
pub(crate) use windows::owner_only;

/// How many are listened to at a time.
const MOST_CALLERS: usize = 16;

/// Whoever answers at a private place.
pub(crate) trait Host: Clone + Send + Sync + 'static {
    /// Talks with one caller until both have said what they had to say.
    fn receive<S>(&self, caller: S) -> impl Future<Output = io::Result<()>> + Send
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static;
}

/// An open place. Closed and removed on drop.
pub(crate) struct PrivatePlace {
    serving: JoinHandle<()>,
    #[cfg(unix)]
    _socket: unix::SocketFile,
}

impl PrivatePlace {
    /// Opens the place of this name and lets `host` answer there. Needs a tokio runtime around it.
    pub(crate) fn open(name: &PlaceName, host: impl Host) -> io::Result<Self> {
        let place = Place::open(name)?;
        #[cfg(unix)]
        let (place, socket) = place;
        Ok(Self {
            serving: tokio::spawn(place.serve(Callers::new(host))),
            #[cfg(unix)]
            _socket: socket,
        })
    }
}

impl Drop for PrivatePlace {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Listens to callers, to so many at a time.
struct Callers<H> {
    host: H,
    room: Arc<Semaphore>,
}

impl<H: Host> Callers<H> {
    fn new(host: H) -> Self {
        Self { host, room: Arc::new(Semaphore::new(MOST_CALLERS)) }
    }

    /// Waits until there is room for another caller. `None` never happens: the semaphore is not closed.
    async fn room(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).acquire_owned().await.ok()
    }

    /// Talks with a caller on a task of its own.
    fn hear<S>(&self, caller: S, permit: Option<OwnedSemaphorePermit>)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let host = self.host.clone();
        tokio::spawn(async move {
            if let Err(problem) = host.receive(caller).await {
                tracing::debug!(%problem, "a caller at a private place was not answered");
            }
            drop(permit);
        });
    }
}
