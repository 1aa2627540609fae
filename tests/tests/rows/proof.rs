//! Revisions proven on tables with rows, as `cargo dbmig revision` does it.

use dbmig_tests::project::Project;
use dbmig_tests::server::TestDatabase;

const MODELS: &str = r#"//! Models.

use dbmig_runtime::Table;

/// A customer.
#[derive(Table)]
#[db("crm")]
#[table(name = "customer")]
pub struct Customer {
    #[column(primary_key)]
    id: i64,
    name: String,
    phone: Option<String>,
}

/// What a customer asked for.
#[derive(Table)]
#[db("crm")]
pub struct Ticket {
    #[column(primary_key, identity)]
    id: i64,
    #[column(references(Customer::id))]
    customer_id: i64,
    #[column(check = "priority BETWEEN 1 AND 5")]
    priority: i32,
    due: String,
}
"#;

/// A project at its first revision, which makes [`MODELS`].
fn project(name: &str) -> (Project, TestDatabase) {
    let (project, live) = Project::with_database(name, MODELS, "crm");
    project.dbmig(&["revision", "-m", "first"]).exits(0).says("proven on scratch in").hides("with rows in");
    (project, live)
}

#[test]
fn rows_stand_in_the_way() {
    let (project, _live) = project("row-proof");
    let model = |old: &str, new: &str| project.edit("src/lib.rs", old, new);
    // A table that refers to another.
    model("phone: Option<String>", "email: Option<String>,\n    phone: Option<String>");
    let json = project.dbmig(&["revision", "-m", "email", "--format", "json"]).exits(0).stdout();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let proof = &json["databases"]["crm"]["proof"];
    assert_eq!(
        (&proof["rows"], &proof["unfilled"]),
        (&serde_json::json!({ "customer": 3 }), &serde_json::json!({}))
    );
    model("priority: i32", "priority: i64");
    project
        .dbmig(&["revision", "-m", "wider", "-v"])
        .exits(0)
        .says(", with rows in customer, ticket: ")
        .says("s on empty tables and ")
        .hides("  note: ");
    // Texts become numbers: those that are none stop it.
    model("due: String", "due: i32");
    project
        .dbmig(&["revision", "-m", "numbers"])
        .exits(0)
        .says("note: the upgrade stops at rows that fit only what was before: ")
        .says("column due becomes integer");
}

#[test]
fn later_constraints() {
    let (project, _live) = project("row-proof-later");
    let model = |old: &str, new: &str| project.edit("src/lib.rs", old, new);
    model("    phone: Option<String>", "    #[column(unique)]\n    phone: String");
    project
        .dbmig(&["revision", "-m", "phone"])
        .exits(0)
        .says("with rows in customer")
        .says("note: the upgrade stops at rows that fit only what was before: ");
    model("BETWEEN 1 AND 5", "BETWEEN 4 AND 5");
    project
        .dbmig(&["revision", "-m", "urgent"])
        .exits(0)
        .says("with rows in customer, ticket")
        .says("new check ticket_priority_check refuses them");
}

#[test]
fn no_row_gets_through() {
    let (project, _live) = project("row-proof-none");
    // Each row gets the same value, of which there may be one.
    project.edit(
        "src/lib.rs",
        "phone: Option<String>",
        "#[column(unique, default = \"'x'\")]\n    code: String,\n    phone: Option<String>",
    );
    project
        .dbmig(&["revision", "-m", "code"])
        .exits(1)
        .says("upgrades empty tables only: with any rows in customer it fails: ")
        .says("customer_code_key lets each be there once only")
        .says("the new file stays: ")
        .says("let `upgrade` in the new file deal with rows that are there");
}
