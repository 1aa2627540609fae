use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
struct Org {
    #[column(primary_key)]
    id: i64,
    name: String,
}

impl Org {
    fn id(&self) -> i64 {
        self.id
    }
}

#[derive(Table)]
#[db("users")]
struct User {
    #[column(references(Org::ident))]
    a: i64,
    #[column(references(Org::name))]
    b: String,
}

fn main() {}
