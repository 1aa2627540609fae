//! The `cargo dbmig` subcommand.

fn main() {}
