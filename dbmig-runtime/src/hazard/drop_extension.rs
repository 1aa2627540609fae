//! H26: a dropped extension takes the tables that it made along.

use super::{Context, Finding, destructive};
use crate::catalog::Object;
use crate::op::Operation;

pub(super) fn rule(operation: &Operation, _: &Context<'_>) -> Vec<Finding> {
    match operation {
        Operation::Drop(Object::Extension(name)) => destructive(
            "H26",
            format!("dropping extension {name} deletes the rows of the tables that it made"),
            "make sure that nothing needs them; an extension that is created again starts without",
        ),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Object;
    use crate::hazard::tests::check;

    #[test]
    fn dropping_an_extension_loses_its_tables() {
        check(|op| op.drop(Object::Extension("postgis".to_owned())), &["H26"]);
    }
}
