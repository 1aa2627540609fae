//! What a user can get wrong, and what is said about it.

use dbmig_runtime::runner::{ConnectReason, Error, Runner};

use super::support::*;

fn connect_error(url: &str) -> (ConnectReason, String) {
    let failure = fails(Runner::new(database(three()), url).upgrade("head"), "connect");
    let text = failure.to_string();
    match failure.error {
        Error::Connect(error) => (error.reason, text),
        _ => unreachable!(),
    }
}

#[test]
fn wrong_urls() {
    for url in [
        "",
        "embedded",
        "mysql://u:s3cret@host/db",
        "postgres://u:s3cret%@host/db",
        "postgres://u:s3cret@x@host/db",
        "postgres://u:s3cret@host/db?colour=red",
        "postgres://u:s3cret@host/db?sslmode=required",
    ] {
        let failure = fails(Runner::new(database(three()), url).upgrade("head"), "url");
        assert!(failure.error.next_step().is_some(), "{url}");
    }
}

#[test]
fn nobody_answers() {
    let (reason, text) = connect_error("postgres://ann:s3cret@127.0.0.1:1/shop");
    assert_eq!(reason, ConnectReason::Unreachable);
    assert!(text.contains("ann@127.0.0.1:1/shop"), "{text}");
}

#[test]
fn no_such_database_or_role() {
    let db = TestDatabase::new();
    let (reason, text) = connect_error(&url_of(&db.url, "dbmig_nowhere"));
    assert_eq!(reason, ConnectReason::NoDatabase, "{text}");
    assert!(text.contains("create the database"), "{text}");
    let url = format!("{}{}user=dbmig_nobody", db.url, if db.url.contains('?') { '&' } else { '?' });
    assert_eq!(connect_error(&url).0, ConnectReason::NotAdmitted);
}

