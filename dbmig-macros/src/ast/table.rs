//! Tables.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Path};

use super::{
    Check, Column, Exclusion, ForeignKey, Grant, Index, Key, Partition, PartitionBy, Physical, Policy,
    Statistics, Text, lifetime,
};
use crate::attr;
use crate::attr::table::TableAttr;
use crate::context::Context;

/// What a struct declares; a view has much in common with a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Table,
    View,
}

impl Kind {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
        }
    }
}

/// A struct with `#[derive(Table)]`.
pub(crate) struct Table {
    pub(crate) kind: Kind,
    pub(crate) ident: Ident,
    /// The struct with its arguments.
    pub(crate) ty: TokenStream,
    pub(crate) database: Option<Text>,
    pub(crate) schema: Option<Text>,
    pub(crate) name: Text,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
    pub(crate) unlogged: bool,
    pub(crate) access_method: Option<Text>,
    pub(crate) physical: Physical,
    pub(crate) replica_identity: Option<Text>,
    pub(crate) cluster_on: Option<Text>,
    /// Structs of tables.
    pub(crate) inherits: Vec<Path>,
    /// True where the policies are in force for the owner too.
    pub(crate) row_security: Option<bool>,
    pub(crate) partition_by: Option<PartitionBy>,
    pub(crate) partitions: Vec<Partition>,
    pub(crate) columns: Vec<Column>,
    /// From fields and from the struct, like those below; more than one is a mistake.
    pub(crate) primary_keys: Vec<Key>,
    pub(crate) uniques: Vec<Key>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    pub(crate) checks: Vec<Check>,
    pub(crate) exclusions: Vec<Exclusion>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) statistics: Vec<Statistics>,
    pub(crate) policies: Vec<Policy>,
    pub(crate) grants: Vec<Grant>,
}

impl Table {
    /// Reads a struct; mistakes go to the context.
    pub(crate) fn parse(context: &Context, input: &DeriveInput) -> Self {
        let (attributes, ident) = (input.attrs.as_slice(), &input.ident);
        let database = attr::database::database(context, attributes, ident, Kind::Table);
        let attr = TableAttr::parse(context, attributes);
        let documented = attr.doc_comments.and_then(|_| attr::doc_comment(context, attributes));
        let mut columns = columns(context, input, attr.doc_comments.is_some(), Kind::Table);
        let own_name = Text { value: ident.unraw().to_string().to_snake_case(), span: ident.span() };
        let constraints = Constraints::parse(context, attributes, ident, &mut columns);
        Self {
            schema: attr.schema,
            comment: attr.comment.or(documented),
            renamed_from: attr.renamed_from,
            unlogged: attr.unlogged.is_some(),
            access_method: attr.access_method,
            physical: attr.physical,
            replica_identity: attr.replica_identity,
            cluster_on: attr.cluster_on,
            inherits: attr.inherits.unwrap_or_default(),
            row_security: attr.row_security,
            partition_by: attr::partition::partition_by(context, attributes),
            partitions: attr::partition::partitions(context, attributes),
            primary_keys: constraints.primary_keys,
            uniques: constraints.uniques,
            foreign_keys: constraints.foreign_keys,
            checks: constraints.checks,
            exclusions: attr::exclusion::exclusions(context, attributes),
            indexes: attr::index::indexes(context, attributes),
            statistics: attr::statistics::statistics(context, attributes),
            policies: attr::policy::policies(context, attributes),
            grants: attr::grant::grants(context, attributes),
            ..Self::new(Kind::Table, input, database, attr.name.unwrap_or(own_name), columns)
        }
    }

