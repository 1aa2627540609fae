use chrono::{DateTime, Utc};
use dbmig_runtime::Table;
use uuid::Uuid;

use super::{Account, AccountId, Organisation, OrganisationId, Role, RoleId};

/// A place in an organisation that waits for someone.
#[derive(Clone, Debug, Table)]
#[db("users")]
#[unique(name = "invitation_once", columns(organisation_id, email), comment = "asking twice is rude")]
#[check(name = "invitation_answered_once", expr = "accepted_at is null or declined_at is null")]
pub struct Invitation {
    /// The key, and the secret in the link.
    #[column(primary_key, default = "gen_random_uuid()")]
    pub id: Uuid,
    /// Where.
    #[column(references(Organisation::id), on_delete = "cascade")]
    pub organisation_id: OrganisationId,
    /// Who.
    #[column(type = "varchar(320)")]
    pub email: String,
    /// As what.
    #[column(references(Role::id))]
    pub role_id: RoleId,
    /// Who asked, if the account is still there.
    #[column(references(Account::id), on_delete = "set null")]
    pub invited_by: Option<AccountId>,
    /// When the answer was yes.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was no.
    pub declined_at: Option<DateTime<Utc>>,
}
