//! One revision, and what it does.

use serde::Serialize;

use super::code::Code;
use super::prepared::prepare;
use super::run::Setting;
use super::{Database, Error, Options, RevisionInfo, current};
use crate::catalog::masked;
use crate::op::{self, Op};
use crate::revision::Target;

/// A revision of the code, with all that its module says.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// The revision.
    #[serde(flatten)]
    pub revision: RevisionInfo,
    /// The revisions that revise it.
    pub children: Vec<String>,
    /// The module's documentation.
    pub docs: String,
    /// The checksum of its code.
    pub checksum: String,
    /// What its `upgrade` runs.
    pub upgrade: ShownStatements,
    /// What its `downgrade` runs.
    pub downgrade: ShownStatements,
}

/// The statements of one direction.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownStatements {
    /// The statements, in order.
    Statements(Vec<ShownStatement>),
    /// Why there are none: what its code said.
    Error(String),
}

/// A statement.
#[derive(Clone, Debug, Serialize)]
pub struct ShownStatement {
    /// The SQL.
    pub sql: String,
    /// False if it runs outside a transaction.
    pub transactional: bool,
}

/// The revisions at `target`, in file order.
pub(super) fn show(
    database: &Database,
    options: &Options,
    rows: &[String],
    target: &Target,
) -> Result<Vec<Shown>, Error> {
    let code = Code::of(database)?;
    let known = current::known(&code.graph, rows);
    let ids = code.graph.resolve(&known, target)?;
    let nodes = ids.iter().filter_map(|id| Some((code.graph.node(id)?, code.script(id)?)));
    Ok(nodes
        .map(|(node, script)| Shown {
            revision: code.info(node),
            children: code.graph.children(&node.id).into_iter().map(str::to_owned).collect(),
            docs: script.docs.to_owned(),
            checksum: script.checksum.to_owned(),
            upgrade: recorded(script.upgrade, database, options),
            downgrade: recorded(script.downgrade, database, options),
        })
        .collect())
}

/// The same where the target counts from what the database records.
pub(super) fn show_from(setting: &Setting<'_>, target: &Target) -> Result<Vec<Shown>, Error> {
    let mut session = setting.open_to_read()?;
    let rows = setting.records(&mut session)?.heads;
    show(setting.database, setting.options, &rows, target)
}

fn recorded(record: fn(&mut Op) -> op::Result, database: &Database, options: &Options) -> ShownStatements {
    let mut op = Op::with_arguments(options.arguments.clone());
    if let Err(error) = record(&mut op) {
        return ShownStatements::Error(error.to_string());
    }
    let operations = op.into_operations();
    let all = operations.iter().flat_map(|operation| prepare(0, operation, database.schema));
    let shown = all.map(|statement| ShownStatement {
        sql: masked(&statement.sql),
        transactional: statement.transactional,
    });
    ShownStatements::Statements(shown.collect())
}
