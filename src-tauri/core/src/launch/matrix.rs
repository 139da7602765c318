//! The launch matrix as a whole: every client of every system, found where its installer puts it, with the argument
//! list it is started with; and what becomes of those lists on the way to the program.

mod hostile;
mod pages;
mod shell_words;
mod windows_line;
mod words;

/// An absolute path as the system that runs the tests has it.
fn own_path(below: &str) -> std::path::PathBuf {
    std::path::Path::new(if cfg!(windows) { r"C:\" } else { "/" }).join(below)
}
