//! Column types out of descriptors.

use super::super::model::Type;
use super::Resolver;
use crate::catalog::DataType;

impl Resolver<'_> {
    /// The SQL of a type; an enum type in it is declared for this database.
    pub(super) fn data_type(&mut self, data_type: &Type) -> DataType {
        match data_type {
            Type::Sql(sql) | Type::Given { sql, .. } => DataType::new(sql),
            Type::Option(inner) => self.data_type(inner),
            Type::Array(element) => self.data_type(element).array(),
            Type::Enum(enum_type) => {
                self.enum_type(enum_type);
                DataType::new(self.object_name(&enum_type.name).to_string())
            }
        }
    }
}

impl Type {
    /// True for an `Option`. An array's elements may be null in PostgreSQL whatever the element's Rust type is.
    pub(super) fn is_nullable(&self) -> bool {
        matches!(self, Self::Option(_) | Self::Given { nullable: true, .. })
    }
}
