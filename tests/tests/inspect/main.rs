//! `cargo dbmig inspect`: models of a database that is there, which are that database again.

mod baseline;
mod places;

use dbmig_tests::project::Project;
use dbmig_tests::server::{TestDatabase, database};

/// What a grown database has: old names, names that are no Rust, properties of all kinds, and what structs can't say.
const OLD: &str = r#"
CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'money';
CREATE TYPE plan AS ENUM ('free', 'pro-2', 'Über');
CREATE TYPE billing.kind AS ENUM ('', 'x');
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW."createdAt" := now(); RETURN NEW; END $$;
CREATE TABLE org (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000 CACHE 5) PRIMARY KEY,
    name varchar(80) NOT NULL CHECK (name <> ''), plan plan NOT NULL DEFAULT 'free', plans plan[], "type" text, parent bigint REFERENCES org ON DELETE SET NULL,
    UNIQUE (name, plan) INCLUDE (parent)
);
COMMENT ON TABLE org IS 'it''s who pays';
COMMENT ON COLUMN org."type" IS 'two
lines';
CREATE TABLE "Team Member" (
    id serial PRIMARY KEY, org_id bigint NOT NULL CONSTRAINT belongs REFERENCES org ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    email email NOT NULL UNIQUE, "createdAt" timestamp(3), "created at" date, tags text[] NOT NULL DEFAULT '{}', self json, "1st" inet,
    price numeric(10,2) DEFAULT 0.00, doc bytea, total numeric GENERATED ALWAYS AS (price * 2) STORED, matrix int[][],
    EXCLUDE USING gist (int4range(id, id + 1) WITH &&), CHECK (price >= 0) NO INHERIT
) WITH (fillfactor = 70, autovacuum_enabled = false);
ALTER TABLE "Team Member" ALTER COLUMN tags SET STORAGE EXTERNAL, ALTER COLUMN tags SET STATISTICS 500, ENABLE ROW LEVEL SECURITY, REPLICA IDENTITY FULL;
CREATE INDEX ON "Team Member" (org_id, "createdAt" DESC NULLS LAST) WHERE org_id > 1;
CREATE UNIQUE INDEX member_lower ON "Team Member" (lower(email) COLLATE "C" text_pattern_ops, org_id) INCLUDE (price) WITH (fillfactor = 50);
CREATE TRIGGER touch BEFORE UPDATE ON "Team Member" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON "Team Member" USING (org_id = current_setting('app.org')::bigint);
CREATE TABLE std (a bigint, b text, c date, PRIMARY KEY (a, b));
CREATE TABLE billing.std (a bigint, b text, k billing.kind, short int REFERENCES org (id), FOREIGN KEY (a, b) REFERENCES public.std MATCH FULL);
CREATE TABLE billing.invoice (id int, issued date NOT NULL, PRIMARY KEY (id, issued)) PARTITION BY RANGE (issued);
CREATE TABLE billing.invoice_2026 PARTITION OF billing.invoice FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE sub (extra int) INHERITS (std);
CREATE VIEW active AS SELECT o.id, count(*) AS n FROM org o JOIN "Team Member" m ON m.org_id = o.id GROUP BY o.id;
CREATE MATERIALIZED VIEW billing.totals AS SELECT id FROM active;
CREATE UNIQUE INDEX ON billing.totals (id);
GRANT SELECT, UPDATE (name) ON org TO PUBLIC;
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
"#;

fn loaded(sql: &str) -> TestDatabase {
    let database = database();
    database.connect().batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    database
}

#[test]
fn models_are_the_database_again() {
    let live = loaded(OLD);
    let project = Project::library("inspect-old", "//! Models.\n\npub mod models;\n")
        .env("OLD_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init", "--db", "old"]).exits(0);
    project
        .dbmig(&["inspect"])
        .exits(0)
        .says("wrote src/models/team_member.rs")
        .says("wrote src/models/schema.sql")
        .says("alembic_version of Alembic")
        .says("columns of numeric are written as String: with the crate rust_decimal, and the feature with-rust_decimal-1")
        .says("--from live --to models --exclude table:alembic_version");
    // Whoever formats it breaks lines.
    let member = project.read("src/models/team_member.rs");
    let member = member.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [
        "pub struct TeamMember {",
        "name = \"Team Member\"",
        "pub created_at: ",
        "name = \"createdAt\"",
        "references(Org::id), foreign_key = \"belongs\", on_update = \"cascade\", initially_deferred",
    ] {
        assert!(member.contains(text), "{text} is not in\n{member}");
    }
    assert!(project.read("src/models/types.rs").contains("#[sql_type(label = \"Über\")]"));
    project
        .dbmig(&[
            "diff",
            "--from",
            "live",
            "--to",
            "models",
            "--exclude",
            "table:alembic_version",
            "--exit-code",
        ])
        .exits(0);
    project.dbmig(&["inspect"]).exits(1).says("nothing is overwritten").says("--out");
    project.dbmig(&["inspect", "--out", "../elsewhere"]).exits(2).says("--out");
    project.dbmig(&["revision", "-m", "what there was"]).exits(0).says("proven on scratch");
}
