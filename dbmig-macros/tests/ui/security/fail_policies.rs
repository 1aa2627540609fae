use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
#[policy(using = "true")]
#[policy(name = "seen", for = "look")]
#[policy(name = "new", for = "insert", using = "true")]
#[policy(name = "read", for = "select", with_check = "true")]
#[policy(name = "new", to(5))]
#[grant(select)]
#[grant(to("app"))]
#[grant(delete(a), to("app"))]
#[grant(select(nothing), to("app"))]
#[grant(selct, to("app"))]
struct Note {
    a: i64,
}

fn main() {}
