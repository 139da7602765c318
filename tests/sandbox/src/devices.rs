//! What is behind the routers: a web page or an echo for every address, or a service of the test's own.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Mutex;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::session::Destination;
use crate::sites::Site;
use crate::world::lock;

/// Ports a device shows its page on. Those of HTTPS speak plain HTTP here: there is no certificate a
/// browser would trust.
const WEB_PORTS: [u16; 13] = [80, 81, 443, 4443, 5000, 5001, 8000, 8008, 8080, 8081, 8088, 8443, 8888];
/// A device is told by the last number of its address: .10 is the NAS, .20 again.
const DEVICES: [&str; 10] = [
    "NAS",
    "Camera",
    "Printer",
    "Switch",
    "Access point",
    "Phone system",
    "Access control",
    "UPS",
    "Recorder",
    "Controller",
];
/// The longest head of a request a device reads, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// The services attached in place of devices, by site and destination.
#[derive(Debug, Default)]
pub(crate) struct Devices(Mutex<HashMap<(usize, Destination), SocketAddr>>);

impl Devices {
    pub(crate) fn attach(&self, place: usize, destination: Destination, service: SocketAddr) {
        lock(&self.0).insert((place, destination), service);
    }

    /// Answers one connection to a device until it closes. One whose attached service is not there is
    /// closed at once.
    pub(crate) async fn answer(
        &self,
        mut stream: impl AsyncRead + AsyncWrite + Unpin,
        place: usize,
        site: &Site,
        destination: Destination,
    ) {
        let attached = lock(&self.0).get(&(place, destination)).copied();
        // A connection that breaks off is as good as one that ends.
        let _ = match attached {
            Some(service) => Box::pin(relay(&mut stream, service)).await,
            None if WEB_PORTS.contains(&destination.port) => show_page(&mut stream, site, destination).await,
            None => echo(&mut stream).await,
        };
    }
}

async fn relay(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    service: SocketAddr,
) -> std::io::Result<()> {
    let mut service = TcpStream::connect(service).await?;
    let _ = service.set_nodelay(true);
    tokio::io::copy_bidirectional(stream, &mut service).await.map(drop)
}

async fn echo(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> std::io::Result<()> {
    let mut buffer = vec![0; 4096];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return stream.shutdown().await;
        }
        stream.write_all(&buffer[..count]).await?;
    }
}

/// Answers one request, whatever it asks for, and closes.
async fn show_page(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    site: &Site,
    destination: Destination,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() >= LONGEST_HEAD || stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let page = page(site, destination);
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{page}",
        page.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

fn page(site: &Site, destination: Destination) -> String {
    let title = format!("{} of {}", device(destination.address), site.name);
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><h1>{title}</h1><p>{destination} behind {}</p></body></html>\n",
        site.identity
    )
}

fn device(address: Ipv4Addr) -> &'static str {
    let [.., last] = address.octets();
    DEVICES[usize::from(last) % DEVICES.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_device_and_its_site() {
        let site = &crate::sites::first(1)[0];
        let destination = Destination { address: Ipv4Addr::new(192, 168, 88, 10), port: 80 };
        let page = page(site, destination);
        assert!(page.contains("<h1>NAS of Cape Town Head Office</h1>"), "{page}");
        assert!(page.contains("192.168.88.10:80 behind cpt-hq-gw1"), "{page}");
    }
}
