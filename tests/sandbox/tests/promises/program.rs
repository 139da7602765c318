//! The program around the library.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::support::client;

#[tokio::test]
async fn the_program_tells_its_address_and_variables_and_ends_on_a_signal() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_altostrat-sandbox"))
        .args(["--sites", "3", "--generation", "sites", "--minute", "2s"])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let first = lines.next_line().await.unwrap().unwrap();
    let url = first.strip_prefix("listening on ").unwrap().to_owned();
    assert_eq!(lines.next_line().await.unwrap(), Some(format!("ALTOSTRAT_API_URL={url}")));
    assert_eq!(lines.next_line().await.unwrap().as_deref(), Some("ALTOSTRAT_API_GENERATION=sites"));
    let token = lines.next_line().await.unwrap().unwrap();
    let token = token.strip_prefix("ALTOSTRAT_API_TOKEN=").unwrap();
    let sites = client().get(format!("{url}/sites")).bearer_auth(token).send().await.unwrap();
    let sites: Vec<serde_json::Value> = serde_json::from_slice(&sites.bytes().await.unwrap()).unwrap();
    assert_eq!(sites.len(), 3);

    let id = program.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    assert!(program.wait().await.unwrap().success());
}
