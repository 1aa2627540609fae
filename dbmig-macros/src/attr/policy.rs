//! `#[policy(…)]`.

use syn::Attribute;

use super::{each, entries, incomplete, set};
use crate::ast::Policy;
use crate::context::Context;

const KEYS: &[&str] = &["name", "for", "to", "using", "with_check", "restrictive", "comment"];
const COMMANDS: [&str; 5] = ["all", "select", "insert", "update", "delete"];

/// The row security policies of the struct.
pub(crate) fn policies(context: &Context, attributes: &[Attribute]) -> Vec<Policy> {
    each(context, attributes, "policy", policy)
}

fn policy(context: &Context, attribute: &Attribute) -> Option<Policy> {
    let (mut name, mut command, mut roles, mut using) = (None, None, None, None);
    let (mut check, mut restrictive, mut comment) = (None, None, None);
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut name, key, entry.text(context)),
            "for" => {
                let command_of = entry.choice(context, &COMMANDS.map(|word| (word, word)));
                set(context, &mut command, key, command_of.map(|(word, _)| word));
            }
            "to" => set(context, &mut roles, key, entry.names(context)),
            "using" => set(context, &mut using, key, entry.text(context)),
            "with_check" => set(context, &mut check, key, entry.text(context)),
            "restrictive" => set(context, &mut restrictive, key, entry.flag(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            _ => entry.unknown(context, "policy", KEYS),
        }
    }
    let Some(name) = name else {
        incomplete(
            context,
            before,
            attribute,
            "a policy needs a name: `#[policy(name = \"…\", using = \"…\")]`",
        );
        return None;
    };
    let (command, restrictive) = (command.unwrap_or("all"), restrictive.is_some());
    Some(Policy { name, command, roles: roles.unwrap_or_default(), using, check, restrictive, comment })
}
