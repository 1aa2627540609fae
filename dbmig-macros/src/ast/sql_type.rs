//! What `#[derive(SqlType)]` stands on.

use syn::{Data, DeriveInput, Fields, Ident, Type};

use super::{Composite, Domain, EnumType, Text};
use crate::attr::sql_type::SqlTypeAttr;
use crate::context::Context;

/// An item with `#[derive(SqlType)]`.
pub(crate) enum SqlType {
    /// A struct of one field: it has the field's SQL type.
    Newtype(Box<Type>),
    /// `#[sql_type(type = "…")]` on whatever it may be.
    Given(Text),
    /// An enum without data.
    Enum(EnumType),
    /// `#[sql_type(domain)]`.
    Domain(Box<Domain>),
    /// `#[sql_type(composite)]`.
    Composite(Composite),
}

impl SqlType {
    /// Reads an item; `None` after a mistake that leaves nothing to say.
    pub(crate) fn parse(context: &Context, input: &DeriveInput) -> Option<Self> {
        if !input.generics.params.is_empty() {
            context.error_at(&input.generics, "a type with generic parameters can't have one SQL type");
        }
        let attr = SqlTypeAttr::parse(context, &input.attrs);
        fits(context, &attr, &input.data);
        let ident = &input.ident;
        match &input.data {
            Data::Struct(data) if attr.domain.is_some() => {
                Domain::parse(context, ident, attr, &data.fields).map(Box::new).map(Self::Domain)
            }
            Data::Struct(data) if attr.composite.is_some() => {
                Composite::parse(context, ident, attr, &data.fields).map(Self::Composite)
            }
            _ if attr.sql_type.is_some() => attr.sql_type.map(Self::Given),
            Data::Struct(data) => newtype(context, ident, &data.fields),
            Data::Enum(data) => Some(Self::Enum(EnumType::parse(context, ident, attr, data))),
            Data::Union(_) => {
                context.error_at(ident, "a union has no SQL type; say one: `#[sql_type(type = \"…\")]`");
                None
            }
        }
    }
}

/// Reports entries that don't fit what the item is.
fn fits(context: &Context, attr: &SqlTypeAttr, data: &Data) {
    let is_struct = matches!(data, Data::Struct(_));
    let own = [("domain", attr.domain), ("composite", attr.composite)];
    let own: Vec<_> = own.into_iter().filter_map(|(key, span)| Some((key, span?))).collect();
    for (key, span) in own.iter().filter(|_| !is_struct) {
        context.error(*span, format!("`{key}` is for a struct"));
    }
    if let [_, (_, span)] = own.as_slice() {
        context.error(*span, "a type is a domain or a composite type, not both");
    }
    let is_enum_type = matches!(data, Data::Enum(_)) && attr.sql_type.is_none() && own.is_empty();
    for (key, span) in attr.of_enums().into_iter().filter(|_| !is_enum_type) {
        context.error(span, format!("`{key}` is for an enum type"));
    }
    for (key, span) in attr.of_domains().into_iter().filter(|_| attr.domain.is_none()) {
        context.error(span, format!("`{key}` is for a domain: `#[sql_type(domain, {key} = \"…\")]`"));
    }
    for (key, span) in attr.of_named().into_iter().filter(|_| !is_enum_type && own.is_empty()) {
        let message = format!(
            "`{key}` is for an enum type, a domain or a composite type; this type takes its SQL type from elsewhere"
        );
        context.error(span, message);
    }
    if let Some(text) = attr.sql_type.as_ref().filter(|_| attr.composite.is_some()) {
        context.error(text.span, "a composite type has the types of its fields");
    }
}

fn newtype(context: &Context, ident: &Ident, fields: &Fields) -> Option<SqlType> {
    let mut iter = fields.iter();
    let (Some(field), None) = (iter.next(), iter.next()) else {
        let advice = "a struct takes the SQL type of its one field; with another number of fields, say one: \
                      `#[sql_type(type = \"…\")]`, or make it a composite type: `#[sql_type(composite)]`";
        context.error_at(ident, advice);
        return None;
    };
    Some(SqlType::Newtype(Box::new(field.ty.clone())))
}
