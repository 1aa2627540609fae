//! `PARTITION BY`, as PostgreSQL prints it.

use dbmig_runtime::catalog::{Token, TokenKind, tokens};

/// The strategy in lower case and the key columns of `RANGE (a, b)`; `None` where a key is more than a column.
pub(super) fn keys(by: &str) -> Option<(String, Vec<String>)> {
    let (strategy, keys) = by.split_once('(')?;
    let keys = keys.strip_suffix(')')?;
    let mut names = Vec::new();
    for key in keys.split(',') {
        let mut tokens = tokens(key).into_iter().filter(|token| token.kind != TokenKind::Space);
        let (Some(name), None) = (tokens.next(), tokens.next()) else { return None };
        names.push(Token::identifier(&name)?.into_owned());
    }
    Some((strategy.trim().to_lowercase(), names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_keys() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(keys("RANGE (a, \"B\")"), Some(("range".to_owned(), names(&["a", "B"]))));
        assert_eq!(keys("LIST (lower(a))"), None);
        assert_eq!(keys("HASH (a text_ops)"), None);
    }
}
