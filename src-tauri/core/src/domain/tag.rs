//! Tags: words that people put on sites, each a value under a key of the account's.

use std::collections::HashMap;

use super::Site;

/// One tag of a site, such as `region` = `West Africa`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag {
    pub key: String,
    pub value: String,
}

/// The tags of every site. Used to find sites, never to decide what may be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagSet {
    by_resource: HashMap<String, Vec<Tag>>,
}

impl TagSet {
    /// Tags that are kept of one site; a label, not a document.
    const MOST_OF_A_SITE: usize = 50;

    /// Puts a tag on what the API calls by `resource`.
    pub fn add(&mut self, resource: String, tag: Tag) {
        self.by_resource.entry(resource).or_default().push(tag);
    }

    /// The tags of a site by key, then value, each once. The documents name a site in three ways: by its display
    /// id, by its uuid, and by `site_` with the uuid's digits.
    pub fn of(&self, site: &Site) -> Vec<&Tag> {
        let uuid = site.id.as_str();
        let digits = format!("site_{}", uuid.replace('-', ""));
        let names = [site.pid.as_deref(), Some(uuid), Some(digits.as_str())];
        let mut tags: Vec<&Tag> =
            names.into_iter().flatten().filter_map(|name| self.by_resource.get(name)).flatten().collect();
        tags.sort_unstable();
        tags.dedup();
        tags.truncate(Self::MOST_OF_A_SITE);
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SiteId;

    const UUID: &str = "9b52d930-f432-4c0a-bac0-4c12dff85544";

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.to_owned(), value: value.to_owned() }
    }

    fn site() -> Site {
        Site { pid: Some("site_2m3h5n".to_owned()), ..Site::named(SiteId::parse(UUID).unwrap(), "Lagos POP") }
    }

    #[test]
    fn a_site_has_the_tags_of_each_of_its_names_once_and_in_order() {
        let mut tags = TagSet::default();
        tags.add("site_2m3h5n".to_owned(), tag("role", "POP"));
        tags.add(UUID.to_owned(), tag("region", "West Africa"));
        tags.add("site_9b52d930f4324c0abac04c12dff85544".to_owned(), tag("customer", "Acme"));
        tags.add("site_9b52d930f4324c0abac04c12dff85544".to_owned(), tag("role", "POP"));
        tags.add("site_other".to_owned(), tag("role", "Branch"));
        assert_eq!(
            tags.of(&site()),
            [&tag("customer", "Acme"), &tag("region", "West Africa"), &tag("role", "POP")]
        );
    }

    #[test]
    fn a_flood_of_tags_on_one_site_is_cut() {
        let mut tags = TagSet::default();
        for number in 0..1_000 {
            tags.add(UUID.to_owned(), tag("number", &number.to_string()));
        }
        assert_eq!(tags.of(&site()).len(), TagSet::MOST_OF_A_SITE);
    }
}
