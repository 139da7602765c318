//! Which of the listed sessions a create with a lost answer has made.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use jiff::{SignedDuration, Timestamp};

use crate::domain::{AccessSession, SessionId, SessionRequest, SessionType, Wanted};

/// How far the end of a session may lie from what was asked for: the request travels, and waits to be served.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(2);

/// What the list says.
#[derive(Debug)]
pub(super) enum Verdict<'a> {
    /// Nothing new that leads where it was asked to lead is there.
    None,
    /// Exactly one new session fits in every respect.
    Ours(&'a AccessSession),
    /// So many fit: a colleague has asked for the same at the same time.
    Several(usize),
    /// None fits in every respect, but so many are new and of that protocol or destination: the server may
    /// have granted something else than was asked for.
    Perhaps(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// Of another protocol or destination.
    No,
    /// Of that protocol or destination, or of none that is told, but not as asked for in every respect.
    Perhaps,
    Yes,
}

/// Looks for the session that `asked` made. `known` are the ids from before; `asked_at` is in the server's
/// clock.
pub(super) fn find_ours<'a>(
    listed: &'a [AccessSession],
    known: &HashSet<&SessionId>,
    asked: &SessionRequest,
    asked_at: Timestamp,
) -> Verdict<'a> {
    let new = || listed.iter().filter(|session| !known.contains(&session.id));
    let that = |fit: Fit| new().filter(move |session| judge(session, asked, asked_at) == fit);
    match that(Fit::Yes).count() {
        0 => match that(Fit::Perhaps).count() {
            0 => Verdict::None,
            several => Verdict::Perhaps(several),
        },
        1 => that(Fit::Yes).next().map_or(Verdict::None, Verdict::Ours),
        several => Verdict::Several(several),
    }
}

fn judge(session: &AccessSession, asked: &SessionRequest, asked_at: Timestamp) -> Fit {
    let granted = match (&session.kind, &asked.what) {
        (SessionType::Known(granted), Wanted::Login { protocol, access, allow_private })
            if granted == protocol =>
        {
            session.access == *access && session.allow_private == *allow_private
        }
        (SessionType::Forward(Ok(granted)), Wanted::Forward(destination)) if granted == destination => true,
        (SessionType::Unknown(name), Wanted::Login { .. }) if name.is_empty() => return Fit::Perhaps,
        (SessionType::Forward(Err(_)), Wanted::Forward(_)) => return Fit::Perhaps,
        _ => return Fit::No,
    };
    let range = asked.source_range.to_string();
    let end = asked_at + SignedDuration::from_mins(i64::from(asked.duration.minutes()));
    let as_asked = granted
        && !session.expired
        && !session.revoked_early
        && session.source_range.as_deref().is_some_and(|granted| same_network(granted, &range))
        && session.expires_at.is_some_and(|at| at.duration_since(end).abs() <= TOLERANCE);
    if as_asked { Fit::Yes } else { Fit::Perhaps }
}

