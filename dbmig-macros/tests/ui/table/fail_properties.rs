use dbmig_runtime::Table;

#[derive(Table)]
#[db("analytics")]
struct Elsewhere {
    id: i64,
}

struct NoTable;

#[derive(Table)]
#[db("users")]
#[table(inherits(Elsewhere))]
struct Far {
    id: i64,
}

#[derive(Table)]
#[db("users")]
#[table(inherits(NoTable))]
struct Odd {
    id: i64,
}

#[derive(Table)]
#[db("users")]
#[table(unlogged = true, row_security = "sometimes", inherits("Elsewhere"), with(fillfactor), tablespce = "x", doc_comments(a))]
#[table(tablespace = "a-name-that-is-much-longer-than-postgresql-keeps-it-in-its-catalogs")]
struct Item {
    id: i64,
}

fn main() {}
