//! A view is no table: it can't be referenced, nor inherited.
use dbmig_runtime::{Table, View};

#[derive(View)]
#[db("users")]
#[view(query = "SELECT 1::bigint AS id, 2::bigint AS other")]
struct Shown {
    id: i64,
    other: i64,
}

#[derive(Table)]
#[db("users")]
struct ByColumn {
    #[column(references(Shown::id))]
    shown: i64,
}

#[derive(Table)]
#[db("users")]
#[foreign_key(columns(a, b), references(Shown(id, other)))]
struct ByBoth {
    a: i64,
    b: i64,
}

#[derive(Table)]
#[db("users")]
#[table(inherits(Shown))]
struct Child {
    id: i64,
}

fn main() {
    let _ = ByColumn::NAME;
    let _ = Shown::COLUMN.ids;
}
