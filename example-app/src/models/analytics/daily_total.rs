//! Daily totals.

use dbmig_runtime::Table;

use super::EventKind;

/// How often something happened on a day.
#[derive(Table)]
#[db("analytics")]
#[primary_key(name = "daily_total_by_day", columns(day, kind))]
#[check(name = "daily_total_counted", expr = "total >= 0")]
pub struct DailyTotal {
    pub day: chrono::NaiveDate,
    pub kind: EventKind,
    pub total: i64,
    #[column(default = "0", comment = "accounts that were new to this kind of event")]
    pub first_timers: i64,
}
