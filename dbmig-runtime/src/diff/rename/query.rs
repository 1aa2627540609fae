//! Text that names tables and columns of several tables, as PostgreSQL prints it: queries of views, commands of rules,
//! conditions of triggers and policies.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{
    ObjectName, Token, TokenKind, is_keyword, item, quote_identifier, select_lists, tokens,
};

/// What is renamed of the tables that a text stands on.
#[derive(Default)]
pub(super) struct Query<'a> {
    /// Tables, old name to new name.
    pub(super) tables: BTreeMap<&'a ObjectName, &'a ObjectName>,
    /// Columns, by the table's old name and the column's.
    pub(super) columns: BTreeMap<(&'a ObjectName, &'a str), &'a str>,
    /// The table whose rows are `new` and `old`, and whose columns may stand alone.
    pub(super) own: Option<&'a ObjectName>,
}

impl Query<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.columns.is_empty()
    }

    /// The text after the renames. A column that is put out keeps the name that it is put out under.
    pub(super) fn foresee(&self, sql: &str) -> String {
        let tokens = tokens(sql);
        let text = Text { tokens: &tokens, solid: solid(&tokens) };
        let qualifiers = self.qualifiers(&text);
        let mut parts: Vec<String> = tokens.iter().map(|token| token.text.to_owned()).collect();
        let mut renamed: BTreeMap<usize, &str> = BTreeMap::new();
        for (place, at) in text.solid.iter().enumerate() {
            if let Some(new) = self.column(&text, place, &qualifiers) {
                renamed.insert(*at, new);
                set(&mut parts, *at, quote_identifier(new).into_owned());
            } else if let Some(table) = self.table(&text, place) {
                let [schema, dot, name] = table;
                for (at, new) in [schema, dot, name].into_iter().flatten() {
                    set(&mut parts, at, new);
                }
            }
        }
        for list in select_lists(&tokens) {
            for range in list.items {
                let Some(item) = item(&tokens, range) else { continue };
                let Some((column, new)) = item.column.and_then(|at| Some((at, *renamed.get(&at)?))) else {
                    continue;
                };
                match item.alias {
                    Some((_, alias)) if text.name(alias).as_deref() == Some(new) => {
                        parts.get_mut(item.end + 1..=alias).into_iter().flatten().for_each(String::clear);
                    }
                    Some(_) => {}
                    None => {
                        let old = text.name(column).unwrap_or_default();
                        set(
                            &mut parts,
                            column,
                            format!("{} AS {}", quote_identifier(new), quote_identifier(&old)),
                        );
                    }
                }
            }
        }
        parts.concat()
    }

    /// What each table with renamed columns is called where its columns are named: its own name, or aliases.
    fn qualifiers(&self, text: &Text<'_, '_>) -> BTreeSet<(&ObjectName, String)> {
        let mut qualifiers = BTreeSet::new();
        for (table, _) in self.columns.keys() {
            qualifiers.insert((*table, table.name.clone()));
            if self.own == Some(*table) {
                qualifiers.extend(["new", "old"].map(|row| (*table, row.to_owned())));
            }
            for place in 0..text.solid.len() {
                let here =
                    text.ident(place).is_some_and(|name| name == table.name) && !text.is(place + 1, ".");
                let alias = text.ident(place + 1).filter(|_| here);
                qualifiers.extend(alias.map(|alias| (*table, alias)));
            }
        }
        qualifiers
    }

    fn column(
        &self,
        text: &Text<'_, '_>,
        place: usize,
        qualifiers: &BTreeSet<(&ObjectName, String)>,
    ) -> Option<&str> {
        let name = text.ident(place)?;
        if text.is(place + 1, ".") || text.is(place + 1, "(") {
            return None;
        }
        let qualifier = match place.checked_sub(1) {
            Some(before) if text.is(before, ".") => Some(text.ident(before.checked_sub(1)?)?),
            Some(before) if text.is(before, "AS") || text.is(before, "::") => return None,
            _ => None,
        };
        let named = self.columns.iter().filter(|((_, old), _)| *old == name);
        let mut fitting = named.filter(|((table, _), _)| match &qualifier {
            Some(qualifier) => qualifiers.contains(&(*table, qualifier.clone())),
            None => !self.is_table(text, place),
        });
        fitting.next().map(|(_, new)| *new)
    }

    /// True if a name that stands alone is where tables are named, and a renamed one is called so.
    fn is_table(&self, text: &Text<'_, '_>, place: usize) -> bool {
        let names = ["FROM", "JOIN", "INTO", "UPDATE", "ONLY", "TO"];
        place.checked_sub(1).is_some_and(|before| names.iter().any(|name| text.is(before, name)))
    }

    /// The tokens of a table's name with their new text: its schema, the dot, its own name.
    fn table(&self, text: &Text<'_, '_>, place: usize) -> Option<[Option<(usize, String)>; 3]> {
        let at = *text.solid.get(place)?;
        let name = text.ident(place)?;
        let dotted = |place: Option<usize>| place.is_some_and(|place| text.is(place, "."));
        let before = place.checked_sub(1);
        let schema = before.filter(|before| dotted(Some(*before))).and_then(|dot| dot.checked_sub(1));
        let full = ObjectName { schema: schema.and_then(|at| text.ident(at)), name };
        if before.is_some_and(|before| text.is(before, "AS")) {
            return None;
        }
        if let Some(new) = self.tables.get(&full) {
            let new_name = quote_identifier(&new.name).into_owned();
            let spelled = if text.is(place + 1, ".") { new_name.clone() } else { new.to_string() };
            return Some(
                match schema.and_then(|schema| Some((*text.solid.get(schema)?, *text.solid.get(before?)?))) {
                    Some((schema, dot)) => {
                        [Some((schema, String::new())), Some((dot, String::new())), Some((at, spelled))]
                    }
                    None => [None, None, Some((at, spelled))],
                },
            );
        }
        // A table of another schema is named without it where its columns are.
        let qualifier = schema.is_none() && text.is(place + 1, ".");
        let table = self.tables.iter().find(|(old, _)| qualifier && old.name == full.name);
        table.map(|(_, new)| [None, None, Some((at, quote_identifier(&new.name).into_owned()))])
    }
}

