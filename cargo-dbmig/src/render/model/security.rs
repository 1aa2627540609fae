//! Policies and privileges as attributes of the struct.

use std::collections::BTreeMap;

use dbmig_runtime::catalog::{Grant, Grantee, Object, Policy, PolicyCommand, Privilege};
use proc_macro2::TokenStream;
use quote::quote;

use super::constraint::fields;
use super::context::{Context, Named};
use super::entry::Entries;
use crate::render::literal::text;

pub(super) fn policies(context: &Context<'_>, table: &Named<'_>) -> Vec<TokenStream> {
    let own = context.said.policies.values();
    own.filter(|policy| policy.name.relation == table.table.name).map(policy).collect()
}

fn policy(of: &Policy) -> TokenStream {
    let mut entries = Entries::default();
    entries.text("name", Some(&of.name.name));
    entries.text(
        "for",
        match of.command {
            PolicyCommand::All => None,
            PolicyCommand::Select => Some("select"),
            PolicyCommand::Insert => Some("insert"),
            PolicyCommand::Update => Some("update"),
            PolicyCommand::Delete => Some("delete"),
        },
    );
    roles(&mut entries, &of.roles);
    entries.text("using", of.using.as_deref());
    entries.text("with_check", of.check.as_deref());
    entries.flag("restrictive", !of.permissive);
    entries.text("comment", of.comment.as_deref());
    entries.attribute("policy")
}

/// `to("app", "public")`.
fn roles(entries: &mut Entries, roles: &[String]) {
    if !roles.is_empty() {
        let roles = roles.iter().map(|role| text(role));
        entries.push(quote!(to(#(#roles),*)));
    }
}

/// What somebody may do: each privilege on the table, or on columns of it.
type Granted<'a> = BTreeMap<Privilege, Vec<Option<&'a str>>>;

pub(super) fn grants(context: &Context<'_>, table: &Named<'_>) -> Vec<TokenStream> {
    let name = &table.table.name;
    let columns = table.table.columns.iter().map(|column| Some(column.name.as_str()));
    let mut by_grantee: BTreeMap<(bool, &Grantee), Granted<'_>> = BTreeMap::new();
    for column in std::iter::once(None).chain(columns) {
        let object = match column {
            Some(column) => Object::Column(name.clone(), column.to_owned()),
            None => Object::Table(name.clone()),
        };
        let privileges = context.said.privileges.get(&object);
        for (grantee, privilege, grant) in privileges.iter().flat_map(|privileges| privileges.iter()) {
            let own = by_grantee.entry((grant == Grant::Grantable, grantee)).or_default();
            own.entry(privilege).or_default().push(column);
        }
    }
    let mut together: Vec<((bool, Granted<'_>), Vec<String>)> = Vec::new();
    for ((grantable, grantee), granted) in by_grantee {
        let role = match grantee {
            Grantee::Role(name) => name.clone(),
            Grantee::Public | Grantee::Owner => "public".to_owned(),
        };
        let what = (grantable, granted);
        match together.iter_mut().find(|(other, _)| *other == what) {
            Some((_, roles)) => roles.push(role),
            None => together.push((what, vec![role])),
        }
    }
    let version = context.said.server_version;
    together
        .iter()
        .map(|((grantable, granted), roles)| grant(table, *grantable, granted, roles, version))
        .collect()
}

fn grant(
    table: &Named<'_>,
    grantable: bool,
    granted: &Granted<'_>,
    to: &[String],
    version: Option<u32>,
) -> TokenStream {
    let is_known = |privilege: &Privilege| version.is_none_or(|version| privilege.since() <= version);
    let is_whole = |privilege: &Privilege| granted.get(privilege).is_some_and(|on| on.contains(&None));
    let all = ON_TABLES.iter().filter(|privilege| is_known(privilege)).all(is_whole);
    let mut entries = Entries::default();
    entries.flag("all", all);
    for (privilege, on) in granted {
        let word = privilege.keyword().to_lowercase();
        entries.flag(&word, !all && on.contains(&None));
        let columns: Vec<String> = on.iter().flatten().map(|column| (*column).to_owned()).collect();
        fields(&mut entries, &word, table, &columns);
    }
    roles(&mut entries, to);
    entries.flag("with_grant_option", grantable);
    entries.attribute("grant")
}

/// What `all` stands for.
const ON_TABLES: [Privilege; 8] = [
    Privilege::Select,
    Privilege::Insert,
    Privilege::Update,
    Privilege::Delete,
    Privilege::Truncate,
    Privilege::References,
    Privilege::Trigger,
    Privilege::Maintain,
];
