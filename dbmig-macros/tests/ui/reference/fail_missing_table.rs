use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
struct Session {
    #[column(references(Missing::id))]
    a: i64,
}

fn main() {}
