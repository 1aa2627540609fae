//! Types of chrono.

use super::sql_types;

sql_types! {
    "with-chrono-0_4":
    {Tz: chrono::TimeZone} chrono::DateTime<Tz> => "timestamp with time zone";
    chrono::NaiveDateTime => "timestamp without time zone";
    chrono::NaiveDate => "date";
    chrono::NaiveTime => "time without time zone";
}
