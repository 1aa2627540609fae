//! Statements that a person wrote and that run outside a transaction, read far enough to know what they do: then a broken-off one can
//! be finished, and nobody has to be asked.

use super::postcondition::{Postcondition, Reindex, TableName};
use crate::catalog::{MAX_IDENTIFIER_BYTES, Token, TokenKind, tokens};

/// What must be true once the statement has taken effect.
pub(super) fn postcondition(sql: &str, default_schema: &str) -> Postcondition {
    let mut reader = Reader::new(sql, default_schema);
    reader.postcondition().unwrap_or(Postcondition::Unknown)
}

/// `CREATE INDEX CONCURRENTLY`, whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BuildsIndex<'a> {
    pub(super) unique: bool,
    pub(super) if_not_exists: bool,
    pub(super) index: String,
    pub(super) table: TableName,
    /// What follows the table's name.
    pub(super) rest: &'a str,
}

impl<'a> BuildsIndex<'a> {
    pub(super) fn read(sql: &'a str, default_schema: &'a str) -> Option<Self> {
        Reader::new(sql, default_schema).builds_index()
    }
}

struct Reader<'a> {
    sql: &'a str,
    default_schema: &'a str,
    /// The tokens that are no space, each with where it ends.
    tokens: Vec<(Token<'a>, usize)>,
    next: usize,
}

impl<'a> Reader<'a> {
    fn new(sql: &'a str, default_schema: &'a str) -> Self {
        let mut end = 0;
        let placed = tokens(sql).into_iter().map(|token| {
            end += token.text.len();
            (token, end)
        });
        let tokens = placed.filter(|(token, _)| token.kind != TokenKind::Space).collect();
        Self { sql, default_schema, tokens, next: 0 }
    }

    fn postcondition(&mut self) -> Option<Postcondition> {
        match self.peek()?.text.to_ascii_uppercase().as_str() {
            "CREATE" => {
                let BuildsIndex { index, table, .. } = self.builds_index()?;
                Some(Postcondition::Index { schema: table.schema, table: table.name, index })
            }
            "DROP" => self.drops_index(),
            "REINDEX" => self.reindexes(),
            "ALTER" => self.alters(),
            // They do again what is left of their work.
            "VACUUM" | "ANALYZE" | "ANALYSE" | "CLUSTER" | "CHECKPOINT" | "REFRESH" => {
                Some(Postcondition::Repeatable)
            }
            _ => None,
        }
    }

