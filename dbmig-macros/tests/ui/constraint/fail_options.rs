use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[primary_key(columns(a), include(a, nothing), nulls_not_distinct)]
#[unique(columns(b), deferrable = "yes", with(fillfactor))]
#[check(name = "both", expr = "true", not_valid, not_enforced)]
#[check(expr = "true")]
#[exclude(using = "gist")]
#[exclude(elements(a), name = "no_operator")]
#[exclude(elements("a + b" with "="))]
#[exclude(elements(missing with "="), name = "missing")]
struct Item {
    a: i64,
    b: i64,
    #[column(check(name = "nothing"))]
    c: i64,
}

fn main() {}
