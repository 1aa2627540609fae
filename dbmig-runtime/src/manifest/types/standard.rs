//! Types of the standard library.

use super::sql_types;
use crate::manifest::ArrayElement;
use crate::manifest::document::{Desc, Part};
use crate::manifest::sql::Sql;

sql_types! {
    "":
    bool => "boolean";
    i16 => "smallint";
    i32 => "integer";
    i64 => "bigint";
    f32 => "real";
    f64 => "double precision";
    str => "text";
    String => "text";
    std::net::IpAddr => "inet";
    std::time::SystemTime => "timestamp with time zone";
    {S} std::collections::HashMap<String, Option<String>, S> => "hstore";
}

// No column type by itself, but bytes make `bytea`.
impl ArrayElement for u8 {
    const ARRAY_SQL: Sql = Sql::new("bytea");
    const ARRAY_DESC: &'static Desc = &Desc::new(&[Part::Text("{\"sql\":\"bytea\"}")]);
}
