//! Projects, their tasks, and what is said about them.

use dbmig_runtime::{SqlType, Table};

use super::{Account, AccountId, OrgId, Organisation};

/// The id of a [`Project`].
#[derive(Clone, Copy, Debug, SqlType)]
pub struct ProjectId(pub i64);

/// The id of a [`Task`].
#[derive(Clone, Copy, Debug, SqlType)]
pub struct TaskId(pub i64);

/// How far a task is.
#[derive(Clone, Copy, Debug, SqlType)]
pub enum TaskStatus {
    Open,
    InProgress,
    Blocked,
    Done,
}

/// Tasks that belong together.
#[derive(Table)]
#[db("users")]
#[unique(name = "project_name_once", columns(org_id, name))]
pub struct Project {
    #[column(primary_key, identity)]
    pub id: ProjectId,
    #[column(references(Organisation::id), on_delete = "cascade")]
    pub org_id: OrgId,
    #[column(type = "varchar(120)")]
    pub name: String,
    pub budget: Option<rust_decimal::Decimal>,
}

/// Something to do.
#[derive(Table)]
#[db("users")]
#[table(comment = "something to do")]
#[index(name = "task_open", columns(project_id, due_on nulls first), where = "status <> 'done'")]
#[index(columns(labels), using = "gin")]
pub struct Task {
    #[column(primary_key, identity)]
    pub id: TaskId,
    #[column(references(Project::id), on_delete = "cascade")]
    pub project_id: ProjectId,
    #[column(references(Account::id), on_delete = "set null")]
    pub assignee_id: Option<AccountId>,
    pub title: String,
    #[column(default = "'open'")]
    pub status: TaskStatus,
    #[column(default = "3", check = "priority BETWEEN 1 AND 5")]
    pub priority: i16,
    #[column(default = "'{}'")]
    pub labels: Vec<String>,
    pub due_on: Option<chrono::NaiveDate>,
    #[column(generated = "char_length(title)")]
    pub title_length: Option<i32>,
}

/// What somebody said about a task.
#[derive(Table)]
#[db("users")]
#[index(columns(task_id, written_at desc))]
pub struct TaskComment {
    #[column(primary_key, identity = "by_default")]
    pub id: i64,
    #[column(references(Task::id), on_delete = "cascade")]
    pub task_id: TaskId,
    #[column(references(Account::id), on_delete = "restrict")]
    pub author_id: AccountId,
    #[column(collation = "C")]
    pub body: String,
    #[column(default = "now()")]
    pub written_at: chrono::DateTime<chrono::Utc>,
}
