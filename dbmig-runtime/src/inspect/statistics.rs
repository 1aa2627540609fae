//! Extended statistics.

use super::Error;
use super::class::Class;
use super::expression::lasting;
use super::session::Session;
use crate::catalog::{Catalog, Object, Statistics, StatisticsKind};

/// Reads the statistics on relations that the session has registered.
pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    let rows = session.query("statistics", include_str!("statistics.sql"), &[])?;
    for row in &rows {
        let Some(on) = session.object(Class::RELATION, row.get("relation")?).cloned() else { continue };
        let name = session.name(row.get("schema")?, row.get("name")?);
        let object = Object::Statistics(name.clone());
        let kinds: Vec<String> = row.get("kinds")?;
        let mut kinds = kinds.iter().map(|kind| decode(kind, &object)).collect::<Result<Vec<_>, Error>>()?;
        kinds.sort();
        let expressions: Vec<String> = row.get("expressions")?;
        let statistics = Statistics {
            name: name.clone(),
            on,
            kinds,
            columns: row.get("columns")?,
            expressions: expressions.iter().map(|text| lasting(text)).collect(),
            target: row.get("target")?,
            comment: row.get("comment")?,
        };
        session.register(Class::STATISTICS, row.get("oid")?, object);
        catalog.statistics.insert(name, statistics);
    }
    Ok(())
}

fn decode(kind: &str, object: &Object) -> Result<StatisticsKind, Error> {
    Ok(match kind {
        "d" => StatisticsKind::Distinct,
        "f" => StatisticsKind::Dependencies,
        "m" => StatisticsKind::MostCommon,
        value => {
            let (object, value) = (object.to_string(), value.to_owned());
            return Err(Error::Unknown { what: "the kind", object, value });
        }
    })
}
