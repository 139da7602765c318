//! The machine, driven by hand: what goes in, what must come out, and when.

mod account;
mod acts;
mod diagnostics;
mod driver;
mod forwards;
mod guard;
mod host_keys;
mod launching;
mod leaving;
mod notices;
mod outside;
mod own_address;
mod promises;
mod renewing;
mod sessions;
mod several;
mod sites;
mod tray;
mod updating;
mod watcher;
