//! A session as it is told to this program, and the check that makes it safe to pass on to `ssh`.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// Everything `ssh` needs but the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshSession {
    /// Address or name, an IPv6 address without brackets.
    pub host: String,
    pub port: u16,
    pub login: String,
    /// The name under which the router's key is kept: `altostrat-<site id>`. Host and port of a session are
    /// new each time, so they cannot tell routers apart.
    pub host_key_alias: String,
    /// Absolute path of the launcher's own known hosts.
    pub known_hosts: String,
    /// Absolute path of `ssh`.
    pub program: String,
    /// Also accept RSA keys signed with SHA-1, which OpenSSH 8.8 and later refuse by default and old RouterOS
    /// has nothing better than.
    pub allow_ssh_rsa: bool,
}

/// Says which field of a session must not be passed to `ssh`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionProblem {
    Host,
    Port,
    Login,
    HostKeyAlias,
    KnownHosts,
    Program,
}

impl fmt::Display for SessionProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = match self {
            Self::Host => "host",
            Self::Port => "port",
            Self::Login => "login",
            Self::HostKeyAlias => "host key alias",
            Self::KnownHosts => "path of the known hosts",
            Self::Program => "path of ssh",
        };
        write!(formatter, "the {field} of the session is not safe to hand to ssh")
    }
}

impl std::error::Error for SessionProblem {}

/// A session whose every field was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeSession(SshSession);

impl SafeSession {
    pub fn check(session: SshSession) -> Result<Self, SessionProblem> {
        let checks = [
            (is_host(&session.host), SessionProblem::Host),
            (session.port != 0, SessionProblem::Port),
            (is_login(&session.login), SessionProblem::Login),
            (is_alias(&session.host_key_alias), SessionProblem::HostKeyAlias),
            (is_quotable_path(&session.known_hosts), SessionProblem::KnownHosts),
            (is_program(&session.program), SessionProblem::Program),
        ];
        match checks.into_iter().find(|(good, _)| !good) {
            Some((_, problem)) => Err(problem),
            None => Ok(Self(session)),
        }
    }

    pub fn get(&self) -> &SshSession {
        &self.0
    }

    pub fn into_inner(self) -> SshSession {
        self.0
    }
}

/// An IP address, or a DNS name of letters, digits and inner hyphens.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.parse::<IpAddr>().is_ok()
        || (host.len() <= 253
            && host.split('.').all(is_label)
            && host.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

/// Narrow on purpose: OpenSSH before 10.6 lets `$` and `\` through in a user name (CVE-2026-106583).
fn is_login(login: &str) -> bool {
    (1..=64).contains(&login.len())
        && login.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
        && login.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte))
}

fn is_alias(alias: &str) -> bool {
    alias.strip_prefix("altostrat-").is_some_and(|site| {
        (1..=128).contains(&site.len())
            && site.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    })
}

/// A path that can stand between double quotes in an ssh option: no quotes, no control characters, none of the
/// escapes that `ssh_config(5)` would expand and that cannot be written plainly.
fn is_quotable_path(path: &str) -> bool {
    Path::new(path).is_absolute()
        && !path.contains("${")
        && !path.chars().any(|letter| letter.is_control() || letter == '"')
        // Windows separates folders with it; `arguments` turns it round there.
        && (cfg!(windows) || !path.contains('\\'))
}

/// An absolute path; on Windows of an `.exe`, because batch files are run through `cmd.exe`.
fn is_program(path: &str) -> bool {
    let path = Path::new(path);
    let is_exe = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("exe"));
    path.is_absolute() && (is_exe || !cfg!(windows))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What an absolute path starts with.
    pub(crate) const ROOT: &str = if cfg!(windows) { "C:" } else { "" };

    pub(crate) fn session() -> SshSession {
        SshSession {
            host: "edge-1.ostrat.io".into(),
            port: 40_022,
            login: "transient-user-abc123".into(),
            host_key_alias: "altostrat-d290f1ee-6c54-4b01-90e6-d701748f0851".into(),
            known_hosts: format!("{ROOT}/home/an engineer/known_hosts"),
            program: format!("{ROOT}/usr/bin/ssh.exe"),
            allow_ssh_rsa: false,
        }
    }

    #[test]
    fn an_honest_session_passes() {
        for host in ["edge-1.ostrat.io", "203.0.113.9", "2001:db8::1", "localhost"] {
            assert!(SafeSession::check(SshSession { host: host.into(), ..session() }).is_ok(), "{host}");
        }
    }

    #[test]
    fn every_field_that_ssh_could_misread_is_refused() {
        let refused = |session: SshSession| SafeSession::check(session).unwrap_err();
        for host in
            ["", "-oProxyCommand=x", "a b", "a;b", "a\nb", "$(x)", "%h", "[::1]", "a..b", "a-", "1.2.3"]
        {
            let host = host.to_owned();
            assert_eq!(refused(SshSession { host, ..session() }), SessionProblem::Host);
        }
        assert_eq!(refused(SshSession { port: 0, ..session() }), SessionProblem::Port);
        for login in ["", "-l", "a b", "a\n", "u$HOME", "u\\x", "a+ct", "`x`"] {
            let login = login.to_owned();
            assert_eq!(refused(SshSession { login, ..session() }), SessionProblem::Login);
        }
        for alias in ["altostrat-", "router", "altostrat-a b", "altostrat-a,b", "altostrat-*"] {
            let host_key_alias = alias.to_owned();
            assert_eq!(refused(SshSession { host_key_alias, ..session() }), SessionProblem::HostKeyAlias);
        }
        for path in ["known_hosts", "/a\"b", "/a\nb", "/${HOME}/x"] {
            let known_hosts = path.to_owned();
            assert_eq!(refused(SshSession { known_hosts, ..session() }), SessionProblem::KnownHosts);
        }
        for path in ["ssh", "./ssh", ""] {
            let program = path.to_owned();
            assert_eq!(refused(SshSession { program, ..session() }), SessionProblem::Program);
        }
    }
}
