use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
struct Org {
    #[column(primary_key)]
    id: i64,
    #[column(references(Self::id), on_delete = "set null")]
    parent: i64,
}

fn main() {}
