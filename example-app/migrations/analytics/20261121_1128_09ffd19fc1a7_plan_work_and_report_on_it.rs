//! plan work and report on it
//!
//! revision 09ffd19fc1a7, revises 48d7f40d585e, created 2026-11-21 11:28 UTC

use dbmig_runtime::migration::*;

pub const REVISION: Revision = Revision::new("09ffd19fc1a7").revises(&["48d7f40d585e"]);

pub fn upgrade(op: &mut Op) -> Result<()> {
    op.create_schema("reporting")?;
    op.create_table(
        table(("reporting", "report"))
            .column(column("id", integer()).not_null())
            .column(column("title", text()).not_null())
            .column(column("query", text()).not_null())
            .column(column("budget_seconds", numeric(6, 2)))
            .primary_key(primary_key("report_pkey").columns(["id"]))
            .unique(unique("report_title_key").columns(["title"])),
    )?;
    op.create_table(
        table(("reporting", "runs"))
            .column(column("id", bigint()).identity_always())
            .column(column("report_id", integer()).not_null())
            .column(column("started_at", timestamptz()).not_null().default("now()"))
            .column(column("seconds", double_precision()))
            .column(column("failed", boolean()).not_null().default("false"))
            .primary_key(primary_key("runs_pkey").columns(["id"]))
            .foreign_key(
                foreign_key("runs_report_id_fkey")
                    .columns(["report_id"])
                    .references(("reporting", "report"), ["id"])
                    .on_delete(Action::Cascade),
            ),
    )
}

pub fn downgrade(op: &mut Op) -> Result<()> {
    op.drop_table(("reporting", "runs"))?;
    op.drop_table(("reporting", "report"))?;
    op.drop_schema("reporting")
}
