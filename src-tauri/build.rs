//! Declares the commands of the window, so that each must be granted by name.

/// Every command of `src/commands.rs`. A command missing here cannot be called at all.
const COMMANDS: &[&str] = &[
    "load_views",
    "inspect_key",
    "sign_in",
    "sign_out",
    "retry_keychain",
    "cancel_keychain",
    "refresh",
    "show_place",
    "set_favourite",
    "check_range",
    "request_defaults",
    "remember_my_address",
    "request_session",
    "request_several",
    "find_sites",
    "request_forward",
    "connect_site",
    "connect_session",
    "open_forward",
    "revoke_session",
    "renew_session",
    "renew_here",
    "look_up_address",
    "revoke_all",
    "close_prompt",
    "answer_quit",
    "answer_no_tray",
    "quit",
    "dismiss_session",
    "copy_from_session",
    "save_settings",
    "prepare_diagnostics",
    "save_diagnostics",
    "choose_program",
    "test_program",
    "install_update",
    "trust_host_key",
    "forget_host_key",
    "allow_old_host_keys",
];

fn main() {
    let attributes =
        tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    if let Err(problem) = tauri_build::try_build(attributes) {
        // cargo shows what a failing build script prints.
        println!("cargo::error={problem:#}");
    }
}
