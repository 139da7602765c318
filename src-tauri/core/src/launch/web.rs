//! The address a browser opens on a port forward.

use std::fmt;

use super::{Argument, EnvironmentChange, LaunchPlan, UrlOpener};
use crate::domain::{EntryPoint, WebScheme};

/// `http://host:port` or `https://host:port`, put together from checked parts alone: there is nothing in it a
/// server or a user has written as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress {
    scheme: WebScheme,
    entry_point: EntryPoint,
}

impl WebAddress {
    pub(super) fn new(scheme: WebScheme, entry_point: EntryPoint) -> Self {
        Self { scheme, entry_point }
    }

    /// Hands the address to the system, which knows the user's browser.
    pub fn plan(&self, opener: &UrlOpener, environment: EnvironmentChange) -> LaunchPlan {
        opener.plan_for(Argument::plain(self.to_string()), environment)
    }
}

impl fmt::Display for WebAddress {
    /// Writes the whole address; IPv6 stands in brackets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}://{}", self.scheme, self.entry_point)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::domain::{Host, Port};

    fn address(scheme: WebScheme, host: &str, port: i64) -> Option<String> {
        let entry_point = EntryPoint { host: Host::parse(host).ok()?, port: Port::new(port).ok()? };
        Some(WebAddress::new(scheme, entry_point).to_string())
    }

    #[rstest]
    #[case(WebScheme::Https, "Edge.ostrat.io", 45_821, "https://edge.ostrat.io:45821")]
    #[case(WebScheme::Http, "203.0.113.9", 80, "http://203.0.113.9:80")]
    #[case(WebScheme::Https, "2001:db8::1", 443, "https://[2001:db8::1]:443")]
    fn an_address_is_scheme_host_and_port(
        #[case] scheme: WebScheme,
        #[case] host: &str,
        #[case] port: i64,
        #[case] shown: &str,
    ) {
        assert_eq!(address(scheme, host, port).as_deref(), Some(shown));
    }

    #[test]
    fn the_address_is_the_one_argument_behind_those_of_the_opener() {
        let entry_point = EntryPoint { host: Host::parse("edge").unwrap(), port: Port::new(8_080).unwrap() };
        let opener = UrlOpener { program: "/usr/bin/gio".into(), before: vec!["open"] };
        let address = WebAddress::new(WebScheme::Http, entry_point);
        let plan = address.plan(&opener, EnvironmentChange::default());
        let arguments: Vec<_> = plan.arguments.iter().map(|argument| argument.expose().unwrap()).collect();
        assert_eq!(arguments, ["open", "http://edge:8080"]);
    }

    proptest! {
        /// Whatever the server calls its host, the address is read back as that host and that port, and as
        /// nothing else: no user name, path, query or fragment.
        #[test]
        fn every_address_is_read_as_its_own_parts(host in "\\PC{0,40}|[a-z0-9.:@/?#%-]{1,40}", port in 1_i64..=65_535) {
            if let Some(text) = address(WebScheme::Https, &host, port) {
                let read = url::Url::parse(&text).unwrap();
                prop_assert_eq!(read.scheme(), "https");
                prop_assert_eq!(i64::from(read.port_or_known_default().unwrap()), port);
                prop_assert_eq!((read.username(), read.password()), ("", None));
                prop_assert_eq!((read.path(), read.query(), read.fragment()), ("/", None, None));
            }
        }
    }
}
