//! Rights that are missing: all of them are told at once, and the statements that give them suffice.

use dbmig_runtime::migration::*;
use dbmig_runtime::runner::{Database, Error, Runner};
use dbmig_tests::history::{self, script};

struct Role {
    database: dbmig_tests::server::TestDatabase,
    name: String,
    url: String,
}

impl Role {
    /// A role that may do nothing in a new database.
    fn poor() -> Self {
        let database = dbmig_tests::server::database();
        let name = format!("{}_poor", database.name());
        let separator = if database.url().contains('?') { '&' } else { '?' };
        let url = format!("{}{separator}user={name}", database.url());
        let role = Self { database, name, url };
        role.execute(&format!("CREATE ROLE {} LOGIN; REVOKE ALL ON SCHEMA public FROM PUBLIC", role.name));
        role
    }

    fn execute(&self, sql: &str) {
        self.database.connect().batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }

    /// What the run lacks, and what gives it, with `ROLE` and `DB` for the names.
    fn lacks(&self, database: Database) -> (Vec<String>, Vec<String>) {
        let failure = Runner::new(database, &self.url).upgrade("head").unwrap_err();
        let Error::Rights { missing, .. } = &failure.error else { panic!("{failure}") };
        let plain = |text: &str| text.replace(&self.name, "ROLE").replace(self.database.name(), "DB");
        let mut grants: Vec<String> = missing.iter().map(|right| right.grant.clone()).collect();
        grants.dedup();
        (missing.iter().map(|right| plain(&right.right)).collect(), grants)
    }
}

impl Drop for Role {
    fn drop(&mut self) {
        let _ =
            self.database.connect().batch_execute(&format!("DROP OWNED BY {0}; DROP ROLE {0}", self.name));
    }
}

#[test]
fn all_missing_rights_are_told_at_once() {
    let role = Role::poor();
    role.execute("CREATE TABLE person (id bigint PRIMARY KEY); CREATE SCHEMA dbmig");
    let scripts = || {
        vec![script(
            "a1",
            &[],
            |op| {
                let key = foreign_key("fk").columns(["person_id"]).references("person", ["id"]);
                op.create_table(table("note").column(column("person_id", bigint())).foreign_key(key))?;
                op.add_column("person", column("name", text()))
            },
            |_| Ok(()),
        )]
    };
    let database = || Database { version_schema: Some("dbmig"), ..history::database(scripts()) };
    let (rights, grants) = role.lacks(database());
    assert_eq!(
        rights,
        [
            "CREATE, USAGE on schema dbmig",
            "CREATE, USAGE on schema public",
            "REFERENCES on table public.person",
            "ownership of table public.person",
        ]
    );
    for grant in grants {
        role.execute(&grant);
    }
    Runner::new(database(), &role.url).upgrade("head").unwrap();
}

#[test]
fn rights_on_rows() {
    let role = Role::poor();
    role.execute(&format!(
        "CREATE TABLE a (id int PRIMARY KEY, n int, m int); CREATE TABLE b (LIKE a INCLUDING ALL); CREATE TABLE c (LIKE a INCLUDING ALL); \
         GRANT ALL ON SCHEMA public TO {0}; GRANT SELECT, UPDATE (n) ON c TO {0}",
        role.name
    ));
    let scripts = || {
        let mut scripts = vec![script(
            "a1",
            &[],
            |op| {
                op.backfill("a", delete_where("n < 0"))?;
                op.for_each_batch("b", read_columns(["id"]), |_, _| Ok(()))?;
                op.bulk_insert("b", ["id"], [(1,)])?;
                // The right on one column is enough.
                op.backfill("c", set("n", "1"))
            },
            |_| Ok(()),
        )];
        scripts[0].revision = scripts[0].revision.allow_destructive();
        scripts
    };
    let database = || Database { transaction: TransactionMode::None, ..history::database(scripts()) };
    let (rights, grants) = role.lacks(database());
    assert_eq!(rights, ["DELETE, SELECT on table public.a", "INSERT, SELECT, UPDATE on table public.b"]);
    for grant in grants {
        role.execute(&grant);
    }
    Runner::new(database(), &role.url).upgrade("head").unwrap();
}

