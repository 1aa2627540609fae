use dbmig_runtime::SqlType;

#[derive(SqlType)]
#[sql_type(domain)]
struct Two(i64, i64);

#[derive(SqlType)]
#[sql_type(domain, composite, rename_all = "lowercase", renamed_from = "both")]
struct Both {
    a: i64,
}

#[derive(SqlType)]
#[sql_type(domain, check = "VALUE > 0", check = "VALUE < 9", check(expr = "true", no_inherit))]
struct Checks(i64);

#[derive(SqlType)]
#[sql_type(composite)]
struct Tuple(i64, i64);

#[derive(SqlType)]
#[sql_type(composite, type = "int8", check = "true")]
struct Address {
    #[sql_type(name = "b")]
    a: i64,
    b: i64,
    #[sql_type(tpye = "int8")]
    c: i64,
}

#[derive(SqlType)]
#[sql_type(name = "plain", default = 5, renamed_from = "old")]
struct Newtype(i64);

#[derive(SqlType)]
#[sql_type(domain)]
enum Enum {
    One,
}

struct Unknown;

#[derive(SqlType)]
#[sql_type(domain)]
struct OfUnknown(Unknown);

#[derive(SqlType)]
#[sql_type(composite)]
struct WithUnknown {
    one: Unknown,
    two: i64,
}

fn main() {}
