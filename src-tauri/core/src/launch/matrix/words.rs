//! The words that launches are tried with. The tests of the shell read this file as well, and start a real program of
//! Windows with each of them.

/// Pieces that some program on the way might read as something else.
pub(crate) const PIECES: &[&str] = &[
    "-",
    "--",
    "-oProxyCommand=x",
    "--romon",
    "\"",
    "\"\"",
    "'",
    "\\",
    "\\\\",
    "\\\"",
    ";",
    ";;",
    "%",
    "%h",
    "%PATH%",
    "$HOME",
    "$(x)",
    "`x`",
    "&",
    "|",
    "<",
    ">",
    "^",
    "*",
    "?",
    "!",
    "~",
    "#",
    "=",
    "@",
    "@@",
    "@{",
    ":",
    "/",
    "[",
    "]",
    "{",
    "}",
    ",",
    " ",
    "  ",
    "\t",
    "\n",
    "\r",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{202e}",
    "é",
    "日本",
    "🗝",
    "ＷｉｎＢｏｘ",
    "\u{feff}",
    "a",
    "Z9",
    "edge",
    "192.0.2.1",
    "0x7f",
];

/// Passwords that are passed on as they are.
pub(crate) const PASSED_ON: &[&str] =
    &["-p", "--romon", "a;b%PATH%", " lead and trail ", r#"\" \\"#, "pässwörd 日本"];

/// The longest password that is passed on: 512 blanks, quotes and backslashes.
pub(crate) fn longest_password() -> String {
    "\" '\\ ".repeat(103)[..512].to_owned()
}

/// Fields of a session by their names in the API, with values that nothing is started with.
pub(crate) const REFUSED: &[(&str, &str)] = &[
    ("password", "a\nb"),
    ("username", "-l"),
    ("username", "u\n-o"),
    ("username", "ü"),
    ("entry_point", "-oProxyCommand=x"),
    ("entry_point", "a;b"),
    ("entry_point", "edge\".ostrat.io"),
    ("entry_point", "édge.ostrat.io"),
    ("entry_point", "%h"),
];
