//! Domains.

use super::summary::Report;
use super::{Altered, Changes, Definition, list};
use crate::catalog::{Domain, Object, quote_identifier};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    for (new, old) in &changes.renames.domains {
        report.change(format!("rename domain {old} to {new}"));
    }
    report.objects(
        &changes.domains,
        |domain| Object::Domain(domain.name.clone()),
        |domain| domain.comment.as_deref(),
        words,
    );
}

fn words(from: &Domain, to: &Domain) -> Vec<String> {
    let name = &to.name;
    let mut words = Vec::new();
    let mut property = |text: String, differs: bool| words.extend(differs.then_some(text));
    property(
        format!("change type of domain {name} from {} to {}", from.data_type, to.data_type),
        from.data_type != to.data_type,
    );
    property(format!("change collation of domain {name}"), from.collation != to.collation);
    property(
        to.default.as_ref().map_or_else(
            || format!("drop default of domain {name}"),
            |default| format!("set default of domain {name} to {default}"),
        ),
        from.default != to.default,
    );
    let verb = if to.nullable { "drop not null of" } else { "set not null on" };
    property(format!("{verb} domain {name}"), from.nullable != to.nullable);
    property(
        format!("rename not null constraint of domain {name}"),
        from.nullable == to.nullable && from.not_null_name != to.not_null_name,
    );
    words.extend(check_words(from, to));
    words
}

fn check_words(from: &Domain, to: &Domain) -> Vec<String> {
    let name = &to.name;
    let changes = list::compare_definitions(&from.checks, &to.checks);
    let mut words = Vec::new();
    for check in &changes.dropped {
        words.push(format!("drop check constraint {} of domain {name}", quote_identifier(&check.name)));
    }
    for check in &changes.added {
        let own = quote_identifier(&check.name);
        words.push(format!("add check constraint {own} on domain {name} ({})", check.expression));
    }
    for Altered { from, to } in &changes.altered {
        let (old, own) = (quote_identifier(&from.name), quote_identifier(&to.name));
        if from.name != to.name {
            words.push(format!("rename check constraint {old} of domain {name} to {own}"));
        }
        if !from.same_definition(to) {
            words.push(format!("change check constraint {own} of domain {name} to ({})", to.expression));
        }
        if from.not_valid != to.not_valid {
            words.push(format!("change whether check constraint {own} of domain {name} is validated"));
        }
        if from.comment != to.comment {
            words.push(format!("change comment of check constraint {own} of domain {name}"));
        }
    }
    words
}
