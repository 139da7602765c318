//! What the error output of `ssh` says about why it ended.

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

    /// The weightiest thing heard.
    pub fn finding(mut self) -> Option<Finding> {
        self.end_of_line();
        self.finding
    }

    fn end_of_line(&mut self) {
        self.finding = self.finding.max(read(&String::from_utf8_lossy(&self.line)));
        self.line.clear();
    }
}

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
    fn a_changed_key_outweighs_the_refusal_that_follows_it() {
        let text = "Host key for x has changed\nu@h: Permission denied (password).\n";
        assert_eq!(heard(text), Some(Finding::HostKeyChanged));
    }
}
