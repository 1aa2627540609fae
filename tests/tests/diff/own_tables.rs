//! dbmig's own tables are no difference; a user's tables of the same names are.

use dbmig_runtime::runner::Runner;
use dbmig_tests::history;

use super::{diff, loaded};

#[test]
fn what_dbmig_made_for_itself_is_left_out() {
    let (plain, migrated) = (loaded("CREATE TABLE one (id bigint)"), loaded(""));
    for version_table in ["dbmig_version", "shop_version"] {
        let mut database = history::database(history::three()[..1].to_vec());
        database.version_table = version_table;
        if version_table == "shop_version" {
            database.scripts[0].upgrade = history::nothing;
        }
        Runner::new(database, migrated.url()).upgrade("head").unwrap();
    }
    let rights =
        "GRANT SELECT ON dbmig_version, shop_version TO PUBLIC; COMMENT ON TABLE dbmig_ledger IS 'x'";
    migrated.connect().batch_execute(rights).unwrap();
    assert_eq!(diff(&plain, &migrated, &["--exit-code"]).exits(0).stdout(), "");
    assert_eq!(diff(&migrated, &plain, &["--exit-code"]).exits(0).stdout(), "");
}

#[test]
fn what_is_only_called_so_is_compared() {
    let (empty, full) = (
        loaded(""),
        loaded("CREATE TABLE dbmig_version (revision text); CREATE TABLE dbmig_history (a int)"),
    );
    let script = diff(&empty, &full, &[]).exits(0).stdout();
    assert!(script.contains("public.dbmig_version") && script.contains("public.dbmig_history"), "{script}");
}
