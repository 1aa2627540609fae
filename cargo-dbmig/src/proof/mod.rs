//! The check of a new revision on scratch: its upgrade lands exactly on the models, its downgrade exactly on the start; on empty
//! tables first, and then on tables with rows. Also that branches may be merged, or one put on top of another.

mod error;
mod moved;
mod orders;
mod rows;

use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::diff::diff;

use crate::scratch::{Catalogs, Database, Replay};

pub use error::{Error, Result, Step};
pub use moved::{Moved, Unfit};
pub use orders::{Disorder, Orders, rotations};
pub use rows::{RowProof, Rows, touched};

/// What a revision is checked against.
pub struct Proof<'a> {
    /// A scratch database at the revisions before.
    pub scratch: &'a Database,
    /// The runner, built with the new revision in it.
    pub replay: Replay<'a>,
    /// Reads the catalogs.
    pub catalogs: Catalogs<'a>,
    /// The new revision.
    pub revision: &'a str,
    /// The catalog before.
    pub start: &'a Catalog,
    /// What the models are on the same server.
    pub models: &'a Catalog,
}

impl Proof<'_> {
    /// Upgrades, downgrades and upgrades again, and compares each time.
    ///
    /// # Errors
    /// If a step fails or lands elsewhere.
    pub fn run(&self) -> Result {
        let up = self.revision.to_owned();
        // Back from itself: `ID-1` is the place below, and going there takes back other branches from there, too.
        let down = format!("{}@-1", self.revision);
        self.step(Step::Upgrade, "upgrade", &up, self.models)?;
        self.step(Step::Downgrade, "downgrade", &down, self.start)?;
        self.step(Step::UpgradeAgain, "upgrade", &up, self.models)
    }

    fn step(&self, step: Step, verb: &str, target: &str, expected: &Catalog) -> Result {
        let failed = |source| Error::Failed { revision: self.revision.to_owned(), step, source };
        self.replay.run(self.scratch, verb, target).map_err(failed)?;
        let found = self.catalogs.of(self.scratch).map_err(failed)?;
        let rest = diff(found, expected, &Renames::default());
        if rest.is_empty() {
            return Ok(());
        }
        Err(Error::differs(self.revision, step, &rest))
    }
}
