//! The sides that a project has.

use dbmig_tests::project::Project;
use dbmig_tests::server::{TestDatabase, database};

use super::psql;

const ONE: &str = r#"//! Models.
use dbmig_runtime::Table;

#[derive(Table)]
#[db("shop")]
pub struct Item {
    #[column(primary_key, identity)]
    pub id: i64,
    pub title: String,
}
"#;

const OTHER: &str = r#"
#[derive(Table)]
#[db("stock")]
pub struct Shelf {
    #[column(primary_key)]
    pub id: i64,
}
"#;

fn project(name: &str, models: &str, live: [&TestDatabase; 2]) -> Project {
    let [shop, stock] = live.map(TestDatabase::url);
    let project = Project::library(name, models)
        .env("DBMIG_SCRATCH_URL", shop.clone())
        .env("SHOP_DATABASE_URL", shop)
        .env("STOCK_DATABASE_URL", stock);
    project.dbmig(&["init"]).exits(0);
    project
}

#[test]
fn models_revisions_and_the_live_database() {
    let (live, other) = (database(), database());
    let project = project("diff-project", ONE, [&live, &other]);
    let diff = |args: &[&str]| project.dbmig(&[&["diff", "--exit-code"], args].concat());
    let revise = |id: &str| project.dbmig(&["revision", "-m", id, "--rev-id", id]).exits(0);

    // Without revisions the head is an empty database.
    diff(&["--format", "summary"]).exits(3).says("+ add table item");
    revise("aaaaaaaaaaaa");
    diff(&[]).exits(0);
    diff(&["--from", "live", "--to", "head"]).exits(3).says("CREATE TABLE public.item");
    project.dbmig(&["upgrade"]).exits(0);
    assert_eq!(diff(&["--from", "live", "--to", "models"]).exits(0).stdout(), "");

    project.edit("src/lib.rs", "pub title: String,", "pub title: String,\n    pub price: Option<i32>,");
    diff(&["--from", "live", "--to", "models"]).exits(3).says("ADD COLUMN price integer");
    diff(&["--from", "models", "--to", "live", "--format", "rust"])
        .exits(3)
        .says(r#"op.drop_column("item", "price")"#);
    revise("bbbbbbbbbbbb");
    diff(&[]).exits(0);
    diff(&["--from", "aaaa", "--to", "head", "--format", "summary"])
        .exits(3)
        .says("+ add column item.price integer");
    diff(&["--from", "base", "--to", "bbbbbbbbbbbb"]).exits(3).says("CREATE TABLE public.item");
    diff(&["--from", "head", "--to", "bbbb"]).exits(0);
    diff(&["--from", "head", "--to", "bbcb"]).exits(1).says("--to").says("bbcb");
    diff(&["--from", "current"]).exits(2).says("live");
    diff(&["--db", "stok"]).exits(2).says("stok").says("shop");

    // What is printed leads where it says, and reading the live database has left nothing in it.
    let script = diff(&["--from", "live", "--to", "head"]).exits(3).stdout();
    assert!(psql(&live, &script).status.success(), "{script}");
    diff(&["--from", "live", "--to", "bbbb"]).exits(0);
    diff(&["--from", &live.url(), "--to", "models"]).exits(0);
    diff(&["--from", "live", "--to", &live.url()]).exits(0);
    project.dbmig(&["current"]).exits(0).says("aaaaaaaaaaaa");
}

#[test]
fn several_databases() {
    let (shop, stock) = (database(), database());
    let project = project("diff-several", &format!("{ONE}{OTHER}"), [&shop, &stock]);
    let diff = |args: &[&str]| project.dbmig(&[&["diff", "--exit-code"], args].concat());

    let summary = diff(&["--format", "summary"]).exits(3).stdout();
    assert_eq!(summary, "shop\n+ add table item\nstock\n+ add table shelf\n");
    diff(&[]).exits(3).says("-- database shop").says("-- database stock").says("name one with --db");
    let only = diff(&["--db", "stock"]).exits(3).hides("shop").stdout();
    assert!(psql(&stock, &only).status.success(), "{only}");
    diff(&["--from", "live", "--format", "summary"]).exits(3).hides("stock").says("+ add table item");
    let documents = diff(&["--format", "json"]).exits(3).stdout();
    let names: Vec<String> = documents
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["database"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(names, ["shop", "stock"]);

    diff(&["--from", &stock.url()]).exits(2).says("--db").says("shop, stock");
    diff(&["--from", &stock.url(), "--db", "stock"]).exits(0);

    // Each history has its own ids.
    project.dbmig(&["revision", "-m", "x", "--db", "shop", "--rev-id", "aaaaaaaaaaaa"]).exits(0);
    diff(&["--from", "aaaaaaaaaaaa"]).exits(0);
    diff(&["--from", "base", "--to", "aaaaaaaaaaaa", "--format", "summary"])
        .exits(3)
        .says("+ add table item");
}
