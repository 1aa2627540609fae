use dbmig_runtime::SqlType;

#[derive(SqlType)]
struct Two(i64, i64);

#[derive(SqlType)]
struct Unit;

#[derive(SqlType)]
struct Generic<T>(T);

#[derive(SqlType)]
enum Data {
    Plain,
    Value(i64),
}

#[derive(SqlType)]
enum Empty {}

#[derive(SqlType)]
union Union {
    a: i64,
}

#[derive(SqlType)]
#[sql_type(name = "email")]
struct Email(String);

#[derive(SqlType)]
#[sql_type(type = "serial", rename_all = "kebab-case")]
struct Serial(i32);

fn main() {}
