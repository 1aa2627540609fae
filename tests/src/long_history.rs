//! A history that has something of everything: what a run is interrupted in, at each of its messages.

use dbmig_runtime::migration::{
    Op, Result, alter, bigint, by_expression, check, column, drop_index, enum_value, foreign_key, index,
    integer, primary_key, set, table, text, unique, varchar,
};
use dbmig_runtime::runner::Script;

use crate::history::script;

/// The whole history. Both ways of it hold statements that can't be in a transaction.
pub fn long() -> Vec<Script> {
    let mut scripts = together();
    scripts.extend([
        script("l04", &["l03"], indexes, no_indexes),
        script("l05", &["l04"], partitions, no_partitions),
        script("l06", &["l05"], labels, no_labels),
        script("l07", &["l06"], filled, not_filled),
        script("l08", &["l07"], called, not_called),
        script("l09", &["l08"], vacuumed, vacuumed),
        script("l10", &["l09"], last, not_last),
        script("l11", &["l10"], concurrent, not_concurrent),
    ]);
    scripts
}

/// The part of it that can be one transaction.
pub fn together() -> Vec<Script> {
    vec![
        script("l01", &[], tables, no_tables),
        script("l02", &["l01"], columns, no_columns),
        script("l03", &["l02"], validated, nothing_validated),
    ]
}

fn tables(op: &mut Op) -> Result {
    op.create_enum("mood", ["sad", "ok"])?;
    op.create_table(
        table("org")
            .column(column("id", bigint()).not_null())
            .column(column("name", text()).not_null())
            .primary_key(primary_key("org_pkey").columns(["id"]))
            .comment("who it's for"),
    )?;
    op.create_table(
        table("person")
            .column(column("id", bigint()).not_null())
            .column(column("org", bigint()).not_null())
            .column(column("email", varchar(100)).not_null())
            .column(column("title", text()))
            .primary_key(primary_key("person_pkey").columns(["id"]))
            .unique(unique("person_email_key").columns(["email"])),
    )?;
    op.execute(
        "INSERT INTO org SELECT n, 'org ' || n FROM generate_series(1, 5) n; \
         INSERT INTO person SELECT n, n % 5 + 1, 'p' || n || '@example.org', 'T' || n FROM generate_series(1, 40) n",
    )?;
    op.execute(
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; \
         CREATE TRIGGER touch BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION touch(); \
         CREATE VIEW titled AS SELECT id, title FROM person WHERE title IS NOT NULL",
    )
}

fn no_tables(op: &mut Op) -> Result {
    op.execute("DROP VIEW titled; DROP TABLE person; DROP FUNCTION touch()")?;
    op.execute("DROP TABLE org; DROP TYPE mood")
}

fn columns(op: &mut Op) -> Result {
    op.add_column("person", column("size", integer()).not_null().default("1"))?;
    op.rename_column("person", "org", "org_id")?;
    op.alter_column("person", alter("email").set_type(varchar(320)).from(varchar(100)))?;
    op.create_index(index("person_org_id").on("person").columns(["org_id"]))?;
    op.add_constraint("person", check("size_is_positive", "size > 0").not_valid())?;
    op.add_constraint(
        "person",
        foreign_key("person_org_id_fkey").columns(["org_id"]).references("org", ["id"]).not_valid(),
    )?;
    op.execute("UPDATE person SET size = length(email)")
}

fn no_columns(op: &mut Op) -> Result {
    op.drop_constraint("person", "person_org_id_fkey")?;
    op.drop_constraint("person", "size_is_positive")?;
    op.drop_index("person_org_id")?;
    op.execute("ALTER TABLE person ALTER email TYPE varchar(100)")?;
    op.rename_column("person", "org_id", "org")?;
    op.execute("ALTER TABLE person DROP COLUMN size")
}

fn validated(op: &mut Op) -> Result {
    op.validate_constraint("person", "size_is_positive")?;
    op.validate_constraint("person", "person_org_id_fkey")
}

fn nothing_validated(op: &mut Op) -> Result {
    op.execute(
        "ALTER TABLE person DROP CONSTRAINT person_org_id_fkey, DROP CONSTRAINT size_is_positive; \
         ALTER TABLE person ADD CONSTRAINT size_is_positive CHECK (size > 0) NOT VALID, \
         ADD CONSTRAINT person_org_id_fkey FOREIGN KEY (org_id) REFERENCES org (id) NOT VALID",
    )
}

