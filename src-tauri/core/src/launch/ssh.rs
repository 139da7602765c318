//! What is told to the console program, and to a person who types the command by hand.

use std::path::Path;

use altostrat_ssh::{SafeSession, SessionProblem, SshSession};

use super::Dial;
use crate::domain::SiteId;

/// The session as the console program needs it. `program` and `known_hosts` are absolute paths; the host key
/// is kept under the site's id, because host and port are new with each session.
pub fn session(
    dial: &Dial,
    site: &SiteId,
    program: &Path,
    known_hosts: &Path,
    allow_ssh_rsa: bool,
) -> Result<SafeSession, SessionProblem> {
    SafeSession::check(SshSession {
        host: dial.entry_point.host.to_string(),
        port: dial.entry_point.port.number(),
        login: dial.login.to_string(),
        host_key_alias: host_key_alias(site),
        known_hosts: known_hosts.to_str().ok_or(SessionProblem::KnownHosts)?.to_owned(),
        program: program.to_str().ok_or(SessionProblem::Program)?.to_owned(),
        allow_ssh_rsa,
    })
}

/// The name a site's host key has in the launcher's own known hosts.
pub fn host_key_alias(site: &SiteId) -> String {
    format!("altostrat-{site}")
}

/// The command to type where no terminal could be opened. Holds no password: `ssh` asks for it.
pub fn manual_command(dial: &Dial) -> String {
    format!("ssh -p {} {}@{}", dial.entry_point.port, dial.login, dial.entry_point.host)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{EntryPoint, Host, Login, Port};
    use crate::launch::launchable::tests::{PASSWORD, dial};

    fn absolute(path: &str) -> String {
        if cfg!(windows) { format!("C:{path}.exe") } else { path.to_owned() }
    }

    fn checked(dial: &Dial) -> SafeSession {
        let site = SiteId::parse("d290f1ee-6c54-4b01-90e6-d701748f0851").unwrap();
        let (ssh, known_hosts) = (absolute("/usr/bin/ssh"), absolute("/home/u/known_hosts"));
        session(dial, &site, Path::new(&ssh), Path::new(&known_hosts), false).unwrap()
    }

    #[test]
    fn the_manual_command_is_without_the_password() {
        assert_eq!(manual_command(&dial()), "ssh -p 40022 transient-user-abc123@edge-1.ostrat.io");
        assert!(!manual_command(&dial()).contains(PASSWORD));
    }

    #[test]
    fn the_console_program_is_told_the_site_not_the_port_as_the_routers_name() {
        let session = checked(&dial()).into_inner();
        assert_eq!(session.host_key_alias, "altostrat-d290f1ee-6c54-4b01-90e6-d701748f0851");
        assert_eq!((session.host.as_str(), session.port), ("edge-1.ostrat.io", 40_022));
    }

    #[test]
    fn a_relative_ssh_is_refused() {
        let site = SiteId::parse("s").unwrap();
        let known_hosts = absolute("/known_hosts");
        let refused = session(&dial(), &site, Path::new("ssh"), Path::new(&known_hosts), false);
        assert_eq!(refused, Err(SessionProblem::Program));
    }

    proptest! {
        /// Both sides check; what the launcher accepts the console program accepts as well.
        #[test]
        fn every_argument_of_ssh_is_a_checked_field_or_a_constant(
            host in "[ -~]{1,24}", port in 1_i64..=65_535, login in "[ -~]{1,16}"
        ) {
            let (Ok(host), Ok(login)) = (Host::parse(&host), Login::parse(&login)) else { return Ok(()) };
            let dial = Dial { entry_point: EntryPoint { host, port: Port::new(port).unwrap() }, login, ..dial() };
            check_arguments(&dial)?;
        }

        #[test]
        fn plausible_hosts_and_logins_pass_whole(
            host in "[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?\\.[a-z]{2,5}", login in "[A-Za-z0-9][A-Za-z0-9._@-]{0,20}"
        ) {
            let host = Host::parse(&host).unwrap();
            let port = Port::new(22).unwrap();
            let dial =
                Dial { entry_point: EntryPoint { host, port }, login: Login::parse(&login).unwrap(), ..dial() };
            check_arguments(&dial)?;
        }
    }

    fn check_arguments(dial: &Dial) -> Result<(), TestCaseError> {
        let arguments = altostrat_ssh::ssh_arguments(&checked(dial));
        let reference = altostrat_ssh::ssh_arguments(&checked(&crate::launch::launchable::tests::dial()));
        prop_assert_eq!(arguments.len(), reference.len());
        let last = arguments.len() - 1;
        for (at, argument) in arguments.iter().enumerate() {
            let argument = argument.to_str().unwrap();
            match at {
                3 => prop_assert_eq!(argument, dial.entry_point.port.to_string()),
                5 => prop_assert_eq!(argument, dial.login.as_str()),
                at if at == last => prop_assert_eq!(argument, dial.entry_point.host.to_string()),
                at => prop_assert_eq!(argument, reference.get(at).unwrap().to_str().unwrap()),
            }
        }
        prop_assert_eq!(arguments.get(last - 1).unwrap(), "--");
        Ok(())
    }
}
