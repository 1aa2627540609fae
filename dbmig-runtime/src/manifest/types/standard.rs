//! Types of the standard library.

use std::net::IpAddr;
use std::time::SystemTime;

use super::sql_type;
use crate::manifest::ArrayElement;
use crate::manifest::agreement::markers;

sql_type!(bool => boolean, "boolean");
sql_type!(i16 => smallint, "smallint");
sql_type!(i32 => integer, "integer");
sql_type!(i64 => bigint, "bigint");
sql_type!(f32 => real, "real");
sql_type!(f64 => double_precision, "double precision");
sql_type!(str => text, "text");
sql_type!(String => text, "text");
sql_type!(IpAddr => inet, "inet");
sql_type!(SystemTime => timestamptz, "timestamp with time zone");

// No column type by itself, but bytes make `bytea`.
impl ArrayElement for u8 {
    type ArraySql = markers::bytea;
    type ArrayDesc = [u8; 15];
    const ARRAY_DESC: [u8; 15] = *br#"{"sql":"bytea"}"#;
}
