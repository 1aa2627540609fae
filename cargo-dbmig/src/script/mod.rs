//! Operations as a script that psql runs as it is.
//!
//! What can be in a transaction is in one, as long a run of statements as possible; what can't stands between two of
//! them. Pure.

mod settings;

use dbmig_runtime::hazard::Hazard;
use dbmig_runtime::op::Operation;
use dbmig_runtime::sql::{comment, statements, terminated};

pub(crate) use settings::creates_routine;

/// What a script is made of.
#[derive(Clone, Copy, Debug)]
pub struct Script<'a> {
    /// Lines for the beginning: what the script leads from and to.
    pub title: &'a [String],
    /// The schema of names without one.
    pub default_schema: &'a str,
    /// What the script does.
    pub operations: &'a [Operation],
    /// What the operations may lose, block or break.
    pub hazards: &'a [Hazard],
}

impl Script<'_> {
    /// The script's text.
    pub fn render(&self) -> String {
        let mut text: String = self.title.iter().map(|line| comment(line)).collect();
        let lists: Vec<_> =
            self.operations.iter().map(|operation| statements(operation, self.default_schema)).collect();
        let all = || lists.iter().flatten().map(|statement| statement.sql.as_str());
        text.push_str(&settings::header(self.default_schema, all()));
        let (mut in_transaction, mut is_first) = (false, true);
        for (at, statements) in lists.iter().enumerate() {
            let mut warnings = self.warnings(at);
            for statement in statements {
                match (in_transaction, statement.transactional) {
                    (false, true) => text.push_str("\nBEGIN;\n"),
                    (true, false) => text.push_str("COMMIT;\n\n"),
                    (false, false) if is_first => text.push('\n'),
                    _ => {}
                }
                (in_transaction, is_first) = (statement.transactional, false);
                text.push_str(&std::mem::take(&mut warnings));
                text.push_str(&terminated(&statement.sql));
            }
        }
        if in_transaction {
            text.push_str("COMMIT;\n");
        }
        text
    }

    fn warnings(&self, operation: usize) -> String {
        let hazards = self.hazards.iter().filter(|hazard| hazard.operation == operation);
        hazards
            .map(|Hazard { code, message, advice, .. }| comment(&format!("{code}: {message}; {advice}")))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbmig_runtime::hazard::hazards;
    use dbmig_runtime::op::{Op, column, index, integer, table};

    #[test]
    fn statements_stand_in_as_few_transactions_as_possible() {
        let mut op = Op::new();
        op.create_table(table("a").column(column("id", integer()))).unwrap();
        op.drop_column("b", "gone\n; DROP TABLE c").unwrap();
        op.create_index(index("i").on("b").columns(["id"]).concurrently()).unwrap();
        op.execute("UPDATE b SET id = 1").unwrap();
        let operations = op.into_operations();
        let script = Script {
            title: &["from a\nto b".to_owned()],
            default_schema: "app",
            operations: &operations,
            hazards: &hazards(&operations),
        };
        insta::assert_snapshot!(script.render(), @r#"
        -- from a to b
        SET client_encoding = 'UTF8';
        SET standard_conforming_strings = on;
        SET search_path = app, pg_temp;
        SET default_tablespace = '';
        SET default_table_access_method = heap;

        BEGIN;
        CREATE TABLE app.a (
            id integer
        );
        -- H14: dropping column b.gone ; DROP TABLE c deletes its data; make sure that no running code reads or writes it, and that nobody needs the values
        ALTER TABLE app.b DROP COLUMN "gone
        ; DROP TABLE c";
        COMMIT;

        CREATE INDEX CONCURRENTLY i ON app.b USING btree (id);

        BEGIN;
        UPDATE b SET id = 1;
        COMMIT;
        "#);
    }
}
