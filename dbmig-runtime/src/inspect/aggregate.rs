//! Aggregates.

use super::Error;
use super::class::Class;
use super::routine;
use super::session::{Record, Session};
use crate::catalog::{Aggregate, AggregateKind, Catalog, Modifies, Signature, Transition};

pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    for row in &session.query("aggregates", include_str!("aggregate.sql"), &[])? {
        let aggregate = decode(row, session)?;
        session.register(Class::ROUTINE, row.get("oid")?, aggregate.object());
        catalog.aggregates.insert(aggregate.signature.clone(), aggregate);
    }
    Ok(())
}

fn decode(row: &Record, session: &Session<'_>) -> Result<Aggregate, Error> {
    let name = session.name(row.get("schema")?, row.get("name")?);
    Ok(Aggregate {
        signature: Signature { name, arguments: row.get("signature")? },
        arguments: row.get("arguments")?,
        kind: match row.get("kind")? {
            "o" => AggregateKind::OrderedSet,
            "h" => AggregateKind::Hypothetical,
            _ => AggregateKind::Normal,
        },
        result: row.get("result")?,
        transition: transition(row, session)?,
        combine: session.full_name(row, "combine")?,
        serialize: session.full_name(row, "serialize")?,
        deserialize: session.full_name(row, "deserialize")?,
        moving: moving(row, session)?,
        inverse: session.full_name(row, "inverse")?,
        sort_operator: session.full_name(row, "sort_operator")?,
        parallel: routine::parallel(row.get("parallel")?),
        comment: row.get("comment")?,
    })
}

fn transition(row: &Record, session: &Session<'_>) -> Result<Transition, Error> {
    Ok(Transition {
        function: session.name(row.get("function_schema")?, row.get("function_name")?),
        state: row.get("state")?,
        space: row.get("space")?,
        last: session.full_name(row, "last")?,
        last_extra: row.get("last_extra")?,
        last_modifies: modifies(row.get("last_modifies")?),
        initial: row.get("initial")?,
    })
}

fn moving(row: &Record, session: &Session<'_>) -> Result<Option<Transition>, Error> {
    let Some(function) = session.full_name(row, "moving_function")? else { return Ok(None) };
    Ok(Some(Transition {
        function,
        state: row.get("moving_state")?,
        space: row.get("moving_space")?,
        last: session.full_name(row, "moving_last")?,
        last_extra: row.get("moving_last_extra")?,
        last_modifies: modifies(row.get("moving_last_modifies")?),
        initial: row.get("moving_initial")?,
    }))
}

fn modifies(letter: &str) -> Modifies {
    match letter {
        "r" => Modifies::ReadOnly,
        "s" => Modifies::Shareable,
        _ => Modifies::ReadWrite,
    }
}
