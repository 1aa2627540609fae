//! A view without a query, or with two, or in no database.
use dbmig_runtime::View;

#[derive(View)]
struct Nowhere {
    id: i64,
}

#[derive(View)]
#[db("users")]
#[view(query = "SELECT 1 AS id", query_file = "a.sql")]
struct Both {
    id: i64,
}

#[derive(View)]
#[db("users")]
#[view(query = "  ", name = "", check_option = "global")]
struct Blank {
    id: i64,
    #[column(name = "id")]
    other: i64,
}

#[derive(View)]
#[db("users")]
#[db("more")]
#[view(query)]
struct Flag<T> {
    id: T,
}

#[derive(View)]
#[db("users")]
#[view(query = "SELECT 1")]
enum Choice {
    A,
}

fn main() {}
