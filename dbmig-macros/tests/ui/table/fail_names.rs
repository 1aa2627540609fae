//! Names that PostgreSQL would give twice.

use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[table(replica_identity = "nothing_like_it", cluster_on = "item_a_idx")]
#[index(columns(a))]
#[index(columns(a), where = "a > 0")]
#[unique(columns(a))]
#[unique(columns(b), name = "item_a_key")]
#[check(name = "item_a_check", expr = "true")]
#[index(name = "item", columns(b))]
#[index(name = "item_a_seq", columns(b))]
struct Item {
    #[column(identity, check = "a > 0")]
    a: i64,
    #[column(check = "b > 0", check = "b > 1")]
    b: i64,
}

#[derive(Table)]
#[db("users")]
#[table(cluster_on = "nowhere")]
struct Other {
    #[column(primary_key = "once", unique = "once")]
    a: i64,
}

fn main() {}
