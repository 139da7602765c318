//! The paths of both generations. The only DELETE there is goes to a single transient access or port forward:
//! a DELETE of a site would strip the router.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use url::Url;

use super::ApiAddress;
use crate::contract::Generation;
use crate::domain::{Family, SessionId, SiteId};

/// Everything but the unreserved letters of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// One request the client can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Sites,
    /// The short list, where the full one does not exist.
    SitesMinimal,
    RecentSites,
    Site(&'a SiteId),
    Policies,
    /// Every tag of the account with every place it was put on, in one answer.
    Tags,
    Sessions(Family, &'a SiteId),
    CreateSession(Family, &'a SiteId),
    Session(Family, &'a SiteId, &'a SessionId),
    RevokeSession(Family, &'a SiteId, &'a SessionId),
}

impl Route<'_> {
    pub(super) fn method(self) -> Method {
        match self {
            Self::CreateSession(..) => Method::POST,
            Self::RevokeSession(..) => Method::DELETE,
            _ => Method::GET,
        }
    }

    /// What the log calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sites => "list sites",
            Self::SitesMinimal => "list sites, short",
            Self::RecentSites => "recent sites",
            Self::Site(_) => "site",
            Self::Policies => "policies",
            Self::Tags => "tags",
            Self::Sessions(Family::Logins, _) => "list sessions",
            Self::Sessions(Family::Forwards, _) => "list forwards",
            Self::CreateSession(Family::Logins, _) => "create session",
            Self::CreateSession(Family::Forwards, _) => "create forward",
            Self::Session(Family::Logins, ..) => "session",
            Self::Session(Family::Forwards, ..) => "forward",
            Self::RevokeSession(Family::Logins, ..) => "revoke session",
            Self::RevokeSession(Family::Forwards, ..) => "revoke forward",
        }
    }

    /// The whole address. `None` cannot happen with a parsed base address.
    pub(super) fn url(self, base: &ApiAddress, generation: Generation) -> Option<Url> {
        let home = match generation {
            Generation::V1 => "control-plane",
            Generation::Sites => "sites",
        };
        let segments: Vec<&str> = match self {
            Self::Sites => vec!["sites"],
            Self::SitesMinimal => vec!["site-minimal"],
            Self::RecentSites => vec!["sites", "recent"],
            Self::Site(site) => vec!["sites", site.as_str()],
            Self::Policies => vec!["control-plane", "policies"],
            Self::Tags => vec!["tags"],
            Self::Sessions(family, site) | Self::CreateSession(family, site) => {
                vec![home, site.as_str(), place(family)]
            }
            Self::Session(family, site, id) | Self::RevokeSession(family, site, id) => {
                vec![home, site.as_str(), place(family), id.as_str()]
            }
        };
        let mut address = base.as_str().to_owned();
        for segment in segments {
            address.push('/');
            address.extend(utf8_percent_encode(segment, SEGMENT));
        }
        Url::parse(&address).ok()
    }
}

/// Where a site keeps its sessions of a kind. One word is plural, the other not, as the API has it.
const fn place(family: Family) -> &'static str {
    match family {
        Family::Logins => "transient-accesses",
        Family::Forwards => "transient-forward",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn site() -> SiteId {
        SiteId::parse("d290f1ee").unwrap()
    }

    fn access() -> SessionId {
        SessionId::parse("f0e9d8c7").unwrap()
    }

    #[rstest]
    #[case(Generation::V1, Family::Logins, "control-plane/d290f1ee/transient-accesses")]
    #[case(Generation::Sites, Family::Logins, "sites/d290f1ee/transient-accesses")]
    #[case(Generation::V1, Family::Forwards, "control-plane/d290f1ee/transient-forward")]
    #[case(Generation::Sites, Family::Forwards, "sites/d290f1ee/transient-forward")]
    fn the_generations_differ_in_where_sessions_live(
        #[case] generation: Generation,
        #[case] family: Family,
        #[case] path: &str,
    ) {
        let path = format!("https://v1.api.altostrat.io/{path}");
        let base = ApiAddress::parse("https://v1.api.altostrat.io").unwrap();
        let (site, access) = (site(), access());
        let url = |route: Route<'_>| route.url(&base, generation).unwrap().to_string();
        assert_eq!(url(Route::Sessions(family, &site)), path);
        assert_eq!(url(Route::CreateSession(family, &site)), path);
        assert_eq!(url(Route::Session(family, &site, &access)), format!("{path}/f0e9d8c7"));
        assert_eq!(url(Route::RevokeSession(family, &site, &access)), format!("{path}/f0e9d8c7"));
    }

    #[rstest]
    #[case(Route::Sites, "/sites")]
    #[case(Route::SitesMinimal, "/site-minimal")]
    #[case(Route::RecentSites, "/sites/recent")]
    #[case(Route::Policies, "/control-plane/policies")]
    #[case(Route::Tags, "/tags")]
    fn a_prefix_of_the_address_is_kept(#[case] route: Route<'_>, #[case] path: &str) {
        let base = ApiAddress::parse("https://proxy.example/altostrat/").unwrap();
        for generation in [Generation::V1, Generation::Sites] {
            let url = route.url(&base, generation).unwrap();
            assert_eq!(url.as_str(), format!("https://proxy.example/altostrat{path}"));
        }
    }

    proptest! {
        #[test]
        fn a_delete_always_names_one_session_of_one_site(site in "[A-Za-z0-9_-]{1,40}", id in "[A-Za-z0-9_-]{1,40}") {
            let base = ApiAddress::parse("https://a").unwrap();
            let (site_id, access) = (SiteId::parse(&site).unwrap(), SessionId::parse(&id).unwrap());
            for (generation, family) in [Generation::V1, Generation::Sites]
                .into_iter()
                .flat_map(|generation| [(generation, Family::Logins), (generation, Family::Forwards)])
            {
                for route in [
                    Route::Sites, Route::SitesMinimal, Route::RecentSites, Route::Site(&site_id), Route::Policies,
                    Route::Tags,
                    Route::Sessions(family, &site_id), Route::CreateSession(family, &site_id),
                    Route::Session(family, &site_id, &access), Route::RevokeSession(family, &site_id, &access),
                ] {
                    let url = route.url(&base, generation).unwrap();
                    if route.method() == Method::DELETE {
                        let parts: Vec<&str> = url.path().split('/').collect();
                        prop_assert_eq!(&parts[2..], &[site.as_str(), place(family), id.as_str()]);
                    }
                    prop_assert_eq!(url.host_str(), Some("a"));
                }
            }
        }
    }
}
