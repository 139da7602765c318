use super::*;

fn device() -> Device {
    Device::of(&crate::sites::first(1)[0])
}

fn console() -> Console {
    Console::new(device(), "transient-user-abc123", true)
}

const PROMPT: &str = "[transient-user-abc123@cpt-hq-gw1] > ";

fn text(line: &str) -> String {
    match device().run(line) {
        Reply::Text(text) => text,
        Reply::Quit => panic!("{line} left the console"),
    }
}

#[test]
fn the_greeting_ends_in_the_prompt() {
    assert!(console().greeting().ends_with(PROMPT));
}

#[test]
fn the_identity_is_printed_in_the_routers_form() {
    for line in [
        "/system identity print",
        "system identity print",
        "/system/identity/print",
        " /system  identity print ",
    ] {
        assert_eq!(text(line), "  name: cpt-hq-gw1\r\n\r\n");
    }
}

#[test]
fn the_other_menus_answer() {
    assert!(text("/system resource print").contains("version: 7.16.2 (stable)"));
    assert!(text("/ip address print").contains("192.168.88.1/24"));
    assert!(text("/interface print").contains("ether1"));
}

#[test]
fn unknown_words_are_named_with_their_column() {
    assert_eq!(text("foo"), "bad command name foo (line 1 column 1)\r\n");
    assert_eq!(text("/system foo"), "bad command name foo (line 1 column 9)\r\n");
    assert_eq!(text("/system identity set"), "bad command name set (line 1 column 18)\r\n");
    assert_eq!(text("مرحبا foo"), "bad command name مرحبا (line 1 column 1)\r\n");
}

#[test]
fn typed_characters_come_back_and_a_return_runs_the_line_once() {
    for end in ["\r", "\n", "\r\n"] {
        let shown = console().type_in(format!("/system identity print{end}").as_bytes());
        assert_eq!(shown.text, format!("/system identity print\r\n  name: cpt-hq-gw1\r\n\r\n{PROMPT}"));
    }
}

#[test]
fn backspace_takes_a_whole_character_away() {
    let mut console = console();
    console.type_in("fooé".as_bytes());
    assert_eq!(console.type_in(&[0x7f, 0x08, 0x7f]).text, "\x08 \x08".repeat(3));
    assert!(console.type_in(b"\r").text.contains("bad command name f "));
}

#[test]
fn backspace_on_an_empty_line_does_nothing() {
    assert_eq!(console().type_in(&[0x7f]).text, "");
}

#[test]
fn interrupt_drops_the_line() {
    let mut console = console();
    assert_eq!(console.type_in(b"foo\x03").text, format!("foo\r\n{PROMPT}"));
    assert_eq!(console.type_in(b"\r").text, format!("\r\n{PROMPT}"));
}

#[test]
fn end_of_input_leaves_on_an_empty_line_only() {
    assert!(!console().type_in(b"a\x04").ended);
    assert!(console().type_in(b"\x04").ended);
}

#[test]
fn quit_leaves() {
    assert!(console().type_in(b"/quit\r").ended);
    assert!(console().type_in(b"quit\n").ended);
}

#[test]
fn arrow_keys_leave_no_trace_in_the_line() {
    let shown = console().type_in(b"\x1b[Afo\x1bOBo\r");
    assert!(shown.text.contains("bad command name foo"));
}

#[test]
fn a_character_split_over_two_packets_is_put_together() {
    let mut console = console();
    let bytes = "é\r".as_bytes();
    console.type_in(&bytes[..1]);
    assert!(console.type_in(&bytes[1..]).text.contains("bad command name é "));
}
