use dbmig_runtime::{SqlType, Table};

struct Custom;

#[derive(Table)]
#[db("users")]
struct User {
    #[column(primary_key, identity)]
    id: u64,
    letter: char,
    byte: Option<u8>,
    custom: Custom,
    list: Vec<Custom>,
}

#[derive(SqlType)]
struct Newtype(Custom);

fn main() {}
