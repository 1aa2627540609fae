//! The lists of columns that a query puts out, in text as PostgreSQL prints it: keywords in capitals, everything that could
//! be taken for one in quotes.

use std::ops::Range;

use super::{Token, TokenKind, quote_identifier, tokens};

/// One `SELECT` or `RETURNING` list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SelectList {
    /// How many parentheses it stands in.
    pub(crate) depth: usize,
    /// Its items, as indexes of tokens.
    pub(crate) items: Vec<Range<usize>>,
}

/// One item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The column's name, where the item is a column: `t.a` or `a`.
    pub(crate) column: Option<usize>,
    /// `AS` and the name behind it.
    pub(crate) alias: Option<(usize, usize)>,
    /// The last token of the item without its alias.
    pub(crate) end: usize,
}

const AFTER_LIST: &[&str] = &[
    "FROM",
    "WHERE",
    "GROUP",
    "HAVING",
    "WINDOW",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "FETCH",
    "FOR",
];

/// A list that is being read, and where its next item starts.
type Open = Option<(SelectList, usize)>;

/// All lists, in the order in which they end.
pub(crate) fn select_lists(tokens: &[Token<'_>]) -> Vec<SelectList> {
    let mut lists = Vec::new();
    let mut open: Vec<Open> = vec![None];
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind != TokenKind::Space) {
        let depth = open.len() - 1;
        let Some(list) = open.last_mut() else { break };
        let ends = matches!(token.text, ")" | ";")
            || token.kind == TokenKind::Word && AFTER_LIST.contains(&token.text);
        if let Some((list, start)) = list.as_mut().filter(|_| ends || token.text == ",") {
            list.items.push(*start..at);
            *start = at + 1;
        }
        if ends {
            lists.extend(list.take().map(|(list, _)| list));
        }
        match token.text {
            "SELECT" | "RETURNING" => *list = Some((SelectList { depth, items: Vec::new() }, at + 1)),
            "(" => open.push(None),
            ")" if depth > 0 => _ = open.pop(),
            _ => {}
        }
    }
    if let Some((mut list, start)) = open.pop().flatten() {
        list.items.push(start..tokens.len());
        lists.push(list);
    }
    lists
}

/// What an item consists of.
pub(crate) fn item(tokens: &[Token<'_>], range: Range<usize>) -> Option<Item> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let solid = |at: &usize| tokens.get(*at).is_some_and(|token| token.kind != TokenKind::Space);
    let mut at: Vec<usize> = range.filter(solid).collect();
    if at.first().is_some_and(|first| matches!(text(*first), "DISTINCT" | "ALL")) {
        at.remove(0);
        if at.first().is_some_and(|first| text(*first) == "ON") {
            let close = at.iter().position(|at| text(*at) == ")")?;
            at.drain(..=close);
        }
    }
    let alias = match *at.as_slice() {
        [.., word, name] if text(word) == "AS" => {
            at.truncate(at.len() - 2);
            Some((word, name))
        }
        _ => None,
    };
    let name =
        |at: usize| tokens.get(at).is_some_and(|token| token.identifier().is_some() && !is_keyword(token));
    let column = match *at.as_slice() {
        [column] if name(column) => Some(column),
        [table, dot, column] if name(table) && text(dot) == "." && name(column) => Some(column),
        _ => None,
    };
    Some(Item { column, alias, end: *at.last()? })
}

/// `query` with these names for the columns that it puts out, as a view's columns are called.
pub(crate) fn with_output_names(query: &str, names: &[&str]) -> String {
    let tokens = tokens(query);
    let mut parts: Vec<String> = tokens.iter().map(|token| token.text.to_owned()).collect();
    for list in select_lists(&tokens).into_iter().filter(|list| list.depth == 0) {
        for (range, name) in list.items.into_iter().zip(names) {
            let Some(item) = item(&tokens, range) else { continue };
            if let Some((_, alias)) = item.alias {
                parts.get_mut(item.end + 1..=alias).into_iter().flatten().for_each(String::clear);
            }
            let own = item.column.and_then(|column| tokens.get(column)?.identifier());
            let implied = own.map_or(*name == "?column?", |own| own == *name);
            if let Some(part) = parts.get_mut(item.end).filter(|_| !implied) {
                *part += &format!(" AS {}", quote_identifier(name));
            }
        }
    }
    parts.concat()
}

/// True for words that PostgreSQL prints in capitals: names in capitals stand in quotes.
pub(crate) fn is_keyword(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Word && token.text.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, names: &[&str], expected: &str) {
        assert_eq!(with_output_names(query, names), expected);
    }

    #[test]
    fn columns_get_their_names() {
        check(" SELECT t.a,\n    t.b\n   FROM t", &["a", "c"], " SELECT t.a,\n    t.b AS c\n   FROM t");
        check(
            " SELECT t.b AS c,\n    (t.a + 1) AS x\n   FROM t",
            &["b", "y"],
            " SELECT t.b,\n    (t.a + 1) AS y\n   FROM t",
        );
        check("SELECT DISTINCT ON (t.a) t.a FROM t", &["A"], "SELECT DISTINCT ON (t.a) t.a AS \"A\" FROM t");
        check(
            "SELECT f(( SELECT u.a FROM u), 2) AS x, a FROM t UNION SELECT 1 AS x, 2 AS a",
            &["y", "b"],
            "SELECT f(( SELECT u.a FROM u), 2) AS y, a AS b FROM t UNION SELECT 1 AS y, 2 AS b",
        );
    }
}
