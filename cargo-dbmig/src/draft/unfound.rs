//! Declared renames whose old name is nowhere: a misspelled one would end in a drop.

use dbmig_runtime::catalog::{Catalog, ObjectName, Renames};

/// One line for each declared rename of something new from a name that did not exist before.
///
/// A rename that was applied earlier says nothing: its new name exists. Nor does any in an empty database.
pub(super) fn unfound_renames(before: &Catalog, renames: &Renames) -> Vec<String> {
    if before.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut line = |kind: &str, new: String, old: &str| {
        lines.push(format!(
            "{kind} {new} is declared with renamed_from = {old:?}, but there is no {kind} of that name: {new} is added \
             as a new one; check the spelling"
        ));
    };
    type Has = fn(&Catalog, &ObjectName) -> bool;
    let wholes: [(&str, _, Has); 6] = [
        ("table", &renames.tables, |catalog, name| catalog.tables.contains_key(name)),
        ("view", &renames.views, |catalog, name| catalog.views.contains_key(name)),
        ("materialized view", &renames.materialized_views, |catalog, name| {
            catalog.materialized_views.contains_key(name)
        }),
        ("enum", &renames.enums, |catalog, name| catalog.enums.contains_key(name)),
        ("domain", &renames.domains, |catalog, name| catalog.domains.contains_key(name)),
        ("composite type", &renames.composites, |catalog, name| catalog.composites.contains_key(name)),
    ];
    for (kind, renames, has) in wholes {
        for (new, old) in renames.iter().filter(|(new, old)| !has(before, new) && !has(before, old)) {
            line(kind, new.to_string(), &old.name);
        }
    }
    for ((name, new), old) in &renames.attributes {
        let was = |name: &ObjectName| before.composites.get(name);
        let Some(was) = was(name).or_else(|| renames.composites.get(name).and_then(was)) else { continue };
        if !was.attributes.iter().any(|attribute| attribute.name == *new || attribute.name == *old) {
            line("attribute", format!("{name}.{new}"), old);
        }
    }
    for ((table, new), old) in &renames.columns {
        let was = |name: &ObjectName| before.tables.get(name);
        let Some(was) = was(table).or_else(|| renames.tables.get(table).and_then(was)) else { continue };
        if was.column(new).is_none() && was.column(old).is_none() {
            line("column", format!("{table}.{new}"), old);
        }
    }
    for ((name, new), old) in &renames.enum_labels {
        let was = |name: &ObjectName| before.enums.get(name);
        let Some(was) = was(name).or_else(|| renames.enums.get(name).and_then(was)) else { continue };
        if !was.labels.contains(new) && !was.labels.contains(old) {
            line("value", format!("{new:?} of enum {name}"), old);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbmig_runtime::catalog::{Column, DataType, Table};

    fn check(new: &str, old: &str, expected: usize) {
        let mut table = Table::new("ticket");
        table.columns = vec![Column::new("subject", DataType::new("text"))];
        let before = Catalog { tables: [(table.name.clone(), table)].into(), ..Catalog::default() };
        let columns = [((ObjectName::new("ticket"), new.to_owned()), old.to_owned())].into();
        let lines = unfound_renames(&before, &Renames { columns, ..Renames::default() });
        assert_eq!(lines.len(), expected, "{lines:?}");
    }

    #[test]
    fn only_a_rename_from_nowhere_is_told() {
        check("title", "subject", 0);
        check("title", "subjct", 1);
        check("subject", "topic", 0);
    }
}
