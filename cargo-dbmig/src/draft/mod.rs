//! Autogenerate: from what differs to what a revision would hold.
//!
//! Pure: two catalogs that PostgreSQL printed go in, operations for both directions and lines for people come out.

mod branch;
mod error;
mod fill;
mod history;
mod place;
mod preflight;
mod rebase;
mod squash;
mod unchecked;
mod unfound;

use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::diff::{Changes, diff};
use dbmig_runtime::hazard::{Hazard, hazards};
use dbmig_runtime::op::Operation;
use dbmig_runtime::plan::plan;

pub use branch::{Branch, Entry};
pub use error::{Error, Result};
pub use fill::{Fill, Filled};
pub use history::History;
pub use place::{Place, Wish};
pub use rebase::{Rebase, Reparent};
pub use squash::Squash;

use preflight::preflights;
use unchecked::unchecked;

/// What a revision would hold.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What differs.
    pub changes: Changes,
    /// What applies it.
    pub upgrade: Vec<Operation>,
    /// What takes it back.
    pub downgrade: Vec<Operation>,
    /// What `upgrade` may lose, block or break.
    pub hazards: Vec<Hazard>,
    /// It may delete data on every database: somebody has said so.
    pub allow_destructive: bool,
    /// The columns that become NOT NULL in tables that are there.
    pub fillable: Vec<Filled>,
    /// Declared renames of what was not there, a line each.
    pub unfound_renames: Vec<String>,
}

impl Draft {
    /// What leads from the revisions to the models; `None` if nothing differs.
    pub fn new(revisions: &Catalog, models: &Catalog, renames: &Renames) -> Option<Self> {
        Self::filled(revisions, models, renames, &[])
    }

    /// The same with values for rows that are there.
    pub fn filled(revisions: &Catalog, models: &Catalog, renames: &Renames, fills: &[Fill]) -> Option<Self> {
        let changes = diff(revisions, models, renames);
        if changes.is_empty() {
            return None;
        }
        let (upgrade, downgrade) = (plan(&changes), plan(&changes.reversed()));
        let fillable = fill::fillable(&upgrade);
        let upgrade = fill::fill(upgrade, fills);
        let hazards = hazards(&upgrade);
        let (upgrade, downgrade) = (preflights(upgrade, revisions), preflights(downgrade, models));
        let (upgrade, downgrade) = (unchecked(upgrade), unchecked(downgrade));
        let unfound_renames = unfound::unfound_renames(revisions, renames);
        Some(Self {
            changes,
            upgrade,
            downgrade,
            hazards,
            allow_destructive: false,
            fillable,
            unfound_renames,
        })
    }

    /// The data that is gone afterwards.
    pub fn losses(&self) -> Vec<&str> {
        let hazards = self.hazards.iter().filter(|hazard| hazard.destructive);
        hazards.map(|hazard| hazard.message.as_str()).collect()
    }

    /// Each change, and what may go wrong with it, in a line.
    pub fn lines(&self) -> Vec<String> {
        self.described(|_| true)
    }

    /// Each change, and what data is gone afterwards: what a module's header says.
    pub fn header(&self) -> Vec<String> {
        self.described(|hazard| hazard.destructive)
    }

    fn described(&self, told: impl Fn(&Hazard) -> bool) -> Vec<String> {
        let changes =
            self.changes.summary().into_iter().map(|line| format!("{} {line}", line.sign.as_char()));
        let hazards = self.hazards.iter().filter(|hazard| told(hazard));
        let hazards = hazards.map(|Hazard { code, message, advice, destructive, .. }| {
            let mark = if *destructive { " destructive" } else { "" };
            format!("! {code}{mark}: {message}; {advice}")
        });
        changes.chain(hazards).collect()
    }
}
