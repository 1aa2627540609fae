//! plan work and report on it
//!
//! revision 935e55e05d77, revises b9b38f96147f, created 2026-11-21 11:28 UTC

use dbmig_runtime::migration::*;

pub const REVISION: Revision = Revision::new("935e55e05d77").revises(&["b9b38f96147f"]);

pub fn upgrade(op: &mut Op) -> Result<()> {
    op.create_enum("task_status", ["open", "in_progress", "blocked", "done"])?;
    op.create_table(
        table("api_token")
            .column(column("id", uuid()).not_null().default("gen_random_uuid()"))
            .column(column("account_id", bigint()).not_null())
            .column(column("label", text()).not_null())
            .column(column("digest", bytea()).not_null().comment("SHA-256 of the secret"))
            .column(column("last_used_on", date()))
            .primary_key(primary_key("api_token_pkey").columns(["id"]))
            .unique(unique("api_token_account_id_label_key").columns(["account_id", "label"]))
            .foreign_key(
                foreign_key("api_token_account_id_fkey")
                    .columns(["account_id"])
                    .references("account", ["id"])
                    .on_delete(Action::Cascade),
            ),
    )?;
    op.create_table(
        table("project")
            .column(column("id", bigint()).identity_always())
            .column(column("org_id", bigint()).not_null())
            .column(column("name", varchar(120)).not_null())
            .column(column("budget", any_numeric()))
            .primary_key(primary_key("project_pkey").columns(["id"]))
            .unique(unique("project_name_once").columns(["org_id", "name"]))
            .foreign_key(
                foreign_key("project_org_id_fkey")
                    .columns(["org_id"])
                    .references("organisation", ["id"])
                    .on_delete(Action::Cascade),
            ),
    )?;
    op.create_table(
        table("task")
            .column(column("id", bigint()).identity_always())
            .column(column("project_id", bigint()).not_null())
            .column(column("assignee_id", bigint()))
            .column(column("title", text()).not_null())
            .column(column("status", sql_type("task_status")).not_null().default("'open'::task_status"))
            .column(column("priority", smallint()).not_null().default("3"))
            .column(column("labels", text().array()).not_null().default("'{}'::text[]"))
            .column(column("due_on", date()))
            .column(column("title_length", integer()).generated_stored("char_length(title)"))
            .primary_key(primary_key("task_pkey").columns(["id"]))
            .foreign_key(
                foreign_key("task_assignee_id_fkey")
                    .columns(["assignee_id"])
                    .references("account", ["id"])
                    .on_delete(Action::SetNull),
            )
            .foreign_key(
                foreign_key("task_project_id_fkey")
                    .columns(["project_id"])
                    .references("project", ["id"])
                    .on_delete(Action::Cascade),
            )
            .check(check("task_priority_check", "(priority >= 1) AND (priority <= 5)"))
            .comment("something to do"),
    )?;
    op.create_table(
        table("task_comment")
            .column(column("id", bigint()).identity_by_default())
            .column(column("task_id", bigint()).not_null())
            .column(column("author_id", bigint()).not_null())
            .column(column("body", text()).not_null().collate("C"))
            .column(column("written_at", timestamptz()).not_null().default("now()"))
            .primary_key(primary_key("task_comment_pkey").columns(["id"]))
            .foreign_key(
                foreign_key("task_comment_author_id_fkey")
                    .columns(["author_id"])
                    .references("account", ["id"])
                    .on_delete(Action::Restrict),
            )
            .foreign_key(
                foreign_key("task_comment_task_id_fkey")
                    .columns(["task_id"])
                    .references("task", ["id"])
                    .on_delete(Action::Cascade),
            ),
    )?;
    op.create_index(index("task_labels_idx").on("task").using("gin").columns(["labels"]))?;
    op.create_index(
        index("task_open")
            .on("task")
            .key(by_column("project_id"))
            .key(by_column("due_on").nulls_first())
            .filter("status <> 'done'::task_status"),
    )?;
    op.create_index(
        index("task_comment_task_id_written_at_idx")
            .on("task_comment")
            .key(by_column("task_id"))
            .key(by_column("written_at").desc()),
    )
}

pub fn downgrade(op: &mut Op) -> Result<()> {
    op.drop_table("api_token")?;
    op.drop_table("task_comment")?;
    op.drop_table("task")?;
    op.drop_table("project")?;
    op.drop_enum("task_status")
}