    /// A table or view of which nothing more is said.
    pub(super) fn new(
        kind: Kind,
        input: &DeriveInput,
        database: Option<Text>,
        name: Text,
        columns: Vec<Column>,
    ) -> Self {
        let (ident, arguments) = (input.ident.clone(), lifetime::arguments(&input.generics));
        Self {
            kind,
            ty: quote!(#ident #arguments),
            ident,
            database,
            schema: None,
            name,
            comment: None,
            renamed_from: None,
            unlogged: false,
            access_method: None,
            physical: Physical::default(),
            replica_identity: None,
            cluster_on: None,
            inherits: Vec::new(),
            row_security: None,
            partition_by: None,
            partitions: Vec::new(),
            columns,
            primary_keys: Vec::new(),
            uniques: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            exclusions: Vec::new(),
            indexes: Vec::new(),
            statistics: Vec::new(),
            policies: Vec::new(),
            grants: Vec::new(),
        }
    }

    /// The column of the field `field`.
    pub(crate) fn column(&self, field: &Ident) -> Option<&Column> {
        self.columns.iter().find(|column| column.field.unraw() == field.unraw())
    }

    /// The SQL name of the field `field`; `check` has made sure that it is there.
    pub(crate) fn column_name(&self, field: &Ident) -> String {
        self.column(field).map_or_else(|| field.unraw().to_string(), |column| column.name.value.clone())
    }

    /// The SQL names of fields.
    pub(crate) fn column_names(&self, fields: &[Ident]) -> Vec<String> {
        fields.iter().map(|field| self.column_name(field)).collect()
    }

    /// The combinations of fields that tell rows apart, so that foreign keys can reference them.
    pub(crate) fn referable(&self) -> Vec<Vec<&Ident>> {
        let keys = self.primary_keys.iter().chain(&self.uniques).filter(|key| key.can_be_referenced());
        let keys = keys.map(|key| key.columns.iter().collect());
        keys.chain(self.indexes.iter().filter_map(Index::unique_fields)).collect()
    }
}

/// Constraints of which fields say some and the struct others.
struct Constraints {
    primary_keys: Vec<Key>,
    uniques: Vec<Key>,
    foreign_keys: Vec<ForeignKey>,
    checks: Vec<Check>,
}

impl Constraints {
    fn parse(context: &Context, attributes: &[Attribute], table: &Ident, columns: &mut [Column]) -> Self {
        let mut all = Self {
            primary_keys: Vec::new(),
            uniques: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
        };
        for column in columns {
            all.primary_keys.extend(column.attr.primary_key.as_ref().map(|given| Key::of(column, given)));
            all.uniques.extend(column.attr.unique.as_ref().map(|given| Key::of(column, given)));
            all.foreign_keys.extend(ForeignKey::of(column));
            all.checks.extend(Check::of(column));
        }
        all.primary_keys.extend(attr::constraint::keys(context, attributes, "primary_key"));
        all.uniques.extend(attr::constraint::keys(context, attributes, "unique"));
        all.foreign_keys.extend(attr::foreign_key::foreign_keys(context, attributes, table));
        all.checks.extend(attr::constraint::checks(context, attributes));
        all
    }
}

/// The columns that the fields of a struct stand for.
pub(super) fn columns(context: &Context, input: &DeriveInput, doc_comments: bool, kind: Kind) -> Vec<Column> {
    let (ident, what) = (&input.ident, kind.word());
    if let Some(parameter) = lifetime::type_parameter(&input.generics) {
        let message = format!("a {what} can't have generic parameters: its columns need known types");
        context.error_at(parameter, message);
    }
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                let column = |field| Column::parse(context, ident, field, doc_comments, kind);
                let mut columns: Vec<Column> = fields.named.iter().filter_map(column).collect();
                for column in &mut columns {
                    column.ty = lifetime::at_any_time(&input.generics, &column.ty);
                }
                return columns;
            }
            Fields::Unnamed(_) | Fields::Unit => {
                let message = format!("a {what} is a struct with named fields, one a column");
                context.error_at(ident, message);
            }
        },
        Data::Enum(_) | Data::Union(_) => {
            let advice =
                format!("a {what} is a struct with named fields; for an enum type, `#[derive(SqlType)]`");
            context.error_at(ident, advice);
        }
    }
    Vec::new()
}
