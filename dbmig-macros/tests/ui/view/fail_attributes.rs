//! Everything that a table has and a view hasn't, told at once.
use dbmig_runtime::{Table, View};

#[derive(Table)]
#[db("users")]
struct Org {
    #[column(primary_key)]
    id: i64,
}

#[derive(View)]
#[db("users")]
#[table(name = "x")]
#[primary_key(columns(id))]
#[unique(columns(id))]
#[foreign_key(columns(id), references(Org(id)))]
#[check(name = "x", expr = "id > 0")]
#[exclude(using = "gist", elements(id with "="))]
#[partition_by(range(id))]
#[partition(name = "p", default)]
#[policy(name = "p", using = "true")]
#[view(query = "SELECT id FROM org", quary = "x", replica_identity = "full")]
struct Shown {
    #[column(primary_key, unique, identity, not_null = "x")]
    id: i64,
    #[column(references(Org::id), on_delete = "cascade", check = "org_id > 0")]
    org_id: i64,
    #[column(generated = "id + 1", collation = "C", storage = "plain", renamed_from = "b", colour = "red")]
    a: String,
}

fn main() {}
