//! What a script sets first, so that its statements mean the same on every connection.

use dbmig_runtime::catalog::{Token, TokenKind, quote_identifier, tokens};

/// The settings that `statements` need.
///
/// `pg_dump` begins with the same, but for the search path: what PostgreSQL prints of an expression is relative to the
/// default schema.
pub(super) fn header<'a>(default_schema: &str, statements: impl Iterator<Item = &'a str>) -> String {
    let (mut routines, mut relations) = (false, false);
    for statement in statements {
        let made = Made::of(statement);
        routines |= made == Made::Routine;
        relations |= made == Made::Relation;
    }
    // A psql without a terminal would take the script for text in the database's encoding.
    let mut header = "SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n".to_owned();
    header.push_str(&format!("SET search_path = {}, pg_temp;\n", quote_identifier(default_schema)));
    if routines {
        // A body may name what a later statement creates.
        header.push_str("SET check_function_bodies = off;\n");
    }
    if relations {
        // A statement says so where a table is not in the database's own tablespace, or no heap.
        header.push_str("SET default_tablespace = '';\nSET default_table_access_method = heap;\n");
    }
    header
}

/// True for what creates a routine.
pub(crate) fn creates_routine(statement: &str) -> bool {
    Made::of(statement) == Made::Routine
}

/// What a statement creates that settings have to do with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    Routine,
    Relation,
    Other,
}

impl Made {
    fn of(statement: &str) -> Self {
        let words: Vec<String> = tokens(statement)
            .iter()
            .filter(|token| token.kind != TokenKind::Space)
            .take(5)
            .filter_map(Token::identifier)
            .map(|word| word.into_owned())
            .collect();
        let mut words = words.iter().map(String::as_str);
        match words.next() {
            Some("create") => {
                let adjectives = ["or", "replace", "unlogged", "unique", "materialized"];
                match words.find(|word| !adjectives.contains(word)) {
                    Some("function" | "procedure") => Self::Routine,
                    Some("table" | "view" | "index") => Self::Relation,
                    _ => Self::Other,
                }
            }
            // A key brings its index.
            Some("alter") if words.next() == Some("table") => Self::Relation,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_needed_is_set() {
        #[track_caller]
        fn check(statement: &str, setting: &str, expected: bool) {
            let header = header("My schema", std::iter::once(statement));
            assert!(header.contains("SET search_path = \"My schema\", pg_temp;\n"));
            assert_eq!(header.contains(setting), expected, "{header}");
        }
        let (bodies, tablespace) = ("check_function_bodies", "default_tablespace");
        check("CREATE OR REPLACE FUNCTION f() RETURNS int AS $$$$", bodies, true);
        check("CREATE PROCEDURE f()", bodies, true);
        check("CREATE VIEW v AS SELECT 1", bodies, false);
        check("CREATE UNIQUE INDEX i ON t (a)", tablespace, true);
        check("CREATE UNLOGGED TABLE t ()", tablespace, true);
        check("CREATE MATERIALIZED VIEW v AS SELECT 1", tablespace, true);
        check("CREATE TYPE t AS ENUM ()", tablespace, false);
    }
}
