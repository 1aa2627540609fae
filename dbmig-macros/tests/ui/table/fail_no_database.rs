use dbmig_runtime::Table;

#[derive(Table)]
struct User {
    id: i64,
}

#[derive(Table)]
#[db(users)]
struct Account {
    id: i64,
}

#[derive(Table)]
#[db("users")]
#[db("analytics")]
struct Session {
    id: i64,
}

fn main() {}
