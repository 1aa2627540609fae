use dbmig_runtime::{sql, sql_file};

sql!("users");
sql!(users, "CREATE VIEW v AS SELECT 1");
sql!("users", "CREATE VIEW v AS SELECT 1", "CREATE VIEW w AS SELECT 1");
sql!("", "  ");
sql_file!("users", views);

fn main() {}
