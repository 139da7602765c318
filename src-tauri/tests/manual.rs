//! The manual pages and the completions of shells are generated, committed, and true.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::Path;

use clap_complete::{Shell, generate_to};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/linux");
const PROGRAM: &str = "altostrat-launcher";

/// Writes everything into a folder laid out as the committed one.
fn make(folder: &Path) {
    let (man, completions) = (folder.join("man"), folder.join("completions"));
    for folder in [&man, &completions] {
        fs::create_dir_all(folder).unwrap();
    }
    // Without the page of the command `help`, which says nothing that --help does not say.
    let command = altostrat_launcher::command_line().disable_help_subcommand(true);
    clap_mangen::generate_to(command.clone(), &man).unwrap();
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        generate_to(shell, &mut command.clone(), PROGRAM, &completions).unwrap();
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "`cargo xtask bindings` asks for new ones by a variable")]
fn the_committed_manual_and_completions_are_those_of_the_command_line() {
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        make(Path::new(COMMITTED));
    }
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    for (place, count) in [("man", 2), ("completions", 3)] {
        let mut seen = 0;
        for made in fs::read_dir(folder.path().join(place)).unwrap() {
            let made = made.unwrap().path();
            let committed = Path::new(COMMITTED).join(place).join(made.file_name().unwrap());
            assert!(
                fs::read(&made).ok() == fs::read(&committed).ok(),
                "{} has drifted: run `cargo xtask bindings`",
                committed.display()
            );
            seen += 1;
        }
        assert_eq!(seen, count, "{place}");
    }
}

#[test]
fn the_manual_says_what_connect_takes_and_what_its_exit_statuses_mean() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    let page = fs::read_to_string(folder.path().join("man/altostrat-launcher-connect.1")).unwrap();
    for words in ["winbox", "minutes", "Exit status: 0 the program was started", "6 signed out"] {
        assert!(page.contains(words), "{words}");
    }
}
