use dbmig_runtime::Table;

type Maybe = Option<i64>;

#[derive(Table)]
#[db("users")]
struct User {
    #[column(primary_key)]
    id: Maybe,
}

#[derive(Table)]
#[db("users")]
#[primary_key(columns(a, b))]
struct Pair {
    a: i64,
    #[column(type = "bigint")]
    b: Option<i64>,
}

#[derive(Table)]
#[db("users")]
struct Numbered {
    #[column(identity = "by_default")]
    id: Option<i64>,
}

fn main() {}
