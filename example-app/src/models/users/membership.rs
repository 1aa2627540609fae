use chrono::{DateTime, Utc};
use dbmig_runtime::Table;

use super::{Account, AccountId, Organisation, OrganisationId, Role, RoleId};

/// An account's place in an organisation.
#[derive(Clone, Debug, Table)]
#[db("users")]
#[primary_key(columns(organisation_id, account_id))]
#[index(columns(account_id), include(role_id))]
pub struct Membership {
    /// Where.
    #[column(references(Organisation::id), on_delete = "cascade")]
    pub organisation_id: OrganisationId,
    /// Who.
    #[column(references(Account::id), on_delete = "cascade")]
    pub account_id: AccountId,
    /// As what.
    #[column(references(Role::id), on_delete = "restrict", on_update = "cascade")]
    pub role_id: RoleId,
    /// Since when.
    #[column(default = "now()")]
    pub joined_at: DateTime<Utc>,
}
