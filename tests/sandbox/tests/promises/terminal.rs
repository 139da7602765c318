//! The console inside an SSH session.

use russh::client::Msg;
use russh::{Channel, ChannelMsg};

use crate::support::*;

/// Reads until the text has appeared; fails when the channel closes before.
pub(crate) async fn shows(channel: &mut Channel<Msg>, text: &str) -> String {
    let mut shown = String::new();
    while !shown.contains(text) {
        match channel.wait().await.unwrap_or_else(|| panic!("closed after {shown:?}")) {
            ChannelMsg::Data { data } => shown.push_str(&String::from_utf8_lossy(&data)),
            ChannelMsg::Close => panic!("closed after {shown:?}"),
            _ => {}
        }
    }
    shown
}

/// Reads to the end of the channel: the text and the exit status.
async fn rest(channel: &mut Channel<Msg>) -> (String, Option<u32>) {
    let (mut shown, mut status) = (String::new(), None);
    while let Some(message) = channel.wait().await {
        match message {
            ChannelMsg::Data { data } => shown.push_str(&String::from_utf8_lossy(&data)),
            ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
            _ => {}
        }
    }
    (shown, status)
}

pub(crate) async fn shell(ssh: &Ssh) -> Channel<Msg> {
    let channel = ssh.channel_open_session().await.unwrap();
    channel.request_pty(true, "xterm", 80, 24, 0, 0, &[]).await.unwrap();
    channel.request_shell(true).await.unwrap();
    channel
}

#[tokio::test]
async fn a_terminal_shows_the_prompt_and_answers_commands_until_quit() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("ssh")).await;
    let ssh = logged_in(&session).await;
    let mut channel = shell(&ssh).await;
    let prompt = format!("[{}@cpt-hq-gw1] > ", session.username);
    shows(&mut channel, &prompt).await;
    channel.data(&b"/system identity print\r"[..]).await.unwrap();
    let answer = shows(&mut channel, &prompt).await;
    assert!(answer.contains("  name: cpt-hq-gw1\r\n"), "{answer:?}");
    channel.data(&b"/quit\r"[..]).await.unwrap();
    assert_eq!(rest(&mut channel).await.1, Some(0));
}

#[tokio::test]
async fn a_single_command_is_answered_without_a_terminal() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("ssh")).await;
    let ssh = logged_in(&session).await;
    let mut channel = ssh.channel_open_session().await.unwrap();
    channel.exec(true, "/system identity print").await.unwrap();
    assert_eq!(rest(&mut channel).await, ("  name: cpt-hq-gw1\r\n\r\n".to_owned(), Some(0)));
}
