//! SQL types as the compiler compares them, where a foreign key joins two columns.

/// An SQL type without its modifiers.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// The name as PostgreSQL prints it; empty where the declaration has an error already.
    pub name: &'static str,
    /// How many `[]` follow.
    pub arrays: u8,
}

impl Sql {
    /// Of a declaration that has an error already: it fits everywhere, so that no second error comes of it.
    pub const BROKEN: Self = Self::new("");

    /// The type `name`.
    pub const fn new(name: &'static str) -> Self {
        // PostgreSQL compares the two as one.
        let name = if same_text(name, "character varying") { "text" } else { name };
        Self { name, arrays: 0 }
    }

    /// An array of the type.
    #[must_use]
    pub const fn array(self) -> Self {
        Self { name: self.name, arrays: self.arrays + 1 }
    }

    /// True if a foreign key may join columns of the two types.
    pub const fn agrees(self, other: Self) -> bool {
        let known = !self.name.is_empty() && !other.name.is_empty();
        !known || (self.arrays == other.arrays && same_text(self.name, other.name))
    }

    /// True if an identity column may have the type.
    pub const fn counts(self) -> bool {
        let integer = matches!(self.name.as_bytes(), b"" | b"smallint" | b"integer" | b"bigint");
        integer && self.arrays == 0
    }
}

/// `==` for const evaluation.
pub(super) const fn same_text(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    loop {
        match (one, other) {
            ([], []) => return true,
            ([a, rest @ ..], [b, others @ ..]) if *a == *b => (one, other) = (rest, others),
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_agree_by_name_and_dimension() {
        let (text, bigint) = (Sql::new("text"), Sql::new("bigint"));
        assert!(text.agrees(Sql::new("text")) && text.agrees(Sql::BROKEN) && Sql::BROKEN.agrees(text));
        assert!(
            !text.agrees(bigint) && !bigint.agrees(bigint.array()) && bigint.array().agrees(bigint.array())
        );
        assert!(!text.agrees(Sql::new("tex")));
        assert!(bigint.counts() && !bigint.array().counts() && !text.counts());
    }
}
