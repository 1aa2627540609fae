use chrono::{DateTime, NaiveDate, Utc};
use dbmig_runtime::{SqlType, Table};
use rust_decimal::Decimal;

use super::{Account, AccountId, Project, ProjectId};

/// The key of a [`Task`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
pub struct TaskId(pub i64);

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
pub enum TaskStatus {
    /// Nobody works on it.
    Open,
    /// Somebody does.
    InProgress,
    /// It is done.
    Done,
}

/// How soon a task should be done: a small number, so that it sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, SqlType)]
#[sql_type(type = "smallint")]
pub enum Priority {
    /// When there is time.
    Low = 1,
    /// In turn.
    Medium = 2,
    /// Before others.
    High = 3,
}

/// Something to do.
#[derive(Clone, Debug, Table)]
#[db("users")]
#[index(columns(project_id, status, priority desc), where = "status <> 'done'")]
#[index(columns(labels), using = "gin")]
#[index(columns(title text_pattern_ops))]
#[check(
    name = "task_is_not_its_own_parent",
    expr = "parent_id <> id",
    comment = "longer cycles are the service's matter"
)]
pub struct Task {
    /// The key.
    #[column(primary_key, identity)]
    pub id: TaskId,
    /// Of which project.
    #[column(references(Project::id), on_delete = "cascade")]
    pub project_id: ProjectId,
    /// Of which larger task.
    #[column(references(Self::id), on_delete = "cascade")]
    pub parent_id: Option<TaskId>,
    /// Who does it.
    #[column(references(Account::id), on_delete = "set null")]
    pub assignee_id: Option<AccountId>,
    /// What to do.
    #[column(check = "title <> ''")]
    pub title: String,
    /// In more words.
    #[column(default = "''")]
    pub description: String,
    /// How far it is.
    #[column(default = "'open'")]
    pub status: TaskStatus,
    /// How soon.
    #[column(default = 2, check = "priority between 1 and 3")]
    pub priority: Priority,
    /// Words to find it by.
    #[column(default = "'{}'")]
    pub labels: Vec<String>,
    /// How many hours it takes.
    #[column(type = "numeric(6,2)")]
    pub estimate: Option<Decimal>,
    /// The last day on which it is in time.
    pub due_on: Option<NaiveDate>,
    /// Characters of the title, for the list's layout.
    #[column(generated = "char_length(title)")]
    pub title_length: i32,
    /// When it was written down.
    #[column(default = "now()")]
    pub created_at: DateTime<Utc>,
}
