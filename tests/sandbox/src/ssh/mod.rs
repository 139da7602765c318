//! The router's end of an SSH session.

pub(crate) mod console;
pub(crate) mod keys;
pub(crate) mod server;
