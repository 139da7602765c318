use super::fake::FakeEntries;
use super::*;

/// The limit of Windows.
const LIMIT: usize = 2_560;

fn key(length: usize, seed: usize) -> Vec<u8> {
    (0..length).map(|index| b'!' + u8::try_from((index * 7 + index / 91 + seed) % 90).unwrap()).collect()
}

fn holding(secret: &[u8]) -> FakeEntries {
    let entries = FakeEntries::limited(LIMIT);
    save(&entries, LIMIT, "p", secret).unwrap();
    entries
}

fn loaded(entries: &FakeEntries) -> Result<Vec<u8>, SecretProblem> {
    load(entries, "p").map(|secret| secret.to_vec())
}

#[test]
fn keys_of_every_size_around_the_limit_come_back() {
    for length in [0, 1, 1_279, 1_281, 2_559, 2_560, 2_561, 5_120, 5_121, 8_000, 32 * LIMIT] {
        assert!(loaded(&holding(&key(length, 0))) == Ok(key(length, 0)), "{length}");
    }
}

#[test]
fn a_key_too_long_for_the_parts_is_refused_and_the_old_one_stays() {
    let entries = holding(&key(8_000, 0));
    let before = entries.names();
    assert!(matches!(
        save(&entries, LIMIT, "p", &key(32 * LIMIT + 1, 1)),
        Err(SecretProblem::Trouble { .. })
    ));
    assert!(loaded(&entries) == Ok(key(8_000, 0)));
    assert_eq!(entries.names(), before);
}

#[test]
fn replacing_a_key_leaves_nothing_of_the_old_one() {
    let entries = holding(&key(20_000, 0));
    save(&entries, LIMIT, "p", &key(3_000, 1)).unwrap();
    assert_eq!(entries.names(), ["p", "p.b.0", "p.b.1"]);
    save(&entries, LIMIT, "p", &key(10, 2)).unwrap();
    assert_eq!(entries.names(), ["p", "p.a.0"]);
    assert_eq!(loaded(&entries), Ok(key(10, 2)));
}

#[test]
fn deleting_leaves_nothing_and_deleting_again_is_no_error() {
    let entries = holding(&key(8_000, 0));
    delete(&entries, "p").unwrap();
    assert!(entries.names().is_empty());
    assert_eq!(loaded(&entries), Err(SecretProblem::Absent));
    delete(&entries, "p").unwrap();
}

#[test]
fn the_key_of_one_profile_is_not_touched_by_another() {
    let entries = holding(&key(8_000, 0));
    save(&entries, LIMIT, "p-a-0", &key(8_000, 1)).unwrap();
    delete(&entries, "p-a-0").unwrap();
    assert!(loaded(&entries) == Ok(key(8_000, 0)));
}

#[test]
fn a_save_that_dies_at_any_step_leaves_the_old_key_or_the_new_one_whole() {
    let (old, new) = (key(8_000, 0), key(6_000, 1));
    let before = holding(&old);
    let steps = {
        let entries = before.dying_after(usize::MAX, false);
        save(&entries, LIMIT, "p", &new).unwrap();
        entries.changes()
    };
    assert!(steps > 6, "parts, header and sweep: {steps}");
    for done in 0..steps {
        let entries = before.dying_after(done, false);
        let saved = save(&entries, LIMIT, "p", &new);
        let after = entries.restarted();
        let found = loaded(&after).unwrap();
        // The three parts of the new key and the header: from then on the new one is there.
        assert!(found == if done < 4 { &old[..] } else { &new[..] }, "after {done} changes");
        assert_eq!(saved.is_ok(), found == new, "after {done} changes");
        // The next save finds its way and sweeps what was left.
        save(&after, LIMIT, "p", b"next").unwrap();
        assert_eq!(loaded(&after), Ok(b"next".to_vec()));
        assert_eq!(after.names().len(), 2, "after {done} changes");
    }
}

