//! A user's whole way: a new project, a model, six changes of it, down to base and up again. After each step
//! `pg_dump --schema-only` prints what hand-written SQL would have made.

use dbmig_tests::dump::{schema_dump, schema_dump_of};
use dbmig_tests::project::Project;
use dbmig_tests::server::database;

const FIRST: &str = include_str!("journey/first.rs");
const SECOND: &str = include_str!("journey/second.rs");
const FIRST_SQL: &str = include_str!("journey/first.sql");
const SECOND_SQL: &str = include_str!("journey/second.sql");

#[test]
fn from_struct_to_migrated_database() {
    let live = database();
    let project = Project::library("journey-shop", FIRST)
        .env("SHOP_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());

    project.dbmig(&["init"]).exits(0).says("cargo dbmig revision").says("cargo dbmig upgrade");
    project.dbmig(&["init"]).exits(1).says("migrations");

    project
        .dbmig(&["revision", "-m", "create the shop"])
        .exits(0)
        .says("+ add table customer")
        .says("proven on scratch");
    assert_eq!(project.revisions("migrations/shop").len(), 1);
    project.dbmig(&["revision", "-m", "again"]).exits(0).says("no changes");
    assert_eq!(project.revisions("migrations/shop").len(), 1);

    project.dbmig(&["upgrade"]).exits(0).says("create the shop");
    assert_eq!(schema_dump(&live), schema_dump_of(FIRST_SQL));

    project.write("src/lib.rs", SECOND);
    project
        .dbmig(&["revision", "--db", "shop", "-m", "six changes"])
        .exits(0)
        .says("phone")
        .says("age")
        .says("total_cents")
        .says("display_name")
        .says("orders_placed_at_idx")
        .says("cancelled")
        .says("! H14 destructive: dropping column customer.age deletes its data")
        .says("upgrade will ask for --allow-destructive");
    project
        .dbmig(&["upgrade"])
        .exits(4)
        .says("dropping column customer.age deletes its data")
        .says("next: nothing was run; if the data may go, run upgrade again with --allow-destructive");
    project.dbmig(&["upgrade", "--allow-destructive"]).exits(0).says("six changes");
    assert_eq!(schema_dump(&live), schema_dump_of(SECOND_SQL));
    project.dbmig(&["upgrade"]).exits(0);

    project.dbmig(&["downgrade", "base"]).exits(0);
    assert_eq!(schema_dump(&live), schema_dump_of(""));

    project.dbmig(&["upgrade"]).exits(0);
    assert_eq!(schema_dump(&live), schema_dump_of(SECOND_SQL));
    project.dbmig(&["current"]).exits(0).says("six changes");
    project.dbmig(&["history"]).exits(0).says("create the shop").says("six changes");
}
