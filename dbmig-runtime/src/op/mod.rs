//! Operations: reversible changes of a schema, as plain data.
//!
//! The plan produces them, a revision module builds them through [`Op`], `sql` prints them, `hazard` reads them,
//! the runner executes what `sql` printed. No operation knows how any of that is done.
//!
//! One file a family: the values, their builders, and the directives on [`Op`].

mod alter_column;
mod alter_table;
mod argument;
mod backfill;
mod bulk_insert;
mod column;
mod comment;
mod composite_type;
mod constraint;
mod directives;
mod domain;
mod enum_type;
mod error;
mod execute;
mod extension;
mod for_each_batch;
mod foreign_data;
mod index;
mod new_column;
mod new_constraint;
mod object;
mod operation;
mod pace;
mod pace_builder;
mod partition;
mod preflight;
mod privilege;
#[cfg(feature = "migrate")]
mod read_columns;
mod schema;
mod sequence;
mod table;
mod tables;
mod types;
mod value;

pub use alter_column::{AlterBuilder, alter};
pub use alter_table::TableAction;
pub use backfill::{
    Backfill, BackfillBuilder, BatchChange, BatchRows, BatchSource, SetColumn, delete_where, set,
};
pub use bulk_insert::{BulkInsert, InsertBuilder, OnConflict, into_columns};
pub use column::{AddColumn, AlterColumn, ColumnAction, ColumnOperation};
pub use comment::{SetComment, on_column, on_constraint, on_index, on_schema, on_table, on_type};
pub use composite_type::AttributeAction;
pub use constraint::{Constraint, ConstraintAction, ConstraintOperation};
#[cfg(feature = "migrate")]
pub(crate) use directives::Code;
pub use directives::Op;
pub use domain::DomainAction;
pub use enum_type::{EnumOperation, NewEnumValue, Position, enum_value};
pub use error::{Error, Result};
pub use execute::Execute;
pub use extension::ExtensionAction;
pub use for_each_batch::ForEachBatch;
pub use foreign_data::{ForeignAction, OptionChanges};
pub use index::{
    AttachIndex, CreateIndex, DropIndex, IndexAction, IndexBuilder, IndexOperation, KeyBuilder, by_column,
    by_expression, drop_index, index,
};
pub use new_column::{ColumnBuilder, column};
pub use new_constraint::{
    CheckBuilder, ExclusionBuilder, ForeignKeyBuilder, NotNullBuilder, PrimaryKeyBuilder, UniqueBuilder,
    check, exclusion, foreign_key, not_null, primary_key, unique,
};
pub use object::{Alter, Alteration, NewObject};
pub use operation::Operation;
#[cfg(feature = "migrate")]
pub(crate) use pace::wal;
pub use pace::{Lag, Pace, Pause};
pub use partition::{AttachPartition, Child};
pub use preflight::{Obstacle, Preflight, PreflightBuilder, all_rows_give, no_rows, no_rows_where};
pub use privilege::{ChangePrivileges, PrivilegeVerb, PrivilegesOn};
#[cfg(feature = "migrate")]
pub use read_columns::{EachBuilder, read_columns};
pub use schema::SchemaOperation;
pub use sequence::SequenceAction;
pub use table::{TableBuilder, TableOperation, table};
pub use types::*;
pub use value::{IntoRow, Value, bytes, expression};
