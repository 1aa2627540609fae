use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
struct User {
    #[column(primary_key, identity)]
    id: String,
    #[column(type = "uuid", identity)]
    other: i64,
}

fn main() {}
