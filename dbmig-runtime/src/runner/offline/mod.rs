//! Scripts that do what a run would do, for whoever may not run dbmig on a database.
//!
//! A script sends what a run sends, in the same transactions, and records it in dbmig's own tables: after it, `current` says
//! where the database is, and where it was broken off outside a transaction, `upgrade` goes on. What a run finds out by
//! asking, a script is told (where it starts), and checks: each transaction looks first whether the version rows are those it
//! was written for, and whether nobody else is at work.
//!
//! Alembic's scripts check nothing, start a `stamp` from wherever all databases agree, and refuse `stamp --purge`.

mod text;

use std::collections::BTreeMap;

use super::prepared::{Prepared, PreparedStatement, Segment};
use super::run::graph;
use super::{
    Action, Database, Error, Options, Script, TransactionMode, destructive, execute::moved, together, told,
};
use crate::revision::{self, Anchor, Graph, Step, Target};
use crate::sql::comment;
use text::Text;

/// A script, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offline {
    /// The version rows that it starts from, sorted.
    pub from: Vec<String>,
    /// The version rows that it leaves, sorted.
    pub to: Vec<String>,
    /// The revisions that it runs, or records, in order.
    pub revisions: Vec<String>,
    /// The script, as psql runs it with `ON_ERROR_STOP`.
    pub sql: String,
}

/// Where a script starts, and what it may do.
pub(super) struct Setting<'a> {
    pub(super) database: &'a Database,
    pub(super) options: &'a Options,
}

impl Setting<'_> {
    /// A script of the steps that `plan` chooses from the version rows at `from`.
    pub(super) fn walk(
        &self,
        from: &str,
        plan: impl FnOnce(&Graph, &[String]) -> revision::Result<Vec<Step>>,
    ) -> Result<Offline, Error> {
        self.database.check_names()?;
        let graph = graph(self.database)?;
        let from = start(&graph, from)?;
        let steps = plan(&graph, &from)?;
        let scripts: BTreeMap<&str, &Script> =
            self.database.scripts.iter().map(|script| (script.revision.id, script)).collect();
        let prepared: Vec<Prepared> = steps
            .iter()
            .filter_map(|step| Some((*scripts.get(step.revision.as_str())?, step)))
            .map(|(script, step)| Prepared::new(*script, step, self.database, self.options))
            .collect::<Result<_, _>>()?;
        destructive::check(&prepared, self.options)?;
        together::check(&prepared)?;
        prepared.iter().try_for_each(refuse_code)?;
        let mut writer = Writer { text: Text::new(self.database, self.options), heads: from.clone() };
        let to = prepared.iter().fold(from.clone(), |heads, prepared| moved(&heads, &prepared.rows));
        let revisions: Vec<String> = prepared.iter().map(|prepared| prepared.id().to_owned()).collect();
        let action = prepared.first().map_or(Action::Upgrade, |prepared| prepared.action);
        writer.text.begin(action, (&from, &to), revisions.len());
        if !prepared.is_empty() {
            if from.is_empty() {
                writer.text.create_own_tables();
            }
            match prepared.first().map(|first| first.mode) {
                Some(TransactionMode::All) => writer.all_together(&prepared),
                _ => prepared.iter().for_each(|prepared| writer.revision(prepared)),
            }
        }
        Ok(Offline { from, to, revisions, sql: writer.text.finish() })
    }

    /// A script that records `targets`, one after the other. With `purge` it forgets first whatever is recorded, and starts
    /// from anywhere.
    pub(super) fn stamp(&self, from: &str, targets: &[Target], purge: bool) -> Result<Offline, Error> {
        self.database.check_names()?;
        let graph = graph(self.database)?;
        let from = if purge { Vec::new() } else { start(&graph, from)? };
        let rows = graph.stamp_all(&from, targets)?;
        let to = moved(&from, &rows);
        let noted = if rows.insert.is_empty() { to.clone() } else { rows.insert.clone() };
        let mut text = Text::new(self.database, self.options);
        text.begin(Action::Stamp, (&from, &to), noted.len());
        if from.is_empty() {
            text.create_own_tables();
        }
        text.transaction(|text| {
            match purge {
                true => text.forget_everything(),
                false => text.guard(&from, true),
            }
            text.move_rows(&rows);
            // With purge nobody knows what is recorded, nor what is half done.
            let lines = if purge { told::of_new_start(&to) } else { told::of_stamp(&graph, &from, &to) };
            for (action, id) in lines {
                match self.script(&id) {
                    Some(script) => text.note(script, action),
                    None => text.note_base(),
                }
            }
        });
        Ok(Offline { from, to, revisions: noted, sql: text.finish() })
    }

    /// A script that makes dbmig's own tables.
    pub(super) fn ensure_version(&self) -> Result<Offline, Error> {
        self.database.check_names()?;
        let mut text = Text::new(self.database, self.options);
        text.push(&comment(&format!("{}: dbmig's own tables", self.database.name)));
        text.create_own_tables();
        Ok(Offline { from: Vec::new(), to: Vec::new(), revisions: Vec::new(), sql: text.finish() })
    }

    fn script(&self, id: &str) -> Option<&Script> {
        self.database.scripts.iter().find(|script| script.revision.id == id)
    }
}

