//! The last look at a session before a program is started on it.

use jiff::Timestamp;

use super::web::WebAddress;
use crate::contract::NotLaunchableReason;
use crate::domain::{
    AccessSession, Destination, EndpointProblem, EntryPoint, Login, Protocol, SessionPassword, SessionType,
};

/// What a program needs to dial in.
#[derive(Clone, Debug)]
pub struct Dial {
    pub protocol: Protocol,
    pub entry_point: EntryPoint,
    pub login: Login,
    pub password: SessionPassword,
}

/// What can be opened on a session.
#[derive(Clone, Debug)]
pub enum Openable {
    /// WinBox, or `ssh` in a terminal.
    Program(Dial),
    /// The page of a device.
    Browser(WebAddress),
}

/// Looks what can be opened on a session, or says why nothing can. `now` is the server's time, here and below.
pub fn ready_to_open(session: &AccessSession, now: Timestamp) -> Result<Openable, NotLaunchableReason> {
    match &session.kind {
        SessionType::Known(_) | SessionType::Unknown(_) => {
            ready_to_launch(session, now).map(Openable::Program)
        }
        SessionType::Forward(destination) => {
            let entry_point = ready_to_dial(session, now)?;
            let scheme = destination.ok().and_then(Destination::web_scheme);
            let scheme = scheme.ok_or(NotLaunchableReason::Forward)?;
            Ok(Openable::Browser(WebAddress::new(scheme, entry_point)))
        }
    }
}

/// Where to dial a session, whatever speaks there.
pub fn ready_to_dial(session: &AccessSession, now: Timestamp) -> Result<EntryPoint, NotLaunchableReason> {
    if session.has_ended(now) {
        return Err(NotLaunchableReason::Ended);
    }
    match &session.entry_point {
        Some(Ok(entry_point)) => Ok(entry_point.clone()),
        Some(Err(EndpointProblem::Host)) => Err(NotLaunchableReason::BadEntryPoint),
        Some(Err(EndpointProblem::Port)) => Err(NotLaunchableReason::BadPort),
        None => Err(NotLaunchableReason::MissingField),
    }
}

/// Takes from a session what a program needs, or says why it cannot be started. Never starts one on a forward.
pub fn ready_to_launch(session: &AccessSession, now: Timestamp) -> Result<Dial, NotLaunchableReason> {
    if session.has_ended(now) {
        return Err(NotLaunchableReason::Ended);
    }
    let protocol = match &session.kind {
        SessionType::Known(protocol) => *protocol,
        SessionType::Forward(_) => return Err(NotLaunchableReason::Forward),
        SessionType::Unknown(_) => return Err(NotLaunchableReason::UnknownType),
    };
    let entry_point = ready_to_dial(session, now)?;
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
    use crate::domain::{Access, Host, Port, SessionId};

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
    #[test]
    fn a_forward_opens_a_browser_on_web_ports_and_no_program_on_any() {
        let now = "2026-01-01T11:00:00Z".parse().unwrap();
        let to = |port: &str| AccessSession {
            kind: SessionType::Forward(Destination::parse("192.168.88.10", port)),
            ..session()
        };
        let opened = |session: &AccessSession| match ready_to_open(session, now) {
            Ok(Openable::Browser(address)) => Ok(address.to_string()),
            Ok(Openable::Program(dial)) => panic!("{dial:?}"),
            Err(reason) => Err(reason),
        };
        assert_eq!(opened(&to("80")), Ok("http://edge-1.ostrat.io:40022".to_owned()));
        assert_eq!(opened(&to("8443")), Ok("https://edge-1.ostrat.io:40022".to_owned()));
        for port in ["22", "3389", "0"] {
            assert_eq!(opened(&to(port)), Err(NotLaunchableReason::Forward));
        }
        for port in ["22", "80", "8291"] {
            assert_eq!(ready_to_launch(&to(port), now).unwrap_err(), NotLaunchableReason::Forward);
            assert_eq!(ready_to_dial(&to(port), now).unwrap().to_string(), "edge-1.ostrat.io:40022");
        }
        let bad = AccessSession { entry_point: Some(Err(EndpointProblem::Host)), ..to("80") };
        assert_eq!(opened(&bad), Err(NotLaunchableReason::BadEntryPoint));
        let over = AccessSession { expired: true, ..to("80") };
        assert_eq!(opened(&over), Err(NotLaunchableReason::Ended));
        assert!(matches!(ready_to_open(&session(), now), Ok(Openable::Program(_))));
    }
}
