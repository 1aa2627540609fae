use dbmig_runtime::SqlType;

#[derive(SqlType)]
#[sql_type(rename_all = "kebabcase", nam = "x", label = "y")]
enum Role {
    #[sql_type(label = "")]
    Admin,
    #[sql_type(name = "owner", lable = "o")]
    Owner,
}

#[derive(SqlType)]
#[sql_type(rename_all = "Title Case")]
enum Mood {
    Happy,
    #[sql_type(label = "happy")]
    Glad,
    #[sql_type(label = "a label of sixty-four bytes, which is one more than PostgreSQL takes")]
    Long,
}

fn main() {}
