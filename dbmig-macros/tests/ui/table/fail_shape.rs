use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
struct Generic<T> {
    id: T,
}

#[derive(Table)]
#[db("users")]
struct Tuple(i64);

#[derive(Table)]
#[db("users")]
enum Role {
    Admin,
}

fn main() {}
