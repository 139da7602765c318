//! One key in several entries, for keychains that limit the size of an entry.
//!
//! Windows takes 2,560 bytes an entry (`CRED_MAX_CREDENTIAL_BLOB_SIZE`); tokens are often longer. A key is
//! therefore cut into parts, and a header entry of the profile's own name says which parts make it up. The
//! parts of a new key are written beside those of the old one (two sets take turns), then the header, which
//! is one entry and so changes in one step; the old parts go last. Wherever that breaks off, the header names
//! either the old key or the new one, or the key reads as absent.

use launcher_core::settings::secrets::SecretProblem;
use secrecy::zeroize::Zeroizing;

use super::entries::{Entries, Secret};

/// Most parts of a key.
const MOST_PARTS: u8 = 32;

/// Longest key, in bytes. Keeps a damaged header from asking for gigabytes.
const LONGEST: u32 = 1 << 20;

/// First bytes of a header: its kind and version.
const MAGIC: &[u8; 4] = b"alp1";

/// What a header entry says: magic (4 bytes), set (1), count (1), length (4), checksum (8), all big-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Header {
    set: u8,
    count: u8,
    length: u32,
    checksum: u64,
}

impl Header {
    const SIZE: usize = 18;

    fn to_bytes(self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        bytes[..4].copy_from_slice(MAGIC);
        bytes[4] = self.set;
        bytes[5] = self.count;
        bytes[6..10].copy_from_slice(&self.length.to_be_bytes());
        bytes[10..].copy_from_slice(&self.checksum.to_be_bytes());
        bytes
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk::<4>()?;
        let ([set, count], rest) = rest.split_first_chunk::<2>()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (checksum, rest) = rest.split_first_chunk()?;
        let header = Self {
            set: *set,
            count: *count,
            length: u32::from_be_bytes(*length),
            checksum: u64::from_be_bytes(*checksum),
        };
        let sound = header.set < 2 && header.count <= MOST_PARTS && header.length <= LONGEST;
        (magic == MAGIC && rest.is_empty() && sound).then_some(header)
    }
}

pub(super) fn load(entries: &impl Entries, name: &str) -> Result<Secret, SecretProblem> {
    let header = header(entries, name)?.ok_or(SecretProblem::Absent)?;
    let mut secret = Zeroizing::new(Vec::with_capacity(usize::try_from(header.length).unwrap_or(0)));
    for index in 0..header.count {
        secret.extend_from_slice(&entries.read(&part(name, header.set, index))?);
    }
    let whole = u32::try_from(secret.len()) == Ok(header.length) && checksum(&secret) == header.checksum;
    // A torn key is as good as none: signing in again writes a new one.
    if whole { Ok(secret) } else { Err(SecretProblem::Absent) }
}

/// Keeps a key. The old one is read until the new one has been read back whole.
pub(super) fn save(
    entries: &impl Entries,
    limit: usize,
    name: &str,
    secret: &[u8],
) -> Result<(), SecretProblem> {
    let old = header(entries, name)?;
    let set = old.map_or(0, |old| 1 - old.set);
    let written = write_parts(entries, limit, name, set, secret)
        .and_then(|header| publish(entries, name, old, header, secret).map(|()| header.count));
    // What a sweep leaves does no harm beyond lying there, and a later save sweeps again.
    let _ = match written {
        Ok(count) => sweep(entries, name, 1 - set, 0).and_then(|()| sweep(entries, name, set, count)),
        Err(_) => sweep(entries, name, set, 0),
    };
    written.map(|_| ())
}

/// Makes a new header the one that counts. The old one comes back where the new key cannot be read.
fn publish(
    entries: &impl Entries,
    name: &str,
    old: Option<Header>,
    new: Header,
    secret: &[u8],
) -> Result<(), SecretProblem> {
    let published = entries
        .write(name, &new.to_bytes())
        .and_then(|()| if *load(entries, name)? == secret { Ok(()) } else { Err(not_read_back()) });
    if published.is_err() {
        // Best effort: what failed is told in any case.
        let _ = match old {
            Some(old) => entries.write(name, &old.to_bytes()),
            None => entries.remove(name),
        };
    }
    published
}

/// Forgets a key. The header goes first, so that it reads as absent from then on.
pub(super) fn delete(entries: &impl Entries, name: &str) -> Result<(), SecretProblem> {
    entries.remove(name)?;
    sweep(entries, name, 0, 0)?;
    sweep(entries, name, 1, 0)
}

/// The header, or `None` where there is none that can be read.
fn header(entries: &impl Entries, name: &str) -> Result<Option<Header>, SecretProblem> {
    match entries.read(name) {
        Ok(bytes) => Ok(Header::parse(&bytes)),
        Err(SecretProblem::Absent) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Writes the parts of one set and reads each back.
fn write_parts(
    entries: &impl Entries,
    limit: usize,
    name: &str,
    set: u8,
    secret: &[u8],
) -> Result<Header, SecretProblem> {
    let too_long = || SecretProblem::Trouble { detail: "the key is too long for this keychain".into() };
    let length = u32::try_from(secret.len()).ok().filter(|length| *length <= LONGEST).ok_or_else(too_long)?;
    let mut count = 0;
    for bytes in secret.chunks(limit.max(1)) {
        if count == MOST_PARTS {
            return Err(too_long());
        }
        let part = part(name, set, count);
        entries.write(&part, bytes)?;
        if **entries.read(&part)? != *bytes {
            return Err(not_read_back());
        }
        count += 1;
    }
    Ok(Header { set, count, length, checksum: checksum(secret) })
}

/// Removes the parts of a set from `first` on. A sweep that broke off may have left gaps, so each is tried.
fn sweep(entries: &impl Entries, name: &str, set: u8, first: u8) -> Result<(), SecretProblem> {
    (first..MOST_PARTS).try_for_each(|index| entries.remove(&part(name, set, index)))
}

/// The name of a part. The dots keep it apart from every profile id.
fn part(name: &str, set: u8, index: u8) -> String {
    format!("{name}.{}.{index}", if set == 0 { "a" } else { "b" })
}

fn not_read_back() -> SecretProblem {
    SecretProblem::Trouble { detail: "the keychain did not give back what was written".into() }
}

/// FNV-1a, 64 bits. It is there to notice parts that do not belong together after a crash, not to keep anyone
/// out: who can change a part can change the header too. So no cryptographic hash is needed.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
pub(super) mod fake;
#[cfg(test)]
mod tests;
