//! What `/proc` tells of a process and those it started.

use std::fs;
use std::path::Path;

use crate::measure::{Millis, now};

/// Kernel ticks in a second (`USER_HZ`), the same on every Linux.
const TICKS: f64 = 100.0;

/// A process and all below it.
fn tree(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut at = 0;
    while let Some(process) = found.get(at).copied() {
        at += 1;
        for entry in fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten() {
            let children = fs::read_to_string(entry.path().join("children")).unwrap_or_default();
            found.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    found
}

/// Private memory and the fair share of what is shared (PSS), in MiB, of a process and all below it but for
/// `WebKitWebDriver`.
pub(crate) fn memory_of_tree(root: u32) -> f64 {
    let kibibytes: f64 = tree(root)
        .into_iter()
        .filter(|process| name(*process) != "WebKitWebDriver")
        .filter_map(|process| fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok())
        .filter_map(|text| {
            let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?.trim().to_owned();
            line.split_whitespace().next()?.parse::<f64>().ok()
        })
        .sum();
    kibibytes / 1_024.0
}

fn name(process: u32) -> String {
    let link = fs::read_link(format!("/proc/{process}/exe")).unwrap_or_default();
    link.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// When the process of `binary` below `root` was started.
pub(crate) fn started_at(root: u32, binary: &Path) -> Option<Millis> {
    let wanted = binary.file_name()?.to_str()?;
    let process = tree(root).into_iter().find(|process| name(*process) == wanted)?;
    let start: f64 = field(process, 22)?;
    let uptime: f64 = fs::read_to_string("/proc/uptime").ok()?.split(' ').next()?.parse().ok()?;
    Some(now() - (uptime - start / TICKS) * 1_000.0)
}

/// Field `number` of `/proc/<process>/stat`, counted from 1 as in `proc(5)`.
fn field<T: std::str::FromStr>(process: u32, number: usize) -> Option<T> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may hold blanks.
    let (_, rest) = text.rsplit_once(") ")?;
    rest.split(' ').nth(number - 3)?.parse().ok()
}

/// Processor time used by a process and all below it, in kernel ticks.
pub(crate) fn ticks(root: u32) -> u64 {
    let of_process = |process| Some(field::<u64>(process, 14)? + field::<u64>(process, 15)?);
    tree(root).into_iter().filter_map(of_process).sum()
}

/// How often threads of a process and all below it went to sleep, and so were woken.
pub(crate) fn wakes(root: u32) -> u64 {
    let tasks = tree(root)
        .into_iter()
        .flat_map(|process| fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten());
    tasks
        .filter_map(|task| {
            let status = fs::read_to_string(task.path().join("status")).ok()?;
            status
                .lines()
                .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?
                .trim()
                .parse::<u64>()
                .ok()
        })
        .sum()
}
