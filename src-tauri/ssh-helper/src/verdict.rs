//! What the error output of `ssh` says: whether the login was taken, and why it ended.

/// Why `ssh` ended before a session came about, by the weight it has for the user: the later outweighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// Nobody listens yet, or whoever does hung up before the login.
    NotReachable,
    /// The router does not accept the login, or not yet.
    LoginRefused,
    /// The router has no host key but an RSA key signed with SHA-1.
    OldHostKeyOnly,
    /// The router shows another host key than before.
    HostKeyChanged,
}

/// Reads the error output as it passes by, line by line.
#[derive(Debug, Default)]
pub struct Listener {
    line: Vec<u8>,
    logged_in: bool,
    finding: Option<Finding>,
}

impl Listener {
    /// Longest part of a line that is looked at.
    const LONGEST: usize = 1_024;

    pub fn hear(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if matches!(byte, b'\n' | b'\r') {
                self.end_of_line();
            } else if self.line.len() < Self::LONGEST {
                self.line.push(*byte);
            }
        }
    }

    /// Whether the router has taken the login.
    pub fn logged_in(&self) -> bool {
        self.logged_in
    }

    /// The weightiest thing heard before the login; what comes after it is the session's own.
    pub fn finding(mut self) -> Option<Finding> {
        self.end_of_line();
        self.finding
    }

    fn end_of_line(&mut self) {
        if !self.logged_in {
            let line = String::from_utf8_lossy(&self.line);
            self.logged_in = line.starts_with(LOGGED_IN);
            self.finding = self.finding.max(read(&line));
        }
        self.line.clear();
    }
}

/// How OpenSSH begins the line that says so, from `LogLevel=VERBOSE` on. Before the login a router can write it,
/// too, as its banner: nothing but words may hang on it.
const LOGGED_IN: &str = "Authenticated to ";

/// Reads one line of OpenSSH's error output. The messages are not translated; those with a reason at the end
/// carry the system's text there, which is not looked at.
fn read(line: &str) -> Option<Finding> {
    if line.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")
        || (line.starts_with("Host key for ") && line.contains(" has changed"))
    {
        return Some(Finding::HostKeyChanged);
    }
    if let Some((_, offer)) = line.split_once("no matching host key type found. Their offer: ") {
        return offer.split(',').any(|kind| kind.trim() == "ssh-rsa").then_some(Finding::OldHostKeyOnly);
    }
    if line.contains(": Permission denied (") || line.ends_with("Too many authentication failures") {
        return Some(Finding::LoginRefused);
    }
    // These come before the login only; a session that is cut reads "Connection to <host> closed by remote host."
    let before_login = [
        "ssh: connect to host ",
        "kex_exchange_identification: ",
        "banner exchange: ",
        "Connection closed by ",
        "Connection reset by ",
        "Connection timed out during banner exchange",
        "ssh_exchange_identification: ",
        "ssh_dispatch_run_fatal: ",
    ];
    before_login.iter().any(|start| line.starts_with(start)).then_some(Finding::NotReachable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str) -> Option<Finding> {
        let mut listener = Listener::default();
        // As small pieces as can be: a pipe splits where it likes.
        for byte in text.as_bytes() {
            listener.hear(&[*byte]);
        }
        listener.finding()
    }

    #[test]
    fn what_openssh_says_is_understood() {
        for (text, finding) in [
            ("u@h: Permission denied (password,keyboard-interactive).\r\n", Finding::LoginRefused),
            (
                "Received disconnect from 1.2.3.4 port 22:2: Too many authentication failures",
                Finding::LoginRefused,
            ),
            (
                "Unable to negotiate with 1.2.3.4 port 22: no matching host key type found. Their offer: ssh-rsa\r\n",
                Finding::OldHostKeyOnly,
            ),
            (
                "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\nHost key verification failed.",
                Finding::HostKeyChanged,
            ),
            (
                "Host key for altostrat-site-1 has changed and you have requested strict checking.",
                Finding::HostKeyChanged,
            ),
            ("ssh: connect to host edge port 40022: Connection refused\r\n", Finding::NotReachable),
            ("kex_exchange_identification: Connection closed by remote host\r\n", Finding::NotReachable),
            ("Connection closed by 127.0.0.1 port 40022\r\n", Finding::NotReachable),
        ] {
            assert_eq!(heard(text), Some(finding), "{text}");
        }
    }

    #[test]
    fn a_session_that_is_cut_is_no_reason_to_try_again() {
        for text in [
            "",
            "Warning: Permanently added 'altostrat-site-1' (ED25519) to the list of known hosts.\r\n",
            "Connection to edge-1.ostrat.io closed by remote host.\r\nConnection to edge-1.ostrat.io closed.\r\n",
            "client_loop: send disconnect: Broken pipe\r\n",
            "no matching host key type found. Their offer: ssh-dss",
        ] {
            assert_eq!(heard(text), None, "{text}");
        }
    }

    #[test]
    fn a_login_is_noticed_at_the_end_of_its_line() {
        for line in [
            "Authenticated to 127.0.0.1 ([127.0.0.1]:40022) using \"password\".",
            "Authenticated to edge-1.ostrat.io ([2001:db8::1]:40022).",
        ] {
            let mut listener = Listener::default();
            listener.hear(
                b"Warning: Permanently added 'altostrat-site-1' (ED25519) to the list of known hosts.\r\n",
            );
            listener.hear(line.as_bytes());
            assert!(!listener.logged_in());
            listener.hear(b"\r\n");
            assert!(listener.logged_in(), "{line}");
        }
    }

    #[test]
    fn a_connection_lost_after_the_login_is_no_reason_to_try_again() {
        let text = "Authenticated to e ([1.2.3.4]:22) using \"password\".\r\nConnection reset by 1.2.3.4 port 22\r\n";
        assert_eq!(heard(text), None);
    }

    #[test]
    fn a_banner_cannot_hide_a_changed_key() {
        assert_eq!(
            heard("Host key for x has changed\r\nAuthenticated to x\r\n"),
            Some(Finding::HostKeyChanged)
        );
    }

    #[test]
    fn a_changed_key_outweighs_the_refusal_that_follows_it() {
        let text = "Host key for x has changed\nu@h: Permission denied (password).\n";
        assert_eq!(heard(text), Some(Finding::HostKeyChanged));
    }
}