/// Compares as networks: `203.0.113.42` and `203.0.113.42/32`, or ranges whose host bits the server kept.
fn same_network(one: &str, other: &str) -> bool {
    match (network(one), network(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

fn network(text: &str) -> Option<Ipv4Net> {
    let text = text.trim();
    let net = text.parse().or_else(|_| text.parse::<Ipv4Addr>().map(Ipv4Net::from)).ok()?;
    Some(Ipv4Net::trunc(&net))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::domain::{Access, Destination, DestinationProblem, Duration, Protocol, SourceRange};

    const ASKED_AT: &str = "2026-01-01T12:00:00Z";

    fn asked() -> SessionRequest {
        SessionRequest {
            duration: Duration::from_minutes(60).unwrap(),
            source_range: SourceRange::parse("203.0.113.42/32").unwrap(),
            what: Wanted::Login { protocol: Protocol::Ssh, access: Access::Full, allow_private: false },
        }
    }

    fn fitting(id: &str) -> AccessSession {
        AccessSession {
            id: SessionId::parse(id).unwrap(),
            kind: SessionType::Known(Protocol::Ssh),
            access: Access::Full,
            allow_private: false,
            source_range: Some("203.0.113.42/32".to_owned()),
            entry_point: None,
            login: None,
            password: None,
            expires_at: Some("2026-01-01T13:00:05Z".parse().unwrap()),
            expired: false,
            revoked_early: false,
        }
    }

    fn find(listed: &[AccessSession], known: &[&str]) -> String {
        find_for(&asked(), listed, known)
    }

    fn find_for(asked: &SessionRequest, listed: &[AccessSession], known: &[&str]) -> String {
        let known: Vec<SessionId> = known.iter().map(|id| SessionId::parse(id).unwrap()).collect();
        match find_ours(listed, &known.iter().collect(), asked, ASKED_AT.parse().unwrap()) {
            Verdict::None => "none".to_owned(),
            Verdict::Ours(session) => session.id.to_string(),
            Verdict::Several(count) => format!("several {count}"),
            Verdict::Perhaps(count) => format!("perhaps {count}"),
        }
    }

    #[test]
    fn the_one_new_session_that_fits_is_ours() {
        assert_eq!(find(&[fitting("old"), fitting("new")], &["old"]), "new");
    }

    #[test]
    fn two_that_fit_are_not_decided_between() {
        assert_eq!(find(&[fitting("a"), fitting("b")], &[]), "several 2");
    }

    #[test]
    fn a_session_from_before_is_never_adopted() {
        assert_eq!(find(&[fitting("old")], &["old"]), "none");
        assert_eq!(find(&[], &[]), "none");
    }

    #[rstest]
    #[case::type_(SessionType::Known(Protocol::WinBox))]
    #[case::unknown_type(SessionType::Unknown("x".into()))]
    fn a_session_of_another_protocol_is_a_colleagues(#[case] kind: SessionType) {
        let other = AccessSession { kind, ..fitting("other") };
        assert_eq!(find(std::slice::from_ref(&other), &[]), "none");
        assert_eq!(find(&[other, fitting("new")], &[]), "new");
    }

    /// The server may grant something else than was asked for.
    #[rstest]
    #[case::access(|session: &mut AccessSession| session.access = Access::ReadOnly)]
    #[case::private(|session: &mut AccessSession| session.allow_private = true)]
    #[case::range(|session: &mut AccessSession| session.source_range = Some("203.0.113.43/32".into()))]
    #[case::no_range(|session: &mut AccessSession| session.source_range = Some("anywhere".into()))]
    #[case::late(|session: &mut AccessSession| session.expires_at = Some("2026-01-01T13:02:01Z".parse().unwrap()))]
    #[case::early(|session: &mut AccessSession| session.expires_at = Some("2026-01-01T12:57:59Z".parse().unwrap()))]
    #[case::ended(|session: &mut AccessSession| session.expired = true)]
    #[case::revoked(|session: &mut AccessSession| session.revoked_early = true)]
    #[case::no_type_told(|session: &mut AccessSession| session.kind = SessionType::parse(""))]
    fn a_session_that_differs_in_what_was_granted_is_not_adopted_nor_denied(
        #[case] change: fn(&mut AccessSession),
    ) {
        let mut other = fitting("other");
        change(&mut other);
        assert_eq!(find(std::slice::from_ref(&other), &["other"]), "none");
        assert_eq!(find(std::slice::from_ref(&other), &[]), "perhaps 1");
        assert_eq!(find(&[other, fitting("new")], &[]), "new");
    }

    #[test]
    fn a_forward_is_told_by_where_it_leads() {
        let nas = Destination::parse("192.168.88.10", "443").unwrap();
        let asked = SessionRequest { what: Wanted::Forward(nas), ..asked() };
        let to = |destination| AccessSession {
            kind: SessionType::Forward(destination),
            access: Access::ReadOnly,
            ..fitting("new")
        };
        let find = |forward: AccessSession| find_for(&asked, &[forward, fitting("login")], &[]);
        assert_eq!(find(to(Ok(nas))), "new");
        assert_eq!(find(to(Ok(Destination::parse("192.168.88.10", "80").unwrap()))), "none");
        assert_eq!(find(to(Err(DestinationProblem::Empty))), "perhaps 1");
        assert_eq!(find(AccessSession { source_range: None, ..to(Ok(nas)) }), "perhaps 1");
    }

    #[rstest]
    #[case::range(|session: &mut AccessSession| session.source_range = None)]
    #[case::end(|session: &mut AccessSession| session.expires_at = None)]
    fn a_session_that_leaves_out_what_tells_it_apart_is_not_adopted_nor_denied(
        #[case] change: fn(&mut AccessSession),
    ) {
        let mut vague = fitting("vague");
        change(&mut vague);
        assert_eq!(find(&[vague], &[]), "perhaps 1");
    }

    #[rstest]
    #[case("203.0.113.42", "203.0.113.42/32", true)]
    #[case("203.0.113.42/24", "203.0.113.0/24", true)]
    #[case(" 203.0.113.0/24 ", "203.0.113.0/24", true)]
    #[case("203.0.113.0/24", "203.0.113.0/25", false)]
    #[case("", "203.0.113.0/24", false)]
    fn ranges_are_compared_as_networks(#[case] one: &str, #[case] other: &str, #[case] same: bool) {
        assert_eq!(same_network(one, other), same);
    }

    proptest! {
        /// The model: of sessions that fit but for their age and end, the right ones are counted.
        #[test]
        fn exactly_the_new_ones_in_time_are_counted(ages in proptest::collection::vec((any::<bool>(), -400_i64..400), 0..12)) {
            let end: Timestamp = "2026-01-01T13:00:00Z".parse().unwrap();
            let mut listed = Vec::new();
            let mut known = Vec::new();
            let mut ours = Vec::new();
            let mut others = 0;
            for (number, (is_new, off_by)) in ages.into_iter().enumerate() {
                let mut session = fitting(&format!("s{number}"));
                session.expires_at = Some(end + SignedDuration::from_secs(off_by));
                if !is_new {
                    known.push(format!("s{number}"));
                } else if off_by.abs() <= 120 {
                    ours.push(format!("s{number}"));
                } else {
                    others += 1;
                }
                listed.push(session);
            }
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let expected = match ours.as_slice() {
                [] if others == 0 => "none".to_owned(),
                [] => format!("perhaps {others}"),
                [one] => one.clone(),
                several => format!("several {}", several.len()),
            };
            prop_assert_eq!(find(&listed, &known), expected);
        }
    }
}
