//! The runner against real servers: histories built in code, faults made on purpose.

mod runner {
    mod autovacuum;
    mod bad_input;
    mod batches;
    mod blockers;
    mod bulk_insert;
    mod cases;
    mod cli;
    mod concurrency;
    mod edited;
    mod embedding;
    mod functions;
    mod killed;
    mod last_pass;
    mod leftovers;
    mod losses;
    mod progress;
    mod records;
    mod repairs;
    mod retries;
    mod script;
    mod sequences;
    mod split;
    mod support;
    mod throttle;
    mod transaction;
    mod user_sql;
    mod verbs;
    mod walk;
}
