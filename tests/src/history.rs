//! Histories built in code, as a build script would register them.

use dbmig_runtime::catalog::{Catalog, Snapshot};
use dbmig_runtime::migration::{Op, Result, Revision, index};
use dbmig_runtime::runner::{Database, Script, TransactionMode};

use crate::fault_histories;

/// What an `upgrade` or a `downgrade` is.
pub type Directives = fn(&mut Op) -> Result;

/// A revision `id` on `parents`, with `id` as its message and checksum.
pub fn script(
    id: &'static str,
    parents: &'static [&'static str],
    upgrade: Directives,
    downgrade: Directives,
) -> Script {
    Script {
        revision: Revision::new(id).revises(parents),
        upgrade,
        downgrade,
        file: Box::leak(format!("users/{id}.rs").into_boxed_str()),
        message: id,
        created: "2026-01-17 10:00 UTC",
        docs: id,
        checksum: id,
    }
}

/// Directives that do nothing.
pub fn nothing(_: &mut Op) -> Result {
    Ok(())
}

/// Three plain revisions: tables `one`, `two`, `three`.
pub fn three() -> Vec<Script> {
    vec![
        script("a1", &[], |op| op.execute("CREATE TABLE one (id bigint)"), |op| op.execute("DROP TABLE one")),
        script(
            "b2",
            &["a1"],
            |op| op.execute("CREATE TABLE two (id bigint)"),
            |op| op.execute("DROP TABLE two"),
        ),
        script(
            "c3",
            &["b2"],
            |op| op.execute("CREATE TABLE three (id bigint)"),
            |op| op.execute("DROP TABLE three"),
        ),
    ]
}

/// The database `users` with these revisions.
pub fn database(scripts: Vec<Script>) -> Database {
    Database {
        name: "users",
        url_env: Some("USERS_DATABASE_URL"),
        url: None,
        schema: "public",
        version_schema: None,
        version_table: "dbmig_version",
        transaction: TransactionMode::Each,
        lock_timeout: None,
        statement_timeout: None,
        transaction_timeout: None,
        retry_for: None,
        blocker_queries: false,
        batch_pause: None,
        max_replica_lag: None,
        max_retained_wal: None,
        catalog: None,
        scripts,
    }
}

/// Two databases whose revisions take as long as `pause` says, for tests of whole processes: `plain`, `slow` (a
/// revision that sleeps for a minute), `concurrent` (an index built concurrently between two statements), `broken`
/// (SQL that fails in the second of three revisions), and those of [`fault_histories`].
///
/// `graph: a; b [label] < a + c; …` is one database, `users`, with revisions that do nothing: each `id [labels] < parents +
/// dependencies`.
///
/// # Panics
/// If there is no history called `name`.
pub fn named(name: &str) -> Vec<Database> {
    if let Some(graph) = name.strip_prefix("graph:") {
        let revisions = graph.split(';').map(str::trim).filter(|text| !text.is_empty());
        return vec![database(revisions.map(of_text).collect())];
    }
    let mut users = three();
    match name {
        "plain" => {}
        "slow" => users[1].upgrade = |op| op.execute("CREATE TABLE two (id bigint); SELECT pg_sleep(60)"),
        "concurrent" => {
            users[1].upgrade = |op| {
                op.execute("CREATE TABLE two (id bigint)")?;
                op.create_index(index("two_id").on("one").columns(["id"]).concurrently())?;
                op.execute("INSERT INTO two VALUES (1)")
            };
        }
        "losing" => users[2].upgrade = |op| op.drop_table("one"),
        "refused" => users[1].upgrade = |op| op.execute("COMMIT"),
        "examples" => return examples(),
        "broken" => users[1].upgrade = |op| op.execute("CREATE TABLE two (id bigint); SELECT nope"),
        _ => users = fault_histories::named(name).unwrap_or_else(|| panic!("no history is called {name}")),
    }
    let analytics = vec![script(
        "d4",
        &[],
        |op| op.execute("CREATE TABLE event (id bigint)"),
        |op| op.execute("DROP TABLE event"),
    )];
    let analytics = Database {
        name: "analytics",
        url_env: Some("ANALYTICS_DATABASE_URL"),
        version_table: "analytics_version",
        catalog: None,
        ..database(analytics)
    };
    vec![database(users), analytics]
}

/// Databases for the examples in help texts, with revisions that do nothing.
fn examples() -> Vec<Database> {
    let of = |graph: &str| graph.split(';').map(str::trim).map(of_text).collect();
    let users = "3f2a9c1e4b7d; 8c1f0e2a9b7d < 3f2a9c1e4b7d; 5d0c7b3e1f92 [billing] < 8c1f0e2a9b7d; a71e44d0c2b8 < 5d0c7b3e1f92";
    let analytics = Database {
        name: "analytics",
        url_env: Some("ANALYTICS_DATABASE_URL"),
        catalog: Some(empty_at("8c1f5a6b7c8d")),
        ..database(of("8c1f5a6b7c8d [billing]"))
    };
    vec![Database { catalog: Some(empty_at("a71e44d0c2b8")), ..database(of(users)) }, analytics]
}

/// The record of revisions up to `head` that make nothing.
fn empty_at(head: &str) -> &'static str {
    let (include, exclude) = (Vec::new(), Vec::new());
    let empty = Snapshot { revisions: vec![head.to_owned()], include, exclude, catalog: Catalog::default() };
    leaked(&empty.text().expect("it can be written"))
}

/// A revision that does nothing, from `id [labels] < parents + dependencies`.
fn of_text(text: &str) -> Script {
    let words = |text: &str| -> &'static [&'static str] {
        let words: Vec<&'static str> = text.split_whitespace().map(leaked).collect();
        Box::leak(words.into_boxed_slice())
    };
    let (text, depends_on) = text.split_once('+').unwrap_or((text, ""));
    let (text, parents) = text.split_once('<').unwrap_or((text, ""));
    let (id, labels) = text.split_once('[').unwrap_or((text, ""));
    let mut script = script(leaked(id.trim()), words(parents), nothing, nothing);
    let labels = words(labels.trim().trim_end_matches(']'));
    script.revision = script.revision.depends_on(words(depends_on)).labels(labels);
    script
}

fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}
