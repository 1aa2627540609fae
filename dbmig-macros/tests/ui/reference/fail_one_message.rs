//! A table with a mistake makes no mistake of those that reference it, nor does a broken type.

use dbmig_runtime::{SqlType, Table};

#[derive(SqlType)]
struct OrgId<T>(T);

#[derive(SqlType)]
struct Two(i64, i64);

#[derive(Table)]
#[db("users")]
struct Org {
    #[column(primary_kay)]
    id: i64,
}

#[derive(Table)]
#[db("analytics")]
struct User {
    #[column(references(Org::id))]
    org: i32,
    #[column(references(Team::id))]
    team: Two,
}

#[derive(Table)]
#[db("analytics")]
struct Team {
    #[column(primary_key, identity)]
    id: Two,
}

fn main() {}
