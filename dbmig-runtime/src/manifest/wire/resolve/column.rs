//! Columns.

use super::super::model::Column;
use super::Resolver;
use crate::catalog::{self, Generated, GeneratedKind, Identity, ObjectName};

impl Resolver<'_> {
    pub(super) fn column(&mut self, column: &Column) -> catalog::Column {
        let data_type = self.data_type(&column.data_type);
        let mut built = catalog::Column::new(&column.name, data_type);
        built.nullable = column.data_type.is_nullable();
        built.default.clone_from(&column.default);
        built.identity = column.identity.map(Identity::new);
        built.generated =
            column.generated.clone().map(|expression| Generated { expression, kind: GeneratedKind::Stored });
        built.collation = column.collation.as_deref().map(ObjectName::new);
        built.comment.clone_from(&column.comment);
        built
    }
}
