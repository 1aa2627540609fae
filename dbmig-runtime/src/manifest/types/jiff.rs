//! Types of jiff.

use super::sql_types;

sql_types! {
    "with-jiff-0_2":
    jiff::Timestamp => "timestamp with time zone";
    jiff::civil::DateTime => "timestamp without time zone";
    jiff::civil::Date => "date";
    jiff::civil::Time => "time without time zone";
}
