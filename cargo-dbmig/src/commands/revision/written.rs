//! A revision whose file is written: its proof, and what is said of it.

use std::path::{Path, PathBuf};
use std::time::Instant;

use dbmig_runtime::catalog::Renames;
use dbmig_runtime::diff::diff;
use serde_json::{Value, json};

use super::super::compare::{Against, Compared, Comparison};
use super::super::proven::{Outcome, Proven};
use super::describe::describe_draft;
use crate::draft::{Draft, Place};
use crate::error::Error;
use crate::proof::{Proof, RowProof, touched};
use crate::scratch::{Catalogs, Database, Replay, Replayed};

/// A revision whose file is written.
pub(super) struct Written<'a> {
    pub(super) compared: &'a Compared<'a>,
    pub(super) draft: &'a Draft,
    pub(super) place: Place,
    pub(super) file: PathBuf,
}

impl Written<'_> {
    pub(super) fn prove(&self, runner: &Path) -> Result<Proven, Error> {
        let (began, config) = (Instant::now(), self.compared.config);
        let (scratch, catalogs) = (self.compared.at_start(runner)?, Catalogs { config });
        let proof = Proof {
            scratch: &scratch,
            replay: Replay { runner, database: &config.name },
            catalogs,
            revision: &self.place.id,
            start: &self.compared.start,
            models: &self.compared.models,
        };
        // Nobody is connected to the start yet; it is no more when the tables are filled.
        let start = (!touched(&self.draft.changes).is_empty()).then(|| scratch.copy()).transpose()?;
        proof.run()?;
        self.prove_alone(runner)?;
        let replayed = Replayed::of(&scratch, catalogs)?;
        let empty_seconds = began.elapsed().as_secs_f32();
        let of_rows = RowProof { proof: &proof, draft: self.draft };
        let rows = start.map(|start| of_rows.run(&start)).transpose()?.unwrap_or_default();
        if self.compared.against == Against::Live {
            self.prove_from_nothing(runner)?;
        }
        Ok(Proven { seconds: began.elapsed().as_secs_f32(), empty_seconds, rows, replayed })
    }

    /// What stands beside other branches may come before them: it has to run on what it revises and depends on alone.
    fn prove_alone(&self, runner: &Path) -> Result<(), Error> {
        let Compared { config, history, server, .. } = self.compared;
        let others = history.beside(&self.place);
        if others.is_empty() {
            return Ok(());
        }
        let scratch = Database::create(server, &config.schema)?;
        let (id, name) = (&self.place.id, &config.name);
        let replay = Replay { runner, database: name };
        replay.run(&scratch, "upgrade", id).map_err(|error| {
            let heads = history.heads().into_iter().filter(|head| others.contains(head));
            let heads: Vec<&str> = heads.collect();
            Error::failed(
                format!("the new revision {id} of {name} does not run without what is on other branches: {error}"),
                format!(
                    "delete the file, and say with --depends-on what has to be there before, such as {}; or go on from there with --head",
                    heads.join(" or ")
                ),
            )
        })
    }

    /// A live database may have what no revision made: then the revision is right there, and nowhere else.
    fn prove_from_nothing(&self, runner: &Path) -> Result<(), Error> {
        let Compared { config, history, server, models, .. } = self.compared;
        let scratch = Database::create(server, &config.schema)?;
        let replay = Replay { runner, database: &config.name };
        let mut rows = history.final_rows().into_iter().chain([self.place.id.as_str()]);
        let replayed = rows.try_for_each(|row| replay.run(&scratch, "upgrade", row));
        let reason = match replayed {
            Ok(()) => {
                let catalog = Catalogs { config }.of(&scratch)?;
                let missing = diff(&catalog, models, &Renames::default()).summary();
                if missing.is_empty() {
                    return Ok(());
                }
                let missing: Vec<String> =
                    missing.iter().map(|line| format!("{} {line}", line.sign.as_char())).collect();
                format!("what is missing then:\n  {}", missing.join("\n  "))
            }
            Err(error) => error.to_string(),
        };
        let (id, name) = (&self.place.id, &config.name);
        Err(Error::failed(
            format!(
                "the new revision {id} leads the live database to the models, and no new one: {name} has what no revision made, \
                 and replayed from nothing the history doesn't land on the models; {reason}"
            ),
            format!(
                "see what is different with cargo dbmig drift --db {name}; delete the new file, take that back by hand, and run the \
                 command again without --against live"
            ),
        ))
    }

    /// What the revisions make now is known: to the next comparison, which needs no replay, and to the deployed runner.
    pub(super) fn record(&self, comparison: &Comparison<'_, '_>, replayed: &Replayed) -> Result<(), Error> {
        // What is live may be more than the revisions make.
        match comparison.against {
            Against::Revisions => {
                comparison.record(self.compared.config, &self.place.id, &self.compared.server, replayed)
            }
            Against::Live => Ok(()),
        }
    }

    pub(super) fn describe(&self, outcome: &Outcome) -> Value {
        let mut described = describe_draft(self.draft);
        let Place { id, parents, depends_on, labels } = &self.place;
        let own = json!({
            "revision": id,
            "revises": parents,
            "depends_on": depends_on,
            "labels": labels,
            "file": self.file,
            "proven": outcome.proven(),
            "proof": outcome.describe(),
        });
        if let Value::Object(own) = own {
            described.extend(own);
        }
        described.into()
    }
}
