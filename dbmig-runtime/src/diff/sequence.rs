//! Sequences.

use std::collections::BTreeMap;

use super::Changes;
use super::summary::Report;
use crate::catalog::{Catalog, Object, ObjectName, Renames, Sequence, quote_identifier};

/// The renames of sequences: those that were declared, and where a column owns one sequence before and another one after,
/// that is the same one. `renames` says what became of tables and columns.
pub(super) fn in_effect(
    from: &Catalog,
    to: &Catalog,
    declared: &Renames,
    renames: &Renames,
) -> BTreeMap<ObjectName, ObjectName> {
    let pending = |old: &ObjectName, new: &ObjectName| {
        let (before, after) = (&from.sequences, &to.sequences);
        let old_only = before.contains_key(old) && !after.contains_key(old);
        old_only && after.contains_key(new) && !before.contains_key(new)
    };
    let declared = declared.sequences.iter().filter(|(new, old)| pending(old, new));
    let mut found: BTreeMap<ObjectName, ObjectName> =
        declared.map(|(new, old)| (new.clone(), old.clone())).collect();
    let owners = |catalog: &'_ Catalog| -> BTreeMap<(ObjectName, String), Vec<ObjectName>> {
        let mut owners: BTreeMap<_, Vec<ObjectName>> = BTreeMap::new();
        for sequence in catalog.sequences.values() {
            let Some(owner) = &sequence.owned_by else { continue };
            owners.entry(owner.clone()).or_default().push(sequence.name.clone());
        }
        owners
    };
    let before = owners(from);
    for ((table, column), new) in owners(to) {
        let old_column = renames.columns.get(&(table.clone(), column.clone())).unwrap_or(&column);
        let old_table = renames.tables.get(&table).unwrap_or(&table);
        let old = before.get(&(old_table.clone(), old_column.clone()));
        if let (Some([old]), [new]) = (old.map(Vec::as_slice), new.as_slice())
            && pending(old, new)
            && !found.contains_key(new)
            && !found.values().any(|taken| taken == old)
        {
            found.insert(new.clone(), old.clone());
        }
    }
    found
}

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    for (new, old) in &changes.renames.sequences {
        report.change(format!("rename sequence {old} to {new}"));
    }
    report.objects(
        &changes.sequences,
        |sequence| Object::Sequence(sequence.name.clone()),
        |sequence| sequence.comment.as_deref(),
        words,
    );
}

fn words(from: &Sequence, to: &Sequence) -> Vec<String> {
    let name = &to.name;
    let (before, after) = (&from.options, &to.options);
    let options = [
        ("start", before.start != after.start),
        ("increment", before.increment != after.increment),
        ("minimum", before.min != after.min),
        ("maximum", before.max != after.max),
        ("cache", before.cache != after.cache),
        ("cycle", before.cycle != after.cycle),
        ("logging", from.unlogged != to.unlogged),
    ];
    let mut words = Vec::new();
    if from.data_type != to.data_type {
        let (from, to) = (&from.data_type, &to.data_type);
        words.push(format!("change type of sequence {name} from {from} to {to}"));
    }
    let different = options.iter().filter(|(_, differs)| *differs);
    words.extend(different.map(|(what, _)| format!("change {what} of sequence {name}")));
    if from.owned_by != to.owned_by {
        let owner = to
            .owned_by
            .as_ref()
            .map_or("nothing".to_owned(), |(table, column)| format!("{table}.{}", quote_identifier(column)));
        words.push(format!("make sequence {name} owned by {owner}"));
    }
    words
}
