use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[index(columns(emial))]
#[index(columns("lower(email)"))]
#[index(columns(email), include(nothing), nulls_not_distinct)]
#[index(columns(address))]
#[index(name = "i", columns(id))]
#[index(name = "i", columns(email))]
struct User {
    id: i64,
    #[column(name = "address")]
    email: String,
}

fn main() {}
