//! The last look at a session before a program is started on it.

use jiff::Timestamp;

use crate::contract::NotLaunchableReason;
use crate::domain::{AccessSession, EndpointProblem, EntryPoint, Login, Protocol, SessionPassword};

/// What a program needs to dial in.
#[derive(Clone, Debug)]
pub struct Dial {
    pub protocol: Protocol,
    pub entry_point: EntryPoint,
    pub login: Login,
    pub password: SessionPassword,
}

/// Takes from a session what a program needs, or says why it cannot be started. `now` is the server's time.
pub fn ready_to_launch(session: &AccessSession, now: Timestamp) -> Result<Dial, NotLaunchableReason> {
    if session.has_ended(now) {
        return Err(NotLaunchableReason::Ended);
    }
    let protocol = session.kind.protocol().ok_or(NotLaunchableReason::UnknownType)?;
    let entry_point = match &session.entry_point {
        Some(Ok(entry_point)) => entry_point.clone(),
        Some(Err(EndpointProblem::Host)) => return Err(NotLaunchableReason::BadEntryPoint),
        Some(Err(EndpointProblem::Port)) => return Err(NotLaunchableReason::BadPort),
        None => return Err(NotLaunchableReason::MissingField),
    };
    let login = match &session.login {
        Some(Ok(login)) => login.clone(),
        Some(Err(_)) => return Err(NotLaunchableReason::BadUserName),
        None => return Err(NotLaunchableReason::MissingField),
    };
    let password = match &session.password {
        Some(Ok(password)) => password.clone(),
        Some(Err(_)) => return Err(NotLaunchableReason::BadPassword),
        None => return Err(NotLaunchableReason::MissingField),
    };
    Ok(Dial { protocol, entry_point, login, password })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::{Access, Host, Port, SessionId, SessionType};

    pub(crate) const PASSWORD: &str = "P@ss w0rd&#%canary/4711";

    pub(crate) fn session() -> AccessSession {
        AccessSession {
            id: SessionId::parse("session-1").unwrap(),
            kind: SessionType::Known(Protocol::Ssh),
            access: Access::Full,
            allow_private: false,
            source_range: None,
            entry_point: Some(Ok(EntryPoint {
                host: Host::parse("edge-1.ostrat.io").unwrap(),
                port: Port::new(40_022).unwrap(),
            })),
            login: Some(Login::parse("transient-user-abc123")),
            password: Some(SessionPassword::parse(PASSWORD.to_owned().into())),
            expires_at: Some("2026-01-01T12:00:00Z".parse().unwrap()),
            expired: false,
            revoked_early: false,
        }
    }

    pub(crate) fn dial() -> Dial {
        ready_to_launch(&session(), "2026-01-01T11:00:00Z".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_whole_session_can_be_launched_to_its_last_second() {
        let before = "2026-01-01T11:59:59Z".parse().unwrap();
        assert_eq!(ready_to_launch(&session(), before).unwrap().protocol, Protocol::Ssh);
    }

    #[test]
    fn a_session_that_is_over_is_never_launched() {
        let before = "2026-01-01T11:00:00Z".parse().unwrap();
        let end = "2026-01-01T12:00:00Z".parse().unwrap();
        let refused = |session: AccessSession, now| ready_to_launch(&session, now).unwrap_err();
        assert_eq!(refused(session(), end), NotLaunchableReason::Ended);
        assert_eq!(refused(AccessSession { expired: true, ..session() }, before), NotLaunchableReason::Ended);
        assert_eq!(
            refused(AccessSession { revoked_early: true, ..session() }, before),
            NotLaunchableReason::Ended
        );
    }

    #[test]
    fn a_session_with_an_unsafe_field_says_which() {
        let entry_point = |host: &str, port| {
            Some(Host::parse(host).and_then(|host| Port::new(port).map(|port| EntryPoint { host, port })))
        };
        let now = "2026-01-01T11:00:00Z".parse().unwrap();
        for (session, reason) in [
            (
                AccessSession { entry_point: entry_point("-oProxyCommand=x", 22), ..session() },
                NotLaunchableReason::BadEntryPoint,
            ),
            (
                AccessSession { entry_point: entry_point("a b", 22), ..session() },
                NotLaunchableReason::BadEntryPoint,
            ),
            (
                AccessSession { entry_point: entry_point("edge", 0), ..session() },
                NotLaunchableReason::BadPort,
            ),
            (
                AccessSession { entry_point: entry_point("edge", 70_000), ..session() },
                NotLaunchableReason::BadPort,
            ),
            (AccessSession { entry_point: None, ..session() }, NotLaunchableReason::MissingField),
            (
                AccessSession { login: Some(Login::parse("-l")), ..session() },
                NotLaunchableReason::BadUserName,
            ),
            (AccessSession { login: None, ..session() }, NotLaunchableReason::MissingField),
            (
                AccessSession {
                    password: Some(SessionPassword::parse("a\nb".to_owned().into())),
                    ..session()
                },
                NotLaunchableReason::BadPassword,
            ),
            (AccessSession { password: None, ..session() }, NotLaunchableReason::MissingField),
            (
                AccessSession { kind: SessionType::parse("telnet"), ..session() },
                NotLaunchableReason::UnknownType,
            ),
        ] {
            assert_eq!(ready_to_launch(&session, now).unwrap_err(), reason);
        }
    }
}