#[test]
fn wrong_and_missing_passwords() {
    let db = TestDatabase::new();
    let role = format!("{}_asked", db.name);
    let hba = db.texts("SHOW hba_file").remove(0);
    db.execute(&format!("CREATE ROLE {role} LOGIN PASSWORD '100%s3cret'"));
    // The rule is for this role alone, so the tests that run meanwhile don't meet it.
    let rules = std::fs::read_to_string(&hba).unwrap();
    std::fs::write(&hba, format!("host all {role} all scram-sha-256\n{rules}")).unwrap();
    db.execute("SELECT pg_reload_conf()");
    let url = |password: &str| {
        let config: postgres::Config = db.url.parse().unwrap();
        let port = config.get_ports().first().copied().unwrap_or(5432);
        format!("postgres://{role}{password}@127.0.0.1:{port}/{}", db.name)
    };
    wait_until("the rule", || postgres::Client::connect(&url(""), postgres::NoTls).is_err());
    for (password, reason) in [
        ("", ConnectReason::NoPassword),
        (":s3cret", ConnectReason::Authentication),
        (":100%25nos3cret", ConnectReason::Authentication),
    ] {
        let (found, text) = connect_error(&url(password));
        assert_eq!(found, reason, "{text}");
        assert!(text.contains(&format!("{role}@127.0.0.1:")), "{text}");
    }
    let (_, text) = connect_error(&url(":s3cret"));
    assert!(text.contains("28P01") && text.contains("write `%` as %25"), "{text}");
    fails(Runner::new(database(three()), url(":100%s3cret")).upgrade("head"), "url");
    db.execute(&format!("GRANT ALL ON SCHEMA public TO {role}"));
    Runner::new(database(three()), url(":100%25s3cret")).upgrade("head").unwrap();
    db.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn too_few_connections() {
    let db = TestDatabase::new();
    let role = format!("{}_single", db.name);
    db.execute(&format!("CREATE ROLE {role} LOGIN CONNECTION LIMIT 1; GRANT ALL ON SCHEMA public TO {role}"));
    let url = format!("{}{}user={role}", db.url, if db.url.contains('?') { '&' } else { '?' });
    let (reason, text) = connect_error(&url);
    assert_eq!(reason, ConnectReason::TooManyConnections, "{text}");
    assert!(text.contains("a run needs two connections"), "{text}");
    let options = dbmig_runtime::runner::Options { single_connection: true, ..Default::default() };
    wait_until("the connection to end", || {
        Runner::new(database(three()), &url).options(options.clone()).upgrade("head").is_ok()
    });
    db.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn names_that_postgresql_would_cut() {
    let version_table = Box::leak("v".repeat(60).into_boxed_str());
    let long = dbmig_runtime::runner::Database { version_table, ..database(three()) };
    fails(Runner::new(long, "postgres://ann@127.0.0.1:1/shop").upgrade("head"), "name");
}

#[test]
fn missing_rights() {
    let db = TestDatabase::new();
    let role = format!("{}_poor", db.name);
    db.execute(&format!("CREATE ROLE {role} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC"));
    let url = format!("{}{}user={role}", db.url, if db.url.contains('?') { '&' } else { '?' });
    let failure = fails(Runner::new(database(three()), &url).upgrade("head"), "rights");
    assert!(failure.to_string().contains(&format!("GRANT CREATE ON SCHEMA public TO {role}")), "{failure}");
    db.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn a_role_that_may_not_change_a_table() {
    let db = TestDatabase::new();
    let role = format!("{}_clerk", db.name);
    db.execute(&format!(
        "CREATE TABLE one (id int); CREATE ROLE {role} LOGIN; GRANT ALL ON SCHEMA public TO {role}"
    ));
    let url = format!("{}{}user={role}", db.url, if db.url.contains('?') { '&' } else { '?' });
    let scripts = vec![script("a1", &[], |op| op.execute("ALTER TABLE one ADD x int"), nothing)];
    let failure = fails(Runner::new(database(scripts), &url).upgrade("head"), "sql");
    assert!(failure.to_string().contains("42501"), "{failure}");
    assert!(failure.to_string().contains("grant the role"), "{failure}");
    assert_eq!(db.versions(), [""; 0]);
    db.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn a_database_that_takes_no_writes() {
    let db = TestDatabase::new();
    db.execute(&format!("ALTER DATABASE {} SET default_transaction_read_only = on", db.name));
    fails(db.runner(three()).upgrade("head"), "read_only");
    assert_eq!(db.runner(three()).current().unwrap().pending, 3);
}

#[test]
fn sql_that_fails_in_the_second_of_three() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| {
        op.execute("CREATE TABLE two (id bigint)")?;
        op.execute("INSERT INTO two\n  SELECT nope FROM two")?;
        op.execute("CREATE TABLE later ()")
    };
    let mut runner = db.runner(scripts);
    let failure = fails(runner.upgrade("head"), "sql");
    assert_eq!(ids(&failure.report), ["a1"]);
    assert_eq!(failure.report.remaining, ["b2", "c3"]);
    let Error::Sql(sql) = &failure.error else { unreachable!() };
    assert_eq!((sql.statement.number, sql.statement.total, sql.committed), (2, 3, 0));
    assert_eq!(sql.server.sqlstate, "42703");
    assert_eq!(sql.excerpt()[1..], ["   2 |   SELECT nope FROM two", "     |          ^"]);
    let text = failure.to_string();
    for part in
        ["users/b2.rs", "statement 2 of 3", "nope", "42703", "the database is at a1", "run upgrade again"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
    assert_eq!(db.runner(three()).upgrade("head").unwrap().applied.len(), 2);
}

#[test]
fn a_deferred_constraint_that_fails_at_commit() {
    let db = TestDatabase::new();
    db.execute(
        "CREATE TABLE p (id int PRIMARY KEY); \
         CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
    );
    let scripts = vec![script("a1", &[], |op| op.execute("INSERT INTO c VALUES (1)"), nothing)];
    let failure = fails(db.runner(scripts).upgrade("head"), "sql");
    assert!(failure.to_string().contains("23503"), "{failure}");
    assert_eq!(db.versions(), [""; 0]);
}

#[test]
fn a_revision_that_gives_up_runs_nothing_at_all() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[2].upgrade = |_| Err(dbmig_runtime::op::Error::custom("the moon is full"));
    scripts[2].downgrade = |_| Err(dbmig_runtime::op::Error::irreversible("the data is gone"));
    let failure = fails(db.runner(scripts.clone()).upgrade("head"), "directive");
    assert!(failure.to_string().contains("the moon is full"), "{failure}");
    assert_eq!(db.relations(), [""; 0]);
    scripts[2].upgrade = nothing;
    db.runner(scripts.clone()).upgrade("head").unwrap();
    let failure = fails(db.runner(scripts).downgrade("base"), "directive");
    assert!(failure.to_string().contains("the data is gone"), "{failure}");
    assert!(failure.error.is_refusal());
    assert_eq!(db.versions(), ["c3"]);
}

#[test]
fn a_broken_history_is_told_before_connecting() {
    let scripts = vec![script("a1", &["gone"], nothing, nothing), script("a1", &[], nothing, nothing)];
    let mut runner = Runner::new(database(scripts), "postgres://ann@127.0.0.1:1/shop");
    let failure = fails(runner.upgrade("head"), "graph");
    assert!(failure.to_string().contains("gone"), "{failure}");
}

#[test]
fn rows_that_changed_meanwhile() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[2].upgrade = |op| op.execute("DELETE FROM dbmig_version");
    fails(db.runner(scripts).upgrade("head"), "changed_meanwhile");
    assert_eq!(db.versions(), ["b2"]);
}
