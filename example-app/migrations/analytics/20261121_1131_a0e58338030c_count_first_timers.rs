//! count first timers
//!
//! revision a0e58338030c, revises 09ffd19fc1a7, created 2026-11-21 11:31 UTC

use dbmig_runtime::migration::*;

pub const REVISION: Revision = Revision::new("a0e58338030c").revises(&["09ffd19fc1a7"]);

pub fn upgrade(op: &mut Op) -> Result<()> {
    // Serves the query below; a table of events is too busy to be locked while its index is built.
    op.create_index(
        index("event_account_id_kind_idx").on("event").columns(["account_id", "kind"]).concurrently(),
    )?;
    op.add_column("daily_total", column("first_timers", bigint()).not_null().default("0"))?;
    op.comment(on_column("daily_total", "first_timers"), "accounts that were new to this kind of event")?;
    op.execute(
        "UPDATE daily_total SET first_timers = first.accounts
         FROM (
             SELECT day, kind, count(*) AS accounts
             FROM (
                 SELECT account_id, kind, min(happened_at)::date AS day FROM event GROUP BY account_id, kind
             ) AS earliest
             GROUP BY day, kind
         ) AS first
         WHERE first.day = daily_total.day AND first.kind = daily_total.kind",
    )
}

pub fn downgrade(op: &mut Op) -> Result<()> {
    op.drop_column("daily_total", "first_timers")?;
    op.drop_index(drop_index("event_account_id_kind_idx").concurrently())
}
