//! Newtypes, `Option`, pointers and given types agree with the type they stand for.

use dbmig_runtime::{SqlType, Table};

mod models {
    use dbmig_runtime::{SqlType, Table};

    #[derive(SqlType)]
    pub struct OrgId(#[allow(dead_code)] i64);

    #[derive(SqlType)]
    #[allow(dead_code)]
    pub enum Plan {
        Free,
    }

    #[derive(Table)]
    #[db("users")]
    #[unique(columns(code))]
    #[index(unique, columns(number))]
    #[allow(dead_code)]
    pub struct Org {
        #[column(primary_key, name = "org id")]
        id: OrgId,
        #[column(unique)]
        plan: Plan,
        #[column(type = "varchar(20)")]
        code: String,
        number: i32,
        #[column(unique, type = "ltree")]
        path: String,
        #[column(unique)]
        tags: Vec<i64>,
    }
}

type Alias = Option<Box<i64>>;

#[derive(SqlType)]
struct Given(#[allow(dead_code)] models::OrgId);

#[derive(Table)]
#[db("users")]
#[allow(dead_code)]
struct User {
    #[column(references(models::Org::id))]
    plain: i64,
    #[column(references(crate::models::Org::id), on_delete = "set null", on_update = "CASCADE")]
    alias: Alias,
    #[column(references(models::Org::id))]
    newtype: Given,
    #[column(references(models::Org::id), type = "int8")]
    given: u64,
    #[column(references(models::Org::plan))]
    plan: Option<models::Plan>,
    #[column(references(models::Org::code))]
    code: &'static str,
    #[column(references(models::Org::number))]
    number: i32,
    #[column(references(models::Org::path), type = "LTREE")]
    path: Option<String>,
    #[column(references(models::Org::tags), type = "bigint[]")]
    tags: Box<[i64]>,
}

fn main() {}
