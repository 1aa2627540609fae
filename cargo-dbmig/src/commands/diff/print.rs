//! A difference in each of the formats.

use std::io::{self, Write};

use dbmig_runtime::diff::{Changes, Line, Sign};
use dbmig_runtime::hazard::{Hazard, hazards};
use dbmig_runtime::op::Operation;
use dbmig_runtime::plan::plan;
use dbmig_runtime::sql::{one_line, statements};
use serde_json::{Value, json};

use super::format::DiffFormat;
use crate::error::Error;
use crate::render::functions;
use crate::script::Script;

/// What leads from one side to the other.
pub(super) struct Difference<'a> {
    /// The configured database, where several are compared.
    database: Option<&'a str>,
    from: String,
    to: String,
    default_schema: &'a str,
    changes: &'a Changes,
    operations: Vec<Operation>,
    hazards: Vec<Hazard>,
}

impl<'a> Difference<'a> {
    pub(super) fn new(
        database: Option<&'a str>,
        [from, to]: [String; 2],
        default_schema: &'a str,
        changes: &'a Changes,
    ) -> Self {
        let operations = plan(changes);
        let hazards = hazards(&operations);
        Self { database, from, to, default_schema, changes, operations, hazards }
    }

    /// Prints it to standard output.
    pub(super) fn print(&self, format: DiffFormat) -> Result<(), Error> {
        let text = match format {
            DiffFormat::Sql => self.script(),
            DiffFormat::Rust => functions(&self.operations, &plan(&self.changes.reversed()))?,
            DiffFormat::Json => format!("{}\n", self.document()),
            DiffFormat::Summary => return written(write!(anstream::stdout(), "{}", self.summary())),
        };
        written(io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()))
    }

    fn script(&self) -> String {
        let mut title: Vec<String> = self.database.iter().map(|name| format!("database {name}")).collect();
        title.push(format!("from {}", self.from));
        title.push(format!("to   {}", self.to));
        let Self { default_schema, operations, hazards, .. } = self;
        Script { title: &title, default_schema, operations, hazards }.render()
    }

    /// See the reference in `cargo dbmig diff --help`; a change of the shape is a new version.
    fn document(&self) -> Value {
        let changes: Vec<Value> = self
            .changes
            .summary()
            .iter()
            .map(|line| {
                json!({
                    "sign": line.sign.as_char(),
                    "text": line.text,
                    "relation": line.relation.as_ref().map(|name| name.qualified(self.default_schema)),
                })
            })
            .collect();
        let mut all = Vec::new();
        for (at, operation) in self.operations.iter().enumerate() {
            for statement in statements(operation, self.default_schema) {
                all.push(json!({
                    "sql": statement.sql, "transactional": statement.transactional, "operation": at,
                }));
            }
        }
        let hazards: Vec<Value> = self
            .hazards
            .iter()
            .map(|Hazard { code, operation, message, advice, destructive }| {
                json!({ "code": code, "operation": operation, "message": message, "advice": advice, "destructive": destructive })
            })
            .collect();
        json!({
            "version": 1,
            "database": self.database,
            "from": self.from,
            "to": self.to,
            "default_schema": self.default_schema,
            "changes": changes,
            "operations": self.operations,
            "statements": all,
            "hazards": hazards,
        })
    }

    fn summary(&self) -> String {
        let bold = anstyle::Style::new().bold();
        let mut text = self.database.map(|name| format!("{bold}{name}{bold:#}\n")).unwrap_or_default();
        text.extend(self.changes.summary().iter().map(line));
        let red = anstyle::AnsiColor::Red.on_default().bold();
        for Hazard { code, message, advice, .. } in &self.hazards {
            text.push_str(&format!("{red}! {code}{red:#}: {}; {advice}\n", one_line(message)));
        }
        text
    }
}

fn line(line: &Line) -> String {
    let color = match line.sign {
        Sign::Add => anstyle::AnsiColor::Green,
        Sign::Drop => anstyle::AnsiColor::Red,
        Sign::Change => anstyle::AnsiColor::Yellow,
    };
    let style = color.on_default();
    format!("{style}{} {}{style:#}\n", line.sign.as_char(), one_line(&line.text))
}

/// A reader that has seen enough is no failure.
fn written(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::failed(
            format!("could not print the difference: {error}"),
            "make room, and run the command again",
        )),
        _ => Ok(()),
    }
}
