//! All mistakes of a struct are reported at once, each at its place.

use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[table(nmae = "people", schema = 7, comment)]
#[index(columns(email, nowhere), wher = "x")]
#[index(columns(email, idd))]
#[check(expr = "true")]
#[unique(columns(mail, mail))]
struct User {
    #[column(primary_key, identity, default = "1", default = "2")]
    id: i64,
    #[column(name = "", uniqe, on_delete = "cascade")]
    email: String,
    #[column(name = "email", identity = "sometimes")]
    mail: i64,
    #[column(primary_key = true)]
    other: i32,
}

fn main() {}
