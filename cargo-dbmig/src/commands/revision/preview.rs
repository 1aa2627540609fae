//! `revision --sql`: what `upgrade` would run, and nothing is written.

use std::process::ExitCode;

use serde_json::{Map, Value, json};

use super::super::compare::Compared;
use super::super::print::print_text;
use super::Revision;
use super::describe::describe_draft;
use crate::draft::{Draft, Place};
use crate::error::Error;
use crate::script::Script;

impl Revision<'_> {
    /// Prints a script for each database whose models have changes.
    pub(super) fn preview(&self, compared: &[Compared<'_>]) -> Result<ExitCode, Error> {
        let console = self.context.console;
        let mut document: Map<String, Value> = Map::new();
        for compared in compared {
            let name = &compared.config.name;
            let described = match &compared.draft {
                None => json!({ "changes": [], "sql": null }),
                Some(draft) => {
                    let script = self.script(compared, draft);
                    print_text(console, &script)?;
                    let mut described = describe_draft(draft);
                    described.insert("sql".to_owned(), json!(script));
                    described.into()
                }
            };
            document.insert(name.clone(), described);
        }
        console.json(json!({ "databases": document }));
        if compared.iter().any(|compared| compared.draft.is_some()) {
            console.note("nothing was written: --sql was given");
        }
        Ok(ExitCode::SUCCESS)
    }

    fn script(&self, compared: &Compared<'_>, draft: &Draft) -> String {
        let name = &compared.config.name;
        let parents = self.places.get(name.as_str()).map(|Place { parents, .. }| parents.join(", "));
        let after = parents.filter(|parents| !parents.is_empty()).unwrap_or_else(|| "base".to_owned());
        let title = [
            format!("database {name}: what a new revision after {after} would run"),
            "the version rows that go with it are upgrade's own".to_owned(),
        ];
        let (default_schema, operations) = (&compared.config.schema, &draft.upgrade);
        Script { title: &title, default_schema, operations, hazards: &draft.hazards }.render()
    }
}