/// Tokens, and which of them are no space.
struct Text<'t, 's> {
    tokens: &'t [Token<'s>],
    solid: Vec<usize>,
}

impl Text<'_, '_> {
    fn token(&self, place: usize) -> Option<&Token<'_>> {
        self.tokens.get(*self.solid.get(place)?)
    }

    fn is(&self, place: usize, text: &str) -> bool {
        self.token(place).is_some_and(|token| token.text == text)
    }

    /// The name at a place; keywords are none.
    fn ident(&self, place: usize) -> Option<String> {
        self.name(*self.solid.get(place)?)
    }

    fn name(&self, at: usize) -> Option<String> {
        let token = self.tokens.get(at).filter(|token| !is_keyword(token))?;
        Some(token.identifier()?.into_owned())
    }
}

fn solid(tokens: &[Token<'_>]) -> Vec<usize> {
    let solid = tokens.iter().enumerate().filter(|(_, token)| token.kind != TokenKind::Space);
    solid.map(|(at, _)| at).collect()
}

fn set(parts: &mut [String], at: usize, text: String) {
    if let Some(part) = parts.get_mut(at) {
        *part = text;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let (t, u, s, own) = (
            ObjectName::new("t"),
            ObjectName::new("u"),
            ObjectName::in_schema("s", "x"),
            ObjectName::new("own"),
        );
        let (new, y) = (ObjectName::new("T2"), ObjectName::in_schema("z", "y"));
        let query = Query {
            tables: [(&u, &new), (&s, &y)].into(),
            columns: [((&t, "a"), "b"), ((&u, "c"), "d"), ((&own, "o"), "p")].into(),
            own: Some(&own),
        };
        assert_eq!(query.foresee(sql), expected);
    }

    #[test]
    fn what_is_put_out_keeps_its_name() {
        check(
            "SELECT t.a, t.a AS b, t.a AS c, (t.a + 1) AS d FROM t",
            "SELECT t.b AS a, t.b, t.b AS c, (t.b + 1) AS d FROM t",
        );
        check("SELECT a FROM t WHERE a > 0", "SELECT b AS a FROM t WHERE b > 0");
        check("SELECT s.a FROM ( SELECT t.a FROM t) s", "SELECT s.a FROM ( SELECT t.b AS a FROM t) s");
    }

    #[test]
    fn tables_and_their_aliases() {
        check("SELECT u.c FROM u WHERE u.x = 1", "SELECT \"T2\".d AS c FROM \"T2\" WHERE \"T2\".x = 1");
        check(
            "SELECT w.c, v.c FROM (u w JOIN v ON true)",
            "SELECT w.d AS c, v.c FROM (\"T2\" w JOIN v ON true)",
        );
        check("SELECT x.c FROM s.x", "SELECT y.c FROM z.y");
    }

    #[test]
    fn rows_of_the_own_table() {
        check(
            "WHERE (new.o > old.o) DO UPDATE own SET o = new.o",
            "WHERE (new.p > old.p) DO UPDATE own SET p = new.p",
        );
        check("(o > 0)", "(p > 0)");
        check("lower(o) = 'o'::text", "lower(p) = 'o'::text");
    }
}
