//! Columns.

use super::super::model::{self, Column, Table};
use super::Resolver;
use crate::catalog::{
    self, Generated, GeneratedKind, Identity, IdentityKind, NotNull, ObjectName, SequenceOptions,
};

impl Resolver<'_> {
    pub(super) fn column(&mut self, table: &Table, column: &Column) -> catalog::Column {
        let data_type = self.data_type(&column.data_type);
        let mut built = catalog::Column::new(&column.name, data_type);
        built.nullable = column.data_type.is_nullable();
        built.not_null = not_null(table, column);
        built.default.clone_from(&column.default);
        built.identity = column.identity.map(|kind| identity(kind, &column.identity_options));
        let kind = if column.is_virtual { GeneratedKind::Virtual } else { GeneratedKind::Stored };
        built.generated = column.generated.clone().map(|expression| Generated { expression, kind });
        built.collation = column.collation.as_deref().map(ObjectName::new);
        built.storage = column.storage;
        built.compression.clone_from(&column.compression);
        built.statistics = column.statistics;
        built.options = super::sorted(&column.options);
        built.comment.clone_from(&column.comment);
        built
    }
}

fn not_null(table: &Table, column: &Column) -> Option<NotNull> {
    let declared = column.not_null.as_ref()?;
    let default = || table.default_name(std::slice::from_ref(&column.name), "not_null");
    let mut built = NotNull::new(declared.name.clone().unwrap_or_else(default), &column.name);
    built.no_inherit = declared.no_inherit;
    built.not_valid = declared.not_valid;
    built.comment.clone_from(&declared.comment);
    built.unless_plain(&table.name.name)
}

fn identity(kind: IdentityKind, options: &model::Identity) -> Identity {
    let model::Identity { start, increment, min, max, cache, cycle, ref sequence, logged, ref comment } =
        *options;
    let options = SequenceOptions { start, increment, min, max, cache, cycle };
    Identity { kind, options, sequence: sequence.clone(), logged, comment: comment.clone() }
}
