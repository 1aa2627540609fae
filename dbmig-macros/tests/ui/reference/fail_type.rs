use dbmig_runtime::{SqlType, Table};

#[derive(SqlType)]
struct OrgId(i64);

#[derive(SqlType)]
enum Plan {
    Free,
}

#[derive(SqlType)]
enum Level {
    Free,
}

#[derive(Table)]
#[db("users")]
struct Org {
    #[column(primary_key)]
    id: OrgId,
    #[column(unique)]
    plan: Plan,
    #[column(unique, type = "ltree")]
    path: String,
}

#[derive(Table)]
#[db("users")]
struct User {
    #[column(references(Org::id))]
    small: i32,
    #[column(references(Org::id))]
    nullable: Option<String>,
    #[column(references(Org::id), type = "varchar(20)")]
    given: i64,
    #[column(references(Org::plan))]
    plan: Level,
    #[column(references(Org::path))]
    path: Vec<i64>,
}

fn main() {}
