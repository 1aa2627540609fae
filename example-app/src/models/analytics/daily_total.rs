use chrono::NaiveDate;
use dbmig_runtime::Table;
use rust_decimal::Decimal;

use super::EventKind;

/// How often something happened on a day.
#[derive(Clone, Debug, Table)]
#[db("analytics")]
#[table(schema = "report", comment = "one row a day and kind of event")]
#[primary_key(columns(day, kind))]
#[check(name = "daily_total_counts", expr = "events >= 0 and people between 0 and events")]
pub struct DailyTotal {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// What happened.
    pub kind: EventKind,
    /// How often.
    #[column(default = 0)]
    pub events: i64,
    /// To how many people.
    #[column(default = 0)]
    pub people: i64,
    /// Events a person.
    #[column(
        type = "numeric(12,2)",
        generated = "case when people = 0 then null else events::numeric / people end",
        comment = "none on a day without people"
    )]
    pub mean: Option<Decimal>,
}
