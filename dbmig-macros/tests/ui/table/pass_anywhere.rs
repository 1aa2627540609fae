//! Tables in private modules, in function bodies, from macros, and in crates with strict lints.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, nonstandard_style, rust_2018_idioms, unreachable_pub, unused_qualifications, let_underscore)]

use dbmig_runtime::Table;

mod private {
    use dbmig_runtime::{SqlType, Table};

    #[derive(SqlType)]
    struct Secret(#[expect(dead_code)] i64);

    #[derive(Table)]
    #[db("users")]
    #[expect(dead_code)]
    pub(crate) struct Hidden {
        #[column(primary_key)]
        id: Secret,
        r#type: String,
    }
}

macro_rules! table {
    ($name:ident, $database:literal, $field:ident: $ty:ty) => {
        #[derive(Table)]
        #[db($database)]
        #[expect(dead_code)]
        struct $name {
            #[column(primary_key)]
            $field: $ty,
        }
    };
}

table!(Generated, "users", key: i32);

/// Names of the prelude and of dbmig's own are no obstacle.
mod names {
    #[derive(dbmig_runtime::SqlType)]
    #[expect(dead_code)]
    enum Option {
        None,
        Some,
    }

    #[derive(dbmig_runtime::SqlType)]
    struct Vec(#[expect(dead_code)] String);

    #[derive(dbmig_runtime::Table)]
    #[db("users")]
    #[expect(dead_code)]
    struct Table {
        #[column(primary_key)]
        option: Option,
        #[column(references(super::private::Hidden::id))]
        hidden: i64,
        vec: Vec,
    }
}

fn main() {
    #[derive(Table)]
    #[db("users")]
    struct Local {
        #[column(primary_key)]
        id: i64,
    }

    impl Local {
        #[expect(dead_code)]
        fn id(&self) -> i64 {
            self.id
        }
    }

    #[derive(Table)]
    #[db("users")]
    #[expect(dead_code)]
    struct Child {
        #[column(unique, references(Local::id))]
        local: i64,
        #[column(references(Self::local))]
        other: Option<i64>,
    }
}
