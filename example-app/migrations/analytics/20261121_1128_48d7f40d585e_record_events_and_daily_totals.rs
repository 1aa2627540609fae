//! record events and daily totals
//!
//! revision 48d7f40d585e, created 2026-11-21 11:28 UTC

use dbmig_runtime::migration::*;

pub const REVISION: Revision = Revision::new("48d7f40d585e");

pub fn upgrade(op: &mut Op) -> Result<()> {
    op.create_enum("event_kind", ["signed-up", "task-created", "task-done"])?;
    op.create_table(
        table("daily_total")
            .column(column("day", date()).not_null())
            .column(column("kind", sql_type("event_kind")).not_null())
            .column(column("total", bigint()).not_null())
            .primary_key(primary_key("daily_total_by_day").columns(["day", "kind"]))
            .check(check("daily_total_counted", "total >= 0")),
    )?;
    op.create_table(
        table("event")
            .column(column("id", bigint()).identity_always())
            .column(column("kind", sql_type("event_kind")).not_null())
            .column(column("account_id", bigint()).not_null().comment("account.id in the database users"))
            .column(column("payload", jsonb()).not_null().default("'{}'::jsonb"))
            .column(column("happened_at", timestamptz()).not_null().default("now()"))
            .primary_key(primary_key("event_pkey").columns(["id"]))
            .comment("one row for everything that happened"),
    )?;
    op.create_index(
        index("event_happened_at_kind_idx")
            .on("event")
            .key(by_column("happened_at").desc())
            .include(["kind"]),
    )?;
    op.create_index(index("event_payload_idx").on("event").using("gin").columns(["payload"]))
}

pub fn downgrade(op: &mut Op) -> Result<()> {
    op.drop_table("daily_total")?;
    op.drop_table("event")?;
    op.drop_enum("event_kind")
}
