//! Who owns the objects.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::Session;
use crate::catalog::Object;

/// Reads the owners of the objects that the session has registered by now.
pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<Object, String>, Error> {
    let rows = session.query("owners", include_str!("owner.sql"), &[])?;
    let mut owners = BTreeMap::new();
    for row in &rows {
        if let Some(object) = session.object(Class(row.get("class")?), row.get("object")?) {
            owners.insert(object.clone(), row.get("owner")?);
        }
    }
    Ok(owners)
}
