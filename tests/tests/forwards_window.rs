//! The real window and a device behind a router: a port forward from the form to its end.

#![cfg(target_os = "linux")]

use altostrat_sandbox::{API_KEY, Sandbox};
use launcher_tests::app::Start;
use launcher_tests::device::{NAS, attach_device, is_cut, says_twice};
use launcher_tests::hands::fill_span;
use launcher_tests::rig::{calls_to, quick};
use launcher_tests::waiting::until;
use tokio::net::TcpStream;

const SITE: &str = "Cape Town Head Office";
const ROW: &str = "Port forward Cape Town Head Office";
const DESTINATION: &str = "192.168.88.10:7777";

#[tokio::test]
async fn a_forward_asked_for_in_the_window_carries_bytes_until_it_is_revoked_there() {
    let sandbox = Sandbox::start(quick()).await.unwrap();
    let site = sandbox.sites().iter().find(|site| site.name == SITE).unwrap().id.clone();
    attach_device(&sandbox, &site, 7_777).await;
    let app = Start::default().profile(&sandbox.url(), "v1", API_KEY).open().await;
    let window = &app.window;
    app.open_site("cap", SITE).await;

    // A name where an address should be: said at its field, and nobody is asked.
    window.the("button", "Forward a port…").await.click().await;
    let dialog = window.the("dialog", "Forward a port").await;
    let address = dialog.the("textbox", "Device address").await;
    address.fill("nas.local").await;
    dialog.the("textbox", "Port").await.fill("7777").await;
    fill_span(&dialog, "60").await;
    let send = dialog.the("button", "Request").await;
    send.click().await;
    until("the sentence at the field", async || {
        let told = address.description().await;
        (told == "Not an IPv4 address. Type one, such as 192.168.88.10.").then_some(())
    })
    .await;
    assert!(dialog.is_there().await, "the form stays");
    assert_eq!(calls_to(&sandbox, "POST", ""), 0, "{:#?}", sandbox.calls());

    // Mended, it is one create, and a row that says where it leads, how long, and where to dial.
    address.fill(NAS).await;
    assert_eq!(address.description().await, "");
    send.click().await;
    window.gone("dialog", "Forward a port").await;
    let row = window.the("table", "Sessions").await.the("row", ROW).await;
    until("the forward to be active", async || row.text().await.contains("active").then_some(())).await;
    let made = sandbox.forwards(&site);
    let [forward] = &made[..] else { panic!("not one forward: {made:?}") };
    let shown = row.text().await;
    let dialled = format!("127.0.0.1:{}", forward.port);
    assert!(shown.contains(DESTINATION) && shown.contains(&dialled), "{dialled} in {shown:?}");
    let first = row.the("timer", "Time left").await.text().await;
    assert!(first.starts_with("01:00:0") || first.starts_with("00:59:"), "{first:?}");
    until("the countdown to move", async || {
        (row.the("timer", "Time left").await.text().await != first).then_some(())
    })
    .await;

    // What is dialled is the device.
    let mut stream = TcpStream::connect(&dialled).await.unwrap();
    says_twice(&mut stream, "hello").await;

    app.revoke(ROW).await;
    is_cut(&mut stream).await;
    until("the port to be closed", async || TcpStream::connect(&dialled).await.err()).await;
    window.the("button", "Ended 1").await.click().await;
    let ended = window.the("table", "Ended sessions").await.the("row", ROW).await;
    assert!(ended.text().await.contains("ended: revoked by hand"), "{:?}", ended.text().await);
    assert!(ended.all("button", "Revoke").await.is_empty());
    window.gone("table", "Sessions").await;

    assert!(sandbox.forwards(&site)[0].revoked_early);
    assert_eq!((calls_to(&sandbox, "POST", ""), calls_to(&sandbox, "DELETE", "")), (1, 1));
    app.close().await;
}