#[test]
fn a_torn_entry_reads_as_the_old_key_or_as_absent_and_never_as_half_a_key() {
    let (old, new) = (key(8_000, 0), key(6_000, 1));
    for done in 0..4 {
        let entries = holding(&old).dying_after(done, true);
        assert!(save(&entries, LIMIT, "p", &new).is_err());
        let after = entries.restarted();
        let expected = if done < 3 { Ok(old.clone()) } else { Err(SecretProblem::Absent) };
        assert!(loaded(&after) == expected, "after {done} changes");
        save(&after, LIMIT, "p", &new).unwrap();
        assert!(loaded(&after) == Ok(new.clone()), "after {done} changes");
        assert_eq!(after.names().len(), 4, "after {done} changes");
    }
}

#[test]
fn a_delete_that_dies_at_any_step_leaves_no_key_to_read() {
    for done in 1..5 {
        let entries = holding(&key(8_000, 0)).dying_after(done, false);
        let _ = delete(&entries, "p");
        assert_eq!(loaded(&entries.restarted()), Err(SecretProblem::Absent));
    }
}

#[test]
fn parts_that_do_not_belong_together_read_as_absent() {
    type Spoil = fn(&mut Vec<u8>);
    let spoils: [(&str, Spoil); 6] = [
        ("p.a.1", |bytes| bytes[7] ^= 1),
        ("p.a.3", |bytes| bytes.truncate(7)),
        ("p.a.2", |bytes| bytes.swap(0, 1)),
        ("p", |bytes| bytes[3] = b'2'),
        ("p", |bytes| bytes.push(0)),
        ("p", |bytes| bytes[5] -= 1),
    ];
    for (name, spoil) in spoils {
        let entries = holding(&key(8_000, 0));
        entries.spoil(name, spoil);
        assert_eq!(loaded(&entries), Err(SecretProblem::Absent), "{name}");
    }
    let entries = holding(&key(8_000, 0));
    entries.remove("p.a.1").unwrap();
    assert_eq!(loaded(&entries), Err(SecretProblem::Absent));
}

#[test]
fn a_locked_keychain_is_not_taken_for_an_empty_one() {
    let entries = holding(&key(8_000, 0));
    entries.fail_reads(Some(SecretProblem::Locked));
    assert_eq!(loaded(&entries), Err(SecretProblem::Locked));
    assert_eq!(save(&entries, LIMIT, "p", b"new"), Err(SecretProblem::Locked));
    entries.fail_reads(None);
    assert!(loaded(&entries) == Ok(key(8_000, 0)));
}

#[test]
fn no_header_makes_it_panic_and_good_ones_are_read_back() {
    let header = Header { set: 1, count: 32, length: 81_920, checksum: u64::MAX - 1 };
    let bytes = header.to_bytes();
    assert_eq!(Header::parse(&bytes), Some(header));
    for end in 0..bytes.len() {
        assert_eq!(Header::parse(&bytes[..end]), None);
    }
    for (place, value) in [(4, 2), (5, 33), (6, 1)] {
        let mut bad = bytes;
        bad[place] = value;
        assert_eq!(Header::parse(&bad), None);
    }
}

#[test]
fn a_keychain_that_garbles_the_new_key_keeps_the_old_one() {
    /// Gives back the parts of the new key wrong once its header is there.
    struct Garbling(FakeEntries);

    impl Entries for Garbling {
        fn limit(&self) -> Option<usize> {
            self.0.limit()
        }

        fn read(&self, name: &str) -> Result<Secret, SecretProblem> {
            let published =
                self.0.read("p").ok().and_then(|bytes| Header::parse(&bytes)).map(|header| header.set);
            let mut secret = self.0.read(name)?;
            if published == Some(1) && name == "p.b.1" {
                secret[0] ^= 1;
            }
            Ok(secret)
        }

        fn write(&self, name: &str, secret: &[u8]) -> Result<(), SecretProblem> {
            self.0.write(name, secret)
        }

        fn remove(&self, name: &str) -> Result<(), SecretProblem> {
            self.0.remove(name)
        }
    }

    let entries = Garbling(holding(&key(8_000, 0)));
    let before = entries.0.names();
    assert!(save(&entries, LIMIT, "p", &key(6_000, 1)).is_err());
    assert!(loaded(&entries.0) == Ok(key(8_000, 0)));
    assert_eq!(entries.0.names(), before);
}
