//! Operations on one column.

use dbmig_runtime::catalog::{Column, GeneratedKind, Identity, IdentityKind, SequenceOptions, Storage};
use dbmig_runtime::op::{ColumnAction, ColumnOperation};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::constraint::not_null;
use super::data_type::data_type;
use super::literal::{list, object_name, text};

pub(super) fn column(operation: &ColumnOperation) -> Option<TokenStream> {
    Some(match operation {
        ColumnOperation::Add(add) => {
            let (table, column) = (object_name(&add.table), new_column(&add.column));
            quote!(op.add_column(#table, #column))
        }
        ColumnOperation::Drop { table, column, generated } => {
            let (table, column) = (object_name(table), text(column));
            if *generated {
                quote!(op.drop_generated_column(#table, #column))
            } else {
                quote!(op.drop_column(#table, #column))
            }
        }
        ColumnOperation::Rename { table, from, to } => {
            let (table, from, to) = (object_name(table), text(from), text(to));
            quote!(op.rename_column(#table, #from, #to))
        }
        ColumnOperation::Alter(alter) => {
            let (table, column) = (object_name(&alter.table), text(&alter.column));
            let actions = alter.actions.iter().map(action).collect::<Option<Vec<_>>>()?;
            quote!(op.alter_column(#table, alter(#column) #(#actions)*))
        }
        _ => return None,
    })
}

/// `column("id", bigint()).not_null()…`
pub(super) fn new_column(column: &Column) -> TokenStream {
    let (name, kind) = (text(&column.name), data_type(&column.data_type));
    let mut chain = quote!(column(#name, #kind));
    if let Some(identity) = &column.identity {
        chain.extend(match identity.kind {
            IdentityKind::Always => quote!(.identity_always()),
            IdentityKind::ByDefault => quote!(.identity_by_default()),
        });
        if identity.options != SequenceOptions::default() {
            let options = sequence_options(&identity.options);
            chain.extend(quote!(.sequence(#options)));
        }
        if let Some(name) = &identity.sequence {
            let name = text(name);
            chain.extend(quote!(.sequence_name(#name)));
        }
        if let Some(logged) = identity.logged {
            chain.extend(quote!(.sequence_logged(#logged)));
        }
        if let Some(comment) = &identity.comment {
            let comment = text(comment);
            chain.extend(quote!(.sequence_comment(#comment)));
        }
    } else if !column.nullable && column.not_null.is_none() {
        chain.extend(quote!(.not_null()));
    }
    if let Some(constraint) = &column.not_null {
        let constraint = not_null(constraint);
        chain.extend(quote!(.not_null_as(#constraint)));
    }
    if let Some(default) = &column.default {
        let default = text(default);
        chain.extend(quote!(.default(#default)));
    }
    if let Some(generated) = &column.generated {
        let expression = text(&generated.expression);
        chain.extend(match generated.kind {
            GeneratedKind::Stored => quote!(.generated_stored(#expression)),
            GeneratedKind::Virtual => quote!(.generated_virtual(#expression)),
        });
    }
    if let Some(collation) = &column.collation {
        let collation = object_name(collation);
        chain.extend(quote!(.collate(#collation)));
    }
    chain.extend(kept(column));
    for (name, value) in &column.foreign_options {
        let (name, value) = (text(name), text(value));
        chain.extend(quote!(.foreign_option(#name, #value)));
    }
    if let Some(comment) = &column.comment {
        let comment = text(comment);
        chain.extend(quote!(.comment(#comment)));
    }
    chain
}

/// How values are kept.
fn kept(column: &Column) -> TokenStream {
    let mut chain = TokenStream::new();
    if let Some(kind) = column.storage {
        let kind = storage(kind);
        chain.extend(quote!(.storage(#kind)));
    }
    if let Some(method) = &column.compression {
        let method = text(method);
        chain.extend(quote!(.compression(#method)));
    }
    if let Some(target) = column.statistics {
        let target = Literal::i32_unsuffixed(target);
        chain.extend(quote!(.statistics(#target)));
    }
    for option in &column.options {
        let option = text(option);
        chain.extend(quote!(.option(#option)));
    }
    chain
}

fn storage(storage: Storage) -> TokenStream {
    match storage {
        Storage::Plain => quote!(Storage::Plain),
        Storage::External => quote!(Storage::External),
        Storage::Extended => quote!(Storage::Extended),
        Storage::Main => quote!(Storage::Main),
    }
}

fn action(action: &ColumnAction) -> Option<TokenStream> {
    Some(match action {
        ColumnAction::SetType { data_type: new, collation, using, from } => {
            let new = data_type(new);
            let mut chain = quote!(.set_type(#new));
            if let Some(collation) = collation {
                let collation = object_name(collation);
                chain.extend(quote!(.collate(#collation)));
            }
            if let Some(using) = using {
                let using = text(using);
                chain.extend(quote!(.using(#using)));
            }
            if let Some(from) = from {
                let from = data_type(from);
                chain.extend(quote!(.from(#from)));
            }
            chain
        }
        ColumnAction::SetDefault(expression) => {
            let expression = text(expression);
            quote!(.set_default(#expression))
        }
        ColumnAction::DropDefault => quote!(.drop_default()),
        ColumnAction::SetNotNull => quote!(.set_not_null()),
        ColumnAction::DropNotNull => quote!(.drop_not_null()),
        ColumnAction::AddIdentity(identity) => {
            let name = identity.sequence.as_ref().map(|name| {
                let name = text(name);
                quote!(.sequence_name(#name))
            });
            let identity = identity_arguments(identity);
            quote!(.add_identity(#identity) #name)
        }
        ColumnAction::SetIdentity(identity) => {
            let identity = identity_arguments(identity);
            quote!(.set_identity(#identity))
        }
        ColumnAction::DropIdentity => quote!(.drop_identity()),
        ColumnAction::SetExpression(expression) => {
            let expression = text(expression);
            quote!(.set_expression(#expression))
        }
        ColumnAction::DropExpression => quote!(.drop_expression()),
        ColumnAction::SetStorage(None) => quote!(.reset_storage()),
        ColumnAction::SetStorage(Some(kind)) => {
            let kind = storage(*kind);
            quote!(.set_storage(#kind))
        }
        ColumnAction::SetCompression(None) => quote!(.reset_compression()),
        ColumnAction::SetCompression(Some(method)) => {
            let method = text(method);
            quote!(.set_compression(#method))
        }
        ColumnAction::SetStatistics(None) => quote!(.reset_statistics()),
        ColumnAction::SetStatistics(Some(target)) => {
            let target = Literal::i32_unsuffixed(*target);
            quote!(.set_statistics(#target))
        }
        ColumnAction::SetOptions(options) => {
            let options = list(options);
            quote!(.set_options(#options))
        }
        ColumnAction::ResetOptions(names) => {
            let names = list(names);
            quote!(.reset_options(#names))
        }
        _ => return None,
    })
}

fn identity_arguments(identity: &Identity) -> TokenStream {
    let kind = match identity.kind {
        IdentityKind::Always => quote!(IdentityKind::Always),
        IdentityKind::ByDefault => quote!(IdentityKind::ByDefault),
    };
    let options = sequence_options(&identity.options);
    quote!(#kind, #options)
}

/// Only the options that differ from the defaults.
fn sequence_options(options: &SequenceOptions) -> TokenStream {
    let SequenceOptions { start, increment, min, max, cache, cycle } = options;
    let numbers = [("start", start), ("increment", increment), ("min", min), ("max", max), ("cache", cache)];
    let mut fields: Vec<TokenStream> = numbers
        .into_iter()
        .filter_map(|(field, value)| {
            let (field, value) = (Ident::new(field, Span::call_site()), Literal::i64_unsuffixed((*value)?));
            Some(quote!(#field: Some(#value)))
        })
        .collect();
    if *cycle {
        fields.push(quote!(cycle: true));
    }
    match fields.len() {
        0 => quote!(SequenceOptions::default()),
        6 => quote!(SequenceOptions { #(#fields),* }),
        _ => quote!(SequenceOptions { #(#fields,)* ..SequenceOptions::default() }),
    }
}
