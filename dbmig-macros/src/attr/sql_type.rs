//! `#[sql_type(…)]` on a newtype, an enum or a variant.

use heck::{ToKebabCase, ToLowerCamelCase, ToPascalCase, ToShoutyKebabCase, ToShoutySnakeCase, ToSnakeCase};
use proc_macro2::Span;
use syn::Attribute;

use super::column::given;
use super::constraint::inline_check;
use super::{Entry, entries, set};
use crate::ast::{Check, Given, Text};
use crate::context::Context;
use crate::spelling::nearest;

const KEYS: &[&str] = &[
    "type",
    "domain",
    "composite",
    "name",
    "schema",
    "rename_all",
    "check",
    "default",
    "not_null",
    "collation",
    "comment",
    "renamed_from",
];
const FIELD_KEYS: &[&str] = &["name", "type", "collation", "comment", "renamed_from"];
const VARIANT_KEYS: &[&str] = &["label", "renamed_from"];

/// What `#[sql_type(…)]` says on the type.
#[derive(Default)]
pub(crate) struct SqlTypeAttr {
    pub(crate) sql_type: Option<Text>,
    pub(crate) name: Option<Text>,
    pub(crate) schema: Option<Text>,
    pub(crate) rename_all: Option<Case>,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
    pub(crate) domain: Option<Span>,
    pub(crate) composite: Option<Span>,
    pub(crate) checks: Vec<Check>,
    pub(crate) default: Option<Text>,
    pub(crate) not_null: Option<Given>,
    pub(crate) collation: Option<Text>,
}

impl SqlTypeAttr {
    pub(crate) fn parse(context: &Context, attributes: &[Attribute]) -> Self {
        let mut attr = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("sql_type")) {
            for entry in entries(context, attribute) {
                let key = &entry.key;
                match key.to_string().as_str() {
                    "type" => set(context, &mut attr.sql_type, key, entry.text(context)),
                    "name" => set(context, &mut attr.name, key, entry.text(context)),
                    "schema" => set(context, &mut attr.schema, key, entry.text(context)),
                    "rename_all" => set(context, &mut attr.rename_all, key, case(context, &entry)),
                    "comment" => set(context, &mut attr.comment, key, entry.text(context)),
                    "renamed_from" => set(context, &mut attr.renamed_from, key, entry.text(context)),
                    "domain" => set(context, &mut attr.domain, key, entry.flag(context)),
                    "composite" => set(context, &mut attr.composite, key, entry.flag(context)),
                    "check" => attr.checks.extend(inline_check(context, &entry)),
                    "default" => set(context, &mut attr.default, key, entry.sql(context)),
                    "not_null" => set(context, &mut attr.not_null, key, given(context, &entry)),
                    "collation" => set(context, &mut attr.collation, key, entry.text(context)),
                    "label" => context.error_at(key, "`label` is for a variant; the type has `name`"),
                    _ => entry.unknown(context, "sql_type", KEYS),
                }
            }
        }
        attr
    }

    /// What only an enum type has.
    pub(crate) fn of_enums(&self) -> Vec<(&'static str, Span)> {
        given_of([("rename_all", self.rename_all.as_ref().map(|case| case.span))])
    }

    /// What only a type with a name of its own has.
    pub(crate) fn of_named(&self) -> Vec<(&'static str, Span)> {
        let texts = [
            ("name", &self.name),
            ("schema", &self.schema),
            ("comment", &self.comment),
            ("renamed_from", &self.renamed_from),
        ];
        given_of(texts.map(|(key, text)| (key, text.as_ref().map(|text| text.span))))
    }

    /// What only a domain has.
    pub(crate) fn of_domains(&self) -> Vec<(&'static str, Span)> {
        given_of([
            ("check", self.checks.first().map(|check| check.span)),
            ("default", self.default.as_ref().map(|text| text.span)),
            ("not_null", self.not_null.as_ref().map(|given| given.span)),
            ("collation", self.collation.as_ref().map(|text| text.span)),
        ])
    }
}

