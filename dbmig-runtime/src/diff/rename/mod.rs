//! Declared renames, made in the first catalog before anything is compared.
//!
//! After a rename PostgreSQL prints every expression with the new name. To foresee that text, names are replaced
//! token by token; where a name is also that of a type or a function, the guess may be wrong. So the texts of the
//! second catalog get the same treatment, and where the two come out equal, the first takes the second's text. Where a
//! guess stays wrong, an object is defined again that need not be; none is dropped for it.

mod query;
mod renamer;
mod table;
mod types;
mod whole;

use renamer::Renamer;

use super::types as types_in;
use crate::catalog::{Catalog, Renames};

/// `from` as PostgreSQL would print it with `renames` made.
pub(super) fn apply(from: &Catalog, to: &Catalog, renames: &Renames) -> Catalog {
    let renamer = Renamer::new(renames, from);
    let enums = from.enums.values().map(|value| renamer.rename_enum(value));
    let tables = from.tables.values().map(|table| {
        let name = renamer.table(&table.name);
        renamer.rename_table(table, to.tables.get(&name))
    });
    let sequences = from.sequences.values().map(|sequence| renamer.rename_sequence(sequence));
    let domains = from.domains.values().map(|domain| renamer.rename_domain(domain));
    let composites = from.composites.values().map(|composite| renamer.rename_composite(composite));
    // Every field by name: a new noun is not to pass by.
    Catalog {
        server_version: from.server_version,
        role: from.role.clone(),
        default_privileges: from.default_privileges.clone(),
        schema_comments: from.schema_comments.clone(),
        namespaces: from.namespaces.clone(),
        extensions: from.extensions.clone(),
        collations: from.collations.clone(),
        ranges: from.ranges.clone(),
        domains: domains.map(|domain| (domain.name.clone(), domain)).collect(),
        composites: composites.map(|composite| (composite.name.clone(), composite)).collect(),
        sequences: sequences.map(|sequence| (sequence.name.clone(), sequence)).collect(),
        enums: enums.map(|value| (value.name.clone(), value)).collect(),
        tables: tables.map(|table| (table.name.clone(), table)).collect(),
        functions: renamer.rename_routines(&from.functions, &to.functions),
        procedures: renamer.rename_routines(&from.procedures, &to.procedures),
        views: renamer.all(&from.views, &to.views),
        materialized_views: renamer.all(&from.materialized_views, &to.materialized_views),
        triggers: renamer.all(&from.triggers, &to.triggers),
        rules: renamer.all(&from.rules, &to.rules),
        policies: renamer.all(&from.policies, &to.policies),
        statistics: renamer.all(&from.statistics, &to.statistics),
        aggregates: types_in::rename(&from.aggregates, &renamer.type_words()),
        operators: types_in::rename(&from.operators, &renamer.type_words()),
        casts: types_in::rename(&from.casts, &renamer.type_words()),
        published_tables: renamer.rename_published(&from.published_tables),
        text_search_dictionaries: from.text_search_dictionaries.clone(),
        text_search_configurations: from.text_search_configurations.clone(),
        publications: from.publications.clone(),
        published_schemas: from.published_schemas.clone(),
        foreign_data_wrappers: from.foreign_data_wrappers.clone(),
        servers: from.servers.clone(),
        event_triggers: from.event_triggers.clone(),
        left_out: from.left_out.clone(),
        owners: renamer.rename_keys(&from.owners),
        privileges: renamer.rename_keys(&from.privileges),
        dependencies: renamer.rename_dependencies(&from.dependencies),
    }
}
