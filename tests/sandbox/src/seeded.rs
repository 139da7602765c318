//! A repeatable generator, so that sites and host keys are the same in every run.

use std::convert::Infallible;

use russh::keys::ssh_key::rand_core::{TryCryptoRng, TryRng};
use uuid::Uuid;

/// `SplitMix64`, seeded from a text. Repeatable on purpose and therefore no source of secrets: the
/// host keys made from it identify sandbox sites on loopback and protect nothing.
#[derive(Debug, Clone)]
pub(crate) struct Seeded(u64);

impl Seeded {
    /// The generator for `text` (FNV-1a of its bytes).
    pub(crate) fn from_text(text: &str) -> Self {
        let seed = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    /// A number in `0..bound`; `bound` is at least 1.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// `length` characters of `alphabet`, which is ASCII and not empty.
    pub(crate) fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length)
            .map(|_| {
                let place = self.below(alphabet.len() as u64);
                char::from(alphabet[usize::try_from(place).unwrap_or(0)])
            })
            .collect()
    }

    pub(crate) fn uuid(&mut self) -> Uuid {
        let bytes = (u128::from(self.next()) << 64) | u128::from(self.next());
        uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid()
    }
}

impl TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::try_from(self.next() >> 32).unwrap_or(0))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Seeded {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_gives_the_same_values_and_another_text_others() {
        assert_eq!(Seeded::from_text("a").uuid(), Seeded::from_text("a").uuid());
        assert_ne!(Seeded::from_text("a").uuid(), Seeded::from_text("b").uuid());
        assert_eq!(Seeded::from_text("a").uuid().get_version_num(), 4);
    }
}
