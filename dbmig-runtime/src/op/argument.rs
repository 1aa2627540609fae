//! What whoever runs a revision tells it: `-x key=value`.

use std::collections::BTreeMap;

use super::{Error, Op, Result};

impl Op {
    /// A recorder that knows `arguments`.
    pub fn with_arguments(arguments: BTreeMap<String, String>) -> Self {
        let mut op = Self::new();
        op.arguments = arguments;
        op
    }

    /// What was given as `-x key=value`; `None` if nothing was.
    ///
    /// A revision that records other operations for another value means that databases differ: good for a name of a
    /// role or a tablespace, not for the shape of a table.
    pub fn argument(&self, key: &str) -> Option<String> {
        self.arguments.get(key).cloned()
    }

    /// What was given as `-x key=value`.
    ///
    /// # Errors
    /// If nothing was: then nothing is run.
    pub fn required_argument(&self, key: &str) -> Result<String> {
        self.argument(key).ok_or_else(|| Error::MissingArgument {
            key: key.to_owned(),
            given: self.arguments.keys().cloned().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_that_is_required() {
        let op = Op::with_arguments(BTreeMap::from([("owner".to_owned(), "ann".to_owned())]));
        assert_eq!((op.argument("owner").as_deref(), op.argument("role")), (Some("ann"), None));
        assert_eq!(op.required_argument("owner").unwrap(), "ann");
        let missing = op.required_argument("role").unwrap_err();
        assert_eq!(
            missing.to_string(),
            "it needs the argument `role`, which is not given (given are: owner)"
        );
        let missing = Op::new().required_argument("role").unwrap_err();
        assert_eq!(missing.to_string(), "it needs the argument `role`, which is not given");
    }
}
