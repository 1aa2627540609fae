//! Names of columns for queries, whatever the struct calls its methods and constants.

#![deny(warnings, nonstandard_style, unreachable_pub)]

use dbmig_runtime::Table;

mod models {
    use dbmig_runtime::Table;

    #[derive(Table)]
    #[db("users")]
    #[allow(dead_code)]
    pub(crate) struct User {
        #[column(primary_key)]
        id: i64,
        #[column(name = "e mail")]
        email: String,
        r#type: String,
        columns: i32,
    }

    impl User {
        pub(crate) const ID: i64 = 5;

        pub(crate) fn id() -> i64 {
            Self::ID
        }

        pub(crate) fn email(&self) -> &str {
            &self.email
        }
    }
}

use models::User;

const EMAIL: &str = User::COLUMN.email;

fn main() {
    let columns = User::COLUMN;
    assert_eq!([columns.id, EMAIL, columns.r#type, columns.columns], ["id", "e mail", "type", "columns"]);
    assert_eq!((User::NAME, User::id(), User::COLUMNS.len()), ("user", 5, 4));
    let _ = User::email;
}
