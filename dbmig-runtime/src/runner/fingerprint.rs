//! What a plan was made for: the statements that would run, and the schema that they would run on.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::prepared::Prepared;
use super::run::Setting;
use super::session::Session;
use super::{Error, place};
use crate::catalog::Snapshot;
use crate::inspect::{self, inspect};

/// By what a plan is known again. Two are equal where the same statements, in the same transactions, would run on the same
/// schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The recorded revisions that the plan starts from, sorted.
    pub from: Vec<String>,
    /// Of the revisions and their statements: SHA-256 in lower-case hex.
    pub statements: String,
    /// Of the schema as it was: SHA-256 of its catalog, in lower-case hex.
    pub schema: String,
}

impl Fingerprint {
    /// Fails if this one, of now, is not `planned`.
    pub(super) fn check(&self, planned: &Self) -> Result<(), Error> {
        let change = if self.from != planned.from {
            format!("the database was at {} then, and is at {}", place(&planned.from), place(&self.from))
        } else if self.statements != planned.statements {
            "other statements would run now: the code, the target or the options are not the same".to_owned()
        } else if self.schema != planned.schema {
            "the schema of the database is not what it was then".to_owned()
        } else {
            return Ok(());
        };
        Err(Error::PlanChanged { change })
    }
}

/// The fingerprint of what `prepared` would do now.
pub(super) fn of(
    setting: &Setting<'_>,
    session: &mut Session,
    from: &[String],
    prepared: &[Prepared],
) -> Result<Fingerprint, Error> {
    let own_tables = setting.database.own_tables();
    let options = inspect::Options { default_schema: setting.database.schema, own_tables: &own_tables };
    let unread = |reason: String| Error::SchemaUnread { reason };
    let catalog = inspect(&mut session.client, &options).map_err(|error| unread(error.to_string()))?;
    let snapshot = Snapshot { revisions: Vec::new(), include: Vec::new(), exclude: Vec::new(), catalog };
    let text = snapshot.text().map_err(|error| unread(error.to_string()))?;
    Ok(Fingerprint { from: from.to_vec(), statements: statements(prepared), schema: hash([text.as_str()]) })
}

fn statements(prepared: &[Prepared]) -> String {
    let parts = prepared.iter().flat_map(|prepared| {
        let head = [prepared.id(), prepared.action.as_str(), prepared.mode.as_str()];
        head.into_iter().chain(prepared.statements.iter().flat_map(|statement| {
            [if statement.transactional { "in" } else { "alone" }, statement.sql.as_str()]
        }))
    });
    hash(parts)
}

fn hash<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_parts_end_matters() {
        assert_ne!(hash(["ab", "c"]), hash(["a", "bc"]));
        assert_eq!(hash(["ab"]), hash(["ab"]));
    }

    #[test]
    fn what_changed_is_said() {
        let planned =
            Fingerprint { from: vec!["a".to_owned()], statements: "x".to_owned(), schema: "y".to_owned() };
        let error = |now: Fingerprint| now.check(&planned).unwrap_err().to_string();
        assert!(planned.check(&planned).is_ok());
        assert!(
            error(Fingerprint { from: vec![], ..planned.clone() }).contains("was at a then, and is at base")
        );
        assert!(
            error(Fingerprint { statements: String::new(), ..planned.clone() }).contains("other statements")
        );
        assert!(error(Fingerprint { schema: String::new(), ..planned.clone() }).contains("schema"));
    }
}
