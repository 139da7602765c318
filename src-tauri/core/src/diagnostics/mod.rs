//! What somebody who helps needs to know of a launcher, as text files without a secret.
//!
//! [`Facts`] is what is known, [`Report`] is what is shown and saved of it. Nothing here reads or writes anything:
//! the log comes in through [`Journal`].

mod archive;
mod counts;
mod facts;
mod journal;
mod kept;
mod report;

pub use counts::ProblemCounts;
pub use facts::{Facts, KeychainState, SystemFacts};
pub use journal::{FakeJournal, Journal, LogFile};
pub use report::{Report, ReportFile};

#[cfg(test)]
mod tests;
