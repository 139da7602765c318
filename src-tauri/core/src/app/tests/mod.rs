//! The machine, driven by hand: what goes in, what must come out, and when.

mod account;
mod driver;
mod forwards;
mod launching;
mod promises;
mod renewing;
mod sessions;
mod sites;
