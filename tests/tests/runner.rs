//! The runner against real servers: histories built in code, faults made on purpose.

mod runner {
    mod bad_input;
    mod cli;
    mod concurrency;
    mod edited;
    mod embedding;
    mod killed;
    mod losses;
    mod records;
    mod split;
    mod support;
    mod user_sql;
    mod walk;
}
