//! Functions and procedures.

use super::Error;
use super::class::Class;
use super::expression::lasting;
use super::session::{Record, Session};
use crate::catalog::{
    Argument, ArgumentMode, Catalog, Parallel, Routine, RoutineBody, RoutineKind, Signature, Volatility,
};

pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    for row in &session.query("routines", include_str!("routine.sql"), &[])? {
        let routine = decode(row, session)?;
        session.register(Class::ROUTINE, row.get("oid")?, routine.object());
        let of_kind = match routine.kind {
            RoutineKind::Procedure => &mut catalog.procedures,
            RoutineKind::Function | RoutineKind::Aggregate => &mut catalog.functions,
        };
        of_kind.insert(routine.signature.clone(), routine);
    }
    Ok(())
}

fn decode(row: &Record, session: &Session<'_>) -> Result<Routine, Error> {
    let kind: &str = row.get("kind")?;
    let name = session.name(row.get("schema")?, row.get("name")?);
    let mut settings: Vec<String> = row.get("settings")?;
    settings.sort();
    Ok(Routine {
        kind: if kind == "p" { RoutineKind::Procedure } else { RoutineKind::Function },
        signature: Signature { name, arguments: row.get("signature")? },
        arguments: arguments(row)?,
        result: row.get("result")?,
        language: row.get("language")?,
        window: kind == "w",
        volatility: match row.get("volatility")? {
            "i" => Volatility::Immutable,
            "s" => Volatility::Stable,
            _ => Volatility::Volatile,
        },
        parallel: parallel(row.get("parallel")?),
        strict: row.get("strict")?,
        leakproof: row.get("leakproof")?,
        security_definer: row.get("security_definer")?,
        cost: row.get("cost")?,
        rows: row.get("rows")?,
        settings,
        support: session.full_name(row, "support")?,
        transforms: row.get("transforms")?,
        body: body(row)?,
        comment: row.get("comment")?,
    })
}

/// `pg_proc.proparallel`.
pub(super) fn parallel(letter: &str) -> Parallel {
    match letter {
        "s" => Parallel::Safe,
        "r" => Parallel::Restricted,
        _ => Parallel::Unsafe,
    }
}

/// The arguments but for the columns of `RETURNS TABLE`, which the result lists.
pub(super) fn arguments(row: &Record) -> Result<Vec<Argument>, Error> {
    let modes: Vec<&str> = row.get("modes")?;
    let names: Vec<Option<String>> = row.get("names")?;
    let types: Vec<String> = row.get("types")?;
    let defaults: Vec<Option<String>> = row.get("defaults")?;
    let arguments = modes.into_iter().zip(names).zip(types).zip(defaults);
    let arguments = arguments.filter_map(|(((mode, name), data_type), default)| {
        let mode = match mode {
            "t" => return None,
            "o" => ArgumentMode::Out,
            "b" => ArgumentMode::InOut,
            "v" => ArgumentMode::Variadic,
            _ => ArgumentMode::In,
        };
        Some(Argument { mode, name, data_type, default: default.as_deref().map(lasting) })
    });
    Ok(arguments.collect())
}

fn body(row: &Record) -> Result<RoutineBody, Error> {
    if let Some(sql) = row.get::<Option<&str>>("sql_body")? {
        return Ok(RoutineBody::Sql(lasting(sql)));
    }
    let source: String = row.get("source")?;
    let library: Option<String> = row.get("library")?;
    Ok(match library {
        Some(file) => RoutineBody::Library { file, symbol: source },
        None => RoutineBody::Text(source),
    })
}
