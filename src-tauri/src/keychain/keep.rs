//! What load, save and delete do with the entries of a keychain.

use launcher_core::settings::secrets::SecretProblem;
use secrecy::{ExposeSecret, SecretString};

use super::entries::{Entries, Secret};
use super::parts;

/// Whether somebody still waits for a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Wanted,
    /// Nobody waits any more, so the key must not be kept.
    GivenUp,
    /// Nobody waits any more, and a newer save has begun: what is kept now is its affair.
    Overtaken,
}

pub(super) fn load(entries: &impl Entries, name: &str) -> Result<SecretString, SecretProblem> {
    let bytes = read(entries, name)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| SecretProblem::Trouble { detail: "the entry of the keychain is no text".into() })?;
    Ok(SecretString::from(text))
}

/// Keeps a key, unless nobody waits for it any more.
///
/// The keychain may ask its owner to unlock it at the first touch and take hours to answer. Therefore the entry
/// is read before it is written, and when the caller has gone meanwhile nothing is written, or what was
/// written into an empty place is taken out again.
pub(super) fn save(
    entries: &impl Entries,
    name: &str,
    secret: &SecretString,
    standing: impl Fn() -> Standing,
) -> Result<(), SecretProblem> {
    let was_absent = match read(entries, name) {
        Ok(_) => false,
        Err(SecretProblem::Absent) => true,
        Err(problem) => return Err(problem),
    };
    if standing() != Standing::Wanted {
        return Err(SecretProblem::NotAnswering);
    }
    let secret = secret.expose_secret().as_bytes();
    match entries.limit() {
        None => entries.write(name, secret)?,
        Some(limit) => parts::save(entries, limit, name, secret)?,
    }
    if was_absent && standing() == Standing::GivenUp {
        delete(entries, name)?;
    }
    Ok(())
}

pub(super) fn delete(entries: &impl Entries, name: &str) -> Result<(), SecretProblem> {
    match entries.limit() {
        None => entries.remove(name),
        Some(_) => parts::delete(entries, name),
    }
}

fn read(entries: &impl Entries, name: &str) -> Result<Secret, SecretProblem> {
    match entries.limit() {
        None => entries.read(name),
        Some(_) => parts::load(entries, name),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::keychain::parts::fake::FakeEntries;

    fn kept(entries: &FakeEntries) -> Option<String> {
        load(entries, "p").ok().map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn a_key_is_kept_with_and_without_a_limit() {
        for entries in [FakeEntries::unlimited(), FakeEntries::limited(64)] {
            let key = "k".repeat(500);
            save(&entries, "p", &key.as_str().into(), || Standing::Wanted).unwrap();
            assert_eq!(kept(&entries), Some(key));
            delete(&entries, "p").unwrap();
            assert_eq!(load(&entries, "p").err(), Some(SecretProblem::Absent));
            assert!(entries.names().is_empty());
        }
    }

    #[test]
    fn a_save_given_up_while_the_keychain_was_opened_writes_nothing() {
        let entries = FakeEntries::unlimited();
        save(&entries, "p", &"old".into(), || Standing::Wanted).unwrap();
        for standing in [Standing::GivenUp, Standing::Overtaken] {
            assert!(save(&entries, "p", &"new".into(), || standing).is_err());
            assert_eq!(kept(&entries).as_deref(), Some("old"));
        }
    }

    #[test]
    fn a_save_given_up_while_writing_is_undone_unless_a_newer_one_has_begun() {
        for (end, expected) in [(Standing::GivenUp, None), (Standing::Overtaken, Some("new"))] {
            let entries = FakeEntries::unlimited();
            let asked = Cell::new(0);
            let standing = || {
                asked.set(asked.get() + 1);
                if asked.get() == 1 { Standing::Wanted } else { end }
            };
            save(&entries, "p", &"new".into(), standing).unwrap();
            assert_eq!(kept(&entries).as_deref(), expected);
        }
    }

    #[test]
    fn what_is_no_text_is_trouble_and_not_absent() {
        let entries = FakeEntries::unlimited();
        entries.write("p", b"\xff\xfe").unwrap();
        assert!(matches!(load(&entries, "p"), Err(SecretProblem::Trouble { .. })));
    }

    #[test]
    fn a_locked_keychain_is_never_written_to() {
        let entries = FakeEntries::unlimited();
        save(&entries, "p", &"old".into(), || Standing::Wanted).unwrap();
        entries.fail_reads(Some(SecretProblem::Locked));
        let saved = save(&entries, "p", &"new".into(), || Standing::Wanted);
        assert_eq!(saved, Err(SecretProblem::Locked));
        entries.fail_reads(None);
        assert_eq!(kept(&entries).as_deref(), Some("old"));
    }
}
