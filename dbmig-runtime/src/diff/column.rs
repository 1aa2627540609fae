//! Columns.

use super::properties::list;
use super::summary::Report;
use super::{Altered, Changes, TableChanges, foreign_data};
use crate::catalog::{Column, Generated, GeneratedKind, Identity, IdentityKind, Storage, quote_identifier};

pub(super) fn summarize_renames(changes: &Changes, report: &mut Report) {
    for ((table, new), old) in &changes.renames.columns {
        let (old, new) = (quote_identifier(old), quote_identifier(new));
        report.about(Some(table));
        report.change(format!("rename column {table}.{old} to {new}"));
    }
}

pub(super) fn summarize(table: &TableChanges, report: &mut Report) {
    for dropped in &table.columns.dropped {
        report.drop(format!("drop column {}", path(table, dropped)));
    }
    for added in &table.columns.added {
        report.add(format!("add column {} {}", path(table, added), properties(added)));
    }
    for change in &table.columns.altered {
        summarize_altered(&path(table, &change.to), change, report);
    }
}

fn path(table: &TableChanges, column: &Column) -> String {
    format!("{}.{}", table.to.name, quote_identifier(&column.name))
}

/// The type, and what stands beside it in `CREATE TABLE`.
fn properties(column: &Column) -> String {
    let mut text = column.data_type.to_string();
    if let Some(collation) = &column.collation {
        text += &format!(" collate {collation}");
    }
    if let Some(default) = &column.default {
        text += &format!(" default {default}");
    }
    if let Some(identity) = &column.identity {
        text += &format!(" {}", identity_text(identity));
    }
    if let Some(generated) = &column.generated {
        text += &format!(" {}", generated_text(generated));
    }
    if let Some(not_null) = not_null_text(column).filter(|_| column.identity.is_none()) {
        text += &format!(" {not_null}");
    }
    let details = [
        storage_text(column.storage).map(|storage| format!("storage {storage}")),
        column.compression.as_ref().map(|method| format!("compression {method}")),
        column.statistics.map(|target| format!("statistics {target}")),
        (!column.options.is_empty()).then(|| list(&column.options)),
    ];
    for detail in details.into_iter().flatten() {
        text += &format!(" {detail}");
    }
    text
}

fn summarize_altered(path: &str, Altered { from, to }: &Altered<Column>, report: &mut Report) {
    if from.data_type != to.data_type {
        report.change(format!("change type of column {path} from {} to {}", from.data_type, to.data_type));
    }
    if from.collation != to.collation {
        let text = to.collation.as_ref().map_or("the type's own".to_owned(), ToString::to_string);
        report.change(format!("change collation of column {path} to {text}"));
    }
    if from.nullable != to.nullable {
        let verb = if to.nullable { "drop not null of" } else { "set not null on" };
        report.change(format!("{verb} column {path}"));
    } else if from.not_null != to.not_null {
        let text = not_null_text(to).unwrap_or_default();
        report.change(format!("change not null of column {path} to {text}"));
    }
    let what = |what: &str| format!("{what} of column {path}");
    property(&what("default"), from.default.clone(), to.default.clone(), report);
    let text = |identity: &Option<Identity>| identity.as_ref().map(identity_text);
    property(&what("identity"), text(&from.identity), text(&to.identity), report);
    let text = |identity: &Option<Identity>| identity.as_ref().and_then(|identity| identity.comment.clone());
    report.comment(
        "the sequence of column",
        path,
        text(&from.identity).as_deref(),
        text(&to.identity).as_deref(),
    );
    let text = |generated: &Option<Generated>| generated.as_ref().map(generated_text);
    property(&what("expression"), text(&from.generated), text(&to.generated), report);
    let text = |column: &Column| storage_text(column.storage).map(str::to_owned);
    property(&what("storage"), text(from), text(to), report);
    property(&what("compression"), from.compression.clone(), to.compression.clone(), report);
    let text = |column: &Column| column.statistics.map(|target| target.to_string());
    property(&what("statistics target"), text(from), text(to), report);
    let text = |column: &Column| Some(list(&column.options)).filter(|_| !column.options.is_empty());
    property(&what("options"), text(from), text(to), report);
    foreign_data::summarize_column(path, from, to, report);
    report.comment("column", path, from.comment.as_deref(), to.comment.as_deref());
}

fn not_null_text(column: &Column) -> Option<String> {
    let mut text = "not null".to_owned();
    if let Some(constraint) = &column.not_null {
        text += &format!(" named {}", quote_identifier(&constraint.name));
        text += if constraint.no_inherit { " no inherit" } else { "" };
        text += if constraint.not_valid { " not valid" } else { "" };
        text += if constraint.comment.is_some() { " with a comment" } else { "" };
    }
    (!column.nullable).then_some(text)
}

fn storage_text(storage: Option<Storage>) -> Option<&'static str> {
    storage.map(|storage| match storage {
        Storage::Plain => "plain",
        Storage::External => "external",
        Storage::Extended => "extended",
        Storage::Main => "main",
    })
}

fn property(what: &str, from: Option<String>, to: Option<String>, report: &mut Report) {
    match (from, to) {
        (Some(_), None) => report.change(format!("drop {what}")),
        (None, Some(to)) => report.change(format!("set {what} to {to}")),
        (Some(from), Some(to)) if from != to => report.change(format!("change {what} from {from} to {to}")),
        _ => {}
    }
}

fn identity_text(identity: &Identity) -> String {
    let mut text = match identity.kind {
        IdentityKind::Always => "generated always as identity".to_owned(),
        IdentityKind::ByDefault => "generated by default as identity".to_owned(),
    };
    let options = &identity.options;
    let numbers = [
        ("start", options.start),
        ("increment", options.increment),
        ("minvalue", options.min),
        ("maxvalue", options.max),
        ("cache", options.cache),
    ];
    let mut words: Vec<String> =
        numbers.iter().filter_map(|(name, value)| value.map(|value| format!("{name} {value}"))).collect();
    words.extend(identity.sequence.iter().map(|name| format!("sequence {}", quote_identifier(name))));
    words.extend(
        identity.logged.map(|logged| if logged { "logged".to_owned() } else { "unlogged".to_owned() }),
    );
    words.extend(options.cycle.then(|| "cycle".to_owned()));
    if !words.is_empty() {
        text += &format!(" ({})", words.join(" "));
    }
    text
}

fn generated_text(generated: &Generated) -> String {
    let kind = match generated.kind {
        GeneratedKind::Stored => "stored",
        GeneratedKind::Virtual => "virtual",
    };
    format!("generated always as ({}) {kind}", generated.expression)
}
