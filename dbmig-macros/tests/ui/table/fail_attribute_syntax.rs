use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[table]
#[table = "user"]
#[table(name = "a" "b", "c", comment = )]
#[index(columns)]
#[index(columns())]
#[index(columns(id descending))]
#[index(columns(id nulls))]
#[index(unique)]
struct User {
    #[column(primary_key comment = "x", unique(true))]
    id: i64,
}

fn main() {}
