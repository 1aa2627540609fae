use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[index(columns(a statistics 5))]
#[index(name = "big", columns("a + 1" statistics 50000))]
#[index(name = "operator_class", columns(a some_ops(5)))]
#[index(name = "with", columns(a), with("fillfactor"))]
#[statistics(columns(a))]
#[statistics(columns("a + 1"), kinds(mcv))]
#[statistics(columns(a, b desc))]
#[statistics(columns(a, nothing), kinds(ndistnct, other), target = -5)]
#[statistics(name = "empty")]
struct Item {
    a: i64,
    b: i64,
}

fn main() {}
