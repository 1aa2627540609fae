//! A revision made ready: recorded, printed as SQL, checked, and cut into transactions.

use std::collections::BTreeMap;

use super::ledger::hash;
use super::postcondition::Postcondition;
use super::statements::{copies_through_connection, count_statements, transaction_control};
use super::{Action, Database, Error, Options, Script, StatementPlace, TransactionMode, batches};
use crate::catalog::masked_in_place;
use crate::op::{Code, Op, Operation};
use crate::revision::{Direction, RowChange, Step};
use crate::sql::{self, Statement};

/// A step of a walk, ready to run.
pub(super) struct Prepared {
    pub(super) script: Script,
    pub(super) action: Action,
    pub(super) rows: RowChange,
    pub(super) operations: Vec<Operation>,
    /// The functions of operations that have one, by the operation's number.
    pub(super) code: BTreeMap<usize, Code>,
    pub(super) statements: Vec<PreparedStatement>,
    pub(super) mode: TransactionMode,
    /// A change in batches that is half done may go on in other words.
    accepts_edited: bool,
}

pub(super) struct PreparedStatement {
    pub(super) sql: String,
    /// The operation that it belongs to, by its number.
    pub(super) operation: usize,
    pub(super) transactional: bool,
    /// It looks at every row of a table, and blocks nobody that works with them.
    pub(super) validates: bool,
    /// True if a person wrote it, so that it could do anything to the session.
    pub(super) free: bool,
    pub(super) postcondition: Postcondition,
    /// It runs in batches; a script has this instead, which keeps no ledger.
    pub(super) script: Option<Statement>,
}

impl PreparedStatement {
    /// True if a failure may leave something behind that the runner can't find and take away.
    pub(super) fn may_leave(&self) -> bool {
        !self.transactional && self.script.is_none() && self.postcondition == Postcondition::Unknown
    }
}

/// Statements, by number from 0, that run together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// In one transaction.
    Transaction(std::ops::Range<usize>),
    /// Alone, outside a transaction.
    Alone(usize),
}

impl Prepared {
    /// Records the operations of the step's revision; runs nothing.
    pub(super) fn new(
        script: Script,
        step: &Step,
        database: &Database,
        options: &Options,
    ) -> Result<Self, Error> {
        let (action, record) = match step.direction {
            Direction::Upgrade => (Action::Upgrade, script.upgrade),
            Direction::Downgrade => (Action::Downgrade, script.downgrade),
        };
        let mut op = Op::with_arguments(options.arguments.clone());
        record(&mut op).map_err(|source| Error::Directive {
            revision: script.revision.id.to_owned(),
            file: script.file.to_owned(),
            action,
            source,
        })?;
        let (operations, code) = op.into_parts();
        let mut statements: Vec<PreparedStatement> = operations
            .iter()
            .enumerate()
            .flat_map(|(number, operation)| prepare(number, operation, database.schema))
            .collect();
        // The function itself can't be told from another; its module can.
        for statement in &mut statements {
            if code.contains_key(&statement.operation) {
                statement.sql.push_str(&format!(" /* batches for the code of {} */", script.checksum));
            }
        }
        let accepts_edited = options.accept_edited;
        let mode = options.transaction.unwrap_or(database.transaction);
        let prepared = Self {
            script,
            action,
            rows: step.rows.clone(),
            operations,
            code,
            statements,
            mode,
            accepts_edited,
        };
        prepared.check()?;
        Ok(prepared)
    }

