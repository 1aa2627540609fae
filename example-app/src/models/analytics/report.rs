//! Reports, in a schema of their own.

use dbmig_runtime::Table;

/// A saved question.
#[derive(Table)]
#[db("analytics")]
#[table(schema = "reporting")]
pub struct Report {
    #[column(primary_key)]
    pub id: i32,
    #[column(unique)]
    pub title: String,
    pub query: String,
    #[column(type = "numeric(6,2)")]
    pub budget_seconds: Option<rust_decimal::Decimal>,
}

/// One answer to a [`Report`].
#[derive(Table)]
#[db("analytics")]
#[table(name = "runs", schema = "reporting")]
pub struct ReportRun {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references(Report::id), on_delete = "cascade")]
    pub report_id: i32,
    #[column(default = "now()")]
    pub started_at: chrono::DateTime<chrono::Utc>,
    pub seconds: Option<f64>,
    #[column(default = "false")]
    pub failed: bool,
}
