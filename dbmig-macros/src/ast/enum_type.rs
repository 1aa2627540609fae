//! Enum types.

use heck::ToSnakeCase;
use syn::ext::IdentExt;
use syn::{DataEnum, Ident, Variant};

use super::Text;
use crate::attr::sql_type::{Case, SqlTypeAttr, VariantAttr};
use crate::context::Context;

/// A PostgreSQL enum type.
pub(crate) struct EnumType {
    pub(crate) schema: Option<Text>,
    pub(crate) name: Text,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
    pub(crate) labels: Vec<Label>,
}

/// A label, of one variant.
pub(crate) struct Label {
    pub(crate) label: Text,
    pub(crate) renamed_from: Option<Text>,
}

impl EnumType {
    pub(super) fn parse(context: &Context, ident: &Ident, attr: SqlTypeAttr, data: &DataEnum) -> Self {
        let case = attr.rename_all.as_ref();
        let own_name = Text { value: ident.unraw().to_string().to_snake_case(), span: ident.span() };
        if data.variants.is_empty() {
            context.error_at(ident, "an enum type needs a variant");
        }
        Self {
            schema: attr.schema,
            name: attr.name.unwrap_or(own_name),
            comment: attr.comment,
            renamed_from: attr.renamed_from,
            labels: data.variants.iter().map(|variant| label(context, case, variant)).collect(),
        }
    }
}

/// The name of a type as SQL, always quoted: two types are the same only if every character is.
pub(crate) fn sql_name(schema: Option<&Text>, name: &Text) -> String {
    let quoted = |text: &Text| format!("\"{}\"", text.value.replace('"', "\"\""));
    match schema {
        Some(schema) => format!("{}.{}", quoted(schema), quoted(name)),
        None => quoted(name),
    }
}

fn label(context: &Context, case: Option<&Case>, variant: &Variant) -> Label {
    if !variant.fields.is_empty() {
        let advice = "a variant with data is no label of an enum type; say a type for the whole enum: \
                      `#[sql_type(type = \"jsonb\")]`";
        context.error_at(&variant.fields, advice);
    }
    let attr = VariantAttr::parse(context, &variant.attrs);
    let value = Case::apply(case, &variant.ident.unraw().to_string());
    let own_label = Text { value, span: variant.ident.span() };
    Label { label: attr.label.unwrap_or(own_label), renamed_from: attr.renamed_from }
}