/// Fails where a function of the revision would have to run.
fn refuse_code(prepared: &Prepared) -> Result<(), Error> {
    let has_code = |statement: &PreparedStatement| prepared.code.contains_key(&statement.operation);
    prepared.statements.iter().position(has_code).map_or(Ok(()), |index| {
        Err(Error::Batches {
            statement: Box::new(prepared.place(index)),
            reason: "a function of the revision changes rows, and a script can't hold that".to_owned(),
            advice: "run upgrade without --sql, or write a script up to the revision before this one",
        })
    })
}

/// The version rows of a database at `from`. Nobody is asked, so it can't count from where a database is.
fn start(graph: &Graph, from: &str) -> Result<Vec<String>, Error> {
    let target: Target = from.parse()?;
    if matches!(target.anchor, None | Some(Anchor::Current)) {
        let reason = "a script is written without a database: start it from base, an id, a label or heads";
        return Err(revision::Error::Syntax { target: from.to_owned(), reason }.into());
    }
    let mut rows = graph.stamp::<String>(&[], &target)?.insert;
    rows.sort();
    Ok(rows)
}

/// Writes revisions, and keeps count of the version rows.
struct Writer {
    text: Text,
    heads: Vec<String>,
}

impl Writer {
    /// A revision with its transactions and its record.
    fn revision(&mut self, prepared: &Prepared) {
        let segments = prepared.segments();
        let is_split = segments.len() > 1 || matches!(segments.as_slice(), [Segment::Alone(_)]);
        self.text.title(prepared);
        let (mut is_first, mut is_recorded) = (true, false);
        for segment in &segments {
            match segment {
                Segment::Transaction(range) => {
                    is_recorded = range.end == prepared.statements.len();
                    let (heads, ends) = (&self.heads, is_recorded);
                    self.text.transaction(|text| {
                        text.guard(heads, is_first);
                        if prepared.validates(range.clone()) {
                            text.lift_limits();
                        }
                        text.statements(prepared, range.clone());
                        match ends {
                            true => text.record(prepared, is_split),
                            false => text.ledger(prepared, range.clone()),
                        }
                    });
                }
                Segment::Alone(index) => {
                    let heads = &self.heads;
                    if is_first {
                        self.text.transaction(|text| text.guard(heads, true));
                    }
                    self.text.alone(prepared, *index, heads);
                }
            }
            is_first = false;
        }
        if !is_recorded {
            let heads = &self.heads;
            self.text.transaction(|text| {
                text.guard(heads, is_first);
                text.record(prepared, is_split);
            });
        }
        self.heads = moved(&self.heads, &prepared.rows);
    }

