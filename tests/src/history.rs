//! Histories built in code, as a build script would register them.

use dbmig_runtime::migration::{Op, Result, Revision, index};
use dbmig_runtime::runner::{Database, Script};

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
        version_table: "dbmig_version",
        catalog: None,
        scripts,
    }
}

/// Two databases whose revisions take as long as `pause` says, for tests of whole processes: `plain`, `slow` (a
/// revision that sleeps for a minute), `concurrent` (an index built concurrently between two statements), `broken`
/// (SQL that fails in the second of three revisions).
///
/// # Panics
/// If there is no history called `name`.
pub fn named(name: &str) -> Vec<Database> {
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
        "broken" => users[1].upgrade = |op| op.execute("CREATE TABLE two (id bigint); SELECT nope"),
        _ => panic!("no history is called {name}"),
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
