//! Host keys: one per site, the same in every run until it is swapped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use russh::keys::PrivateKey;
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData, RsaKeypair};
use tokio::sync::OnceCell;

use crate::seeded::Seeded;
use crate::sites::{RouterOs, Site};
use crate::world::lock;

const RSA_BITS: usize = 2048;

/// The keys made so far, by site id.
#[derive(Default)]
pub(crate) struct HostKeys(Mutex<HashMap<String, Slot>>);

#[derive(Default)]
struct Slot {
    /// How often the key was swapped.
    swaps: u32,
    key: Arc<OnceCell<PrivateKey>>,
}

impl HostKeys {
    /// The site's key, made on first use away from the async threads.
    pub(crate) async fn get(&self, site: &Site) -> Result<PrivateKey, russh::keys::Error> {
        let (swaps, cell) = {
            let mut slots = lock(&self.0);
            let slot = slots.entry(site.id.clone()).or_default();
            (slot.swaps, Arc::clone(&slot.key))
        };
        let (router_os, seed) = (site.router_os, format!("host key {swaps} of {}", site.id));
        let key = cell
            .get_or_try_init(|| async move {
                tokio::task::spawn_blocking(move || make(router_os, &seed))
                    .await
                    .map_err(|_| russh::keys::Error::KeyIsCorrupt)?
            })
            .await?;
        Ok(key.clone())
    }

    /// Replaces the site's key; connections made from now on see the new one.
    pub(crate) fn swap(&self, site: &Site) {
        let mut slots = lock(&self.0);
        let slot = slots.entry(site.id.clone()).or_default();
        *slot = Slot { swaps: slot.swaps + 1, key: Arc::default() };
    }
}

fn make(router_os: RouterOs, seed: &str) -> Result<PrivateKey, russh::keys::Error> {
    let mut seeded = Seeded::from_text(seed);
    let pair = match router_os {
        RouterOs::V6 => KeypairData::Rsa(RsaKeypair::random(&mut seeded, RSA_BITS)?),
        RouterOs::V7 => KeypairData::Ed25519(Ed25519Keypair::random(&mut seeded)),
    };
    Ok(PrivateKey::new(pair, "altostrat-sandbox")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_key_stays_until_it_is_swapped() {
        let site = &crate::sites::first(1)[0];
        let keys = HostKeys::default();
        let fingerprint =
            async |keys: &HostKeys| keys.get(site).await.unwrap().public_key().key_data().clone();
        let first = fingerprint(&keys).await;
        assert_eq!(fingerprint(&keys).await, first);
        assert_eq!(fingerprint(&HostKeys::default()).await, first);
        keys.swap(site);
        assert_ne!(fingerprint(&keys).await, first);
    }
}
