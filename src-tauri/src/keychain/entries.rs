//! A keychain as a set of named entries.

use launcher_core::settings::secrets::SecretProblem;
use secrecy::zeroize::Zeroizing;

/// Bytes that are wiped when dropped.
pub(super) type Secret = Zeroizing<Vec<u8>>;

/// The entries that a keychain holds for this program.
pub(super) trait Entries {
    /// Most bytes an entry takes; `None` where there is no limit to speak of.
    fn limit(&self) -> Option<usize>;

    fn read(&self, name: &str) -> Result<Secret, SecretProblem>;

    /// Writes an entry as a whole, or leaves it as it was.
    fn write(&self, name: &str, secret: &[u8]) -> Result<(), SecretProblem>;

    /// That there was no entry counts as done.
    fn remove(&self, name: &str) -> Result<(), SecretProblem>;
}