    /// All of them in one transaction.
    fn all_together(&mut self, pending: &[Prepared]) {
        let heads = &self.heads;
        self.text.transaction(|text| {
            text.guard(heads, true);
            for prepared in pending {
                text.clean();
                text.title(prepared);
                text.statements(prepared, 0..prepared.statements.len());
                text.record(prepared, false);
            }
        });
    }
}

impl Text {
    /// What stands above a revision.
    fn title(&mut self, prepared: &Prepared) {
        let Script { revision, message, file, .. } = prepared.script;
        self.push(&format!(
            "\n{}",
            comment(&format!("{} {}: {message} ({file})", prepared.action, revision.id))
        ));
    }

    /// The rows that a step moves, its note, and nothing more in the ledger.
    fn record(&mut self, prepared: &Prepared, in_ledger: bool) {
        self.move_rows(&prepared.rows);
        self.note(&prepared.script, prepared.action);
        if in_ledger {
            self.clear_ledger(prepared.id());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{self, Op};
    use crate::revision::Revision;

    /// The first two words of each statement of the script from `a` to `b`, which builds an index concurrently between two
    /// others.
    fn outline(mode: TransactionMode) -> String {
        let script = |revision: Revision, upgrade: fn(&mut Op) -> op::Result| Script {
            revision,
            upgrade,
            downgrade: |_| Ok(()),
            file: "b.rs",
            message: "",
            created: "",
            docs: "",
            checksum: "",
        };
        let upgrade = |op: &mut Op| {
            op.add_column("t", op::column("n", op::integer()))?;
            op.add_column("t", op::column("m", op::integer()))?;
            op.create_index(op::index("i").on("t").columns(["n"]).concurrently())?;
            op.drop_constraint("t", "c")
        };
        let scripts =
            vec![script(Revision::new("a"), |_| Ok(())), script(Revision::new("b").revises(&["a"]), upgrade)];
        let database = Database { scripts, ..Database::for_tests() };
        let options = Options { transaction: Some(mode), ..Options::default() };
        let setting = Setting { database: &database, options: &options };
        let target = Target::HEAD;
        let script = setting.walk("a", |graph, heads| graph.upgrade(heads, &target)).unwrap();
        let first =
            ["BEGIN", "COMMIT", "DO", "ALTER", "CREATE", "INSERT", "UPDATE", "DELETE", "SET lock_timeout"];
        let lines = script.sql.lines().filter(|line| first.iter().any(|word| line.starts_with(word)));
        // The body of the block that looks first begins with a word alone.
        let lines = lines.filter(|line| *line != "BEGIN");
        let words = lines.map(|line| line.split(' ').take(3).collect::<Vec<_>>().join(" "));
        words.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_can_not_be_in_a_transaction_stands_between_two() {
        insta::assert_snapshot!(outline(TransactionMode::Each), @r"
        SET lock_timeout =
        BEGIN;
        DO $$
        ALTER TABLE public.t
        ALTER TABLE public.t
        INSERT INTO public.dbmig_ledger
        COMMIT;
        SET lock_timeout =
        INSERT INTO public.dbmig_ledger
        CREATE INDEX CONCURRENTLY
        UPDATE public.dbmig_ledger SET
        SET lock_timeout =
        BEGIN;
        DO $$
        ALTER TABLE public.t
        DELETE FROM public.dbmig_version
        INSERT INTO public.dbmig_version
        INSERT INTO public.dbmig_history
        DELETE FROM public.dbmig_ledger
        COMMIT;
        ");
    }

    #[test]
    fn one_attempt_waits_long_enough_for_an_autovacuum_to_be_cancelled() {
        let database = Database { scripts: Vec::new(), ..Database::for_tests() };
        let setting = Setting { database: &database, options: &Options::default() };
        assert!(setting.ensure_version().unwrap().sql.contains("SET lock_timeout = '3000ms'"));
    }

    #[test]
    fn without_transactions_each_directive_is_noted() {
        let outline = outline(TransactionMode::None);
        assert_eq!(outline.matches("BEGIN;").count(), 3, "{outline}");
        assert_eq!(outline.matches("INSERT INTO public.dbmig_ledger").count(), 3, "{outline}");
    }
}
