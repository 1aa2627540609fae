//! Databases for the tests of users: copies of one that has all revisions.

use std::panic::catch_unwind;

use dbmig_runtime::migration::Op;
use dbmig_runtime::testing::{Fresh, ScratchServer, fresh};
use dbmig_tests::history::{database, nothing, script, three};
use dbmig_tests::server::{TestDatabase, database as server};
use postgres::{Client, NoTls};

/// Test databases whose template nobody else has: `name` is in a revision's checksum.
fn users(server: &TestDatabase, name: &'static str) -> Fresh {
    let mut scripts = three();
    scripts[0].checksum = name;
    fresh(database(scripts)).on_server(ScratchServer::named(server.url()))
}

fn client(url: &str) -> Client {
    Client::connect(url, NoTls).unwrap()
}

fn count(client: &mut Client, sql: &str) -> i64 {
    client.query_one(sql, &[]).unwrap().get(0)
}

fn exists(server: &TestDatabase, url: &str) -> bool {
    let name = url.rsplit('/').next().unwrap().to_owned();
    let sql = "SELECT count(*) FROM pg_database WHERE datname = $1";
    client(&server.url()).query_one(sql, &[&name]).unwrap().get::<_, i64>(0) > 0
}

#[test]
fn each_test_has_its_own() {
    let server = server();
    let users = users(&server, "each_test_has_its_own");
    let (one, other) = (users.create().unwrap(), users.create().unwrap());
    let mut client_of_one = client(one.url());
    client_of_one.batch_execute("INSERT INTO one VALUES (1)").unwrap();
    assert_eq!(count(&mut client(other.url()), "SELECT count(*) FROM one"), 0);
    let applied: String =
        client(other.url()).query_one("SELECT revision FROM dbmig_version", &[]).unwrap().get(0);
    assert_eq!(applied, "c3");
    let urls = [one.url().to_owned(), other.url().to_owned()];
    // Somebody is still connected.
    drop(one);
    drop(other);
    assert!(!urls.iter().any(|url| exists(&server, url)));
}

#[test]
fn a_panic_leaves_nothing_behind() {
    let server = server();
    let users = users(&server, "a_panic_leaves_nothing_behind");
    let url = catch_unwind(|| {
        let database = users.create().unwrap();
        let url = database.url().to_owned();
        std::panic::resume_unwind(Box::new(url));
    });
    let url = *url.unwrap_err().downcast::<String>().unwrap();
    assert!(!exists(&server, &url));
}

#[test]
fn many_at_once_make_one_template() {
    let server = server();
    let users = users(&server, "many_at_once_make_one_template");
    let made: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| users.create().unwrap())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut names: Vec<&str> = made.iter().map(|database| database.url()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 8);
    for database in &made {
        assert_eq!(count(&mut client(database.url()), "SELECT count(*) FROM dbmig_history"), 3);
    }
}

#[test]
fn other_revisions_are_another_template() {
    let server = server();
    let first = users(&server, "other_revisions").create().unwrap();
    let mut scripts = three();
    scripts[0].checksum = "other_revisions";
    let add = |op: &mut Op| op.execute("CREATE TABLE four (id bigint)");
    scripts.push(script("d4", &["c3"], add, nothing));
    let fresh = fresh(database(scripts)).on_server(ScratchServer::named(server.url()));
    let second = fresh.create().unwrap();
    assert!(client(first.url()).execute("INSERT INTO four VALUES (1)", &[]).is_err());
    client(second.url()).execute("INSERT INTO four VALUES (1)", &[]).unwrap();
}

#[test]
fn a_revision_that_fails_is_told() {
    let server = server();
    let mut scripts = three();
    scripts[1].checksum = "a_revision_that_fails";
    scripts[1].upgrade = |op| op.execute("CREATE TABLE one (id bigint)");
    let fresh = fresh(database(scripts)).on_server(ScratchServer::named(server.url()));
    for _ in 0..2 {
        let error = format!("{:?}", fresh.create().unwrap_err());
        for part in ["the revisions can't be applied", "revision b2", "\"one\" already exists", "next: "] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }
}

#[test]
fn without_a_server_it_says_so() {
    if std::env::var_os("DBMIG_SCRATCH_URL").is_some() {
        return;
    }
    let error = format!("{:?}", fresh(database(three())).create().unwrap_err());
    assert!(error.contains("set DBMIG_SCRATCH_URL"), "{error}");
}

#[test]
fn inside_an_async_runtime() {
    let server = server();
    let users = users(&server, "inside_an_async_runtime");
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let made = users.create().unwrap();
        assert!(made.url().contains("dbmig_scratch_"));
    });
}

#[test]
fn another_driver_takes_the_url() {
    let server = server();
    let users = users(&server, "another_driver_takes_the_url");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let database = users.create().unwrap();
        let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.execute("INSERT INTO one VALUES (1)", &[]).await.unwrap();
        let row = client.query_one("SELECT id FROM one", &[]).await.unwrap();
        assert_eq!(row.get::<_, i64>(0), 1);
        drop(client);
        connection.await.unwrap().unwrap();
    });
}
