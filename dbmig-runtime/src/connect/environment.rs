//! The environment of this process, as text.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

/// Variables, and the names of those whose values are no text: to pass over these would be to take another source for them.
#[derive(Default)]
pub(crate) struct Environment {
    pub(crate) variables: BTreeMap<String, String>,
    pub(crate) unreadable: BTreeSet<String>,
}

impl Environment {
    pub(crate) fn of_this_process() -> Self {
        Self::of(std::env::vars_os())
    }

    fn of(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut found = Self::default();
        for (name, value) in variables {
            // Whoever looks for a variable has a name that is text.
            let Ok(name) = name.into_string() else { continue };
            match value.into_string() {
                Ok(value) => drop(found.variables.insert(name, value)),
                Err(_) => drop(found.unreadable.insert(name)),
            }
        }
        found
    }

    /// The variables whose names `wanted` takes.
    pub(crate) fn only(mut self, wanted: impl Fn(&str) -> bool) -> Self {
        self.variables.retain(|name, _| wanted(name));
        self.unreadable.retain(|name| wanted(name));
        self
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    #[test]
    fn what_is_no_text_keeps_its_name() {
        let variable = |name: &[u8], value: &[u8]| {
            (OsString::from_vec(name.to_vec()), OsString::from_vec(value.to_vec()))
        };
        let found = Environment::of([
            variable(b"PGUSER", b"ann"),
            variable(b"PGPASSWORD", b"s3\xffcret"),
            variable(b"\xff", b"x"),
            variable(b"HOME", b"\xff"),
        ]);
        let found = found.only(|name| name.starts_with("PG"));
        assert_eq!(found.variables, BTreeMap::from([("PGUSER".to_owned(), "ann".to_owned())]));
        assert_eq!(found.unreadable, BTreeSet::from(["PGPASSWORD".to_owned()]));
    }
}
