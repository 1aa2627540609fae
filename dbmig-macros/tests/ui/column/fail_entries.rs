use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
struct Item {
    #[column(virtual)]
    a: i64,
    #[column(storage = "elsewhere", compression = "zip", statistics = 20000)]
    b: String,
    #[column(not_null)]
    c: i64,
    #[column(not_null(naem = "x"))]
    d: i64,
    #[column(identity(start = "one", sometimes, start = 1, start = 2, always, by_default))]
    e: i64,
    #[column(identity = "never")]
    f: i64,
    #[column(statistics = many, with(n_distinct))]
    g: i64,
    #[column(primary_key = 5, unique(a))]
    h: i64,
}

#[derive(Table)]
#[db("users")]
struct Nullable {
    #[column(not_null = "there")]
    a: Option<i64>,
}

fn main() {}
