use dbmig_runtime::Table;

struct NoTable {
    id: i64,
}

#[derive(Table)]
#[db("users")]
struct User {
    #[column(references(Missing::id))]
    a: i64,
    #[column(references(NoTable::id))]
    b: i64,
    #[column(references(id))]
    c: i64,
    #[column(references("org.id"))]
    d: i64,
    #[column(references = "org.id")]
    e: i64,
}

#[derive(Table)]
#[db("users")]
struct Session {
    #[column(references(NoTable::id))]
    b: i64,
}

fn main() {}
