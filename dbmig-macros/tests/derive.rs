//! What the derives write, read back by the runtime's reader.
#![forbid(unsafe_code)]
#![deny(warnings)]
#![expect(dead_code, unreachable_pub, reason = "the structs stand for their declarations only")]

use dbmig_runtime::manifest::wire::{Declared, resolve, scan};
use dbmig_runtime::{SqlType, Table};

/// What the tables declare for the database `users`.
fn declared(manifests: &[Vec<u8>]) -> Declared {
    let declarations = scan(&manifests.concat()).unwrap();
    resolve(declarations).unwrap().remove("users").unwrap()
}

mod design {
    use super::*;

    #[derive(SqlType)]
    struct OrgId(i64);

    #[derive(Table)]
    #[db("users")]
    struct Org {
        #[column(primary_key, identity, name = "org key")]
        id: OrgId,
    }

    #[derive(Table)]
    #[db("users")]
    #[table(comment = "people who can sign in")]
    #[index(columns(org_id, created_at desc), where = "deleted_at is null")]
    #[check(name = "email_has_at", expr = "position('@' in email) > 1")]
    pub struct User {
        #[column(primary_key, identity)]
        id: i64,
        #[column(type = "varchar(320)", unique)]
        email: String,
        #[column(references(Org::id), on_delete = "cascade")]
        org_id: i64,
        #[column(renamed_from = "title")]
        display_name: Option<String>, // Option = nullable
        #[column(default = "now()")]
        created_at: chrono::DateTime<chrono::Utc>,
    }

    #[test]
    fn the_design_example_means_what_it_says() {
        println!("{}", String::from_utf8_lossy(&User::manifest()));
        println!("{:#?}", declared(&[User::manifest(), Org::manifest()]));
    }
}
