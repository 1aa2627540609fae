//! How an identity column's sequence gets other options without losing its place.

use super::comment;
use super::graph::{Graph, Rank, Resource, Step};
use super::kept_table::KeptTable;
use crate::catalog::{
    Column, DataType, Identity, Object, ObjectName, SequenceOptions, quote_identifier, quote_literal,
};
use crate::op::{Execute, Operation};

/// The way from one identity to another.
pub(super) enum Change {
    /// `SET GENERATED …` on the sequence as it stands.
    Set,
    /// The same, once a sequence that hasn't come that far has been moved to this value.
    MoveTo(i64, Side),
    /// No value that the sequence can have lies within the new bounds: a new sequence.
    Replace,
}

/// On which side of the new bounds the sequence may still be.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Below,
    Above,
}

/// PostgreSQL refuses bounds that the sequence's last value is not within. An unused one stands at its start.
pub(super) fn change(from: (&Column, &Identity), to: (&Column, &Identity)) -> Change {
    let range = |(column, identity): (&Column, &Identity)| Range::of(&column.data_type, &identity.options);
    between(&range(from), &range(to))
}

/// The same of any sequence.
pub(super) fn between(before: &Range, after: &Range) -> Change {
    let (lowest, highest) =
        if before.ascending { (before.start, before.max) } else { (before.min, before.start) };
    if lowest > after.max || highest < after.min {
        Change::Replace
    } else if before.start < after.min {
        Change::MoveTo(after.min, Side::Below)
    } else if before.start > after.max {
        Change::MoveTo(after.max, Side::Above)
    } else {
        Change::Set
    }
}

/// Moves a sequence that is still outside of bounds that it is about to get.
pub(super) fn move_to(table: &ObjectName, column: &str, value: i64, side: Side) -> Execute {
    let comparison = match side {
        Side::Below => '<',
        Side::Above => '>',
    };
    let (table, column) = (quote_literal(&table.to_string()), quote_literal(column));
    let sql = format!(
        "SELECT setval(sequence, {value}, false) FROM pg_get_serial_sequence({table}, {column}) AS sequence \
         WHERE coalesce(pg_sequence_last_value(sequence::regclass) {comparison} {value}, true)"
    );
    Execute { sql, transactional: true }
}

/// The name, the persistence and the comment of the sequence, which no action of the column can change.
pub(super) fn sequence(table: &KeptTable<'_>, from: &Column, to: &Column, graph: &mut Graph) {
    let Some(after) = &to.identity else { return };
    let before = from.identity.as_ref();
    let before = before.filter(|before| !matches!(change((from, before), (to, after)), Change::Replace));
    let name = &table.to.name;
    let new = after.sequence_name(name, &to.name);
    let there = || [Resource::Table(name.clone()), Resource::Relation(new.clone())];
    let step = |sql: String| {
        let execute = Operation::Execute(Execute { sql, transactional: true });
        Step::new(Rank::AlterColumn, execute).needs([Resource::Table(name.clone())])
    };
    let old = before.map(|before| before.sequence_name(name, &to.name)).filter(|old| *old != new);
    if let Some(old) = old {
        let rename = step(format!("ALTER SEQUENCE {old} RENAME TO {}", quote_identifier(&new.name)));
        let rename = rename.needs([Resource::Persistence(name.clone())]);
        graph.push(rename.frees([Resource::Relation(old)]).takes([Resource::Relation(new.clone())]));
    }
    // The sequence goes along when its table changes, so that it is as its table then.
    let moved = table.from.unlogged != table.to.unlogged;
    if before.and_then(|before| before.logged).filter(|_| !moved) != after.logged {
        let logged = after.logged.unwrap_or(!table.to.unlogged);
        let logged = if logged { "LOGGED" } else { "UNLOGGED" };
        let set = step(format!("ALTER SEQUENCE {new} SET {logged}"));
        graph.push(set.needs(there()).needs([Resource::Persistence(name.clone())]));
    }
    if before.and_then(|before| before.comment.as_ref()) != after.comment.as_ref() {
        graph.push(comment(Object::Sequence(new.clone()), after.comment.as_ref()).needs(there()));
    }
}

/// True if the sequence can hold less after: its options must change before the type does.
pub(super) fn narrows(from: &Column, to: &Column) -> bool {
    highest(&to.data_type) < highest(&from.data_type)
}

/// What a sequence can hold, and where it starts.
pub(super) struct Range {
    min: i64,
    max: i64,
    start: i64,
    ascending: bool,
}

impl Range {
    pub(super) fn of(data_type: &DataType, options: &SequenceOptions) -> Self {
        let ascending = options.increment.unwrap_or(1) > 0;
        let highest = highest(data_type);
        let min = options.min.unwrap_or(if ascending { 1 } else { -highest - 1 });
        let max = options.max.unwrap_or(if ascending { highest } else { -1 });
        let start = options.start.unwrap_or(if ascending { min } else { max });
        Self { min, max, start, ascending }
    }
}

fn highest(data_type: &DataType) -> i64 {
    match data_type.as_sql() {
        "smallint" => i64::from(i16::MAX),
        "integer" => i64::from(i32::MAX),
        _ => i64::MAX,
    }
}
