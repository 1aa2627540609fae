//! Column types out of descriptors.

use super::super::model::{Source, Type};
use super::Resolver;
use crate::catalog::DataType;

impl Resolver<'_> {
    /// The SQL of a type; a type of its own in it is declared for this database.
    pub(super) fn data_type(&mut self, data_type: &Type) -> DataType {
        match data_type {
            Type::Sql(sql) | Type::Given { sql, .. } => DataType::new(sql),
            Type::Option(inner) => self.data_type(inner),
            Type::Array(element) => self.data_type(element).array(),
            Type::Enum(declared) => {
                self.enum_type(declared);
                self.named_type(&declared.source)
            }
            Type::Domain(declared) => {
                self.domain(declared);
                self.named_type(&declared.source)
            }
            Type::Composite(declared) => {
                self.composite(declared);
                self.named_type(&declared.source)
            }
        }
    }

    fn named_type(&self, source: &Source) -> DataType {
        DataType::new(self.object_name(&source.name).to_string())
    }
}

impl Type {
    /// True for an `Option`. An array's elements may be null in PostgreSQL whatever the element's Rust type is.
    pub(super) fn is_nullable(&self) -> bool {
        match self {
            Self::Option(_) => true,
            Self::Given { nullable, .. } => *nullable,
            Self::Domain(declared) => declared.data_type.is_nullable(),
            Self::Sql(_) | Self::Array(_) | Self::Enum(_) | Self::Composite(_) => false,
        }
    }
}
