//! Where `altostrat-launcher connect` reaches the launcher that runs on the same data folder.

use std::io;
use std::path::Path;
use std::time::Duration;

use altostrat_ssh::PlaceName;
use launcher_core::call::{News, Order};
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::private_place::{Host, PrivatePlace};
use crate::start::fingerprint;

/// Longest wait for the other side to write its order, or to read a line.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest order, in bytes. A name of a site has a few hundred at most.
const LONGEST_ORDER: u64 = 4_096;

/// The open door. Closed and removed on drop.
pub(crate) struct FrontDoor(#[expect(dead_code, reason = "kept for its drop")] PrivatePlace);

impl FrontDoor {
    /// Opens the door of this data folder; `take` is handed each order with the way back for its news. Needs a
    /// tokio runtime around it.
    pub(crate) fn open<T>(data_folder: &Path, take: T) -> io::Result<Self>
    where
        T: Fn(Order, mpsc::UnboundedSender<News>) + Clone + Send + Sync + 'static,
    {
        Ok(Self(PrivatePlace::open(&name(data_folder)?, DoorHost(take))?))
    }
}

/// The place of the launcher on this data folder.
pub(crate) fn name(data_folder: &Path) -> io::Result<PlaceName> {
    PlaceName::parse(&fingerprint(data_folder)).map_err(io::Error::other)
}

/// A line of JSON.
pub(crate) fn line(value: &impl serde::Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}

#[derive(Clone)]
struct DoorHost<T>(T);

impl<T> Host for DoorHost<T>
where
    T: Fn(Order, mpsc::UnboundedSender<News>) + Clone + Send + Sync + 'static,
{
    /// Takes one order and passes the news on until its end. A caller that hangs up takes nothing back.
    async fn receive<S>(&self, mut caller: S) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut order = Vec::new();
        let mut reader = BufReader::new(&mut caller).take(LONGEST_ORDER);
        timeout(PATIENCE, reader.read_until(b'\n', &mut order)).await??;
        let order: Order = serde_json::from_slice(&order)?;
        let (news, mut heard) = mpsc::unbounded_channel();
        (self.0)(order, news);
        loop {
            let mut nothing = [0_u8; 1];
            let told: News = tokio::select! {
                told = heard.recv() => match told {
                    Some(told) => told,
                    // The launcher is ending.
                    None => return Ok(()),
                },
                _ = caller.read(&mut nothing) => return Ok(()),
            };
            timeout(PATIENCE, async {
                caller.write_all(&line(&told)?).await?;
                caller.flush().await
            })
            .await??;
            if told.end.is_some() {
                // A pipe that is closed may take along what was not read yet.
                let _ = timeout(PATIENCE, caller.read(&mut nothing)).await;
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, Read as _, Write as _};
    use std::path::PathBuf;
    use std::sync::{Arc, Mutex};

    use altostrat_ssh::call;
    use launcher_core::call::End;
    use tokio::task::spawn_blocking;

    use super::*;

    struct Door {
        folder: PathBuf,
        orders: Arc<Mutex<Vec<Order>>>,
        _temporary: tempfile::TempDir,
        _open: FrontDoor,
    }

    /// A door behind which every order is followed by two lines.
    fn open() -> Door {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().to_owned();
        let orders = Arc::<Mutex<Vec<Order>>>::default();
        let taken = orders.clone();
        let door = FrontDoor::open(&folder, move |order, news| {
            taken.lock().unwrap().push(order);
            for (said, end) in [("on the way", None), ("there", Some(End::Started))] {
                news.send(News { said: said.to_owned(), end }).unwrap();
            }
        });
        Door { folder, orders, _temporary: temporary, _open: door.unwrap() }
    }

    impl Door {
        /// Says `bytes` and hears everything until the line is closed.
        async fn say(&self, bytes: Vec<u8>) -> Vec<String> {
            let place = name(&self.folder).unwrap();
            let heard = spawn_blocking(move || {
                let mut line = call::open(&place).unwrap();
                line.write_all(&bytes).unwrap();
                let mut lines = Vec::new();
                let mut reader = std::io::BufReader::new(line);
                let mut text = String::new();
                // A line that is closed over unread words is a reset.
                while reader.read_line(&mut text).is_ok_and(|read| read > 0) {
                    let is_last = text.contains("started");
                    lines.push(std::mem::take(&mut text));
                    if is_last {
                        break;
                    }
                }
                lines
            });
            heard.await.unwrap()
        }
    }

    #[tokio::test]
    async fn an_order_is_taken_and_its_news_come_back_line_by_line() {
        let door = open();
        let order = Order { site: "Lagos POP".into(), protocol: None, minutes: None };
        let heard = door.say(line(&order).unwrap()).await;
        assert_eq!(*door.orders.lock().unwrap(), [order]);
        assert_eq!(heard.len(), 2, "{heard:?}");
        let last: News = serde_json::from_str(&heard[1]).unwrap();
        assert_eq!(last, News { said: "there".into(), end: Some(End::Started) });
    }

    #[tokio::test]
    async fn what_is_no_order_is_not_taken() {
        let door = open();
        let minutes = br#"{"site":"x","protocol":"ssh","minutes":99999}"#.to_vec();
        let long = [b"{\"site\":\"".to_vec(), vec![b'x'; 9_000], b"\"}".to_vec()].concat();
        for bad in [b"hello".to_vec(), minutes, long] {
            let heard = door.say([bad, b"\n".to_vec()].concat()).await;
            assert!(heard.is_empty(), "{heard:?}");
        }
        assert!(door.orders.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_caller_who_hangs_up_does_no_harm() {
        let door = open();
        let place = name(&door.folder).unwrap();
        spawn_blocking(move || drop(call::open(&place).unwrap())).await.unwrap();
        let order = Order { site: "x".into(), protocol: None, minutes: None };
        assert_eq!(door.say(line(&order).unwrap()).await.len(), 2);
    }

    #[tokio::test]
    async fn the_door_goes_with_the_launcher() {
        let door = open();
        let place = name(&door.folder).unwrap();
        drop(door);
        let refused = spawn_blocking(move || {
            call::open(&place).and_then(|mut line| line.read(&mut [0_u8; 1]).map(drop))
        });
        assert!(refused.await.unwrap().is_err());
    }
}
