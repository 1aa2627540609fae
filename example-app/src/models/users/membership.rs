//! Who belongs to which organisation, as what.

use dbmig_runtime::{SqlType, Table};

use super::{Account, AccountId, OrgId, Organisation};

/// What a member may do.
#[derive(Clone, Copy, Debug, SqlType)]
#[sql_type(comment = "what a member may do")]
pub enum Role {
    Guest,
    Member,
    Admin,
    Owner,
}

/// An account's place in an organisation.
#[derive(Table)]
#[db("users")]
#[primary_key(columns(org_id, account_id))]
#[index(columns(account_id), include(role))]
pub struct Membership {
    #[column(references(Organisation::id), on_delete = "cascade")]
    pub org_id: OrgId,
    #[column(references(Account::id), on_delete = "cascade", on_update = "cascade")]
    pub account_id: AccountId,
    #[column(default = "'member'")]
    pub role: Role,
    #[column(default = "now()")]
    pub joined_at: chrono::DateTime<chrono::Utc>,
}
