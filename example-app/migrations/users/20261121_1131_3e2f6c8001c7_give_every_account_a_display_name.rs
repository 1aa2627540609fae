//! give every account a display name
//!
//! revision 3e2f6c8001c7, revises 935e55e05d77, created 2026-11-21 11:31 UTC

use dbmig_runtime::migration::*;

pub const REVISION: Revision = Revision::new("3e2f6c8001c7").revises(&["935e55e05d77"]);

pub fn upgrade(op: &mut Op) -> Result<()> {
    op.rename_column("account", "name", "display_name")?;
    // Nobody may be nameless from here on: who gave no name is called as in the address.
    op.execute("UPDATE account SET display_name = split_part(email, '@', 1) WHERE display_name IS NULL")?;
    op.alter_column("account", alter("display_name").set_not_null())?;
    op.comment(on_column("account", "display_name"), "how colleagues see it")
}

pub fn downgrade(op: &mut Op) -> Result<()> {
    op.remove_comment(on_column("account", "display_name"))?;
    op.alter_column("account", alter("display_name").drop_not_null())?;
    op.rename_column("account", "display_name", "name")
}
