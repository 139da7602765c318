//! A device in a site's network, and what is heard from it through a port forward.

use std::time::Duration;

use altostrat_sandbox::{Destination, Sandbox};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The address of the device.
pub const NAS: &str = "192.168.88.10";

/// Puts the device there: it says everything twice.
pub async fn attach_device(sandbox: &Sandbox, site: &str, port: u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let destination = Destination { address: NAS.parse().unwrap(), port };
    sandbox.attach(site, destination, listener.local_addr().unwrap()).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut buffer = [0; 256];
                while let Ok(count @ 1..) = stream.read(&mut buffer).await {
                    let twice = buffer[..count].repeat(2);
                    if stream.write_all(&twice).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
}

/// Says something to the device and hears it twice.
pub async fn says_twice(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = vec![0; text.len() * 2];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(String::from_utf8(answer).unwrap(), text.repeat(2));
}

/// Waits until the other side has cut the connection.
pub async fn is_cut(stream: &mut TcpStream) {
    let mut buffer = [0; 1];
    let read = tokio::time::timeout(Duration::from_secs(30), stream.read(&mut buffer)).await.unwrap();
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
}
