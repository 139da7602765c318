//! What the tests of the whole launcher share: the app in a process of its own, a WebDriver client, stand-ins
//! for the desktop, and places that vanish.

pub mod app;
pub mod device;
pub mod fakes;
pub mod hands;
#[cfg(target_os = "linux")]
pub mod login;
pub mod notification_server;
pub mod processes;
pub mod rig;
pub mod status_notifier;
pub mod waiting;
pub mod webdriver;
