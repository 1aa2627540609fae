//! What there is to say of a revision beyond its first line.

use super::print;
use crate::runner::{RevisionInfo, place};

/// ` [billing, shop]`, or nothing.
pub(super) fn labels(labels: &[String]) -> String {
    if labels.is_empty() { String::new() } else { format!(" [{}]", labels.join(", ")) }
}

/// The lines of a revision, each after `indent`.
pub(super) fn lines(revision: &RevisionInfo) -> Vec<String> {
    let RevisionInfo { parents, depends_on, labels, squashes, file, created, .. } = revision;
    let mut lines = vec![format!("revises {}", place(parents))];
    if !depends_on.is_empty() {
        lines.push(format!("depends on {}", depends_on.join(", ")));
    }
    if !labels.is_empty() {
        lines.push(format!("labels {}", labels.join(", ")));
    }
    if !squashes.is_empty() {
        lines.push(format!("squashes {}", squashes.join(", ")));
    }
    if !created.is_empty() {
        lines.push(format!("created {created}"));
    }
    lines.push(format!("file {file}"));
    lines
}

/// Prints them.
pub(super) fn print(revision: &RevisionInfo, indent: &str) {
    lines(revision).iter().for_each(|line| print::line(format_args!("{indent}{line}")));
}