fn indexes(op: &mut Op) -> Result {
    op.create_index(index("person_title").on("person").columns(["title"]).concurrently())?;
    op.execute("INSERT INTO person VALUES (41, 1, 'p41@example.org', 'T41', 3)")?;
    let lower = by_expression("lower(email)");
    op.create_index(index("person_lower_email").on("person").key(lower).unique().concurrently())?;
    op.drop_index(drop_index("person_org_id").concurrently())?;
    op.execute("INSERT INTO person VALUES (42, 1, 'p42@example.org', 'T42', 3)")
}

fn no_indexes(op: &mut Op) -> Result {
    op.execute("DELETE FROM person WHERE id = 42")?;
    op.create_index(index("person_org_id").on("person").columns(["org_id"]).concurrently())?;
    op.drop_index(drop_index("person_lower_email").concurrently())?;
    op.execute("DELETE FROM person WHERE id = 41")?;
    op.drop_index(drop_index("person_title").concurrently())
}

fn partitions(op: &mut Op) -> Result {
    op.execute(
        "CREATE TABLE event (id bigint NOT NULL, day int NOT NULL) PARTITION BY RANGE (day); \
         CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (0) TO (10); \
         CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM (10) TO (20); \
         INSERT INTO event SELECT n, n % 20 FROM generate_series(1, 60) n",
    )?;
    op.create_index(index("event_id").on("event").columns(["id"]).only())?;
    op.create_index(index("event_1_id").on("event_1").columns(["id"]).concurrently())?;
    op.attach_index("event_id", "event_1_id")?;
    op.create_index(index("event_2_id").on("event_2").columns(["id"]).concurrently())?;
    op.attach_index("event_id", "event_2_id")
}

fn no_partitions(op: &mut Op) -> Result {
    op.drop_index("event_id")?;
    op.detach_partition("event", "event_2")?;
    op.execute("DROP TABLE event, event_2")
}

fn labels(op: &mut Op) -> Result {
    op.add_enum_value("mood", "happy")?;
    op.add_enum_value("mood", enum_value("meh").before("ok"))?;
    op.execute("ALTER TABLE person ADD mood mood; UPDATE person SET mood = 'happy' WHERE id < 10")
}

fn no_labels(op: &mut Op) -> Result {
    op.execute("ALTER TABLE person DROP COLUMN mood")?;
    op.execute("DROP TYPE mood; CREATE TYPE mood AS ENUM ('sad', 'ok')")
}

fn filled(op: &mut Op) -> Result {
    op.add_column("person", column("name", text()))?;
    op.backfill("person", set("name", "title || '!'"))?;
    op.alter_column("person", alter("name").set_not_null())
}

fn not_filled(op: &mut Op) -> Result {
    op.execute("ALTER TABLE person DROP COLUMN name")
}

fn called(op: &mut Op) -> Result {
    op.execute(
        "CREATE TABLE note (id int); \
         CREATE PROCEDURE note() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO note VALUES (1); COMMIT; END $$; \
         CREATE PROCEDURE forget() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM note; COMMIT; END $$",
    )?;
    op.execute_outside_transaction("CALL note()")
}

fn not_called(op: &mut Op) -> Result {
    op.execute_outside_transaction("CALL forget()")?;
    op.execute("DROP PROCEDURE forget(); DROP PROCEDURE note(); DROP TABLE note")
}

fn vacuumed(op: &mut Op) -> Result {
    op.execute_outside_transaction("VACUUM (ANALYZE) person")
}

fn last(op: &mut Op) -> Result {
    op.rename_table("org", "organisation")?;
    op.execute(
        "COMMENT ON VIEW titled IS 'it''s \"last\"'; CREATE SEQUENCE ticket; SELECT setval('ticket', 70)",
    )
}

fn not_last(op: &mut Op) -> Result {
    op.execute("DROP SEQUENCE ticket; COMMENT ON VIEW titled IS NULL")?;
    op.rename_table("organisation", "org")
}

/// Free SQL that is known by its words, so that nobody is asked what became of it.
fn concurrent(op: &mut Op) -> Result {
    op.execute_outside_transaction("REINDEX INDEX CONCURRENTLY person_title")?;
    op.execute_outside_transaction("ALTER TABLE event DETACH PARTITION event_2 CONCURRENTLY")
}

fn not_concurrent(op: &mut Op) -> Result {
    op.attach_partition("event", "event_2", "FOR VALUES FROM (10) TO (20)")?;
    op.execute_outside_transaction("REINDEX TABLE CONCURRENTLY person")
}
