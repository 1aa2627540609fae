//! What is not read.

use super::Error;
use super::session::Session;
use crate::catalog::LeftOut;

pub(super) fn read(session: &mut Session<'_>) -> Result<Vec<LeftOut>, Error> {
    let rows = session.query("what is left out", include_str!("left_out.sql"), &[])?;
    rows.iter().map(|row| Ok(LeftOut { kind: row.get("kind")?, name: row.get("name")? })).collect()
}
