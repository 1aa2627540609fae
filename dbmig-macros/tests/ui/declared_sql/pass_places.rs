#![forbid(unsafe_code)]
#![deny(warnings)]

dbmig_runtime::sql!("users", "CREATE VIEW a AS SELECT 1");
dbmig_runtime::sql!("users", r#"CREATE VIEW "b" AS SELECT '\';"#,);

mod inner {
    use dbmig_runtime::sql;

    sql!("users", "CREATE VIEW c AS SELECT 1");
}

fn main() {
    dbmig_runtime::sql!("users", "CREATE VIEW d AS SELECT 1");
    const NAME: &str = "a file called so";
    assert!(!NAME.is_empty());
}
