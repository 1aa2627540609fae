use dbmig_runtime::{SqlType, Table};

/// The key of a [`Role`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
pub struct RoleId(pub i16);

/// What a role allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
#[sql_type(rename_all = "kebab-case")]
pub enum Permission {
    /// See tasks.
    ReadTasks,
    /// Change tasks.
    WriteTasks,
    /// Invite people and change their roles.
    ManageMembers,
    /// Change the plan.
    #[sql_type(label = "billing")]
    ManageBilling,
}

/// A set of permissions with a name, the same for every organisation.
#[derive(Clone, Debug, Table)]
#[db("users")]
pub struct Role {
    /// The key; the roles of the first revision bring their own.
    #[column(primary_key, identity = "by_default")]
    pub id: RoleId,
    /// The name, compared byte by byte.
    #[column(unique, collation = "C")]
    pub name: String,
    /// What it allows.
    #[column(default = "'{}'")]
    pub permissions: Vec<Permission>,
}
