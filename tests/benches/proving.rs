//! `testing::prove` on 100 and 1,000 small revisions, with rows and without: `cargo bench --package dbmig-tests --bench proving`.
//! Times are printed, nothing is asserted but that the proofs come out.

use dbmig_runtime::migration::{Op, Result};
use dbmig_runtime::runner::Script;
use dbmig_runtime::testing::{Report, ScratchServer, prove};
use dbmig_tests::history::{Directives, database, script};
use dbmig_tests::server::database as server;

fn report(scripts: Vec<Script>) -> Report {
    let server = server();
    let proof = prove(database(scripts)).on_server(ScratchServer::named(server.url()));
    proof.run().unwrap_or_else(|error| panic!("{error:?}"))
}

fn up<const N: usize>(op: &mut Op) -> Result {
    let (table, column) = (N / 10, N % 10);
    op.execute(match column {
        0 => format!("CREATE TABLE t{table} (id bigint PRIMARY KEY, name text NOT NULL)"),
        5 => format!("CREATE INDEX i{N} ON t{table} (name)"),
        _ => format!("ALTER TABLE t{table} ADD c{column} integer"),
    })
}

fn down<const N: usize>(op: &mut Op) -> Result {
    let (table, column) = (N / 10, N % 10);
    op.execute(match column {
        0 => format!("DROP TABLE t{table}"),
        5 => format!("DROP INDEX i{N}"),
        _ => format!("ALTER TABLE t{table} DROP c{column}"),
    })
}

macro_rules! numbers {
    ($list:ident) => { numbers!(@ $list; 0 1 2 3 4 5 6 7 8 9) };
    (@ $list:ident; $($a:literal)*) => { $( numbers!(@@ $list $a; 0 1 2 3 4 5 6 7 8 9); )* };
    (@@ $list:ident $a:literal; $($b:literal)*) => { $( numbers!(@@@ $list $a $b; 0 1 2 3 4 5 6 7 8 9); )* };
    (@@@ $list:ident $a:literal $b:literal; $($c:literal)*) => {
        $( $list.push((up::<{ 100 * $a + 10 * $b + $c }>, down::<{ 100 * $a + 10 * $b + $c }>)); )*
    };
}

fn main() {
    let mut all: Vec<(Directives, Directives)> = Vec::new();
    numbers!(all);
    for count in [100, 1000] {
        let ids: Vec<&'static str> =
            (0..count).map(|n| &*Box::leak(format!("r{n:04}").into_boxed_str())).collect();
        let scripts = (0..count).map(|n| {
            let parents: &'static [&'static str] =
                if n == 0 { &[] } else { Box::leak(Box::new([ids[n - 1]])) };
            script(ids[n], parents, all[n].0, all[n].1)
        });
        let report = report(scripts.collect());
        assert!(report.is_fine(), "{report}");
        let steps = report.cases.iter().filter(|case| case.name != "history").map(|case| case.duration);
        println!(
            "{count} revisions: {:?}, of which single ones {:?}",
            report.duration,
            steps.sum::<std::time::Duration>()
        );
    }
}
