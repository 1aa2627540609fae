//! Types of time.

use super::sql_types;

sql_types! {
    "with-time-0_3":
    time::OffsetDateTime => "timestamp with time zone";
    time::PrimitiveDateTime => "timestamp without time zone";
    time::Date => "date";
    time::Time => "time without time zone";
}
