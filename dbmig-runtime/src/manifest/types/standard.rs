//! Types of the standard library.

use std::net::IpAddr;
use std::time::SystemTime;

use super::sql_type;
use crate::manifest::ArrayElement;
use crate::manifest::sql::Sql;

sql_type!(bool => "boolean");
sql_type!(i16 => "smallint");
sql_type!(i32 => "integer");
sql_type!(i64 => "bigint");
sql_type!(f32 => "real");
sql_type!(f64 => "double precision");
sql_type!(str => "text");
sql_type!(String => "text");
sql_type!(IpAddr => "inet");
sql_type!(SystemTime => "timestamp with time zone");

// No column type by itself, but bytes make `bytea`.
impl ArrayElement for u8 {
    const ARRAY_SQL: Sql = Sql::new("bytea");
    type ArrayDesc = [u8; 15];
    const ARRAY_DESC: [u8; 15] = *br#"{"sql":"bytea"}"#;
}
