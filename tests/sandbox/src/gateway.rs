//! The management server's part of a session: its port, its range, and the cut at its end.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::sleep;

use crate::clock;
use crate::session::{Ending, Protocol, Session};
use crate::ssh::console::Device;
use crate::ssh::server;
use crate::way::{Login, Way};
use crate::world::World;

/// Bytes under way between the gateway and the router.
const TUNNEL_SIZE: usize = 64 * 1024;
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Lives a session from its creation to its end.
pub(crate) async fn live(world: Arc<World>, session: Arc<Session>, socket: TcpSocket) {
    if session.login().is_some_and(|login| login.protocol == Protocol::Ssh) {
        world.prepare_host_key(session.site);
    }
    let life = async {
        tokio::join!(router(&world, &session), gateway(&world, &session, socket));
    };
    tokio::select! {
        () = session.lifeline.cancelled() => {}
        () = sleep(clock::time_until(session.expires_at())) => session.end(Ending::Expired),
        () = life => {}
    }
}

/// The router makes the temporary user when it fetches its job; an offline one never does.
async fn router(world: &World, session: &Session) {
    sleep(world.options.router_delay).await;
    if world.sites[session.site].online {
        session.open_login();
    }
}

/// The regional server opens the port and carries connections through it. Behind a forward nobody
/// answers before the router has its rule, so that its port refuses until then.
async fn gateway(world: &Arc<World>, session: &Arc<Session>, socket: TcpSocket) {
    sleep(world.options.gateway_delay).await;
    if session.destination().is_some() {
        sleep(world.options.router_delay.saturating_sub(world.options.gateway_delay)).await;
        if !world.sites[session.site].online {
            return std::future::pending().await;
        }
    }
    let Ok(listener) = socket.listen(64) else { return std::future::pending().await };
    loop {
        let Ok((client, _)) = listener.accept().await else {
            // Out of descriptors, most likely; accepting again at once would spin.
            sleep(ACCEPT_PAUSE).await;
            continue;
        };
        if session.range.admits(world.client_address()) {
            let (world, session) = (Arc::clone(world), Arc::clone(session));
            world.tasks.clone().spawn(async move { carry(&world, &session, client).await });
        }
    }
}

/// Carries one connection to the router and cuts it when the session ends.
async fn carry(world: &World, session: &Arc<Session>, mut client: TcpStream) {
    let _counted = session.count_connection();
    let _ = client.set_nodelay(true);
    let (mut near, far) = tokio::io::duplex(TUNNEL_SIZE);
    let site = &world.sites[session.site];
    let router = async {
        match session.way {
            Way::Forward(destination) => world.devices.answer(far, session.site, site, destination).await,
            Way::Access(Login { protocol: Protocol::Winbox, .. }) => hold(far).await,
            Way::Access(Login { protocol: Protocol::Ssh, .. }) => {
                if let Ok(key) = world.host_keys.get(site).await {
                    let _ = server::answer(far, key, Arc::clone(session), Device::of(site)).await;
                }
            }
        }
    };
    let tunnel = async {
        let carried = tokio::io::copy_bidirectional(&mut client, &mut near);
        tokio::pin!(carried, router);
        tokio::select! {
            // The client is gone, perhaps by a reset, which the router would wait out for ever.
            _ = &mut carried => {}
            // What the router said last is still on its way.
            () = &mut router => drop(carried.await),
        }
    };
    // Dropping both ends closes the client's connection and lets the router's side run out.
    session.lifeline.run_until_cancelled(tunnel).await;
}

/// Takes what comes and stays silent, as long as the other side keeps the connection.
async fn hold(mut stream: impl AsyncRead + Unpin) {
    let mut buffer = [0; 1024];
    while matches!(stream.read(&mut buffer).await, Ok(count) if count > 0) {}
}
