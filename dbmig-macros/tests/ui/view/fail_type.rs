//! Fields without an SQL type.
use dbmig_runtime::View;

struct Thing;

#[derive(View)]
#[db("users")]
#[view(query = "SELECT 1 AS a, 2 AS b")]
struct Shown {
    a: u32,
    b: Option<Thing>,
    #[column(type = "serial")]
    c: i32,
}

#[derive(View)]
#[db("users")]
#[view(query = "SELECT 1 AS a, 2 AS b")]
struct Other {
    a: u32,
    b: Option<Thing>,
}

fn main() {}
