//! Which drops and additions of a new revision are renames: nothing is dropped on a guess.

use std::io::{BufRead, Write};

use dbmig_runtime::catalog::Renames;
use dbmig_runtime::diff::possible_renames;

use super::super::compare::Compared;
use super::ask::{Answer, ask};
use super::hint::Pair;
use super::{Rename, resolve};
use crate::draft::Draft;
use crate::error::Error;

/// What a person says of renames.
pub(in super::super) struct Renaming<'a> {
    /// `--rename`.
    pub(in super::super) renames: &'a [Rename],
    /// `--no-renames`: what nothing is said of is dropped and added.
    pub(in super::super) no_renames: bool,
    /// Someone is there to answer.
    pub(in super::super) can_ask: bool,
}

impl Renaming<'_> {
    /// Draws up the draft with every rename that is declared, given or answered.
    ///
    /// # Errors
    /// If a pair is left that nothing is said of, and nobody can be asked.
    pub(in super::super) fn settle(&self, compared: &mut Compared<'_>) -> Result<(), Error> {
        let (mut given, mut denied) = (self.renames.to_vec(), Vec::new());
        loop {
            compared.draft = Draft::new(&compared.start, &compared.models, &self.renames(&given, compared)?);
            let Some(draft) = &compared.draft else { return Ok(()) };
            let pairs = possible_renames(&draft.changes);
            let pairs = pairs.iter().filter_map(Pair::of).filter(|pair| !denied.contains(pair));
            let open: Vec<Pair> = pairs.collect();
            let Some(first) = open.first().filter(|_| !self.no_renames) else { return Ok(()) };
            if !self.can_ask {
                return Err(refusal(&compared.config.name, &open, draft));
            }
            let mut choices: Vec<&Pair> = open.iter().filter(|pair| pair.from == first.from).collect();
            choices.sort_by(|one, other| other.likeness.total_cmp(&one.likeness));
            let answer = ask(
                &compared.config.name,
                &choices,
                &mut std::io::stdin().lock() as &mut dyn BufRead,
                &mut anstream::stderr() as &mut dyn Write,
            );
            match answer {
                Some(Answer::Renamed(pair)) => {
                    let rename = pair.argument.parse().map_err(|message: String| unusable(&message))?;
                    given.push(rename);
                }
                Some(Answer::Dropped) => denied.extend(choices.into_iter().cloned()),
                None => return Err(refusal(&compared.config.name, &open, draft)),
            }
        }
    }

    /// What the models declare, and what was given.
    fn renames(&self, given: &[Rename], compared: &Compared<'_>) -> Result<Renames, Error> {
        let mut renames = compared.declared.renames.clone();
        let schema = &compared.config.schema;
        renames.extend(
            resolve(given, &compared.start, &compared.models, schema)
                .map_err(|message| unusable(&message))?,
        );
        Ok(renames)
    }
}

fn unusable(message: &str) -> Error {
    Error::usage(message, "correct the names: the revisions have the old one, the models the new one")
}

fn refusal(database: &str, open: &[Pair], draft: &Draft) -> Error {
    let unfound: String = draft.unfound_renames.iter().map(|line| format!("\n  {line}")).collect();
    let lines = open.iter().map(|pair| {
        let attribute = pair.attribute.as_ref().map(|attribute| format!(" (or {attribute} in the models)"));
        let Pair { kind, from, to, .. } = pair;
        format!("\n  {kind} {from} goes, and {to} comes: {}{}", pair.flag(), attribute.unwrap_or_default())
    });
    Error::refused(
        format!(
            "nothing is written: what goes and what comes in {database} may be one under another name, and then its data must \
             stay:{}{unfound}",
            lines.collect::<String>()
        ),
        "run the command again with a --rename for each that is, and with --no-renames if the others are not",
    )
}
