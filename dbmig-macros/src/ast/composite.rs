//! Composite types.

use heck::ToSnakeCase;
use syn::ext::IdentExt;
use syn::{Fields, Ident, Type};

use super::Text;
use crate::attr::sql_type::{FieldAttr, SqlTypeAttr};
use crate::context::Context;

/// A composite type: a struct with named fields.
pub(crate) struct Composite {
    pub(crate) schema: Option<Text>,
    pub(crate) name: Text,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
}

/// An attribute of a composite type.
pub(crate) struct Attribute {
    pub(crate) name: Text,
    pub(crate) ty: Type,
    /// The SQL type, where the field says it itself.
    pub(crate) sql_type: Option<Text>,
    pub(crate) collation: Option<Text>,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
}

impl Composite {
    pub(super) fn parse(
        context: &Context,
        ident: &Ident,
        attr: SqlTypeAttr,
        fields: &Fields,
    ) -> Option<Self> {
        let Fields::Named(fields) = fields else {
            context.error_at(ident, "a composite type is a struct with named fields, one an attribute");
            return None;
        };
        let attributes = fields.named.iter().filter_map(|field| {
            let ident = field.ident.as_ref()?;
            let FieldAttr { name, sql_type, collation, comment, renamed_from } =
                FieldAttr::parse(context, &field.attrs);
            let own_name = Text { value: ident.unraw().to_string(), span: ident.span() };
            let (name, ty) = (name.unwrap_or(own_name), field.ty.clone());
            Some(Attribute { name, ty, sql_type, collation, comment, renamed_from })
        });
        let own_name = Text { value: ident.unraw().to_string().to_snake_case(), span: ident.span() };
        Some(Self {
            schema: attr.schema,
            name: attr.name.unwrap_or(own_name),
            attributes: attributes.collect(),
            comment: attr.comment,
            renamed_from: attr.renamed_from,
        })
    }
}
