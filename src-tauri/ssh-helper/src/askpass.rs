//! This program as `ssh`'s askpass.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::call;
use crate::id::OneTimeId;
use crate::prompt;
use crate::wire::{Answer, Request};

/// Names the variable that carries the one-time id from the run through `ssh` to its askpass.
pub const ID_VARIABLE: &str = "ALTO_ASKPASS_ID";

/// Answers one prompt of `ssh`, if it asks for the password and has not been answered before.
///
/// The launcher judges the prompt, because it knows whose password it is. Everything else ends with a failure
/// and no output, which `ssh` takes for "no answer"; a question about a host key then fails closed.
pub fn answer(ticket: &OsStr, prompt: &OsStr) -> ExitCode {
    let (Some(Ok(ticket)), Some(prompt)) = (ticket.to_str().map(OneTimeId::parse), prompt.to_str()) else {
        return ExitCode::FAILURE;
    };
    if prompt.len() > prompt::LONGEST {
        return ExitCode::FAILURE;
    }
    let place = ticket.place();
    let request = Request::Password { ticket, prompt: prompt.to_owned() };
    let Ok(Answer::Password { password }) = call::ask(&place, &request) else {
        return ExitCode::FAILURE;
    };
    let mut out = io::stdout().lock();
    let written = out
        .write_all(password.expose().as_bytes())
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush());
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
