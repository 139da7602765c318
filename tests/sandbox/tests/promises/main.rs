//! What the sandbox promises to those who test against it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what the tests share fails like a test")]

mod access;
mod api;
mod control;
mod faults;
mod forwards;
mod lifecycle;
#[cfg(unix)]
mod program;
mod support;
mod terminal;
