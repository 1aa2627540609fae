//! End-to-end tests of dbmig.
