//! What the attributes and fields of an item say, as values. `check` looks for mistakes in it, `expand` writes it down.

mod column;
mod composite;
mod constraint;
mod declared_sql;
mod domain;
mod enum_type;
mod exclusion;
mod foreign_key;
mod grant;
mod index;
mod lifetime;
mod partition;
mod physical;
mod policy;
mod sql_type;
mod statistics;
mod table;
mod view;

use proc_macro2::Span;
use syn::LitStr;

pub(crate) use column::{Column, Identity, IdentityKind, NotNull, Reference};
pub(crate) use composite::{Attribute, Composite};
pub(crate) use constraint::{Check, Given, Key};
pub(crate) use declared_sql::DeclaredSql;
pub(crate) use domain::Domain;
pub(crate) use enum_type::{EnumType, Label, sql_name};
pub(crate) use exclusion::{Exclusion, ExclusionElement};
pub(crate) use foreign_key::{Action, ForeignKey, ForeignKeyOptions};
pub(crate) use grant::{Grant, Granted, PRIVILEGES};
pub(crate) use index::{Index, IndexKey, KeyPart};
pub(crate) use partition::{Partition, PartitionBy, Strategy};
pub(crate) use physical::{Deferral, Enforcement, Physical};
pub(crate) use policy::Policy;
pub(crate) use sql_type::SqlType;
pub(crate) use statistics::Statistics;
pub(crate) use table::{Kind, Table};
pub(crate) use view::{Query, View};

/// Text with its place.
#[derive(Clone)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
}

impl Text {
    /// The text as it stood in the source.
    pub(crate) fn literal(&self) -> LitStr {
        LitStr::new(&self.value, self.span)
    }
}
