//! The check of revisions that were put on top of another: up, exactly back down, and up again.

use std::fmt;

use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::diff::diff;

use super::Step;
use crate::scratch::{self, Catalogs, Database, Replay, Replayed};

/// What the moved revisions are checked with.
pub struct Moved<'a> {
    /// A scratch database at the revision below.
    pub scratch: &'a Database,
    /// The runner, built with the moved revisions.
    pub replay: Replay<'a>,
    /// Reads the catalogs.
    pub catalogs: Catalogs<'a>,
    /// The head of the moved revisions.
    pub head: &'a str,
    /// The revision below.
    pub onto: &'a str,
    /// The catalog there.
    pub start: &'a Catalog,
}

/// The moved revisions do not fit where they are.
#[derive(Debug)]
pub struct Unfit {
    /// The configured database.
    pub database: String,
    /// The head of the moved revisions.
    pub head: String,
    /// The revision below.
    pub onto: String,
    /// The step.
    pub step: Step,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a step.
#[derive(Debug)]
pub enum Outcome {
    /// It could not be run.
    Failed(scratch::Error),
    /// It landed elsewhere: what is missing, a line a change.
    Differs(Vec<String>),
}

impl Moved<'_> {
    /// Upgrades, downgrades and upgrades again: what comes of it, and true if the way down was run too. A revision that says that
    /// it can't be undone has none.
    ///
    /// # Errors
    /// If a step fails, or lands elsewhere.
    pub fn run(&self) -> Result<(Replayed, bool), Box<Unfit>> {
        self.walk(Step::Upgrade, "upgrade", self.head)?;
        // Taken here, since a way down that ends halfway leaves something else.
        let made = Replayed::of(self.scratch, self.catalogs);
        let made = made.map_err(|error| self.unfit(Step::Upgrade, Outcome::Failed(error)))?;
        match self.walk(Step::Downgrade, "downgrade", self.onto) {
            Err(unfit) if unfit.is_irreversible() => return Ok((made, false)),
            down => down?,
        }
        self.compare(Step::Downgrade, self.start)?;
        self.walk(Step::UpgradeAgain, "upgrade", self.head)?;
        self.compare(Step::UpgradeAgain, &made.catalog)?;
        Ok((made, true))
    }

    fn walk(&self, step: Step, verb: &str, target: &str) -> Result<(), Box<Unfit>> {
        self.replay.run(self.scratch, verb, target).map_err(|error| self.unfit(step, Outcome::Failed(error)))
    }

    fn compare(&self, step: Step, expected: &Catalog) -> Result<(), Box<Unfit>> {
        let found = self.catalogs.of(self.scratch);
        let found = found.map_err(|error| self.unfit(step, Outcome::Failed(error)))?;
        let missing = diff(found, expected, &Renames::default()).summary();
        if missing.is_empty() {
            return Ok(());
        }
        let lines = missing.iter().map(|line| format!("{} {line}", line.sign.as_char())).collect();
        Err(self.unfit(step, Outcome::Differs(lines)))
    }

    fn unfit(&self, step: Step, outcome: Outcome) -> Box<Unfit> {
        let (database, head, onto) =
            (self.replay.database.to_owned(), self.head.to_owned(), self.onto.to_owned());
        Box::new(Unfit { database, head, onto, step, outcome })
    }
}

/// What the runner says of a revision that can't be undone.
const IRREVERSIBLE: &str = "this revision can't be undone";

impl Unfit {
    fn is_irreversible(&self) -> bool {
        match &self.outcome {
            Outcome::Failed(scratch::Error::Replay { output, .. }) => output.contains(IRREVERSIBLE),
            _ => false,
        }
    }

    /// What to do about it.
    pub fn next(&self) -> String {
        let Self { head, onto, database, .. } = self;
        format!(
            "correct the revisions of {head} so that they can follow {onto}, and run the command again; or keep both branches and try \
             `cargo dbmig merge --db {database}`"
        )
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { database, head, onto, step, outcome } = self;
        write!(f, "the {step} of {database} ")?;
        match (step, outcome) {
            (Step::Downgrade, _) => write!(f, "from {head} to {onto} ")?,
            _ => write!(f, "from {onto} to {head} ")?,
        }
        match outcome {
            Outcome::Failed(error) => write!(f, "failed on scratch: {error}"),
            Outcome::Differs(lines) => {
                let where_to = if *step == Step::Downgrade { "where it was" } else { "where it came first" };
                write!(f, "does not land {where_to}; what is missing:\n  {}", lines.join("\n  "))
            }
        }
    }
}
