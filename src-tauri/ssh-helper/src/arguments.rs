//! The argument list of `ssh`.

use std::ffi::OsString;

use crate::session::SafeSession;

/// Options that are the same for every session, as `ssh_config(5)` names them.
const OPTIONS: [&str; 20] = [
    "GlobalKnownHostsFile=none",
    // A router seen for the first time is learned; one whose key changed is refused before a password is sent.
    "StrictHostKeyChecking=accept-new",
    "CheckHostIP=no",
    "UpdateHostKeys=no",
    "HashKnownHosts=no",
    "PreferredAuthentications=password,keyboard-interactive",
    "PubkeyAuthentication=no",
    "IdentityAgent=none",
    "NumberOfPasswordPrompts=1",
    "ForwardAgent=no",
    "ForwardX11=no",
    "ClearAllForwardings=yes",
    "PermitLocalCommand=no",
    "ControlMaster=no",
    "ControlPath=none",
    "ConnectTimeout=15",
    "ServerAliveInterval=30",
    // The first level at which it says that the login was taken.
    "LogLevel=VERBOSE",
    // OpenSSH 10.1 and later warn of servers without post-quantum key exchange, which RouterOS has none of;
    // older ones do not know the option.
    "IgnoreUnknown=WarnWeakCrypto",
    "WarnWeakCrypto=no-pq-kex",
];

/// Builds the argument list, without the program's own name. The user's and the system's `ssh_config` are
/// left out (`-F none`): a foreign `ProxyCommand` or `Match exec` must not see a session.
pub fn ssh_arguments(session: &SafeSession) -> Vec<OsString> {
    let session = session.get();
    let mut arguments: Vec<OsString> = Vec::new();
    for plain in ["-F", "none", "-p"] {
        arguments.push(plain.into());
    }
    arguments.push(session.port.to_string().into());
    arguments.push("-l".into());
    arguments.push(session.login.clone().into());
    let mut option = |text: String| {
        arguments.push("-o".into());
        arguments.push(text.into());
    };
    option(format!("HostKeyAlias={}", session.host_key_alias));
    option(format!("UserKnownHostsFile=\"{}\"", known_hosts(&session.known_hosts)));
    for constant in OPTIONS {
        option(constant.to_owned());
    }
    if session.allow_ssh_rsa {
        // Appended to the defaults, so used only where the router has nothing better.
        option("HostKeyAlgorithms=+ssh-rsa".to_owned());
    }
    arguments.push("--".into());
    arguments.push(session.host.clone().into());
    arguments
}

/// `%` starts a token of ssh and is doubled; a backslash could escape the closing quote, and Windows takes
/// forward slashes as well.
fn known_hosts(path: &str) -> String {
    let path = path.replace('%', "%%");
    if cfg!(windows) { path.replace('\\', "/") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::SshSession;
    use crate::session::tests::{ROOT, session};

    #[test]
    fn the_argument_list_is_exactly_this() {
        let known_hosts = session().known_hosts.replace("known_hosts", "100%/known_hosts");
        let session = SshSession { known_hosts, ..session() };
        let arguments = ssh_arguments(&SafeSession::check(session).unwrap());
        let expected = [
            "-F none -p 40022 -l transient-user-abc123",
            "-o HostKeyAlias=altostrat-d290f1ee-6c54-4b01-90e6-d701748f0851",
            "-o UserKnownHostsFile=\"ROOT/home/an~engineer/100%%/known_hosts\"",
            "-o GlobalKnownHostsFile=none -o StrictHostKeyChecking=accept-new -o CheckHostIP=no",
            "-o UpdateHostKeys=no -o HashKnownHosts=no",
            "-o PreferredAuthentications=password,keyboard-interactive -o PubkeyAuthentication=no",
            "-o IdentityAgent=none -o NumberOfPasswordPrompts=1 -o ForwardAgent=no -o ForwardX11=no",
            "-o ClearAllForwardings=yes -o PermitLocalCommand=no -o ControlMaster=no -o ControlPath=none",
            "-o ConnectTimeout=15 -o ServerAliveInterval=30 -o LogLevel=VERBOSE",
            "-o IgnoreUnknown=WarnWeakCrypto -o WarnWeakCrypto=no-pq-kex -- edge-1.ostrat.io",
        ];
        let expected: Vec<OsString> = expected
            .join(" ")
            .split(' ')
            .map(|word| word.replace('~', " ").replace("ROOT", ROOT).into())
            .collect();
        assert_eq!(arguments, expected);
    }

    #[test]
    fn sha1_host_keys_are_allowed_only_where_asked_for() {
        let session = SshSession { allow_ssh_rsa: true, host: "2001:db8::1".into(), ..session() };
        let arguments = ssh_arguments(&SafeSession::check(session).unwrap());
        assert_eq!(
            arguments[arguments.len() - 4..],
            ["-o", "HostKeyAlgorithms=+ssh-rsa", "--", "2001:db8::1"]
        );
    }
}
