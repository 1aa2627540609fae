//! Operators.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::{Catalog, ObjectName, Operator, OperatorSignature};

pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    for row in &session.query("operators", include_str!("operator.sql"), &[])? {
        let operator = decode(row, session)?;
        session.register(Class::OPERATOR, row.get("oid")?, operator.object());
        catalog.operators.insert(operator.signature.clone(), operator);
    }
    pair_up(&mut catalog.operators);
    Ok(())
}

/// Commutators and negators say so of each other, whichever was created first: created in the other order, one that is
/// named by the other but doesn't name it would.
fn pair_up(operators: &mut BTreeMap<OperatorSignature, Operator>) {
    for operator in operators.clone().into_values() {
        let OperatorSignature { name, left, right } = operator.signature;
        let mut pair = |other: Option<ObjectName>, left, right, commutes: bool| {
            let signature = other.map(|name| OperatorSignature { name, left, right });
            let Some(other) = signature.and_then(|signature| operators.get_mut(&signature)) else { return };
            let field = if commutes { &mut other.commutator } else { &mut other.negator };
            field.get_or_insert_with(|| name.clone());
        };
        pair(operator.commutator, right.clone(), left.clone(), true);
        pair(operator.negator, left, right, false);
    }
}

fn decode(row: &Record, session: &Session<'_>) -> Result<Operator, Error> {
    let name = session.name(row.get("schema")?, row.get("name")?);
    Ok(Operator {
        signature: OperatorSignature { name, left: row.get("left")?, right: row.get("right")? },
        function: session.name(row.get("function_schema")?, row.get("function_name")?),
        commutator: session.full_name(row, "commutator")?,
        negator: session.full_name(row, "negator")?,
        restrict: session.full_name(row, "restrict")?,
        join: session.full_name(row, "join")?,
        hashes: row.get("hashes")?,
        merges: row.get("merges")?,
        comment: row.get("comment")?,
    })
}
