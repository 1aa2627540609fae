//! Rows that keep a unique index from being built.

use postgres::{Client, SimpleQueryMessage};

use super::recognized::BuildsIndex;
use crate::catalog::{Token, TokenKind, tokens};

/// Some of the values that several rows have, with how many. Nothing where that takes too long to find out.
pub(super) fn sample(client: &mut Client, builds: &BuildsIndex<'_>) -> Vec<String> {
    let Some(sql) = query(builds) else { return Vec::new() };
    let limited = format!("BEGIN; SET LOCAL statement_timeout = '5s'; {sql}; ROLLBACK");
    match client.simple_query(&limited) {
        Ok(messages) => messages.iter().filter_map(line).collect(),
        Err(_) => {
            let _ = client.batch_execute("ROLLBACK");
            Vec::new()
        }
    }
}

fn line(message: &SimpleQueryMessage) -> Option<String> {
    let SimpleQueryMessage::Row(row) = message else { return None };
    Some(format!("{} = {}: {} rows", row.get(0)?, row.get(1)?, row.get(2)?))
}

fn query(builds: &BuildsIndex<'_>) -> Option<String> {
    let Definition { keys, predicate, nulls_are_equal } = Definition::read(builds.rest)?;
    let names = crate::catalog::quote_literal(&keys.join(", "));
    let texts: Vec<String> = keys.iter().map(|key| format!("({key})::text")).collect();
    let mut conditions: Vec<String> = predicate.iter().map(|predicate| format!("({predicate})")).collect();
    if !nulls_are_equal {
        conditions.extend(keys.iter().map(|key| format!("({key}) IS NOT NULL")));
    }
    let filter = if conditions.is_empty() { "true".to_owned() } else { conditions.join(" AND ") };
    let groups: Vec<String> = keys.iter().map(|key| format!("({key})")).collect();
    Some(format!(
        "SELECT {names}, pg_catalog.concat_ws(', ', {}), count(*) FROM {} WHERE {filter} GROUP BY {} \
         HAVING count(*) > 1 ORDER BY 3 DESC, 2 LIMIT 5",
        texts.join(", "),
        builds.table.quoted(),
        groups.join(", ")
    ))
}

/// What stands behind the table's name in `CREATE INDEX`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Definition {
    keys: Vec<String>,
    predicate: Option<String>,
    nulls_are_equal: bool,
}

impl Definition {
    fn read(rest: &str) -> Option<Self> {
        let mut found = Self::default();
        let (mut depth, mut at, mut is_past_keys) = (0_u32, 0, false);
        let mut key: Vec<Token<'_>> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        for token in tokens(rest) {
            at += token.text.len();
            match token.text {
                "(" => depth += 1,
                ")" => depth = depth.checked_sub(1)?,
                _ => {}
            }
            let ends_keys = depth == 0 && token.text == ")" && !is_past_keys;
            if !is_past_keys && (ends_keys || depth == 1 && token.text == ",") {
                found.keys.push(expression(&key)?);
                key.clear();
            } else if !is_past_keys && (depth > 1 || depth == 1 && token.text != "(") {
                key.push(token);
            }
            is_past_keys |= ends_keys;
            if is_past_keys && depth == 0 && token.kind == TokenKind::Word {
                words.push(token.text.to_ascii_uppercase());
                if token.text.eq_ignore_ascii_case("where") {
                    found.predicate = Some(rest.get(at..)?.trim_end_matches([';', ' ', '\n']).to_owned());
                    break;
                }
            }
        }
        found.nulls_are_equal = words.windows(3).any(|words| words == ["NULLS", "NOT", "DISTINCT"]);
        (!found.keys.is_empty()).then_some(found)
    }
}

/// The expression of a key: a column, a call, or something in parentheses; what follows is its order and the like.
fn expression(key: &[Token<'_>]) -> Option<String> {
    let mut depth = 0_u32;
    let mut text = String::new();
    let key: Vec<&Token<'_>> = key.iter().skip_while(|token| token.kind == TokenKind::Space).collect();
    for (place, token) in key.iter().enumerate() {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        text.push_str(token.text);
        let next = key.iter().skip(place + 1).find(|token| token.kind != TokenKind::Space);
        let goes_on = token.text == "." || next.is_some_and(|next| matches!(next.text, "(" | "."));
        if depth == 0 && token.kind != TokenKind::Space && !goes_on {
            break;
        }
    }
    (!text.is_empty()).then(|| text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rest: &str, keys: &[&str], predicate: Option<&str>, nulls_are_equal: bool) {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        let predicate = predicate.map(str::to_owned);
        assert_eq!(Definition::read(rest), Some(Definition { keys, predicate, nulls_are_equal }), "{rest}");
    }

    #[test]
    fn definitions() {
        check(" (code)", &["code"], None, false);
        check(" USING btree (a DESC, \"B b\" COLLATE \"C\")", &["a", "\"B b\""], None, false);
        check(
            "(lower(email) text_pattern_ops, (a + b)) INCLUDE (c)",
            &["lower(email)", "(a + b)"],
            None,
            false,
        );
        check(" (a) NULLS NOT DISTINCT WITH (fillfactor = 70) WHERE b > 1;", &["a"], Some(" b > 1"), true);
        check("(s.f(a, b) DESC)", &["s.f(a, b)"], None, false);
        assert_eq!(Definition::read(" "), None);
    }
}