#[test]
fn rights_on_dbmigs_own_tables_and_schemas() {
    let role = Role::poor();
    let database = || history::database(vec![script("a1", &[], |op| op.execute("SELECT 1"), |_| Ok(()))]);
    Runner::new(database(), role.database.url()).ensure_version().unwrap();
    role.execute(&format!("GRANT USAGE ON SCHEMA public TO {}", role.name));
    let (rights, grants) = role.lacks(database());
    assert_eq!(
        rights,
        [
            "INSERT, SELECT on table public.dbmig_history",
            "DELETE, INSERT, SELECT, UPDATE on table public.dbmig_ledger",
            "DELETE, INSERT, SELECT on table public.dbmig_version",
        ]
    );
    for grant in grants {
        role.execute(&grant);
    }
    Runner::new(database(), &role.url).upgrade("head").unwrap();

    let elsewhere = || Database { schema: "app", ..database() };
    let (rights, grants) = role.lacks(elsewhere());
    assert_eq!(rights, ["CREATE on database DB"]);
    for grant in grants {
        role.execute(&grant);
    }
    Runner::new(elsewhere(), &role.url).upgrade("head").unwrap();
}

/// No superuser is needed, and neither are rights of the role's own where it acts as another.
#[test]
fn a_role_that_acts_as_the_owner() {
    let role = Role::poor();
    let owner = format!("{}_owner", role.name);
    role.execute(&format!(
        // In this order: from 16 on a grant keeps what the role was when it was given.
        "CREATE ROLE {owner}; ALTER ROLE {0} NOINHERIT; GRANT {owner} TO {0}; CREATE TABLE person (id bigint); \
         ALTER TABLE person OWNER TO {owner}; GRANT ALL ON SCHEMA public TO {owner}",
        role.name
    ));
    let database = || {
        let upgrade: history::Directives = |op| op.add_column("person", column("name", text()));
        history::database(vec![script("a1", &[], upgrade, |_| Ok(()))])
    };
    let (rights, _) = role.lacks(database());
    assert!(rights.contains(&"ownership of table public.person".to_owned()), "{rights:?}");
    let url = format!("{}&options=-c%20role%3D{owner}", role.url);
    Runner::new(database(), url).upgrade("head").unwrap();
    role.execute(&format!("DROP OWNED BY {owner}; DROP ROLE {owner}"));
}

#[test]
fn what_suffices_is_enough() {
    let role = Role::poor();
    // The owner of a schema may drop what others have made in it, and nobody needs to change a history.
    role.execute(&format!(
        "CREATE SCHEMA app AUTHORIZATION {0}; CREATE TABLE app.note (id bigint); CREATE INDEX note_id ON app.note (id); \
         CREATE TABLE app.other (id bigint); CREATE INDEX other_id ON app.other (id)",
        role.name
    ));
    let database = |scripts| Database { schema: "app", ..history::database(scripts) };
    Runner::new(database(vec![]), role.database.url()).ensure_version().unwrap();
    role.execute(&format!(
        "GRANT SELECT, INSERT, DELETE ON app.dbmig_version TO {0}; GRANT SELECT, INSERT ON app.dbmig_history TO {0}; \
         GRANT USAGE ON SEQUENCE app.dbmig_history_id_seq TO {0}; GRANT SELECT, INSERT, UPDATE, DELETE ON app.dbmig_ledger TO {0}",
        role.name
    ));
    let drop: fn(&mut Op) -> Result = |op| {
        op.drop_index("other_id")?;
        op.drop_table("note")
    };
    let scripts = vec![script("a1", &[], drop, |_| Ok(()))];
    let options = dbmig_runtime::runner::Options { allow_destructive: true, ..Default::default() };
    let mut runner = Runner::new(database(scripts), &role.url).options(options);
    runner.upgrade("head").unwrap_or_else(|failure| panic!("{failure}"));
    runner.downgrade("base").unwrap_or_else(|failure| panic!("{failure}"));
}
