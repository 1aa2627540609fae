//! What is shown before a run is what the run sends.

use std::sync::{Arc, Mutex};

use dbmig_tests::proxy::{Direction, Proxy, Then};
use dbmig_tests::server::{self, TestDatabase};
use serde_json::Value;

use super::course::{State, finished, run, server_of};

/// A proxy that keeps every statement that goes through it.
fn overheard(database: &TestDatabase) -> (Proxy, Arc<Mutex<Vec<String>>>) {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let hearing = heard.clone();
    let proxy = Proxy::start(server_of(database), move |message| {
        if let Some(sql) = message.sql().filter(|_| message.direction == Direction::ToServer) {
            hearing.lock().unwrap().push(sql);
        }
        Then::Pass
    });
    (proxy, heard)
}

#[test]
fn plans_and_scripts_are_what_is_sent() {
    let database = server::database();
    let (proxy, heard) = overheard(&database);
    let url = proxy.url(&database.url());
    let plan = run("long", &url, &["plan"]);
    finished(&plan);
    let writes = ["INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "COMMENT", "LOCK"];
    for sql in heard.lock().unwrap().drain(..) {
        assert!(!writes.iter().any(|word| sql.trim_start().starts_with(word)), "a plan sent {sql}");
    }
    let script = run("long", &url, &["upgrade", "--sql"]);
    finished(&script);
    assert_eq!(*heard.lock().unwrap(), [""; 0], "a script asks nobody");
    assert_eq!(
        database.connect().query("SELECT FROM pg_class WHERE relname LIKE 'dbmig%'", &[]).unwrap().len(),
        0
    );
    let plan: Value = serde_json::from_str(&plan.stdout).unwrap();
    let script: Value = serde_json::from_str(&script.stdout).unwrap();
    let script = script["databases"][0]["sql"].as_str().unwrap();
    finished(&run("long", &url, &["upgrade"]));
    let sent = heard.lock().unwrap().clone();
    let mut sent = sent.iter();
    let mut count = 0;
    for revision in plan["databases"][0]["revisions"].as_array().unwrap() {
        for transaction in revision["transactions"].as_array().unwrap() {
            for statement in transaction["statements"].as_array().unwrap() {
                let statement = statement.as_str().or(statement["sql"].as_str()).unwrap();
                // Sent batch by batch, between keys that are known only then.
                if statement.starts_with("UPDATE public.person SET name = (title") {
                    continue;
                }
                assert!(sent.any(|sql| sql == statement), "not sent, or not in its turn: {statement}");
                assert!(script.contains(statement), "not in the script: {statement}");
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count}");
    assert_eq!(State::of(&database.url()).versions, ["l11"]);
}
