//! Which questions of `ssh` are answered with the password: its own prompt for it, and nothing else.

/// Longest prompt looked at, in bytes. The text of a keyboard-interactive prompt comes from the router.
pub const LONGEST: usize = 1_024;

/// Whether `prompt` asks for the password of `login` at the router known as `alias`.
///
/// OpenSSH writes `<login>@<alias>'s password: ` for password authentication and `(<login>@<alias>) <text of
/// the server>` for keyboard-interactive. The question whether to trust a host key has neither form.
pub fn asks_for_password(prompt: &str, login: &str, alias: &str) -> bool {
    if prompt.len() > LONGEST {
        return false;
    }
    if prompt == format!("{login}@{alias}'s password: ") {
        return true;
    }
    prompt
        .strip_prefix(&format!("({login}@{alias}) "))
        .is_some_and(|text| text.contains("assword") && !text.contains("(yes/no"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGIN: &str = "transient-1";
    const ALIAS: &str = "altostrat-site-1";

    #[test]
    fn both_forms_of_the_password_prompt_are_answered() {
        for prompt in [
            "transient-1@altostrat-site-1's password: ",
            "(transient-1@altostrat-site-1) Password: ",
            "(transient-1@altostrat-site-1) transient-1@MikroTik's password: ",
        ] {
            assert!(asks_for_password(prompt, LOGIN, ALIAS), "{prompt}");
        }
    }

    #[test]
    fn every_other_question_is_left_alone() {
        let long = format!("(transient-1@altostrat-site-1) Password{}", " ".repeat(LONGEST));
        for prompt in [
            "",
            "The authenticity of host 'altostrat-site-1 (<no hostip for proxy command>)' can't be established.\n\
             Are you sure you want to continue connecting (yes/no/[fingerprint])? ",
            "Please type 'yes', 'no' or the fingerprint: ",
            "(transient-1@altostrat-site-1) password ok (yes/no/[fingerprint])? ",
            "transient-1@altostrat-site-1's password:",
            "transient-1@altostrat-site-1's password: x",
            "transient-1@altostrat-site-2's password: ",
            "root@altostrat-site-1's password: ",
            "(transient-1@altostrat-site-1) Verification code: ",
            "(transient-1@altostrat-site-1)Password: ",
            "Enter passphrase for key '/root/.ssh/id_ed25519': ",
            "Password: ",
            &long,
        ] {
            assert!(!asks_for_password(prompt, LOGIN, ALIAS), "{prompt}");
        }
    }
}
