//! Types of chrono.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

use super::sql_type;

sql_type!({Tz: TimeZone} DateTime<Tz> => "timestamp with time zone");
sql_type!(NaiveDateTime => "timestamp without time zone");
sql_type!(NaiveDate => "date");
sql_type!(NaiveTime => "time without time zone");
