//! create accounts and organisations
//!
//! revision b9b38f96147f, created 2026-11-21 11:26 UTC

use dbmig_runtime::migration::*;

pub const REVISION: Revision = Revision::new("b9b38f96147f");

pub fn upgrade(op: &mut Op) -> Result<()> {
    op.create_enum("role", ["guest", "member", "admin", "owner"])?;
    op.comment(on_type("role"), "what a member may do")?;
    op.create_table(
        table("account")
            .column(column("id", bigint()).identity_always())
            .column(column("email", varchar(320)).not_null())
            .column(column("name", text()))
            .column(column("languages", text().array()).not_null().default("'{}'::text[]"))
            .column(column("created_at", timestamptz()).not_null().default("now()"))
            .column(column("deleted_at", timestamptz()))
            .primary_key(primary_key("account_pkey").columns(["id"]))
            .unique(unique("account_email_key").columns(["email"]))
            .check(check("account_email_has_at", "POSITION(('@'::text) IN (email)) > 1"))
            .comment("people who can sign in"),
    )?;
    op.create_table(
        table("organisation")
            .column(column("id", bigint()).identity_always())
            .column(column("slug", varchar(40)).not_null().comment("as it stands in addresses"))
            .column(column("name", text()).not_null())
            .column(column("settings", jsonb()).not_null().default("'{}'::jsonb"))
            .column(column("created_at", timestamptz()).not_null().default("now()"))
            .primary_key(primary_key("organisation_pkey").columns(["id"]))
            .unique(unique("organisation_slug_key").columns(["slug"]))
            .check(check("organisation_slug_form", "(slug)::text ~ '^[a-z][a-z0-9-]*$'::text"))
            .comment("a group of accounts that works together"),
    )?;
    op.create_table(
        table("membership")
            .column(column("org_id", bigint()).not_null())
            .column(column("account_id", bigint()).not_null())
            .column(column("role", sql_type("role")).not_null().default("'member'::role"))
            .column(column("joined_at", timestamptz()).not_null().default("now()"))
            .primary_key(primary_key("membership_pkey").columns(["org_id", "account_id"]))
            .foreign_key(
                foreign_key("membership_account_id_fkey")
                    .columns(["account_id"])
                    .references("account", ["id"])
                    .on_delete(Action::Cascade)
                    .on_update(Action::Cascade),
            )
            .foreign_key(
                foreign_key("membership_org_id_fkey")
                    .columns(["org_id"])
                    .references("organisation", ["id"])
                    .on_delete(Action::Cascade),
            ),
    )?;
    op.create_table(
        table("session")
            .column(column("id", uuid()).not_null().default("gen_random_uuid()"))
            .column(column("account_id", bigint()).not_null())
            .column(column("address", inet()))
            .column(column("expires_at", timestamptz()).not_null())
            .primary_key(primary_key("session_pkey").columns(["id"]))
            .foreign_key(
                foreign_key("session_account_id_fkey")
                    .columns(["account_id"])
                    .references("account", ["id"])
                    .on_delete(Action::Cascade),
            ),
    )?;
    op.create_index(
        index("account_created_at_idx")
            .on("account")
            .key(by_column("created_at").desc())
            .filter("deleted_at IS NULL"),
    )?;
    op.create_index(
        index("membership_account_id_role_idx").on("membership").columns(["account_id"]).include(["role"]),
    )?;
    op.create_index(index("session_account_id_idx").on("session").using("hash").columns(["account_id"]))
}

pub fn downgrade(op: &mut Op) -> Result<()> {
    op.drop_table("membership")?;
    op.drop_table("organisation")?;
    op.drop_table("session")?;
    op.drop_table("account")?;
    op.drop_enum("role")
}
