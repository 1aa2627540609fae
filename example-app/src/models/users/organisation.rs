use chrono::{DateTime, Utc};
use dbmig_runtime::{SqlType, Table};

/// The key of an [`Organisation`]: `bigint` in PostgreSQL, and no mistake for another key in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
pub struct OrganisationId(pub i64);

/// What an organisation pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
#[sql_type(comment = "what an organisation pays for")]
pub enum Plan {
    /// Five members.
    Free,
    /// As many as it likes.
    Team,
    /// With an invoice.
    Enterprise,
}

/// A company or a club.
#[derive(Clone, Debug, Table)]
#[db("users")]
#[table(comment = "companies and clubs")]
pub struct Organisation {
    /// The key.
    #[column(primary_key, identity)]
    pub id: OrganisationId,
    /// The name in URLs.
    #[column(
        type = "varchar(40)",
        unique,
        check = "slug ~ '^[a-z][a-z0-9-]*$'",
        comment = "the name in URLs"
    )]
    pub slug: String,
    /// The name on pages.
    pub name: String,
    /// What it pays for.
    #[column(default = "'free'")]
    pub plan: Plan,
    /// Colours, time zone, and what else the pages ask for.
    #[column(default = "'{}'")]
    pub settings: serde_json::Value,
    /// When it signed up.
    #[column(default = "now()")]
    pub created_at: DateTime<Utc>,
}
