//! One struct for everything: its table by dbmig, its rows by sqlx and Diesel, its JSON by serde, its arguments by clap.
//!
//! That this compiles is the test: no derive takes another's attributes for its own, and no name that one of them makes is in
//! another's way.

#![forbid(unsafe_code)]
#![deny(warnings)]

use dbmig_runtime::{SqlType, Table};
use diesel::prelude::{AsChangeset, Identifiable, Insertable, Queryable, QueryableByName, Selectable};
use serde::{Deserialize, Serialize};

diesel::table! {
    org (id) {
        id -> Int8,
        name -> Text,
    }
}

diesel::table! {
    person (id) {
        id -> Int8,
        email -> Text,
        org_id -> Int8,
        #[sql_name = "type"]
        r#type -> Nullable<Text>,
    }
}

diesel::joinable!(person -> org (org_id));
diesel::allow_tables_to_appear_in_same_query!(org, person);

/// Who pays.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    Identifiable,
    Insertable,
    Queryable,
    Selectable,
    sqlx::FromRow,
    Table,
)]
#[db("users")]
#[diesel(table_name = org)]
pub struct Org {
    /// The id.
    #[column(primary_key, identity)]
    pub id: i64,
    /// The name.
    #[column(unique)]
    pub name: String,
}

/// Who signs in.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    clap::Args,
    AsChangeset,
    diesel::Associations,
    Identifiable,
    Insertable,
    Queryable,
    QueryableByName,
    Selectable,
    sqlx::FromRow,
    Table,
)]
#[db("users")]
#[table(comment = "people", doc_comments)]
#[index(columns(org_id, email desc))]
#[diesel(table_name = person, belongs_to(Org))]
#[serde(rename_all = "camelCase")]
#[sqlx(rename_all = "lowercase")]
pub struct Person {
    /// The id.
    #[arg(long)]
    #[column(primary_key, identity)]
    pub id: i64,
    /// Where mail goes.
    #[arg(long)]
    #[column(type = "varchar(320)", unique)]
    #[serde(rename = "mail")]
    pub email: String,
    /// Who pays.
    #[arg(long)]
    #[column(references(Org::id), on_delete = "cascade")]
    pub org_id: i64,
    /// A column with a keyword's name.
    #[arg(long)]
    #[sqlx(default)]
    pub r#type: Option<String>,
}

/// A value with types of both.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, clap::ValueEnum, sqlx::Type, SqlType)]
#[sql_type(rename_all = "snake_case")]
#[sqlx(type_name = "role", rename_all = "snake_case")]
pub enum Role {
    /// May read.
    Reader,
    /// May write.
    SuperUser,
}

/// A value of its own.
#[derive(Clone, Debug, sqlx::Type, diesel::expression::AsExpression, SqlType)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[sqlx(transparent)]
pub struct Email(pub String);

/// The constants are there beside those of the others.
pub const NAMES: (&str, &[&str], &str) = (Person::NAME, Person::COLUMNS, Person::COLUMN.org_id);
