//! Domains.

use heck::ToSnakeCase;
use syn::ext::IdentExt;
use syn::{Fields, Ident, Type};

use super::{Check, Given, Text};
use crate::attr::sql_type::SqlTypeAttr;
use crate::context::Context;

/// A domain over the type of a struct's one field.
pub(crate) struct Domain {
    pub(crate) schema: Option<Text>,
    pub(crate) name: Text,
    pub(crate) inner: Box<Type>,
    /// The SQL type that it is over, where the struct says it itself.
    pub(crate) sql_type: Option<Text>,
    pub(crate) collation: Option<Text>,
    pub(crate) default: Option<Text>,
    pub(crate) not_null: Option<Given>,
    pub(crate) checks: Vec<Check>,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
}

impl Domain {
    pub(super) fn parse(
        context: &Context,
        ident: &Ident,
        attr: SqlTypeAttr,
        fields: &Fields,
    ) -> Option<Self> {
        let mut iter = fields.iter();
        let (Some(field), None) = (iter.next(), iter.next()) else {
            context.error_at(ident, "a domain is over one type: make it a struct with one field");
            return None;
        };
        let own_name = Text { value: ident.unraw().to_string().to_snake_case(), span: ident.span() };
        Some(Self {
            schema: attr.schema,
            name: attr.name.unwrap_or(own_name),
            inner: Box::new(field.ty.clone()),
            sql_type: attr.sql_type,
            collation: attr.collation,
            default: attr.default,
            not_null: attr.not_null,
            checks: attr.checks,
            comment: attr.comment,
            renamed_from: attr.renamed_from,
        })
    }
}