fn given_of<const N: usize>(entries: [(&'static str, Option<Span>); N]) -> Vec<(&'static str, Span)> {
    entries.into_iter().filter_map(|(key, span)| Some((key, span?))).collect()
}

/// What `#[sql_type(…)]` says on a field of a composite type.
#[derive(Default)]
pub(crate) struct FieldAttr {
    pub(crate) name: Option<Text>,
    pub(crate) sql_type: Option<Text>,
    pub(crate) collation: Option<Text>,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
}

impl FieldAttr {
    pub(crate) fn parse(context: &Context, attributes: &[Attribute]) -> Self {
        let mut attr = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("sql_type")) {
            for entry in entries(context, attribute) {
                let key = &entry.key;
                match key.to_string().as_str() {
                    "name" => set(context, &mut attr.name, key, entry.text(context)),
                    "type" => set(context, &mut attr.sql_type, key, entry.text(context)),
                    "collation" => set(context, &mut attr.collation, key, entry.text(context)),
                    "comment" => set(context, &mut attr.comment, key, entry.text(context)),
                    "renamed_from" => set(context, &mut attr.renamed_from, key, entry.text(context)),
                    _ => entry.unknown(context, "sql_type", FIELD_KEYS),
                }
            }
        }
        attr
    }
}

/// What `#[sql_type(…)]` says on a variant.
#[derive(Default)]
pub(crate) struct VariantAttr {
    pub(crate) label: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
}

impl VariantAttr {
    pub(crate) fn parse(context: &Context, attributes: &[Attribute]) -> Self {
        let mut attr = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("sql_type")) {
            for entry in entries(context, attribute) {
                let key = &entry.key;
                match key.to_string().as_str() {
                    "label" => set(context, &mut attr.label, key, entry.text(context)),
                    "renamed_from" => set(context, &mut attr.renamed_from, key, entry.text(context)),
                    "name" => context.error_at(key, "a variant's name in PostgreSQL is its `label`"),
                    _ => entry.unknown(context, "sql_type", VARIANT_KEYS),
                }
            }
        }
        attr
    }
}

/// `rename_all`: how labels are made from the variants' names.
pub(crate) struct Case {
    convert: fn(&str) -> String,
    span: Span,
}

type Convert = fn(&str) -> String;

const CASES: &[(&str, Convert)] = &[
    ("snake_case", |name| name.to_snake_case()),
    ("kebab-case", |name| name.to_kebab_case()),
    ("camelCase", |name| name.to_lower_camel_case()),
    ("PascalCase", |name| name.to_pascal_case()),
    ("SCREAMING_SNAKE_CASE", |name| name.to_shouty_snake_case()),
    ("SCREAMING-KEBAB-CASE", |name| name.to_shouty_kebab_case()),
    ("lowercase", str::to_lowercase),
    ("UPPERCASE", str::to_uppercase),
];

impl Case {
    /// The label of the variant `name`.
    pub(crate) fn apply(case: Option<&Self>, name: &str) -> String {
        case.map_or_else(|| name.to_snake_case(), |case| (case.convert)(name))
    }
}

fn case(context: &Context, entry: &Entry) -> Option<Case> {
    let text = entry.text(context)?;
    let found = CASES.iter().find(|(name, _)| *name == text.value);
    if found.is_none() {
        let names: Vec<&str> = CASES.iter().map(|(name, _)| *name).collect();
        let message = match nearest(&text.value, names.iter().copied()) {
            Some(nearest) => {
                format!("`rename_all` has no case \"{}\"; did you mean \"{nearest}\"?", text.value)
            }
            None => format!("`rename_all` is one of \"{}\"", names.join("\", \"")),
        };
        context.error_at(entry.shown(), message);
    }
    found.map(|(_, convert)| Case { convert: *convert, span: text.span })
}
