//! A column of half a million rows is filled: by one UPDATE, by the block that scripts have, and by the runner, which keeps a cursor in its
//! ledger. Medians of several rounds, in turns, each on a new table.
//!
//! Run it with `cargo bench --package dbmig-tests --bench backfill`.

use std::time::{Duration, Instant};

use dbmig_runtime::migration::{Op, Result, set};
use dbmig_runtime::runner::Runner;
use dbmig_runtime::sql::statements;
use dbmig_tests::history::{Directives, database, nothing, script};
use dbmig_tests::server;
use postgres::{Client, NoTls};

const ROWS: usize = 500_000;
const ROUNDS: usize = 5;

/// Its name, and what it does to the database at a URL.
type Way = (&'static str, fn(&str));

fn main() {
    let ways: [Way; 4] =
        [("UPDATE", update), ("block", block), ("runner, nulls", nulls), ("runner, all rows", all_rows)];
    let mut times = ways.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for ((_, fill), times) in ways.iter().zip(&mut times) {
            let database = server::database();
            let url = database.url();
            connect(&url)
                .batch_execute(&format!(
                    "CREATE TABLE item (id bigint PRIMARY KEY, title text, size int); \
                     INSERT INTO item SELECT i, repeat('x', (i % 50)::int) FROM generate_series(1, {ROWS}) i"
                ))
                .expect("a table");
            connect(&url).batch_execute("VACUUM ANALYZE item").expect("it is vacuumed");
            let began = Instant::now();
            fill(&url);
            times.push(began.elapsed());
            let left = connect(&url).query_one("SELECT count(*) FROM item WHERE size IS NULL", &[]);
            assert_eq!(left.expect("a count").get::<_, i64>(0), 0);
        }
    }
    let medians = times.map(median);
    for ((name, _), time) in ways.iter().zip(medians) {
        let rate = ROWS as f64 / time.as_secs_f64();
        let factor = time.as_secs_f64() / medians[0].as_secs_f64();
        println!("{name:>18}  {:>6} ms  {rate:>9.0} rows/s  {factor:.2} x UPDATE", time.as_millis());
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).expect("the server answers")
}

fn update(url: &str) {
    connect(url).batch_execute("UPDATE item SET size = length(title) WHERE size IS NULL").expect("an update");
}

fn fill(op: &mut Op) -> Result {
    op.backfill("item", set("size", "length(title)"))
}

fn block(url: &str) {
    let mut op = Op::new();
    fill(&mut op).expect("a backfill");
    let mut client = connect(url);
    for statement in op.into_operations().iter().flat_map(|operation| statements(operation, "public")) {
        client.batch_execute(&statement.sql).expect("a block");
    }
}

fn nulls(url: &str) {
    run(url, fill);
}

fn all_rows(url: &str) {
    run(url, |op| op.backfill("item", set("size", "length(title)").all_rows()));
}

fn run(url: &str, up: Directives) {
    let database = database(vec![script("a1", &[], up, nothing)]);
    Runner::new(database, url).upgrade("head").expect("an upgrade");
}
