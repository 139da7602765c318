//! A server of raw TCP that answers as badly as a test wants and writes down what it was asked.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::ApiAddress;

/// One request as it came in.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    /// Names in lower case.
    pub(super) headers: HashMap<String, String>,
    pub(super) body: String,
}

/// How to answer.
#[derive(Clone, Debug)]
pub(super) enum Reply {
    /// A whole answer.
    Whole { status: u16, headers: Vec<(&'static str, String)>, body: String },
    /// These bytes, then the end of the connection.
    Raw(Vec<u8>),
    /// A reset in place of an answer.
    Reset,
    /// Nothing, until the client gives up.
    Silence,
    /// A head, then a blank now and then, for ever.
    Drip(Duration),
    /// A head, then blanks without end, as fast as they are taken.
    Flood,
}

impl Reply {
    /// A JSON answer with the `Date` that most tests take for now.
    pub(super) fn json(status: u16, body: impl Into<String>) -> Self {
        let headers = vec![("Content-Type", "application/json".to_owned()), ("Date", NOW_AS_DATE.to_owned())];
        Self::Whole { status, headers, body: body.into() }
    }

    pub(super) fn html(status: u16) -> Self {
        let headers = vec![("Content-Type", "text/html; charset=utf-8".to_owned())];
        Self::Whole { status, headers, body: "<!doctype html><title>Welcome to the hotel</title>".to_owned() }
    }

    /// Leaves the connection open for the next request.
    pub(super) fn keep(self) -> Self {
        self.with("Connection", KEEP)
    }

    /// Adds a header, or replaces it.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Whole { headers, .. } = &mut self {
            headers.retain(|(other, _)| *other != name);
            headers.push((name, value.to_owned()));
        }
        self
    }
}

pub(super) const NOW: &str = "2026-01-01T12:00:00Z";
pub(super) const NOW_AS_DATE: &str = "Thu, 01 Jan 2026 12:00:00 GMT";

pub(super) struct TestServer {
    pub(super) address: ApiAddress,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl TestServer {
    /// Answers each request by what `answer` says to it.
    pub(super) async fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_for(usize::MAX, answer).await
    }

    /// Takes so many connections and refuses every further one. Each request has a connection of its own,
    /// unless the answer was told to [`Reply::keep`] it.
    pub(super) async fn start_for(
        connections: usize,
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = ApiAddress::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let book = Arc::clone(&asked);
        let answer = Arc::new(answer);
        let task = tokio::spawn(async move {
            let mut listener = Some(listener);
            for number in 1..=connections {
                let Some(open) = &listener else { return };
                let (stream, _) = open.accept().await.unwrap();
                if number == connections {
                    // Before the last answer goes out, so that nobody finds the port still open.
                    listener = None;
                }
                let (book, answer) = (Arc::clone(&book), Arc::clone(&answer));
                tokio::spawn(async move {
                    // A client that leaves early is part of some tests.
                    let _ = serve(stream, &book, answer.as_ref()).await;
                });
            }
        });
        Self { address, asked, task }
    }

    /// Gives these answers in turn, and the last one from then on.
    pub(super) async fn scripted(replies: Vec<Reply>) -> Self {
        let script = Mutex::new(replies.into_iter().rev().collect::<Vec<_>>());
        Self::start(move |_| {
            let mut script = script.lock().unwrap();
            if script.len() > 1 { script.pop().unwrap() } else { script[0].clone() }
        })
        .await
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// `GET /sites`, one line a request.
    pub(super) fn log(&self) -> Vec<String> {
        self.asked().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect()
    }

    pub(super) fn count(&self, method: &str) -> usize {
        self.asked().iter().filter(|asked| asked.method == method).count()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    book: &Mutex<Vec<Asked>>,
    answer: &(impl Fn(&Asked) -> Reply + Send + Sync),
) -> std::io::Result<()> {
    let Some(asked) = read_request(&mut stream).await? else { return Ok(()) };
    book.lock().unwrap().push(asked.clone());
    match answer(&asked) {
        Reply::Whole { status, headers, body } => {
            let keep = headers.iter().any(|(_, value)| value == KEEP);
            let mut text = format!("HTTP/1.1 {status} Test\r\n");
            if !keep {
                text.push_str("Connection: close\r\n");
            }
            for (name, value) in headers {
                writeln!(text, "{name}: {value}\r").unwrap();
            }
            // A 204 has no body and must not announce one.
            if status != 204 {
                writeln!(text, "Content-Length: {}\r", body.len()).unwrap();
            }
            stream.write_all(format!("{text}\r\n{body}").as_bytes()).await?;
            if keep {
                return Box::pin(serve(stream, book, answer)).await;
            }
        }
        Reply::Raw(bytes) => stream.write_all(&bytes).await?,
        Reply::Reset => {
            stream.set_zero_linger()?;
            return Ok(());
        }
        Reply::Silence => while stream.read(&mut [0; 64]).await? > 0 {},
        Reply::Drip(pause) => {
            stream.write_all(HEAD_WITHOUT_END).await?;
            loop {
                stream.write_all(b"1\r\n \r\n").await?;
                tokio::time::sleep(pause).await;
            }
        }
        Reply::Flood => {
            stream.write_all(HEAD_WITHOUT_END).await?;
            let piece = [b"1000\r\n".as_slice(), &[b' '; 0x1000], b"\r\n"].concat();
            loop {
                stream.write_all(&piece).await?;
            }
        }
    }
    stream.shutdown().await
}

const KEEP: &str = "keep-alive";
const HEAD_WITHOUT_END: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

async fn read_request(stream: &mut TcpStream) -> std::io::Result<Option<Asked>> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        let mut piece = [0; 4_096];
        let count = stream.read(&mut piece).await?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece[..count]);
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length: usize = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = bytes.split_off(head_end + 4);
    let present = body.len();
    body.resize(length.max(present), 0);
    stream.read_exact(&mut body[present..]).await?;
    Ok(Some(Asked {
        method: first.next().unwrap_or_default(),
        path: first.next().unwrap_or_default(),
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    }))
}
