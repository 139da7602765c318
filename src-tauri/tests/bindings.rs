//! The TypeScript of the commands is generated, committed, and true.

use altostrat_launcher::commands;
use specta_typescript::Typescript;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/ipc/bindings.ts");

#[test]
#[expect(clippy::disallowed_methods, reason = "`cargo xtask bindings` asks for new ones by a variable")]
fn the_committed_bindings_are_those_of_the_commands() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("bindings.ts");
    let header =
        "// Made by `cargo xtask bindings` from the commands and views of the core. Not for editing.\n";
    commands::builder::<tauri::Wry>().export(Typescript::default().header(header), &made).unwrap();
    let made = std::fs::read_to_string(made).unwrap();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(COMMITTED, &made).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap();
    assert!(committed == made, "the bindings have drifted: run `cargo xtask bindings`");
}
