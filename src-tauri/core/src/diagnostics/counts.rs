//! How often the network failed, and how.

use std::collections::BTreeMap;

/// Failures since the start, by the name of their class. Never what a server said, nor where it was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProblemCounts(BTreeMap<&'static str, u32>);

impl ProblemCounts {
    pub fn note(&mut self, class: &'static str) {
        let count = self.0.entry(class).or_default();
        *count = count.saturating_add(1);
    }

    /// Class and count, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u32)> {
        self.0.iter().map(|(class, count)| (*class, *count))
    }
}
