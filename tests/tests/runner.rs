//! The runner against real servers: histories built in code, faults made on purpose.

mod runner {
    mod bad_input;
    mod cases;
    mod cli;
    mod concurrency;
    mod edited;
    mod embedding;
    mod killed;
    mod losses;
    mod records;
    mod script;
    mod sequences;
    mod split;
    mod support;
    mod transaction;
    mod user_sql;
    mod verbs;
    mod walk;
}
