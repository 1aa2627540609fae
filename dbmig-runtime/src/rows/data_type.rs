//! The spelling of a type, taken apart.

/// A type as `format_type` prints it: `timestamp(3) with time zone` is `timestamp with time zone` of `3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    /// The name without modifiers.
    pub name: String,
    /// The modifiers that are numbers.
    pub modifiers: Vec<i64>,
}

impl Spelling {
    /// Takes `sql`, no array, apart.
    pub(super) fn of(sql: &str) -> Self {
        let plain = || Self { name: sql.to_owned(), modifiers: Vec::new() };
        if sql.contains('"') && !sql.ends_with(')') {
            return plain();
        }
        let Some((before, rest)) = sql.rsplit_once('(') else { return plain() };
        let Some((inside, after)) = rest.split_once(')') else { return plain() };
        let modifiers = inside.split(',').filter_map(|part| part.trim().parse().ok()).collect();
        Self { name: format!("{}{after}", before.trim_end()), modifiers }
    }

    /// The first modifier.
    pub(super) fn length(&self) -> Option<usize> {
        self.modifiers.first().and_then(|length| usize::try_from(*length).ok())
    }

    /// The name without a schema, for types of extensions.
    pub(super) fn short_name(&self) -> &str {
        let name = self.name.rsplit_once('.').map_or(self.name.as_str(), |(_, name)| name);
        name.trim_matches('"')
    }
}

/// The element's type, if `sql` is an array.
pub(super) fn element(sql: &str) -> Option<&str> {
    sql.ends_with("[]").then(|| sql.trim_end_matches("[]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_are_taken_out() {
        for (sql, name, modifiers) in [
            ("integer", "integer", &[][..]),
            ("character varying(320)", "character varying", &[320]),
            ("numeric(10,2)", "numeric", &[10, 2]),
            ("timestamp(3) with time zone", "timestamp with time zone", &[3]),
            ("interval day to second(3)", "interval day to second", &[3]),
            ("geometry(Point,4326)", "geometry", &[4326]),
            ("\"char\"", "\"char\"", &[]),
            ("s.\"a (b\"", "s.\"a (b\"", &[]),
        ] {
            let spelling = Spelling::of(sql);
            assert_eq!((spelling.name.as_str(), spelling.modifiers.as_slice()), (name, modifiers), "{sql}");
        }
    }
}
