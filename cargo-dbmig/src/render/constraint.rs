//! Operations on one constraint.

use dbmig_runtime::catalog::{Action, Check, ForeignKey, Match, PrimaryKey, Unique};
use dbmig_runtime::op::{Constraint, ConstraintOperation};
use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{list, object_name, text};

pub(super) fn constraint(operation: &ConstraintOperation) -> Option<TokenStream> {
    Some(match operation {
        ConstraintOperation::Add { table, constraint } => {
            let (table, constraint) = (object_name(table), new_constraint(constraint)?);
            quote!(op.add_constraint(#table, #constraint))
        }
        ConstraintOperation::Drop { table, name } => {
            let (table, name) = (object_name(table), text(name));
            quote!(op.drop_constraint(#table, #name))
        }
        ConstraintOperation::Rename { table, from, to } => {
            let (table, from, to) = (object_name(table), text(from), text(to));
            quote!(op.rename_constraint(#table, #from, #to))
        }
        ConstraintOperation::Validate { table, name } => {
            let (table, name) = (object_name(table), text(name));
            quote!(op.validate_constraint(#table, #name))
        }
        _ => return None,
    })
}

fn new_constraint(constraint: &Constraint) -> Option<TokenStream> {
    Some(match constraint {
        Constraint::PrimaryKey(key) => primary_key(key),
        Constraint::Unique(constraint) => unique(constraint),
        Constraint::ForeignKey(key) => foreign_key(key),
        Constraint::Check(constraint) => check(constraint),
        _ => return None,
    })
}

/// `primary_key("task_pkey").columns(["id"])`
pub(super) fn primary_key(key: &PrimaryKey) -> TokenStream {
    let (name, columns) = (text(&key.name), list(&key.columns));
    let mut chain = quote!(primary_key(#name).columns(#columns));
    include(&mut chain, &key.include);
    comment(&mut chain, key.comment.as_deref());
    chain
}

/// `unique("task_title_key").columns(["title"])…`
pub(super) fn unique(constraint: &Unique) -> TokenStream {
    let (name, columns) = (text(&constraint.name), list(&constraint.columns));
    let mut chain = quote!(unique(#name).columns(#columns));
    include(&mut chain, &constraint.include);
    if constraint.nulls_not_distinct {
        chain.extend(quote!(.nulls_not_distinct()));
    }
    deferrable(&mut chain, constraint.deferrable, constraint.initially_deferred);
    comment(&mut chain, constraint.comment.as_deref());
    chain
}

/// `foreign_key("task_org_id_fkey").columns(["org_id"]).references("org", ["id"])…`
pub(super) fn foreign_key(key: &ForeignKey) -> TokenStream {
    let (name, columns) = (text(&key.name), list(&key.columns));
    let (table, referenced) = (object_name(&key.references), list(&key.referenced_columns));
    let mut chain = quote!(foreign_key(#name).columns(#columns).references(#table, #referenced));
    if key.on_delete != Action::NoAction {
        let action = action(key.on_delete);
        chain.extend(quote!(.on_delete(#action)));
    }
    if key.on_update != Action::NoAction {
        let action = action(key.on_update);
        chain.extend(quote!(.on_update(#action)));
    }
    if key.match_type == Match::Full {
        chain.extend(quote!(.match_full()));
    }
    deferrable(&mut chain, key.deferrable, key.initially_deferred);
    if key.not_valid {
        chain.extend(quote!(.not_valid()));
    }
    comment(&mut chain, key.comment.as_deref());
    chain
}

/// `check("task_size_check", "size > 0")…`
pub(super) fn check(constraint: &Check) -> TokenStream {
    let (name, expression) = (text(&constraint.name), text(&constraint.expression));
    let mut chain = quote!(check(#name, #expression));
    if constraint.no_inherit {
        chain.extend(quote!(.no_inherit()));
    }
    if constraint.not_valid {
        chain.extend(quote!(.not_valid()));
    }
    comment(&mut chain, constraint.comment.as_deref());
    chain
}

fn include(chain: &mut TokenStream, columns: &[String]) {
    if !columns.is_empty() {
        let columns = list(columns);
        chain.extend(quote!(.include(#columns)));
    }
}

fn deferrable(chain: &mut TokenStream, deferrable: bool, initially_deferred: bool) {
    if initially_deferred {
        chain.extend(quote!(.initially_deferred()));
    } else if deferrable {
        chain.extend(quote!(.deferrable()));
    }
}

fn comment(chain: &mut TokenStream, comment: Option<&str>) {
    if let Some(comment) = comment {
        let comment = text(comment);
        chain.extend(quote!(.comment(#comment)));
    }
}

fn action(action: Action) -> TokenStream {
    match action {
        Action::NoAction => quote!(Action::NoAction),
        Action::Restrict => quote!(Action::Restrict),
        Action::Cascade => quote!(Action::Cascade),
        Action::SetNull => quote!(Action::SetNull),
        Action::SetDefault => quote!(Action::SetDefault),
    }
}
