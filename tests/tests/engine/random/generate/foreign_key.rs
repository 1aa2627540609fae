//! Foreign keys.

use dbmig_runtime::catalog::{Action, Catalog, Column, ForeignKey, Match, Table};

use super::super::source::Random;
use super::table::own_name;

/// Foreign keys to any table with a primary key, over new columns of the same types; circles included.
pub(super) fn foreign_keys(random: &mut Random, catalog: &mut Catalog) {
    let targets: Vec<Table> =
        catalog.tables.values().filter(|table| table.primary_key.is_some()).cloned().collect();
    for table in catalog.tables.values_mut() {
        for (number, target) in
            targets.iter().filter(|_| random.chance(3)).collect::<Vec<_>>().iter().enumerate()
        {
            let Some(key) = &target.primary_key else { continue };
            let mut columns = Vec::new();
            for name in &key.columns {
                let Some(referenced) = target.column(name) else { continue };
                let mut column = Column::new(format!("ref {number} {name}"), referenced.data_type.clone());
                column.collation.clone_from(&referenced.collation);
                columns.push(column.name.clone());
                table.columns.push(column);
            }
            let actions =
                [Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault];
            let name = own_name(table, "fkey", number);
            table.foreign_keys.push(ForeignKey {
                on_delete: *random.pick(&actions),
                on_update: *random.pick(&actions),
                match_type: if random.chance(4) { Match::Full } else { Match::Simple },
                deferrable: random.chance(4),
                not_valid: random.chance(5),
                comment: random.comment(),
                ..ForeignKey::new(name, columns, &target.name, key.columns.clone())
            });
        }
        table.sort();
    }
}
