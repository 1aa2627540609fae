//! A revision made ready: recorded, printed as SQL, checked, and cut into transactions.

use super::ledger::hash;
use super::postcondition::Postcondition;
use super::statements::{copies_through_connection, count_statements, transaction_control};
use super::{Action, Error, Script, StatementPlace};
use crate::op::{Op, Operation};
use crate::revision::{Direction, RowChange, Step};
use crate::sql::{self, Statement};

/// A step of a walk, ready to run.
pub(super) struct Prepared {
    pub(super) script: Script,
    pub(super) action: Action,
    pub(super) rows: RowChange,
    pub(super) operations: Vec<Operation>,
    pub(super) statements: Vec<PreparedStatement>,
}

pub(super) struct PreparedStatement {
    pub(super) sql: String,
    pub(super) transactional: bool,
    /// True if a person wrote it, so that it could do anything to the session.
    pub(super) free: bool,
    pub(super) postcondition: Postcondition,
}

impl PreparedStatement {
    /// True if a failure may leave something behind that the runner can't find and take away.
    pub(super) fn may_leave(&self) -> bool {
        !self.transactional && self.postcondition == Postcondition::Unknown
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
    /// Records the revision's operations; runs nothing.
    pub(super) fn new(script: Script, step: &Step, default_schema: &str) -> Result<Self, Error> {
        let (action, record) = match step.direction {
            Direction::Upgrade => (Action::Upgrade, script.upgrade),
            Direction::Downgrade => (Action::Downgrade, script.downgrade),
        };
        let mut op = Op::new();
        record(&mut op).map_err(|source| Error::Directive {
            revision: script.revision.id.to_owned(),
            file: script.file.to_owned(),
            action,
            source,
        })?;
        let operations = op.into_operations();
        let statements = operations.iter().flat_map(|operation| prepare(operation, default_schema)).collect();
        let prepared = Self { script, action, rows: step.rows.clone(), operations, statements };
        prepared.check()?;
        Ok(prepared)
    }

    pub(super) fn id(&self) -> &'static str {
        self.script.revision.id
    }

    /// The place of statement `index`, from 0.
    pub(super) fn place(&self, index: usize) -> StatementPlace {
        StatementPlace {
            revision: self.id().to_owned(),
            file: self.script.file.to_owned(),
            action: self.action,
            number: index + 1,
            total: self.statements.len(),
            sql: self.statements.get(index).map(|statement| statement.sql.clone()).unwrap_or_default(),
        }
    }

    /// The hashes of a range of statements.
    pub(super) fn hashes(&self, range: std::ops::Range<usize>) -> Vec<String> {
        self.statements.get(range).unwrap_or_default().iter().map(|statement| hash(&statement.sql)).collect()
    }

    /// The longest runs of statements that may share a transaction, and what has to stand alone.
    pub(super) fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut start = 0;
        for (index, statement) in self.statements.iter().enumerate() {
            if !statement.transactional {
                if start < index {
                    segments.push(Segment::Transaction(start..index));
                }
                segments.push(Segment::Alone(index));
                start = index + 1;
            }
        }
        if start < self.statements.len() {
            segments.push(Segment::Transaction(start..self.statements.len()));
        }
        segments
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
pub(super) fn prepare(operation: &Operation, default_schema: &str) -> Vec<PreparedStatement> {
    let free = matches!(operation, Operation::Execute(_));
    sql::statements(operation, default_schema)
        .into_iter()
        .map(|Statement { sql, transactional, .. }| {
            let postcondition = match transactional {
                true => Postcondition::Unknown,
                false => Postcondition::of(operation, default_schema),
            };
            PreparedStatement { sql, transactional, free, postcondition }
        })
        .collect()
}
