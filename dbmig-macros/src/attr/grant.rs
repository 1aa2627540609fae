//! `#[grant(…)]`.

use syn::{Attribute, Ident};

use super::{Entry, each, entries, incomplete, set};
use crate::ast::{Grant, Granted, PRIVILEGES};
use crate::context::Context;

const KEYS: &[&str] = &[
    "all",
    "select",
    "insert",
    "update",
    "delete",
    "truncate",
    "references",
    "trigger",
    "maintain",
    "to",
    "with_grant_option",
];

/// The privileges that the struct grants.
pub(crate) fn grants(context: &Context, attributes: &[Attribute]) -> Vec<Grant> {
    each(context, attributes, "grant", grant)
}

fn grant(context: &Context, attribute: &Attribute) -> Option<Grant> {
    let (mut roles, mut grantable, mut granted): (_, _, Vec<Granted>) = (None, None, Vec::new());
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "to" => set(context, &mut roles, key, entry.names(context)),
            "with_grant_option" => set(context, &mut grantable, key, entry.flag(context)),
            "all" => {
                if entry.flag(context).is_some() {
                    granted.extend(PRIVILEGES.iter().map(|(privilege, _)| Granted::whole(privilege)));
                }
            }
            word => match PRIVILEGES.iter().find(|(privilege, _)| *privilege == word) {
                Some((privilege, of_columns)) => {
                    granted.extend(self::granted(context, &entry, privilege, *of_columns));
                }
                None => entry.unknown(context, "grant", KEYS),
            },
        }
    }
    let Some(roles) = roles.filter(|_| !granted.is_empty()) else {
        let message =
            "a grant needs privileges and who gets them: `#[grant(select, insert(email), to(\"app\"))]`";
        incomplete(context, before, attribute, message);
        return None;
    };
    Some(Grant { granted, roles, grantable: grantable.is_some() })
}

fn granted(context: &Context, entry: &Entry, privilege: &'static str, of_columns: bool) -> Option<Granted> {
    if !entry.is_group() {
        entry.flag(context)?;
        return Some(Granted::whole(privilege));
    }
    if !of_columns {
        context.error_at(entry.shown(), format!("`{privilege}` is of the whole table, not of columns"));
        return None;
    }
    let columns: Vec<Ident> = entry.fields(context)?;
    Some(Granted { privilege, columns })
}
