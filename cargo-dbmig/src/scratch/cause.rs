//! Which of many refused statements are at fault.

use std::collections::BTreeSet;

use dbmig_runtime::catalog::{TokenKind, tokens};
use dbmig_runtime::runner::Refused;

/// Those of the refused statements that don't fail just because another one of them did; all, if that leaves none.
pub(super) fn causes(refused: &[Refused]) -> Vec<&Refused> {
    let created: BTreeSet<String> = refused.iter().flat_map(|refused| names_at_start(&refused.sql)).collect();
    let follows = |refused: &Refused| {
        let missing = refused.is_undefined().then(|| missing(&refused.server.message)).flatten();
        missing.is_some_and(|name| created.contains(&name))
    };
    let causes: Vec<&Refused> = refused.iter().filter(|refused| !follows(refused)).collect();
    if causes.is_empty() { refused.iter().collect() } else { causes }
}

/// What a statement creates is among the first names in it: `CREATE OR REPLACE VIEW a.b (…`.
fn names_at_start(sql: &str) -> Vec<String> {
    let tokens = tokens(sql).into_iter().filter(|token| token.kind != TokenKind::Space);
    let start =
        tokens.take_while(|token| token.text != "(" && !token.text.eq_ignore_ascii_case("as")).take(8);
    let names: Vec<String> = start.filter_map(|token| token.identifier().map(Into::into)).collect();
    if names.first().is_some_and(|word| word == "create") { names } else { Vec::new() }
}

/// The name of what is not there: `relation "a.b" does not exist`, `function c(integer) does not exist`.
fn missing(message: &str) -> Option<String> {
    let path = match message.split_once('"') {
        Some((_, rest)) => rest.split_once('"')?.0,
        None => message.split_once('(')?.0.rsplit(' ').next()?,
    };
    path.rsplit('.').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use dbmig_runtime::runner::ServerError;

    use super::*;

    #[track_caller]
    fn check(refused: &[(&str, &str, &str)], expected: &[usize]) {
        let refused: Vec<Refused> = refused
            .iter()
            .enumerate()
            .map(|(part, (sql, sqlstate, message))| {
                let server = ServerError {
                    sqlstate: (*sqlstate).to_owned(),
                    message: (*message).to_owned(),
                    detail: None,
                    hint: None,
                    position: None,
                    context: None,
                };
                Refused { part, sql: (*sql).to_owned(), at: 0, server }
            })
            .collect();
        let found: Vec<usize> = causes(&refused).iter().map(|cause| cause.part).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_follows_from_another_mistake_is_left_out() {
        check(
            &[
                ("CREATE VIEW v AS SELECT * FROM \"T\"", "42P01", "relation \"T\" does not exist"),
                (
                    "create table public.\"T\" (a int check (f(a)))",
                    "42883",
                    "function f(integer) does not exist",
                ),
                ("CREATE OR REPLACE FUNCTION s.f(a int) RETURNS bool AS 'selec'", "42601", "syntax error"),
                ("GRANT SELECT ON x TO y", "42704", "role \"y\" does not exist"),
            ],
            &[2, 3],
        );
    }

    #[test]
    fn in_a_circle_all_are_told() {
        check(
            &[
                ("CREATE VIEW a AS SELECT * FROM b", "42P01", "relation \"b\" does not exist"),
                ("CREATE VIEW b AS SELECT * FROM a", "42P01", "relation \"a\" does not exist"),
            ],
            &[0, 1],
        );
    }
}
