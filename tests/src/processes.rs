//! What other programs of this machine could see: argument lists and environments of all processes (Linux).

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// A place where a secret was seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    /// The whole argument list of the program, separated by blanks.
    pub arguments: String,
    pub place: &'static str,
    pub secret: String,
}

/// Looks at all processes again and again until it is stopped.
pub struct Lookout {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<BTreeSet<Sighting>>>,
}

impl Lookout {
    /// Watches for `secrets`.
    pub fn start(secrets: Vec<String>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !stopped.load(Ordering::Relaxed) {
                look(&secrets, &mut seen);
                std::thread::sleep(Duration::from_millis(20));
            }
            look(&secrets, &mut seen);
            seen
        });
        Self { stop, thread: Some(thread) }
    }

    /// Stops and says what was seen.
    pub fn stop(mut self) -> BTreeSet<Sighting> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().map(|thread| thread.join().unwrap()).unwrap_or_default()
    }
}

fn look(secrets: &[String], seen: &mut BTreeSet<Sighting>) {
    let own = std::process::id().to_string();
    for folder in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        if name == own || !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let read = |file: &str| std::fs::read(folder.path().join(file)).unwrap_or_default();
        let arguments = String::from_utf8_lossy(&read("cmdline")).into_owned();
        let environment = String::from_utf8_lossy(&read("environ")).into_owned();
        let shown = arguments.replace('\0', " ");
        for secret in secrets {
            for (place, text) in [("arguments", &arguments), ("environment", &environment)] {
                if text.contains(secret.as_str()) {
                    seen.insert(Sighting { arguments: shown.clone(), place, secret: secret.clone() });
                }
            }
        }
    }
}

/// Names of the programs that a process has started, and those have.
pub fn programs_below(root: u32) -> Vec<String> {
    let children = |process: u32| -> Vec<u32> {
        let tasks = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
        let told = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
        told.flat_map(|told| {
            told.split_whitespace().filter_map(|child| child.parse().ok()).collect::<Vec<_>>()
        })
        .collect()
    };
    let mut processes = children(root);
    let mut at = 0;
    while let Some(process) = processes.get(at).copied() {
        processes.extend(children(process));
        at += 1;
    }
    let names = processes.iter().filter_map(|process| {
        let program = std::fs::read_link(format!("/proc/{process}/exe")).ok()?;
        Some(program.file_name()?.to_string_lossy().into_owned())
    });
    names.collect()
}

/// Files below `folder` that hold one of `secrets`, plain or in the encodings a leak usually takes.
pub fn files_with(folder: &std::path::Path, secrets: &[String]) -> Vec<PathBuf> {
    let forms: Vec<Vec<u8>> = secrets.iter().flat_map(|secret| encodings(secret)).collect();
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                let content = std::fs::read(entry.path()).unwrap_or_default();
                if forms
                    .iter()
                    .any(|form| content.windows(form.len()).any(|window| window == form.as_slice()))
                {
                    found.push(entry.path());
                }
            }
        }
    }
    found
}

fn encodings(secret: &str) -> Vec<Vec<u8>> {
    use base64::Engine as _;

    let json = serde_json::to_string(secret).unwrap();
    vec![
        secret.as_bytes().to_vec(),
        json.trim_matches('"').as_bytes().to_vec(),
        base64::engine::general_purpose::STANDARD.encode(secret).into_bytes(),
        secret.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_on_disk_is_found_in_every_usual_form() {
        let folder = tempfile::tempdir().unwrap();
        for (number, form) in encodings("cänary \"4711\"").into_iter().enumerate() {
            std::fs::write(folder.path().join(number.to_string()), [b"xx".as_slice(), &form, b"yy"].concat())
                .unwrap();
        }
        assert_eq!(files_with(folder.path(), &["cänary \"4711\"".to_owned()]).len(), 4);
        assert!(files_with(folder.path(), &["canary".to_owned()]).is_empty());
    }
}