    pub(super) fn id(&self) -> &'static str {
        self.script.revision.id
    }

    /// True if the run that was broken off within statement `index` may go on, though that was another one then.
    pub(super) fn accepts(&self, index: usize) -> bool {
        self.accepts_edited && self.statements.get(index).is_some_and(|statement| statement.script.is_some())
    }

    /// The place of statement `index`, from 0.
    pub(super) fn place(&self, index: usize) -> StatementPlace {
        StatementPlace {
            revision: self.id().to_owned(),
            file: self.script.file.to_owned(),
            action: self.action,
            number: index + 1,
            total: self.statements.len(),
            sql: self
                .statements
                .get(index)
                .map(|statement| masked_in_place(&statement.sql))
                .unwrap_or_default(),
        }
    }

    /// The hashes of a range of statements.
    pub(super) fn hashes(&self, range: std::ops::Range<usize>) -> Vec<String> {
        self.statements.get(range).unwrap_or_default().iter().map(|statement| hash(&statement.sql)).collect()
    }

    /// The longest runs of statements that may share a transaction, and what has to stand alone. Without transactions over
    /// several operations, a run ends with its operation. A validation has a transaction of its own: in one with others it would keep
    /// their locks for as long as it takes, that of `NOT VALID` among them.
    pub(super) fn segments(&self) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        let (mut operation, mut is_over) = (None, false);
        for (index, statement) in self.statements.iter().enumerate() {
            let is_apart = statement.validates && self.mode != TransactionMode::All;
            let joins = self.mode != TransactionMode::None || operation == Some(statement.operation);
            let follows = std::mem::replace(&mut is_over, is_apart);
            let joins = joins && !is_apart && !follows;
            operation = Some(statement.operation);
            match segments.last_mut() {
                _ if !statement.transactional => segments.push(Segment::Alone(index)),
                Some(Segment::Transaction(run)) if joins => run.end = index + 1,
                _ => segments.push(Segment::Transaction(index..index + 1)),
            }
        }
        segments
    }

    /// True if statements do nothing but validate, which may take hours and blocks nobody.
    pub(super) fn validates(&self, range: std::ops::Range<usize>) -> bool {
        let statements = self.statements.get(range).unwrap_or_default();
        !statements.is_empty() && statements.iter().all(|statement| statement.validates)
    }

    fn check(&self) -> Result<(), Error> {
        // All of them: the expressions of an operation stand as their author wrote them.
        for (index, statement) in self.statements.iter().enumerate() {
            let place = || Box::new(self.place(index));
            if let Some(word) = transaction_control(&statement.sql) {
                return Err(Error::TransactionControl { statement: place(), word });
            }
            if copies_through_connection(&statement.sql) {
                return Err(Error::Copy { statement: place() });
            }
            if !statement.transactional && count_statements(&statement.sql) > 1 {
                return Err(Error::SeveralStatements { statement: place() });
            }
        }
        Ok(())
    }
}

/// The statements of one operation.
pub(super) fn prepare(number: usize, operation: &Operation, default_schema: &str) -> Vec<PreparedStatement> {
    let (free, validates) = (matches!(operation, Operation::Execute(_)), operation.validates());
    let mut batched = batches::statement(operation, default_schema);
    sql::statements(operation, default_schema)
        .into_iter()
        .map(|statement| {
            let (statement, script) = match batched.take() {
                Some(sql) => (Statement { sql, transactional: false, ..statement.clone() }, Some(statement)),
                None => (statement, None),
            };
            let Statement { sql, transactional, .. } = statement;
            let postcondition = match transactional {
                true => Postcondition::Unknown,
                false => Postcondition::of(operation, default_schema),
            };
            PreparedStatement {
                sql,
                operation: number,
                transactional,
                validates,
                free,
                postcondition,
                script,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op;
    use crate::revision::Revision;

    #[track_caller]
    fn check(mode: TransactionMode, expected: &[Segment]) {
        let upgrade: fn(&mut Op) -> op::Result = |op| {
            op.execute("SELECT 1")?;
            op.execute("SELECT 2")?;
            op.create_index(op::index("i").on("t").columns(["a"]).concurrently())?;
            op.execute("SELECT 3")
        };
        check_of(upgrade, mode, expected);
    }

    #[track_caller]
    fn check_of(upgrade: fn(&mut Op) -> op::Result, mode: TransactionMode, expected: &[Segment]) {
        let script = Script {
            revision: Revision::new("a"),
            upgrade,
            downgrade: |_| Ok(()),
            file: "a.rs",
            message: "",
            created: "",
            docs: "",
            checksum: "",
        };
        let step =
            Step { revision: "a".to_owned(), direction: Direction::Upgrade, rows: RowChange::default() };
        let options = Options { transaction: Some(mode), ..Options::default() };
        let prepared = Prepared::new(script, &step, &Database::for_tests(), &options).unwrap();
        assert_eq!(prepared.segments(), expected);
    }

    #[test]
    fn a_validation_is_a_transaction_of_its_own() {
        use Segment::Transaction;
        let upgrade: fn(&mut Op) -> op::Result = |op| {
            op.add_constraint("t", op::check("c", "a > 0").not_valid())?;
            op.validate_constraint("t", "c")?;
            op.execute("SELECT 1")?;
            op.execute("SELECT 2")
        };
        check_of(upgrade, TransactionMode::Each, &[Transaction(0..1), Transaction(1..2), Transaction(2..4)]);
        check_of(upgrade, TransactionMode::All, &[Transaction(0..4)]);
    }

    #[test]
    fn segments() {
        use Segment::{Alone, Transaction};
        check(TransactionMode::Each, &[Transaction(0..2), Alone(2), Transaction(3..4)]);
        check(TransactionMode::None, &[Transaction(0..1), Transaction(1..2), Alone(2), Transaction(3..4)]);
    }
}
