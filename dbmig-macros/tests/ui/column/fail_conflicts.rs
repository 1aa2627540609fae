use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
struct User {
    #[column(identity, default = "1")]
    a: i64,
    #[column(default = 0, generated = "1 + 1")]
    b: i64,
    #[column(on_delete = "cascade", on_update = "explode")]
    c: i64,
    #[column(type = "bigserial")]
    d: i64,
    #[column(renamed_from = "e")]
    e: i64,
    #[column(default = now())]
    f: i64,
}

fn main() {}
