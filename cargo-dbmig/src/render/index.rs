//! Operations on one index.

use dbmig_runtime::catalog::{Index, IndexKey, KeyPart, NullsOrder, SortOrder};
use dbmig_runtime::op::{AttachIndex, CreateIndex, DropIndex, IndexAction, IndexOperation};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::literal::{list, object_name, strings, text};

pub(super) fn index(operation: &IndexOperation) -> Option<TokenStream> {
    Some(match operation {
        IndexOperation::Create(create) => {
            let index = new_index(create);
            quote!(op.create_index(#index))
        }
        IndexOperation::Drop(DropIndex { name, concurrently }) => {
            let name = object_name(name);
            if *concurrently {
                quote!(op.drop_index(drop_index(#name).concurrently()))
            } else {
                quote!(op.drop_index(#name))
            }
        }
        IndexOperation::Rename { from, to } => {
            let (from, to) = (object_name(from), text(to));
            quote!(op.rename_index(#from, #to))
        }
        IndexOperation::Alter { name, action } => {
            let (name, action) = (object_name(name), alter(action)?);
            quote!(op.alter_index(#name, IndexAction::#action))
        }
        IndexOperation::Attach(AttachIndex { index, partition }) => {
            let (index, partition) = (object_name(index), object_name(partition));
            quote!(op.attach_index(#index, #partition))
        }
        _ => return None,
    })
}

fn alter(action: &IndexAction) -> Option<TokenStream> {
    Some(match action {
        IndexAction::SetTablespace(tablespace) => {
            let tablespace = text(tablespace);
            quote!(SetTablespace(#tablespace.into()))
        }
        IndexAction::SetStorage(parameters) => {
            let parameters = strings(parameters);
            quote!(SetStorage(#parameters))
        }
        IndexAction::ResetStorage(names) => {
            let names = strings(names);
            quote!(ResetStorage(#names))
        }
        IndexAction::SetStatistics { place, target } => {
            let place = Literal::u16_unsuffixed(*place);
            let target = match target {
                Some(target) => {
                    let target = Literal::i32_unsuffixed(*target);
                    quote!(Some(#target))
                }
                None => quote!(None),
            };
            quote!(SetStatistics { place: #place, target: #target })
        }
        _ => return None,
    })
}

fn new_index(CreateIndex { table, index, concurrently, only }: &CreateIndex) -> TokenStream {
    let (name, table) = (text(&index.name), object_name(table));
    let mut chain = quote!(index(#name).on(#table));
    if index.unique {
        chain.extend(quote!(.unique()));
    }
    if index.method != "btree" {
        let method = text(&index.method);
        chain.extend(quote!(.using(#method)));
    }
    chain.extend(keys(&index.keys));
    if !index.include.is_empty() {
        let columns = list(&index.include);
        chain.extend(quote!(.include(#columns)));
    }
    if index.nulls_not_distinct {
        chain.extend(quote!(.nulls_not_distinct()));
    }
    chain.extend(options(index));
    if *concurrently {
        chain.extend(quote!(.concurrently()));
    }
    if *only {
        chain.extend(quote!(.only()));
    }
    chain
}

fn options(index: &Index) -> TokenStream {
    let mut chain = TokenStream::new();
    for parameter in &index.storage {
        let parameter = text(parameter);
        chain.extend(quote!(.with(#parameter)));
    }
    if let Some(tablespace) = &index.tablespace {
        let tablespace = text(tablespace);
        chain.extend(quote!(.tablespace(#tablespace)));
    }
    for (place, target) in &index.statistics {
        let (place, target) = (Literal::u16_unsuffixed(*place), Literal::i32_unsuffixed(*target));
        chain.extend(quote!(.statistics(#place, #target)));
    }
    if let Some(predicate) = &index.predicate {
        let predicate = text(predicate);
        chain.extend(quote!(.filter(#predicate)));
    }
    if let Some(comment) = &index.comment {
        let comment = text(comment);
        chain.extend(quote!(.comment(#comment)));
    }
    chain
}

/// `.columns([…])` where every key is a plain column, else one `.key(…)` for each.
fn keys(keys: &[IndexKey]) -> TokenStream {
    let plain: Option<Vec<String>> = keys.iter().map(plain_column).collect();
    if let Some(columns) = plain {
        let columns = list(&columns);
        return quote!(.columns(#columns));
    }
    let keys = keys.iter().map(key);
    quote!(#(.key(#keys))*)
}

fn plain_column(key: &IndexKey) -> Option<String> {
    match &key.part {
        KeyPart::Column(name) if *key == IndexKey::new(key.part.clone()) => Some(name.clone()),
        KeyPart::Column(_) | KeyPart::Expression(_) => None,
    }
}

/// `by_column("a").desc()…`
pub(super) fn key(key: &IndexKey) -> TokenStream {
    let mut chain = match &key.part {
        KeyPart::Column(name) => {
            let name = text(name);
            quote!(by_column(#name))
        }
        KeyPart::Expression(expression) => {
            let expression = text(expression);
            quote!(by_expression(#expression))
        }
    };
    if let Some(collation) = &key.collation {
        let collation = object_name(collation);
        chain.extend(quote!(.collate(#collation)));
    }
    if let Some(class) = &key.operator_class {
        let class = text(class);
        chain.extend(quote!(.operator_class(#class)));
    }
    if key.order == SortOrder::Descending {
        chain.extend(quote!(.desc()));
    }
    match key.nulls {
        Some(NullsOrder::First) => chain.extend(quote!(.nulls_first())),
        Some(NullsOrder::Last) => chain.extend(quote!(.nulls_last())),
        None => {}
    }
    chain
}
