//! Who may see and do what.

use super::writes;

pub(super) const SECURITY: &str = r#"CREATE TABLE note (owner text NOT NULL, text text NOT NULL);
    ALTER TABLE note ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY own ON note USING (owner = current_user) WITH CHECK (owner <> '');
    COMMENT ON POLICY own ON note IS 'one''s own';
    CREATE POLICY seen ON note AS RESTRICTIVE FOR SELECT TO pg_read_all_data, pg_monitor USING (true);
    CREATE POLICY "new one" ON note FOR INSERT WITH CHECK (true);
    GRANT SELECT, INSERT (owner, text) ON note TO pg_monitor, PUBLIC;
    GRANT ALL ON note TO pg_read_all_data WITH GRANT OPTION;
    CREATE TABLE closed (id int);
    ALTER TABLE closed ENABLE ROW LEVEL SECURITY;
    REVOKE DELETE ON closed FROM postgres;
    GRANT SELECT (id) ON closed TO postgres, pg_monitor;
    CREATE VIEW notes AS SELECT 1 AS owner;
    GRANT SELECT ON notes TO PUBLIC;"#;

#[test]
fn policies_and_grants() {
    writes(
        SECURITY,
        &[
            (
                "closed",
                r#"#[table(row_security)]
                   #[grant(select(id), to("pg_monitor"))]
                   pub struct Closed {
                       pub id: Option<i32>,
                   }"#,
            ),
            (
                "note",
                r#"#[table(row_security = "forced")]
                   #[policy(name = "new one", for = "insert", with_check = "true")]
                   #[policy(
                       name = "own",
                       using = "owner = CURRENT_USER",
                       with_check = "owner <> ''::text",
                       comment = "one's own"
                   )]
                   #[policy(
                       name = "seen",
                       for = "select",
                       to("pg_monitor", "pg_read_all_data"),
                       using = "true",
                       restrictive
                   )]
                   #[grant(select, insert(owner, text), to("public", "pg_monitor"))]
                   #[grant(all, to("pg_read_all_data"), with_grant_option)]
                   pub struct Note {
                       pub owner: String,
                       pub text: String,
                   }"#,
            ),
        ],
        r#"CREATE VIEW notes (owner) AS SELECT 1 AS owner
           REVOKE DELETE ON TABLE closed FROM CURRENT_USER
           GRANT SELECT ON TABLE notes TO PUBLIC
           GRANT SELECT (id) ON TABLE closed TO CURRENT_USER"#,
    );
}

pub(super) const STATISTICS: &str = r#"CREATE TABLE place (city text, zip text, street text);
    CREATE STATISTICS named ON zip, city FROM place;
    CREATE STATISTICS place_city_zip_stat ON city, zip FROM place;
    CREATE STATISTICS odd (mcv) ON zip, lower(street) FROM place;
    ALTER STATISTICS odd SET STATISTICS 100;
    CREATE STATISTICS place_expr_stat ON (lower(street)) FROM place;
    COMMENT ON STATISTICS odd IS 'odd';"#;

#[test]
fn extended_statistics() {
    writes(
        STATISTICS,
        &[(
            "place",
            r#"#[statistics(columns(city, zip), name = "named")]
            #[statistics(
                columns(zip, "lower(street)"),
                name = "odd",
                kinds(mcv),
                target = 100,
                comment = "odd"
            )]
            #[statistics(columns(city, zip))]
            #[statistics(columns("lower(street)"))]
            pub struct Place {
                pub city: Option<String>,
                pub zip: Option<String>,
                pub street: Option<String>,
            }"#,
        )],
        "",
    );
}
