//! What `#[derive(SqlType)]` stands on.

use syn::{Data, DeriveInput, Fields, Ident, Type};

use super::{EnumType, Text};
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
}

impl SqlType {
    /// Reads an item; `None` after a mistake that leaves nothing to say.
    pub(crate) fn parse(context: &Context, input: &DeriveInput) -> Option<Self> {
        if !input.generics.params.is_empty() {
            context.error_at(&input.generics, "a type with generic parameters can't have one SQL type");
        }
        let attr = SqlTypeAttr::parse(context, &input.attrs);
        let is_enum_type = attr.sql_type.is_none() && matches!(input.data, Data::Enum(_));
        if let Some((key, span)) = attr.enum_only().filter(|_| !is_enum_type) {
            let message = format!("`{key}` is for an enum type; this type takes its SQL type from elsewhere");
            context.error(span, message);
        }
        match (attr.sql_type.clone(), &input.data) {
            (Some(sql), _) => Some(Self::Given(sql)),
            (None, Data::Struct(data)) => newtype(context, &input.ident, &data.fields),
            (None, Data::Enum(data)) => Some(Self::Enum(EnumType::parse(context, &input.ident, attr, data))),
            (None, Data::Union(_)) => {
                context
                    .error_at(&input.ident, "a union has no SQL type; say one: `#[sql_type(type = \"…\")]`");
                None
            }
        }
    }
}

fn newtype(context: &Context, ident: &Ident, fields: &Fields) -> Option<SqlType> {
    let mut iter = fields.iter();
    let (Some(field), None) = (iter.next(), iter.next()) else {
        let advice = "a struct takes the SQL type of its one field; with another number of fields, say one: \
                      `#[sql_type(type = \"…\")]`";
        context.error_at(ident, advice);
        return None;
    };
    Some(SqlType::Newtype(Box::new(field.ty.clone())))
}
