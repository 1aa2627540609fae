//! H98: another version of an extension may behave in another way.

use super::{Context, Finding, finding};
use crate::op::{Alteration, ExtensionAction, Operation};

pub(super) fn rule(operation: &Operation, _: &Context<'_>) -> Vec<Finding> {
    let Operation::Alter(alter) = operation else { return Vec::new() };
    let Alteration::Extension(ExtensionAction::Update(version)) = &alter.alteration else {
        return Vec::new();
    };
    let name = &alter.object;
    finding(
        "H98",
        format!("updating extension {name} to {version} may change what its functions and types do"),
        "read its release notes, and make sure that every server has the library of that version",
    )
}

#[cfg(test)]
mod tests {
    use crate::catalog::Object;
    use crate::hazard::tests::check;
    use crate::op::{Alter, Alteration, ExtensionAction, Operation};

    #[test]
    fn another_version() {
        let (object, action) =
            (Object::Extension("hstore".to_owned()), ExtensionAction::Update("1.8".to_owned()));
        let alter = Alter { object, alteration: Alteration::Extension(action) };
        check(|op| op.push(Operation::Alter(Box::new(alter))), &["H98"]);
    }
}
