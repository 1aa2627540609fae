use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[primary_key(columns(id, other))]
#[unique(name = "u", columns(id, id))]
#[unique(name = "u", columns(nothing))]
#[unique(columns(id), nulls_not_distinct, order = "x")]
#[primary_key(name = "p")]
#[check(name = "c")]
struct User {
    #[column(primary_key)]
    id: i64,
    #[column(primary_key)]
    other: i64,
}

fn main() {}
