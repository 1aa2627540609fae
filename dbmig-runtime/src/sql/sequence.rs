//! Sequences, and the options of those behind identity columns.

use super::{Renderer, Statement, comment};
use crate::catalog::{Object, ObjectName, Sequence, SequenceOptions, quote_identifier, quote_literal};
use crate::op::SequenceAction;

pub(super) fn create(sequence: &Sequence, sql: Renderer<'_>) -> Vec<Statement> {
    let unlogged = if sequence.unlogged { "UNLOGGED " } else { "" };
    let mut text = format!("CREATE {unlogged}SEQUENCE {}", sql.name(&sequence.name));
    if sequence.data_type.as_sql() != "bigint" {
        text += &format!(" AS {}", sequence.data_type);
    }
    for option in options(&sequence.options) {
        text += &format!(" {option}");
    }
    let mut statements = vec![Statement::new(text)];
    let object = Object::Sequence(sequence.name.clone());
    statements.extend(comment::on(&object, sequence.comment.as_deref(), sql));
    statements
}

pub(super) fn alter(name: &ObjectName, action: &SequenceAction, sql: Renderer<'_>) -> Vec<Statement> {
    let action = match action {
        SequenceAction::Set { data_type, options, restart } => {
            let all = all_options(options).join(" ");
            format!("AS {data_type} {all}{}", if *restart { " RESTART" } else { "" })
        }
        SequenceAction::MoveTo { value, down } => return vec![move_to(name, *value, *down, sql)],
        SequenceAction::GoOnBehind { table, column, options } => {
            let sequence = quote_literal(&sql.name(name));
            return vec![go_on_behind(&sequence, table, column, options, sql)];
        }
        SequenceAction::OwnedBy(None) => "OWNED BY NONE".to_owned(),
        SequenceAction::OwnedBy(Some((table, column))) => {
            format!("OWNED BY {}.{}", sql.name(table), quote_identifier(column))
        }
        SequenceAction::Unlogged(true) => "SET UNLOGGED".to_owned(),
        SequenceAction::Unlogged(false) => "SET LOGGED".to_owned(),
    };
    vec![Statement::new(format!("ALTER SEQUENCE {} {action}", sql.name(name)))]
}

/// The options that differ from their defaults.
pub(super) fn options(options: &SequenceOptions) -> Vec<String> {
    let SequenceOptions { start, increment, min, max, cache, cycle } = options;
    let numbers = [
        ("START WITH", start),
        ("INCREMENT BY", increment),
        ("MINVALUE", min),
        ("MAXVALUE", max),
        ("CACHE", cache),
    ];
    let given = numbers.iter().filter_map(|(word, value)| value.map(|value| format!("{word} {value}")));
    given.chain(cycle.then(|| "CYCLE".to_owned())).collect()
}

/// Every option. The bound that doesn't come from the type is spelled out: with `AS`, `NO MAXVALUE` means the type's
/// highest value, also of a sequence that counts down.
pub(super) fn all_options(options: &SequenceOptions) -> [String; 6] {
    let bound = |word: &str, value: Option<i64>| match value {
        Some(value) => format!("{word} {value}"),
        None => format!("NO {word}"),
    };
    let increment = options.increment.unwrap_or(1);
    let (min, max) = if increment > 0 { (Some(1), None) } else { (None, Some(-1)) };
    [
        format!("INCREMENT BY {increment}"),
        bound("MINVALUE", options.min.or(min)),
        bound("MAXVALUE", options.max.or(max)),
        format!("START WITH {}", first_value(options)),
        format!("CACHE {}", options.cache.unwrap_or(1)),
        if options.cycle { "CYCLE".to_owned() } else { "NO CYCLE".to_owned() },
    ]
}

/// Moves a sequence behind the rows of a table, or to its start if there are none; `sequence` is an expression.
pub(super) fn go_on_behind(
    sequence: &str,
    table: &ObjectName,
    column: &str,
    options: &SequenceOptions,
    sql: Renderer<'_>,
) -> Statement {
    let (table, column) = (sql.name(table), quote_identifier(column));
    let (start, increment) = (first_value(options), options.increment.unwrap_or(1));
    let next = if increment > 0 {
        format!("GREATEST(max({column}) + {increment}, {start})")
    } else {
        format!("LEAST(min({column}) - {}, {start})", increment.unsigned_abs())
    };
    // Rows may lie beyond bounds that the sequence itself must keep.
    let next = match (increment > 0, options.min, options.max) {
        (true, _, Some(max)) => format!("LEAST({next}, {max})"),
        (false, Some(min), _) => format!("GREATEST({next}, {min})"),
        _ => next,
    };
    Statement::following_rows(format!("SELECT setval({sequence}, {next}, false) FROM {table}"))
}

/// Moves a sequence that is still outside of bounds that it is about to get.
fn move_to(name: &ObjectName, value: i64, down: bool, sql: Renderer<'_>) -> Statement {
    let (sequence, comparison) = (quote_literal(&sql.name(name)), if down { '>' } else { '<' });
    Statement::following_rows(format!(
        "SELECT setval({sequence}, {value}, false) \
         WHERE coalesce(pg_sequence_last_value({sequence}::regclass) {comparison} {value}, true)"
    ))
}

/// Where a sequence starts if nobody says.
fn first_value(options: &SequenceOptions) -> i64 {
    let ascending = options.increment.unwrap_or(1) > 0;
    options.start.unwrap_or(if ascending { options.min.unwrap_or(1) } else { options.max.unwrap_or(-1) })
}
