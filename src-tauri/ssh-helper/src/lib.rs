//! What the console program of Altostrat Launcher is made of.
//!
//! `altostrat-ssh run <id>` runs inside the user's terminal. It asks the launcher over a private socket (a named
//! pipe on Windows) which session it is for, runs `ssh` on the same terminal and is itself the program `ssh`
//! asks for the password (`SSH_ASKPASS`). Neither an argument list nor an environment ever holds the password:
//! they hold ids that are good for one use. A second process, `altostrat-ssh watch`, tells the launcher when the
//! window was killed. `altostrat-ssh test <id>` tells it that a terminal works, and starts nothing.
//!
//! The launcher uses the same [`wire`] types, the same [`place`] and the same [`prompt`] rule.

pub mod arguments;
pub mod askpass;
pub mod call;
pub mod core_files;
pub mod host_key;
pub mod id;
pub mod place;
pub mod prompt;
pub mod run;
pub mod session;
pub mod verdict;
pub mod wire;

pub use arguments::ssh_arguments;
pub use host_key::{HostKey, HostKeyProblem};
pub use id::{IdProblem, OneTimeId, PlaceName};
pub use session::{SafeSession, SessionProblem, SshSession};
