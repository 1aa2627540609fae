//! Operations on one constraint.

use dbmig_runtime::catalog::{Action, Check, Exclusion, ForeignKey, Match, NotNull, PrimaryKey, Unique};
use dbmig_runtime::op::{Constraint, ConstraintAction, ConstraintOperation};
use proc_macro2::TokenStream;
use quote::quote;

use super::index::key;
use super::literal::{list, object_name, text};

pub(super) fn constraint(operation: &ConstraintOperation) -> Option<TokenStream> {
    Some(match operation {
        ConstraintOperation::Add { table, constraint, only } => {
            let (table, constraint) = (object_name(table), new_constraint(constraint)?);
            if *only {
                quote!(op.add_constraint_only(#table, #constraint))
            } else {
                quote!(op.add_constraint(#table, #constraint))
            }
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
        ConstraintOperation::Alter { table, name, action } => {
            let (table, name, action) = (object_name(table), text(name), alter(action)?);
            quote!(op.alter_constraint(#table, #name, ConstraintAction::#action))
        }
        _ => return None,
    })
}

fn alter(action: &ConstraintAction) -> Option<TokenStream> {
    Some(match action {
        ConstraintAction::SetDeferrable { deferrable, initially_deferred } => {
            quote!(SetDeferrable { deferrable: #deferrable, initially_deferred: #initially_deferred })
        }
        ConstraintAction::SetEnforced(enforced) => quote!(SetEnforced(#enforced)),
        ConstraintAction::SetInherit(inherit) => quote!(SetInherit(#inherit)),
        _ => return None,
    })
}

fn new_constraint(constraint: &Constraint) -> Option<TokenStream> {
    Some(match constraint {
        Constraint::PrimaryKey(key) => primary_key(key),
        Constraint::Unique(constraint) => unique(constraint),
        Constraint::ForeignKey(key) => foreign_key(key),
        Constraint::Check(constraint) => check(constraint),
        Constraint::Exclusion(constraint) => exclusion(constraint),
        Constraint::NotNull(constraint) => not_null(constraint),
        _ => return None,
    })
}

/// `primary_key("task_pkey").columns(["id"])`
pub(super) fn primary_key(key: &PrimaryKey) -> TokenStream {
    let (name, columns) = (text(&key.name), list(&key.columns));
    let mut chain = quote!(primary_key(#name).columns(#columns));
    if key.without_overlaps {
        chain.extend(quote!(.without_overlaps()));
    }
    include(&mut chain, &key.include);
    deferrable(&mut chain, key.deferrable, key.initially_deferred);
    index_options(&mut chain, &key.storage, key.tablespace.as_deref(), key.index_comment.as_deref());
    comment(&mut chain, key.comment.as_deref());
    chain
}

/// `unique("task_title_key").columns(["title"])…`
pub(super) fn unique(constraint: &Unique) -> TokenStream {
    let (name, columns) = (text(&constraint.name), list(&constraint.columns));
    let mut chain = quote!(unique(#name).columns(#columns));
    if constraint.without_overlaps {
        chain.extend(quote!(.without_overlaps()));
    }
    include(&mut chain, &constraint.include);
    if constraint.nulls_not_distinct {
        chain.extend(quote!(.nulls_not_distinct()));
    }
    deferrable(&mut chain, constraint.deferrable, constraint.initially_deferred);
    let index_comment = constraint.index_comment.as_deref();
    index_options(&mut chain, &constraint.storage, constraint.tablespace.as_deref(), index_comment);
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
    if !key.on_delete_columns.is_empty() {
        let columns = list(&key.on_delete_columns);
        chain.extend(quote!(.on_delete_columns(#columns)));
    }
    if key.period {
        chain.extend(quote!(.period()));
    }
    if key.on_update != Action::NoAction {
        let action = action(key.on_update);
        chain.extend(quote!(.on_update(#action)));
    }
    if key.match_type == Match::Full {
        chain.extend(quote!(.match_full()));
    }
    deferrable(&mut chain, key.deferrable, key.initially_deferred);
    checked(&mut chain, key.not_valid, key.not_enforced);
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
    checked(&mut chain, constraint.not_valid, constraint.not_enforced);
    comment(&mut chain, constraint.comment.as_deref());
    chain
}

/// `exclusion("booking_excl").element(by_column("during"), "&&")…`
pub(super) fn exclusion(constraint: &Exclusion) -> TokenStream {
    let name = text(&constraint.name);
    let mut chain = quote!(exclusion(#name));
    if constraint.method != "gist" {
        let method = text(&constraint.method);
        chain.extend(quote!(.using(#method)));
    }
    for element in &constraint.elements {
        let (key, operator) = (key(&element.key), text(&element.operator));
        chain.extend(quote!(.element(#key, #operator)));
    }
    include(&mut chain, &constraint.include);
    if let Some(predicate) = &constraint.predicate {
        let predicate = text(predicate);
        chain.extend(quote!(.filter(#predicate)));
    }
    deferrable(&mut chain, constraint.deferrable, constraint.initially_deferred);
    let index_comment = constraint.index_comment.as_deref();
    index_options(&mut chain, &constraint.storage, constraint.tablespace.as_deref(), index_comment);
    comment(&mut chain, constraint.comment.as_deref());
    chain
}

/// `not_null("task_title_given", "title")…`
pub(super) fn not_null(constraint: &NotNull) -> TokenStream {
    let (name, column) = (text(&constraint.name), text(&constraint.column));
    let mut chain = quote!(not_null(#name, #column));
    if constraint.no_inherit {
        chain.extend(quote!(.no_inherit()));
    }
    checked(&mut chain, constraint.not_valid, false);
    comment(&mut chain, constraint.comment.as_deref());
    chain
}

fn checked(chain: &mut TokenStream, not_valid: bool, not_enforced: bool) {
    if not_valid {
        chain.extend(quote!(.not_valid()));
    }
    if not_enforced {
        chain.extend(quote!(.not_enforced()));
    }
}

fn index_options(
    chain: &mut TokenStream,
    storage: &[String],
    tablespace: Option<&str>,
    comment: Option<&str>,
) {
    for parameter in storage {
        let parameter = text(parameter);
        chain.extend(quote!(.with(#parameter)));
    }
    if let Some(tablespace) = tablespace {
        let tablespace = text(tablespace);
        chain.extend(quote!(.tablespace(#tablespace)));
    }
    if let Some(comment) = comment {
        let comment = text(comment);
        chain.extend(quote!(.index_comment(#comment)));
    }
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
