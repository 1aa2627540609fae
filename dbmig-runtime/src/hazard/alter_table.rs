//! H50, H95: a table that logical replication must know otherwise, or that is written again as a whole.

use super::{Context, Finding, finding};
use crate::op::{Operation, TableAction, TableOperation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Table(TableOperation::Alter { name, action }) = operation else { return Vec::new() };
    if !context.existed(name) {
        return Vec::new();
    }
    let what = match action {
        TableAction::SetLogged => "making it logged",
        TableAction::SetUnlogged => "making it unlogged",
        TableAction::SetAccessMethod(_) => "another access method",
        TableAction::SetTablespace(_) => "another tablespace",
        TableAction::ReplicaIdentity(_) => {
            return finding(
                "H50",
                format!("another replica identity of {name} changes what its subscribers receive"),
                "make sure that every subscriber can apply updates and deletes by the new identity",
            );
        }
        _ => return Vec::new(),
    };
    finding(
        "H95",
        format!("{what} writes the whole table {name} again under a lock"),
        "on a large table, do it in a maintenance window",
    )
}

#[cfg(test)]
mod tests {
    use crate::catalog::ReplicaIdentity;
    use crate::hazard::tests::check;
    use crate::op::TableAction;

    #[test]
    fn a_table_is_written_again() {
        check(|op| op.alter_table("t", TableAction::SetLogged), &["H95"]);
        check(|op| op.alter_table("t", TableAction::SetTablespace("fast".to_owned())), &["H95"]);
        check(|op| op.alter_table("t", TableAction::ReplicaIdentity(ReplicaIdentity::Full)), &["H50"]);
        check(|op| op.alter_table("t", TableAction::WithoutCluster), &[]);
    }
}
