use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[partition_by(range(at))]
#[partition_by(list(kind))]
#[partition(name = "one", values = "IN (1)")]
#[partition(name = "two", of = "nowhere", default)]
#[partition(name = "three", values = "FROM (1) TO (2)")]
#[partition(name = "three", of = "three", default)]
#[partition(values = "FROM (1) TO (2)")]
#[partition(name = "four")]
#[partition(name = "five", values = "FROM (1) TO (2)", default)]
#[partition(name = "six", values = "FROM (1) TO (2)", partition_by(list(kind, at)))]
#[primary_key(columns(kind))]
struct Event {
    at: i64,
    kind: i64,
}

#[derive(Table)]
#[db("users")]
#[partition_by(hash(id))]
#[partition(name = "rest", default)]
struct Hashed {
    id: i64,
}

#[derive(Table)]
#[db("users")]
#[partition_by(range(at desc, nothing), ranges(at))]
struct Odd {
    at: i64,
}

#[derive(Table)]
#[db("users")]
#[partition(name = "part", values = "IN (1)")]
struct Whole {
    #[column(primary_key)]
    id: i64,
}

#[derive(Table)]
#[db("users")]
#[partition_by(range("id % 5"))]
struct Computed {
    #[column(primary_key)]
    id: i64,
}

fn main() {}
