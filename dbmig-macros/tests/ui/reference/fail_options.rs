use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[foreign_key(columns(a))]
#[foreign_key(columns(a, b), references(Org(a)))]
#[foreign_key(columns(a, b), references(Org(a, a)), name = "twice")]
#[foreign_key(columns(a, nothing), references(Org(a, b)), name = "field")]
#[foreign_key(columns(a, b), references(Org::a), name = "syntax")]
#[foreign_key(columns(a, b), references(Org(a, b)), name = "set", on_delete = "cascade", on_delete_columns(a, c))]
#[foreign_key(columns(a, b), references(Org(a, b)), name = "both", not_valid, not_enforced)]
#[foreign_key(columns(a, b), references(Org(a, b)), name = "values", on_delete = "vanish", match = "partial", deferred)]
struct User {
    a: i64,
    b: i64,
    #[column(match = "full", deferrable, not_valid, foreign_key = "name", on_update = "cascade")]
    c: i64,
}

fn main() {}