    fn builds_index(&mut self) -> Option<BuildsIndex<'a>> {
        self.words(&["CREATE"])?;
        let unique = self.words(&["UNIQUE"]).is_some();
        self.words(&["INDEX", "CONCURRENTLY"])?;
        let if_not_exists = self.words(&["IF", "NOT", "EXISTS"]).is_some();
        let index = self.name()?.name;
        self.words(&["ON"])?;
        let _ = self.words(&["ONLY"]);
        let table = self.name()?;
        let end = self.tokens.get(self.next.checked_sub(1)?)?.1;
        Some(BuildsIndex { unique, if_not_exists, index, table, rest: self.sql.get(end..)? })
    }

    fn drops_index(&mut self) -> Option<Postcondition> {
        self.words(&["DROP", "INDEX", "CONCURRENTLY"])?;
        let _ = self.words(&["IF", "EXISTS"]);
        let TableName { schema, name } = self.name()?;
        (!self.symbol(",")).then_some(Postcondition::NoIndex { schema, index: name })
    }

    fn reindexes(&mut self) -> Option<Postcondition> {
        self.words(&["REINDEX"])?;
        while !["INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"].iter().any(|word| self.is_word(word)) {
            self.next += 1;
            self.peek()?;
        }
        let kind = self.peek()?.text.to_ascii_uppercase();
        self.next += 1;
        let _ = self.words(&["CONCURRENTLY"]);
        let what = match kind.as_str() {
            "INDEX" => Reindex::Index(self.name()?),
            "TABLE" => Reindex::Table(self.name()?),
            "SCHEMA" => Reindex::Schema(self.name()?.name),
            _ => Reindex::Database,
        };
        Some(Postcondition::Reindexed(what))
    }

    fn alters(&mut self) -> Option<Postcondition> {
        self.words(&["ALTER"])?;
        if self.words(&["TYPE"]).is_some() {
            let TableName { schema, name } = self.name()?;
            self.words(&["ADD", "VALUE"])?;
            let _ = self.words(&["IF", "NOT", "EXISTS"]);
            let label = self.peek()?.literal()?;
            return Some(Postcondition::Label { schema, name, label });
        }
        self.words(&["TABLE"])?;
        let _ = self.words(&["IF", "EXISTS"]);
        let _ = self.words(&["ONLY"]);
        let parent = self.name()?;
        self.words(&["DETACH", "PARTITION"])?;
        let partition = self.name()?;
        let is_apart = self.is_word("CONCURRENTLY") || self.is_word("FINALIZE");
        is_apart.then_some(Postcondition::Detached { parent, partition })
    }

    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.next).map(|(token, _)| *token)
    }

    fn is_word(&self, word: &str) -> bool {
        self.peek()
            .is_some_and(|token| token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case(word))
    }

    /// Goes past these words, or stays where it is.
    fn words(&mut self, words: &[&str]) -> Option<()> {
        let start = self.next;
        for word in words {
            if !self.is_word(word) {
                self.next = start;
                return None;
            }
            self.next += 1;
        }
        Some(())
    }

    fn symbol(&mut self, text: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.text == text);
        self.next += usize::from(found);
        found
    }

    /// A name with its schema, if it has one.
    fn name(&mut self) -> Option<TableName> {
        let mut schema = None;
        let mut name = self.identifier()?;
        while self.symbol(".") {
            schema = Some(std::mem::replace(&mut name, self.identifier()?));
        }
        Some(TableName { schema: schema.unwrap_or_else(|| self.default_schema.to_owned()), name })
    }

    fn identifier(&mut self) -> Option<String> {
        // What is written with escapes is not worth reading: somebody is asked then.
        let token = self.peek().filter(|token| !token.text.contains('&'))?;
        self.next += 1;
        let name = token.identifier()?;
        // The server cuts what is longer, and the catalog has only that.
        name.get(..name.floor_char_boundary(MAX_IDENTIFIER_BYTES)).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(schema: &str, name: &str) -> TableName {
        TableName { schema: schema.to_owned(), name: name.to_owned() }
    }

    #[track_caller]
    fn check(sql: &str, expected: Postcondition) {
        assert_eq!(postcondition(sql, "public"), expected, "{sql}");
    }

    #[test]
    fn indexes() {
        let index = |schema: &str, table: &str, index: &str| Postcondition::Index {
            schema: schema.to_owned(),
            table: table.to_owned(),
            index: index.to_owned(),
        };
        check("CREATE INDEX CONCURRENTLY i ON t (a)", index("public", "t", "i"));
        check(
            "create unique index /* now */ concurrently if not exists \"I\" on only \"S\".\"T t\" using gin (a)",
            index("S", "T t", "I"),
        );
        check("CREATE INDEX CONCURRENTLY ON t (a)", Postcondition::Unknown);
        check("CREATE INDEX i ON t (a)", Postcondition::Unknown);
        let gone = Postcondition::NoIndex { schema: "s".to_owned(), index: "i".to_owned() };
        check("DROP INDEX CONCURRENTLY IF EXISTS s.i;", gone);
        check("DROP INDEX CONCURRENTLY i, j", Postcondition::Unknown);
    }

    #[test]
    fn names_are_read_as_the_server_reads_them() {
        let index = |sql: &str| BuildsIndex::read(sql, "public").unwrap().index;
        let of = |name: &str| index(&format!("CREATE INDEX CONCURRENTLY {name} ON t (a)"));
        assert_eq!(of(&"A".repeat(70)), "a".repeat(63));
        // Between characters.
        assert_eq!(of(&format!("\"{}é\"", "X".repeat(62))), "X".repeat(62));
        assert_eq!(of(&format!("{}é", "x".repeat(61))), format!("{}é", "x".repeat(61)));
        // In UTF-8 the server leaves what is not ASCII as it stands.
        assert_eq!(of("ÄRGER_Id"), "Ärger_id");
    }

    #[test]
    fn what_follows_the_table_is_kept() {
        let sql = "CREATE UNIQUE INDEX CONCURRENTLY i ON s.t (lower(a)) WHERE b";
        let found = BuildsIndex::read(sql, "public").unwrap();
        assert!(found.unique && !found.if_not_exists);
        assert_eq!(found.rest, " (lower(a)) WHERE b");
    }

    #[test]
    fn reindexing() {
        let of = Postcondition::Reindexed;
        check("REINDEX INDEX CONCURRENTLY i", of(Reindex::Index(name("public", "i"))));
        check("REINDEX (VERBOSE, CONCURRENTLY) TABLE s.t", of(Reindex::Table(name("s", "t"))));
        check("reindex schema concurrently \"S\"", of(Reindex::Schema("S".to_owned())));
        check("REINDEX DATABASE CONCURRENTLY", of(Reindex::Database));
        check("REINDEX", Postcondition::Unknown);
    }

    #[test]
    fn partitions_labels_and_what_may_run_again() {
        let detached = || Postcondition::Detached { parent: name("public", "p"), partition: name("s", "c") };
        check("ALTER TABLE p DETACH PARTITION s.c CONCURRENTLY", detached());
        check("ALTER TABLE IF EXISTS ONLY p DETACH PARTITION s.c FINALIZE", detached());
        check("ALTER TABLE p DETACH PARTITION c", Postcondition::Unknown);
        let label = Postcondition::Label {
            schema: "public".to_owned(),
            name: "mood".to_owned(),
            label: "it's".to_owned(),
        };
        check("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'it''s' BEFORE 'sad'", label);
        check("VACUUM (ANALYZE) t", Postcondition::Repeatable);
        for sql in ["", "CALL p()", "ALTER TABLE t ADD a int", "DO $$ $$", "ALTER TYPE t RENAME TO u"] {
            check(sql, Postcondition::Unknown);
        }
    }
}
