//! Routers' host keys: what is known, what is offered in its place, and what the user decides.

use std::collections::{BTreeMap, BTreeSet};

use altostrat_ssh::HostKey;

use super::effect::{Effect, HostKeyChange};
use super::machine::Machine;
use crate::contract::{AppError, HostKeyView, OfferedKeyView};
use crate::domain::SiteId;
use crate::launch::host_keys::{KnownKey, fingerprint};
use crate::launch::ssh::host_key_alias;

#[derive(Debug, Default)]
pub(super) struct HostKeys {
    /// By alias; `None` until the list was read.
    known: Option<BTreeMap<String, HostKey>>,
    /// Learned in this run.
    fresh: BTreeSet<String>,
    /// Shown by a router in place of the known key.
    offered: BTreeMap<SiteId, HostKey>,
}

impl HostKeys {
    /// What could not be read changes nothing.
    fn take(&mut self, list: Option<Vec<KnownKey>>) {
        let Some(list) = list else { return };
        let list: BTreeMap<String, HostKey> =
            list.into_iter().map(|known| (known.alias, known.key)).collect();
        if let Some(before) = &self.known {
            self.fresh.extend(list.keys().filter(|alias| !before.contains_key(*alias)).cloned());
        }
        self.fresh.retain(|alias| list.contains_key(alias));
        self.known = Some(list);
    }

    fn known(&self, alias: &str) -> Option<&HostKey> {
        self.known.as_ref()?.get(alias)
    }
}

impl Machine {
    /// `None` where the list could not be read or written.
    pub(super) fn handle_host_keys(&mut self, list: Option<Vec<KnownKey>>) {
        let is_bad = list.is_none();
        if is_bad {
            self.settings_problem = Some(AppError::HostKeysUnwritable);
        } else if self.settings_problem == Some(AppError::HostKeysUnwritable) {
            self.settings_problem = None;
        }
        self.host_keys.take(list);
        self.dirty.settings = true;
        self.dirty.host_keys = true;
    }

    pub(super) fn note_offered_key(&mut self, site: SiteId, key: Option<HostKey>) {
        match key {
            Some(key) => self.host_keys.offered.insert(site, key),
            None => self.host_keys.offered.remove(&site),
        };
        self.dirty.host_keys = true;
        self.effect(Effect::ReadHostKeys);
    }

    /// Takes the key over that the user has seen by this fingerprint, and no other.
    pub(super) fn trust_host_key(&mut self, site: &SiteId, seen: &str) -> Result<(), AppError> {
        let offered = self.host_keys.offered.get(site).filter(|key| shown(key) == seen);
        let key = offered.cloned().ok_or(AppError::HostKeyChanged)?;
        self.host_keys.offered.remove(site);
        self.effect(Effect::ChangeHostKeys(HostKeyChange::Trust { alias: host_key_alias(site), key }));
        self.forget_problem(site, &AppError::HostKeyChanged);
        Ok(())
    }

    /// The next connection learns the router's key anew.
    pub(super) fn forget_host_key(&mut self, site: &SiteId) {
        self.host_keys.offered.remove(site);
        self.effect(Effect::ChangeHostKeys(HostKeyChange::Forget { alias: host_key_alias(site) }));
        self.forget_problem(site, &AppError::HostKeyChanged);
    }

    /// Allows `ssh-rsa` keys, signed with SHA-1, for this site alone.
    pub(super) fn allow_old_host_keys(&mut self, site: SiteId, on: bool) -> Result<(), AppError> {
        if self.profile().is_none() {
            return Err(AppError::SignedOut);
        }
        self.forget_problem(&site, &AppError::OldHostKeyOnly);
        self.change_profile(|profile| profile.allow_old_host_keys(site, on));
        self.dirty.host_keys = true;
        Ok(())
    }

    pub(super) fn old_host_keys_allowed(&self, site: &SiteId) -> bool {
        self.profile().is_some_and(|profile| profile.old_host_keys.contains(site))
    }

    fn forget_problem(&mut self, site: &SiteId, problem: &AppError) {
        let told: Vec<_> = self
            .book
            .of_site(site)
            .filter(|entry| entry.problem.as_ref() == Some(problem))
            .map(|entry| entry.key)
            .collect();
        for key in told {
            self.book.update(key, |entry| entry.problem = None);
        }
        self.dirty.sessions = true;
        self.dirty.host_keys = true;
    }

    /// Every listed site of which there is something to tell.
    pub(super) fn host_key_views(&self) -> Vec<HostKeyView> {
        let views = self.sites.list.iter().map(|site| {
            let alias = host_key_alias(&site.id);
            let known = self.host_keys.known(&alias);
            HostKeyView {
                site: site.id.clone(),
                known: known.map(view),
                is_new: self.host_keys.fresh.contains(&alias),
                offered: self.host_keys.offered.get(&site.id).map(view),
                old_keys_allowed: self.old_host_keys_allowed(&site.id),
            }
        });
        views.filter(|view| view.known.is_some() || view.offered.is_some() || view.old_keys_allowed).collect()
    }
}

fn view(key: &HostKey) -> OfferedKeyView {
    OfferedKeyView { kind: key.kind().to_owned(), fingerprint: shown(key) }
}

/// What stands for a key on screen: its fingerprint, or a body too odd to have one.
fn shown(key: &HostKey) -> String {
    fingerprint(key).unwrap_or_else(|| key.body().to_owned())
}
