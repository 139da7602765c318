//! A keychain in memory whose writes can break off.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use launcher_core::settings::secrets::SecretProblem;

use crate::keychain::entries::{Entries, Secret};

#[derive(Clone, Default)]
pub(in crate::keychain) struct FakeEntries {
    limit: Option<usize>,
    kept: RefCell<BTreeMap<String, Vec<u8>>>,
    /// Changes that still go through; then the machine is as good as dead.
    changes_left: Cell<Option<usize>>,
    /// Changes so far.
    changes: Cell<usize>,
    /// Whether the change that breaks off leaves half an entry.
    tears: Cell<bool>,
    failing_reads: RefCell<Option<SecretProblem>>,
}

impl FakeEntries {
    pub(in crate::keychain) fn unlimited() -> Self {
        Self::default()
    }

    pub(in crate::keychain) fn limited(limit: usize) -> Self {
        Self { limit: Some(limit), ..Self::default() }
    }

    /// The same entries, where only so many changes go through.
    pub(super) fn dying_after(&self, changes: usize, tears: bool) -> Self {
        let copy = self.clone();
        copy.changes_left.set(Some(changes));
        copy.changes.set(0);
        copy.tears.set(tears);
        copy
    }

    /// The same entries after a restart.
    pub(super) fn restarted(&self) -> Self {
        let copy = self.clone();
        copy.changes_left.set(None);
        copy
    }

    pub(super) fn changes(&self) -> usize {
        self.changes.get()
    }

    pub(in crate::keychain) fn fail_reads(&self, problem: Option<SecretProblem>) {
        self.failing_reads.replace(problem);
    }

    pub(in crate::keychain) fn names(&self) -> Vec<String> {
        self.kept.borrow().keys().cloned().collect()
    }

    pub(super) fn spoil(&self, name: &str, spoil: impl FnOnce(&mut Vec<u8>)) {
        spoil(self.kept.borrow_mut().get_mut(name).unwrap());
    }

    fn change(&self) -> Result<(), SecretProblem> {
        match self.changes_left.get() {
            Some(0) => return Err(SecretProblem::Trouble { detail: "gone".into() }),
            Some(left) => self.changes_left.set(Some(left - 1)),
            None => {}
        }
        self.changes.set(self.changes.get() + 1);
        Ok(())
    }
}

impl Entries for FakeEntries {
    fn limit(&self) -> Option<usize> {
        self.limit
    }

    fn read(&self, name: &str) -> Result<Secret, SecretProblem> {
        if let Some(problem) = &*self.failing_reads.borrow() {
            return Err(problem.clone());
        }
        self.kept.borrow().get(name).cloned().map(Secret::new).ok_or(SecretProblem::Absent)
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), SecretProblem> {
        if self.limit.is_some_and(|limit| secret.len() > limit) {
            return Err(SecretProblem::Trouble { detail: "too long".into() });
        }
        if self.changes_left.get() == Some(0) && self.tears.replace(false) {
            self.kept.borrow_mut().insert(name.into(), secret[..secret.len() / 2].to_vec());
        }
        self.change()?;
        self.kept.borrow_mut().insert(name.into(), secret.to_vec());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), SecretProblem> {
        if self.kept.borrow().contains_key(name) {
            self.change()?;
            self.kept.borrow_mut().remove(name);
        }
        Ok(())
    }
}
