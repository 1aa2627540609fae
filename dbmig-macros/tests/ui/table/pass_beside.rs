//! Tables beside other derives, behind `cfg`, with raw identifiers, and twice under one name.

#![forbid(unsafe_code)]
#![deny(warnings)]

use dbmig_runtime::{SqlType, Table};
use serde::{Deserialize, Serialize};

/// A role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, clap::ValueEnum, SqlType)]
#[serde(rename_all = "snake_case")]
#[sql_type(rename_all = "snake_case")]
enum Role {
    #[default]
    #[serde(rename = "m")]
    Member,
    Owner,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, clap::Args, Table)]
#[serde(deny_unknown_fields)]
#[group(id = "person")]
#[db("users")]
#[table(doc_comments)]
#[cfg_attr(all(), index(columns(name)))]
#[cfg_attr(any(), index(columns(nothing)))]
struct Person {
    /// The id.
    #[arg(long)]
    #[serde(default)]
    #[column(primary_key)]
    id: i64,
    #[arg(long)]
    #[cfg_attr(all(), column(unique))]
    name: String,
    #[arg(long, value_enum)]
    role: Role,
    #[cfg(any())]
    never: NoSuchType,
    #[cfg(all())]
    #[arg(long)]
    r#type: Option<String>,
}

mod one {
    use dbmig_runtime::Table;

    #[derive(Table)]
    #[db("users")]
    #[table(name = "same_one")]
    #[expect(dead_code)]
    pub(crate) struct Same {
        #[column(primary_key)]
        id: i64,
    }
}

mod two {
    use dbmig_runtime::Table;

    #[derive(Table)]
    #[db("users")]
    #[table(name = "same_two")]
    #[expect(dead_code)]
    pub(crate) struct Same {
        #[column(primary_key, references(super::one::Same::id))]
        id: i64,
        #[column(references(super::Person::name))]
        r#ref: String,
    }
}

#[cfg(any())]
#[derive(Table)]
struct Never;

fn main() {
    assert_eq!((one::Same::NAME, two::Same::NAME), ("same_one", "same_two"));
    assert_eq!(Person::COLUMNS, ["id", "name", "role", "type"]);
    let _ = (Person::default(), Role::Owner, two::Same::COLUMN.r#ref);
}
