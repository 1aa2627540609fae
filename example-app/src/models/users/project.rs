use chrono::NaiveDate;
use dbmig_runtime::{SqlType, Table};

use super::{Organisation, OrganisationId};

/// The key of a [`Project`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
pub struct ProjectId(pub i64);

/// Tasks that belong together.
#[derive(Clone, Debug, Table)]
#[db("users")]
#[unique(columns(organisation_id, name))]
pub struct Project {
    /// The key.
    #[column(primary_key, identity)]
    pub id: ProjectId,
    /// Whose.
    #[column(references(Organisation::id), on_delete = "cascade")]
    pub organisation_id: OrganisationId,
    /// The name.
    pub name: String,
    /// The last day it was worked on.
    pub archived_on: Option<NaiveDate>,
}
