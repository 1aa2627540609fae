//! Casts.

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::{CastContext, CastMethod, CastTypes, Catalog, Signature, TypeCast};

pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    for row in &session.query("casts", include_str!("type_cast.sql"), &[])? {
        let cast = decode(row, session)?;
        session.register(Class::CAST, row.get("oid")?, cast.object());
        catalog.casts.insert(cast.types.clone(), cast);
    }
    Ok(())
}

fn decode(row: &Record, session: &Session<'_>) -> Result<TypeCast, Error> {
    Ok(TypeCast {
        types: CastTypes { source: row.get("source")?, target: row.get("target")? },
        method: match row.get("method")? {
            "i" => CastMethod::InOut,
            "b" => CastMethod::Binary,
            _ => CastMethod::Function(Signature {
                name: session.name(row.get("function_schema")?, row.get("function_name")?),
                arguments: row.get("function_arguments")?,
            }),
        },
        context: match row.get("context")? {
            "i" => CastContext::Implicit,
            "a" => CastContext::Assignment,
            _ => CastContext::Explicit,
        },
        comment: row.get("comment")?,
    })
}
