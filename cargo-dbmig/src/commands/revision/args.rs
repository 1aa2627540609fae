//! The arguments of `revision`.

use clap::{Arg, ArgAction, Args};

use super::super::backfill::BackfillArg;
use super::super::compare::Against;
use super::super::rename::Rename;

/// Arguments of `revision`.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES, arg = autogenerate())]
pub(in crate::commands) struct RevisionArgs {
    /// What the revision is about
    #[arg(short, long, value_name = "TEXT")]
    pub(super) message: String,

    /// Write a revision without operations, to be filled in by hand
    #[arg(long)]
    pub(super) empty: bool,

    /// Print the SQL that upgrade would run, and write nothing
    #[arg(long, conflicts_with = "empty")]
    pub(super) sql: bool,

    /// The revision's id: letters, digits and `_` [default: a random one]
    #[arg(long, value_name = "ID")]
    pub(super) rev_id: Option<String>,

    /// The head to go on from, where the history has several: an id or the beginning of one, LABEL@head, or base for a
    /// history beside the others; may be given several times, for a revision that makes them one [default: the only head]
    #[arg(long = "head", value_name = "REVISION")]
    pub(super) heads: Vec<String>,

    /// --head may be a revision that others go on from already: the new one begins a branch there
    #[arg(long)]
    pub(super) splice: bool,

    /// A name for the branch that begins with the new revision, for targets such as LABEL@head; may be given several times
    #[arg(long = "branch-label", value_name = "LABEL")]
    pub(super) branch_labels: Vec<String>,

    /// A revision of another branch that has to be applied before; may be given several times
    #[arg(long, value_name = "REVISION")]
    pub(super) depends_on: Vec<String>,

    /// Something is not dropped and added but renamed: `table.old=new` for a column, `old_table=new_table`, `type:old=new`,
    /// `value:type.old=new` for a value of an enum type, `view:old=new`, `sequence:old=new`; may be given several times
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub(super) renames: Vec<Rename>,

    /// Nothing else is renamed: drop and add, and ask nothing
    #[arg(long)]
    pub(super) no_renames: bool,

    /// What the rows that are there hold in a column that becomes NOT NULL, an SQL expression: `table.column='expression'`;
    /// may be given several times
    #[arg(long = "backfill", value_name = "COLUMN=VALUE")]
    pub(super) backfills: Vec<BackfillArg>,

    /// New columns that are NOT NULL get no value: upgrade refuses where their table has rows
    #[arg(long)]
    pub(super) no_backfill: bool,

    /// The new revision may delete data, on every database: without this, upgrade asks for its own flag
    #[arg(long)]
    pub(super) allow_destructive: bool,

    /// What to compare the models with
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    pub(super) against: Against,

    /// Don't prove the new revisions on scratch
    #[arg(long)]
    pub(super) no_proof: bool,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    pub(super) scratch_url: Option<String>,
}

/// What happens anyway: for hands that know Alembic.
fn autogenerate() -> Arg {
    Arg::new("autogenerate")
        .long("autogenerate")
        .hide(true)
        .action(ArgAction::SetTrue)
        .conflicts_with("empty")
}

const EXAMPLES: &str = "\
The models are compared with what the revisions make, on a scratch server; no database is needed. A new revision is proven there: its \
upgrade leads to the models, its downgrade back. Exits with 1 if it doesn't; the file stays.

Examples:
  Write what changed in the models:
    cargo dbmig revision -m 'people have a phone number'
  See the SQL first:
    cargo dbmig revision -m 'people have a phone number' --sql
  A revision to fill in by hand:
    cargo dbmig revision --empty -m 'move old orders' --db users
  A branch of its own, beside what is there:
    cargo dbmig revision --empty -m 'search' --head base --branch-label search --db users

--format json: {\"version\": 1, \"databases\": {NAME: {\"changes\": [TEXT], \"hazards\": [{\"code\", \"message\", \"advice\", \
\"destructive\"}], \"allow_destructive\", \"unfound_renames\", \"revision\", \"revises\", \"depends_on\", \"labels\", \"file\", \"proven\": \
true, false or null, \"proof\"}}}; with --sql, \"sql\" in place of what is written";
