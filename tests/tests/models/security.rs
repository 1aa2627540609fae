//! Row security and privileges.

use dbmig_runtime::Table;

use super::same;

#[derive(Table)]
#[db("users")]
#[table(row_security = "forced")]
#[policy(name = "own", using = "owner = current_user", with_check = "owner <> ''", comment = "one's own")]
#[policy(name = "seen", for = "SELECT", to(pg_read_all_data, "pg_monitor"), using = "true", restrictive)]
#[policy(name = "new", for = "insert", to("public"), with_check = "true")]
#[policy(name = "gone", for = "delete", using = "false")]
#[policy(name = "changed", for = "update", using = "true")]
#[grant(select, insert(owner, text), to("pg_monitor", "public"))]
#[grant(update, delete, truncate, references(owner), trigger, to(pg_read_all_data), with_grant_option)]
struct Note {
    owner: String,
    text: String,
}

#[derive(Table)]
#[db("users")]
#[table(row_security)]
struct Closed {
    id: i32,
}

#[test]
fn policies_and_grants() {
    same(
        &[Note::manifest(), Closed::manifest()],
        "CREATE TABLE note (owner text NOT NULL, text text NOT NULL);
         ALTER TABLE note ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
         CREATE POLICY own ON note USING (owner = current_user) WITH CHECK (owner <> '');
         COMMENT ON POLICY own ON note IS 'one''s own';
         CREATE POLICY seen ON note AS RESTRICTIVE FOR SELECT TO pg_read_all_data, pg_monitor USING (true);
         CREATE POLICY new ON note FOR INSERT WITH CHECK (true);
         CREATE POLICY gone ON note FOR DELETE USING (false);
         CREATE POLICY changed ON note FOR UPDATE USING (true);
         GRANT SELECT, INSERT (owner, text) ON note TO pg_monitor, PUBLIC;
         GRANT UPDATE, DELETE, TRUNCATE, REFERENCES (owner), TRIGGER ON note TO pg_read_all_data WITH GRANT OPTION;
         CREATE TABLE closed (id int NOT NULL);
         ALTER TABLE closed ENABLE ROW LEVEL SECURITY;",
    );
}
