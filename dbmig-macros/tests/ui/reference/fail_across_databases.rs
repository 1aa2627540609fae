use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
struct Org {
    #[column(primary_key)]
    id: i64,
}

#[derive(Table)]
#[db("analytics")]
struct Session {
    #[column(references(Org::id))]
    org_id: i64,
}

fn main() {}
