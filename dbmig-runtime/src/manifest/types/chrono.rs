//! Types of chrono.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

use super::sql_type;

sql_type!({Tz: TimeZone} DateTime<Tz> => timestamptz, "timestamp with time zone");
sql_type!(NaiveDateTime => timestamp, "timestamp without time zone");
sql_type!(NaiveDate => date, "date");
sql_type!(NaiveTime => time, "time without time zone");
