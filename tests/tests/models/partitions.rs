//! Partitioned tables, with partitions declared at them.

use dbmig_runtime::Table;

use super::same;

#[derive(Table)]
#[db("users")]
#[partition_by(range(created_at, "(payload ->> 'a')" text_pattern_ops))]
#[partition(name = "event_2025", values = "FROM ('2025-01-01', MINVALUE) TO ('2026-01-01', MINVALUE)")]
#[partition(name = "event_2026", values = "FROM ('2026-01-01', MINVALUE) TO ('2027-01-01', MINVALUE)", comment = "this year",
    schema = "now", partition_by(list(kind collate "C")))]
#[partition(name = "event_2026_a", of = "event_2026", values = "IN ('a')", unlogged, with(fillfactor = 80))]
#[partition(name = "event_2026_other", of = "event_2026", default)]
#[partition(name = "event_other", default, tablespace = "pg_default")]
#[index(columns(kind))]
#[check(name = "known", expr = "kind <> ''")]
struct Event {
    #[column(default = "now()", comment = "when")]
    created_at: std::time::SystemTime,
    kind: String,
    #[column(type = "jsonb", statistics = 20)]
    payload: String,
}

#[test]
fn ranges_and_lists() {
    same(
        &[Event::manifest()],
        "CREATE SCHEMA now;
         CREATE TABLE event (created_at timestamptz NOT NULL DEFAULT now(), kind text NOT NULL, payload jsonb NOT NULL,
           CONSTRAINT known CHECK (kind <> '')) PARTITION BY RANGE (created_at, (payload ->> 'a') text_pattern_ops);
         COMMENT ON COLUMN event.created_at IS 'when';
         ALTER TABLE event ALTER payload SET STATISTICS 20;
         CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01', MINVALUE) TO ('2026-01-01', MINVALUE);
         CREATE TABLE now.event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01', MINVALUE) TO ('2027-01-01', MINVALUE)
           PARTITION BY LIST (kind COLLATE \"C\");
         COMMENT ON TABLE now.event_2026 IS 'this year';
         CREATE UNLOGGED TABLE event_2026_a PARTITION OF now.event_2026 FOR VALUES IN ('a') WITH (fillfactor = 80);
         CREATE TABLE event_2026_other PARTITION OF now.event_2026 DEFAULT;
         CREATE TABLE event_other PARTITION OF event DEFAULT;
         CREATE INDEX ON event (kind);",
    );
}

#[derive(Table)]
#[db("users")]
#[partition_by(hash(id))]
#[partition(name = "user_0", values = "WITH (MODULUS 2, REMAINDER 0)")]
#[partition(name = "user_1", values = "WITH (MODULUS 2, REMAINDER 1)")]
struct User {
    #[column(primary_key)]
    id: i64,
    #[column(references(Self::id))]
    boss: Option<i64>,
}

#[test]
fn hashes_with_keys() {
    same(
        &[User::manifest()],
        "CREATE TABLE \"user\" (id bigint PRIMARY KEY, boss bigint REFERENCES \"user\" (id)) PARTITION BY HASH (id);
         CREATE TABLE user_0 PARTITION OF \"user\" FOR VALUES WITH (MODULUS 2, REMAINDER 0);
         CREATE TABLE user_1 PARTITION OF \"user\" FOR VALUES WITH (MODULUS 2, REMAINDER 1);",
    );
}
