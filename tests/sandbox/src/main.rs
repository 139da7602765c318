//! The sandbox as a program.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use altostrat_sandbox::{API_KEY, Generations, Sandbox, SandboxOptions};
use anyhow::Context as _;
use clap::Parser;

/// Serves a made-up Altostrat organisation on loopback, with real SSH behind its sessions.
#[derive(Parser)]
#[command(name = "altostrat-sandbox")]
struct Arguments {
    /// Where the API listens; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Number of sites, up to 10,000.
    #[arg(long, default_value_t = 12)]
    sites: usize,
    /// Real duration of a session's minute, such as 2s.
    #[arg(long, default_value = "60s", value_parser = duration)]
    minute: Duration,
    /// Time until the gateway's port opens.
    #[arg(long, default_value = "1s", value_parser = duration)]
    gateway_delay: Duration,
    /// Time until the router accepts the login.
    #[arg(long, default_value = "3s", value_parser = duration)]
    router_delay: Duration,
    /// Paths served: v1, sites or both.
    #[arg(long, default_value = "both")]
    generation: Generations,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let generations = arguments.generation;
    let options = SandboxOptions {
        listen: arguments.listen,
        sites: arguments.sites,
        minute: arguments.minute,
        gateway_delay: arguments.gateway_delay,
        router_delay: arguments.router_delay,
        generations,
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options).await?;
    announce(&sandbox.url(), generations).context("standard output cannot be written")?;
    wait_for_the_end().await.context("signals cannot be received")?;
    sandbox.shutdown().await;
    Ok(())
}

fn announce(url: &str, generations: Generations) -> std::io::Result<()> {
    let generation = if generations == Generations::Sites { "sites" } else { "v1" };
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on {url}")?;
    // A program that waits for the address reads this one line.
    out.flush()?;
    writeln!(out, "ALTOSTRAT_API_URL={url}")?;
    writeln!(out, "ALTOSTRAT_API_GENERATION={generation}")?;
    writeln!(out, "ALTOSTRAT_API_TOKEN={API_KEY}")?;
    out.flush()
}

#[cfg(unix)]
async fn wait_for_the_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn wait_for_the_end() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// Reads `250ms`, `2s` or `1m`.
fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (count, unit) = text.split_at(digits);
    let count: u64 = count.parse().map_err(|_| "a duration starts with a whole number".to_owned())?;
    match unit {
        "ms" => Ok(Duration::from_millis(count)),
        "s" => Ok(Duration::from_secs(count)),
        "m" => count
            .checked_mul(60)
            .map(Duration::from_secs)
            .ok_or_else(|| "the duration is too long".to_owned()),
        _ => Err("a duration ends in ms, s or m".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_a_whole_number_and_a_unit() {
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("2s"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("1m"), Ok(Duration::from_secs(60)));
        for wrong in ["", "2", "s", "-1s", "1h", "1.5s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
