//! Operations: reversible changes of a schema, as plain data.
//!
//! The plan produces them, a revision module builds them through [`Op`], `sql` prints them, `hazard` reads them,
//! the runner executes what `sql` printed. No operation knows how any of that is done.
//!
//! One file a family: the values, their builders, and the directives on [`Op`].

mod alter_table;
mod column;
mod comment;
mod constraint;
mod directives;
mod enum_type;
mod error;
mod execute;
mod index;
mod object;
mod operation;
mod schema;
mod table;
mod types;

pub use alter_table::TableAction;
pub use column::{
    AddColumn, AlterBuilder, AlterColumn, ColumnAction, ColumnBuilder, ColumnOperation, alter, column,
};
pub use comment::{SetComment, on_column, on_constraint, on_index, on_schema, on_table, on_type};
pub use constraint::{
    CheckBuilder, Constraint, ConstraintOperation, ForeignKeyBuilder, PrimaryKeyBuilder, UniqueBuilder,
    check, foreign_key, primary_key, unique,
};
pub use directives::Op;
pub use enum_type::{EnumOperation, NewEnumValue, Position, enum_value};
pub use error::{Error, Result};
pub use execute::Execute;
pub use index::{
    CreateIndex, DropIndex, IndexBuilder, IndexOperation, KeyBuilder, by_column, by_expression, drop_index,
    index,
};
pub use object::{Alter, Alteration, NewObject};
pub use operation::Operation;
pub use schema::SchemaOperation;
pub use table::{TableBuilder, TableOperation, table};
pub use types::*;
