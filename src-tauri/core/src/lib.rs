//! Everything of Altostrat Launcher that can be tested without a window.
//!
//! The crate knows no Tauri and no GTK, reads no clock, no environment and starts no process by itself: all of
//! that comes in through [`app::ports`].

pub mod altostrat;
pub mod app;
pub mod call;
pub mod clock;
pub mod contract;
pub mod diagnostics;
pub mod domain;
pub mod launch;
pub mod notice;
pub mod own_address;
pub mod redact;
pub mod sessions;
pub mod settings;
pub mod text;
pub mod tray;
