//! A connect asked for by another program of the same user: what `altostrat-launcher connect` hands to the running
//! launcher, and what it hears back. Lines of JSON; no secret is ever among them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::{Duration, Protocol, Site, SiteId};

/// What is wanted. It can hold nothing that the request form could not ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Name or id, or a part of a name that fits one site alone.
    pub site: String,
    /// `None`: as the site was asked for last.
    pub protocol: Option<Protocol>,
    /// How long a new session lasts. One that is already open is used as it is.
    pub minutes: Option<Duration>,
}

/// One line of the answer. The last one has an end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct News {
    /// A sentence in the user's language; may be of several lines.
    pub said: String,
    pub end: Option<End>,
}

/// How an order ended. Each is an exit status of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum End {
    /// The program was started.
    Started,
    /// The API refused, could not be reached, or the session does not answer.
    NotConnected,
    NoSuchSite,
    /// Several sites have a name like that.
    SeveralSites,
    /// Nothing is known of the range to ask for: the window shows the form.
    FormNeeded,
    SignedOut,
    /// The session is there, and the program to open it with is not, or did not start.
    NoProgram,
}

impl End {
    /// The exit status of the command. 2 is left to mistakes in the command line, 9 to a launcher that cannot be
    /// reached.
    pub const fn status(self) -> u8 {
        match self {
            Self::Started => 0,
            Self::NotConnected => 1,
            Self::NoSuchSite => 3,
            Self::SeveralSites => 4,
            Self::FormNeeded => 5,
            Self::SignedOut => 6,
            Self::NoProgram => 7,
        }
    }
}

/// Says why a text names no site.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoSite {
    #[error("no site has this name or id")]
    Unknown,
    /// The first names, and how many there are in all.
    #[error("{count} sites have a name like that")]
    Several { names: Vec<String>, count: usize },
}

/// Names listed where several sites fit.
const MOST_NAMES: usize = 10;

/// The one site that `text` means: by its id, by its whole name, or by a part of its name. Capital letters do not
/// count. An id or a whole name wins over parts of other names.
pub fn find_site<'a>(
    sites: impl Iterator<Item = &'a Site> + Clone,
    text: &str,
) -> Result<&'a SiteId, NoSite> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return Err(NoSite::Unknown);
    }
    if let Some(site) = sites.clone().find(|site| site.id.as_str().eq_ignore_ascii_case(&wanted)) {
        return Ok(&site.id);
    }
    let named = |fits: fn(&str, &str) -> bool| {
        sites.clone().filter(|site| fits(&site.name.to_lowercase(), &wanted)).collect::<Vec<_>>()
    };
    let whole = named(|name, wanted| name.trim() == wanted);
    let found = if whole.is_empty() { named(|name, wanted| name.contains(wanted)) } else { whole };
    match found.as_slice() {
        [] => Err(NoSite::Unknown),
        [site] => Ok(&site.id),
        several => Err(NoSite::Several {
            names: several.iter().take(MOST_NAMES).map(|site| site.name.clone()).collect(),
            count: several.len(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sites(names: &[&str]) -> Vec<Site> {
        let site = |(number, name): (usize, &&str)| {
            Site::named(SiteId::parse(&format!("id-{number}")).unwrap(), name)
        };
        names.iter().enumerate().map(site).collect()
    }

    fn found(names: &[&str], text: &str) -> Result<String, NoSite> {
        find_site(sites(names).iter(), text).map(ToString::to_string)
    }

    #[test]
    fn a_site_is_found_by_id_by_name_and_by_a_part_that_fits_one_alone() {
        let names = ["Lagos POP", "Accra Branch", "Lagos"];
        assert_eq!(found(&names, "ID-1").as_deref(), Ok("id-1"));
        assert_eq!(found(&names, " lagos pop ").as_deref(), Ok("id-0"));
        assert_eq!(found(&names, "bran").as_deref(), Ok("id-1"));
        assert_eq!(found(&names, "LAGOS").as_deref(), Ok("id-2"), "a whole name wins over a part");
    }

    #[test]
    fn a_name_that_fits_several_or_none_is_no_guess() {
        let names = ["POP North", "POP South", "Ärger"];
        let several =
            NoSite::Several { names: vec!["POP North".to_owned(), "POP South".to_owned()], count: 2 };
        assert_eq!(found(&names, "pop"), Err(several));
        assert_eq!(found(&names, "nowhere"), Err(NoSite::Unknown));
        assert_eq!(found(&names, "  "), Err(NoSite::Unknown));
        assert_eq!(found(&names, "ärger").as_deref(), Ok("id-2"));
        assert_eq!(found(&["Same", "Same"], "same").map_err(|_| ()), Err(()), "two sites of one name");
    }

    #[test]
    fn every_end_has_a_status_of_its_own_and_only_a_start_is_success() {
        let ends = [
            End::Started,
            End::NotConnected,
            End::NoSuchSite,
            End::SeveralSites,
            End::FormNeeded,
            End::SignedOut,
            End::NoProgram,
        ];
        let mut statuses: Vec<u8> = ends.iter().map(|end| end.status()).collect();
        statuses.sort_unstable();
        statuses.dedup();
        assert_eq!(statuses.len(), ends.len());
        assert!(!statuses.contains(&2) && !statuses.contains(&9));
    }

    #[test]
    fn an_order_cannot_hold_what_the_form_could_not_ask_for() {
        let order = |minutes: i64| {
            serde_json::from_str::<Order>(&format!(r#"{{"site":"x","protocol":"ssh","minutes":{minutes}}}"#))
        };
        assert!(order(15).is_ok() && order(1_440).is_ok());
        assert!(order(14).is_err() && order(1_441).is_err() && order(-1).is_err());
    }

    proptest! {
        #[test]
        fn no_text_finds_a_site_that_does_not_hold_it(text in "\\PC{0,12}") {
            let all = sites(&["Lagos POP", "Accra Branch", "İstanbul"]);
            if let Ok(id) = find_site(all.iter(), &text) {
                let site = all.iter().find(|site| site.id == *id).unwrap();
                let wanted = text.trim().to_lowercase();
                let holds = site.name.to_lowercase().contains(&wanted)
                    || site.id.as_str().eq_ignore_ascii_case(&wanted);
                prop_assert!(holds);
            }
        }
    }
}
