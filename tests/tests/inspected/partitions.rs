//! Partitioned tables.

use super::writes;

pub(super) const PARTITIONS: &str = r#"CREATE SCHEMA old;
    CREATE TABLE event (id bigint NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), kind text NOT NULL, payload jsonb,
      UNIQUE (id, created_at, kind), CHECK (kind <> '')) PARTITION BY RANGE (created_at);
    CREATE INDEX ON event (kind);
    CREATE INDEX event_by_kind ON event (lower(kind));
    CREATE TABLE old.event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01+00') TO ('2026-01-01+00') WITH (fillfactor = 80);
    CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01+00') TO ('2027-01-01+00')
      PARTITION BY LIST (kind);
    CREATE TABLE event_2026_a PARTITION OF event_2026 FOR VALUES IN ('a');
    CREATE TABLE event_2026_other PARTITION OF event_2026 DEFAULT;
    COMMENT ON TABLE event_2026_other IS 'the rest';
    CREATE TABLE event_other PARTITION OF event DEFAULT;
    CREATE TABLE act (at int, kind text) PARTITION BY RANGE (at, lower(kind) COLLATE "C" text_pattern_ops, (at + 1));
    CREATE TABLE act_1 PARTITION OF act FOR VALUES FROM (1, 'a', MINVALUE) TO (2, 'b', MAXVALUE) PARTITION BY LIST (kind COLLATE "C" text_pattern_ops);
    CREATE INDEX own ON event_other (payload);
    ALTER TABLE event_other ALTER kind SET DEFAULT 'other', ADD CHECK (id > 0);
    GRANT SELECT ON event_other TO PUBLIC;"#;

#[test]
fn partitions_stand_at_their_table() {
    writes(
        PARTITIONS,
        &[
            (
                "act",
                r#"#[partition_by(range(at, "lower(kind)" collate "C" text_pattern_ops, "at + 1"))]
                #[partition(
                    name = "act_1",
                    values = "FROM (1, 'a', MINVALUE) TO (2, 'b', MAXVALUE)",
                    partition_by(list(kind collate "C" text_pattern_ops))
                )]
                pub struct Act {
                    pub at: Option<i32>,
                    pub kind: Option<String>,
                }"#,
            ),
            (
                "event",
                r#"#[partition_by(range(created_at))]
                #[partition(
                    name = "event_2026",
                    values = "FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00')",
                    partition_by(list(kind))
                )]
                #[partition(name = "event_2026_a", of = "event_2026", values = "IN ('a')")]
                #[partition(
                    name = "event_2026_other",
                    of = "event_2026",
                    default,
                    comment = "the rest"
                )]
                #[partition(name = "event_other", default)]
                #[partition(
                    name = "event_2025",
                    schema = "old",
                    values = "FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00')",
                    with(fillfactor = 80)
                )]
                #[unique(columns(id, created_at, kind))]
                #[index(columns("lower(kind)"), name = "event_by_kind")]
                #[index(columns(kind))]
                pub struct Event {
                    pub id: i64,
                    #[column(default = "now()")]
                    pub created_at: chrono::DateTime<chrono::Utc>,
                    #[column(check = "kind <> ''::text")]
                    pub kind: String,
                    pub payload: Option<serde_json::Value>,
                }"#,
            ),
        ],
        "ALTER TABLE event_other ALTER COLUMN kind SET DEFAULT 'other'::text
         ALTER TABLE event_other ADD CONSTRAINT event_other_id_check CHECK (id > 0)
         CREATE INDEX own ON event_other USING btree (payload)
         GRANT SELECT ON TABLE event_other TO PUBLIC",
    );
}

pub(super) const ATTACHED: &str = r#"CREATE TABLE event (id bigint PRIMARY KEY) PARTITION BY HASH (id);
    CREATE TABLE event_0 (id bigint CONSTRAINT event_0_key PRIMARY KEY);
    ALTER TABLE event ATTACH PARTITION event_0 FOR VALUES WITH (MODULUS 2, REMAINDER 0);"#;

#[test]
fn what_was_attached_under_a_name_of_its_own_is_sql() {
    writes(
        ATTACHED,
        &[(
            "event",
            r#"#[partition_by(hash(id))]
                   pub struct Event {
                       #[column(primary_key)]
                       pub id: i64,
                   }"#,
        )],
        r#"CREATE TABLE event_0 ( id bigint NOT NULL, CONSTRAINT event_0_key PRIMARY KEY (id))
           ALTER TABLE event ATTACH PARTITION event_0 FOR VALUES WITH (modulus 2, remainder 0)"#,
    );
}
