//! The check that branches may run in any order: whichever comes first, the same catalog comes out.

use std::collections::BTreeSet;
use std::fmt;

use dbmig_runtime::catalog::{Catalog, ObjectName, Renames};
use dbmig_runtime::diff::{Line, diff};

use crate::scratch::{self, Catalogs, Database, Replay};

/// What is run in several orders.
pub struct Orders<'a> {
    /// The runner.
    pub replay: Replay<'a>,
    /// Reads the catalogs.
    pub catalogs: Catalogs<'a>,
    /// The heads of the branches, at least two.
    pub heads: &'a [&'a str],
    /// The catalog where the branches part.
    pub start: &'a Catalog,
}

/// The branches that the order of matters for.
#[derive(Debug)]
pub struct Disorder {
    /// The configured database.
    pub database: String,
    /// Each order that was tried, and what came of it where that was not the same as of the first.
    pub orders: Vec<(Vec<String>, Option<Outcome>)>,
    /// What several branches change, and how.
    pub contested: Vec<String>,
}

/// What came of an order.
#[derive(Debug)]
pub enum Outcome {
    /// A branch could not be applied.
    Failed {
        /// Its head.
        head: String,
        /// Why.
        source: scratch::Error,
    },
    /// Another catalog than that of the first order: what leads from that one to this one, a line a change.
    Differs(Vec<String>),
}

impl Orders<'_> {
    /// Runs the branches in every order that [`rotations`] gives, each on a database that `at_start` makes, and gives the last of
    /// these databases with its catalog.
    ///
    /// # Errors
    /// [`Disorder`] if one of them fails or the catalogs differ; or what `at_start` says.
    pub fn run<E>(&self, mut at_start: impl FnMut() -> Result<Database, E>) -> Result<(Database, Catalog), E>
    where
        E: From<Disorder> + From<scratch::Error>,
    {
        let mut done: Option<(Database, Catalog)> = None;
        let (mut orders, mut alone) = (Vec::new(), Vec::new());
        for order in rotations(self.heads) {
            // One scratch database at a time.
            let first = done.take().map(|(_, catalog)| catalog);
            let scratch = at_start()?;
            let ran = self.apply(&scratch, &order, &mut alone)?;
            let names = order.iter().map(|head| (*head).to_owned()).collect();
            let outcome = match (ran, first) {
                (Err(outcome), first) => {
                    done = first.map(|first| (scratch, first));
                    Some(outcome)
                }
                (Ok(catalog), None) => {
                    done = Some((scratch, catalog));
                    None
                }
                (Ok(catalog), Some(first)) => {
                    let lines = lines(&first, &catalog);
                    done = Some((scratch, first));
                    (!lines.is_empty()).then_some(Outcome::Differs(lines))
                }
            };
            orders.push((names, outcome));
        }
        let is_one = orders.iter().all(|(_, outcome)| outcome.is_none());
        match done.filter(|_| is_one) {
            Some(done) => Ok(done),
            None => {
                let database = self.replay.database.to_owned();
                Err(Disorder { database, orders, contested: contested(self.start, &alone) }.into())
            }
        }
    }

    /// The catalog after the branches in one order; that after the first goes to `alone`.
    fn apply(
        &self,
        scratch: &Database,
        order: &[&str],
        alone: &mut Vec<(String, Catalog)>,
    ) -> Result<Result<Catalog, Outcome>, scratch::Error> {
        for (place, head) in order.iter().enumerate() {
            if let Err(source) = self.replay.run(scratch, "upgrade", head) {
                return Ok(Err(Outcome::Failed { head: (*head).to_owned(), source }));
            }
            if place == 0 {
                alone.push(((*head).to_owned(), self.catalogs.of(scratch)?));
            }
        }
        Ok(Ok(self.catalogs.of(scratch)?))
    }
}

/// As many orders as there are heads: each comes first once and last once, and of any two each comes before the other once.
pub fn rotations<'h>(heads: &[&'h str]) -> Vec<Vec<&'h str>> {
    let rotation = |first: usize| heads.iter().cycle().skip(first).take(heads.len()).copied().collect();
    (0..heads.len()).map(rotation).collect()
}

fn lines(from: &Catalog, to: &Catalog) -> Vec<String> {
    diff(from.clone(), to.clone(), &Renames::default()).summary().iter().map(shown).collect()
}

fn shown(line: &Line) -> String {
    format!("{} {line}", line.sign.as_char())
}

/// What more than one branch changes: relations, with what each does to them, and whatever is done twice in the same words.
fn contested(start: &Catalog, alone: &[(String, Catalog)]) -> Vec<String> {
    let changes: Vec<(&str, Vec<Line>)> = alone
        .iter()
        .map(|(head, catalog)| (&**head, diff(start.clone(), catalog.clone(), &Renames::default()).summary()))
        .collect();
    let mut contested = Vec::new();
    for (place, (head, lines)) in changes.iter().enumerate() {
        let others: Vec<&Line> = changes
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place)
            .flat_map(|(_, (_, l))| l)
            .collect();
        let touched: BTreeSet<ObjectName> = others.iter().filter_map(|line| line.relation.clone()).collect();
        let is_contested = |line: &&Line| {
            others.iter().any(|other| other.text == line.text)
                || line.relation.as_ref().is_some_and(|relation| touched.contains(relation))
        };
        contested.extend(lines.iter().filter(is_contested).map(|line| format!("{head}: {}", shown(line))));
    }
    contested
}

impl Disorder {
    /// What to do about it.
    pub fn next(&self) -> String {
        let heads: Vec<&str> = self
            .orders
            .first()
            .map(|(order, _)| order.iter().map(String::as_str).collect())
            .unwrap_or_default();
        let (database, last) = (&self.database, heads.last().copied().unwrap_or_default());
        format!(
            "edit the revisions until their order does not matter; or, if no database has those of {last} yet, take what is in the way \
             out of them and put them on top with `cargo dbmig rebase {last} --db {database}`"
        )
    }
}

impl fmt::Display for Disorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let database = &self.database;
        write!(
            f,
            "nothing is written: the branches of {database} can't be merged as they are, since their order matters"
        )?;
        let mut first = None;
        for (order, outcome) in &self.orders {
            let order = order.join(", then ");
            match outcome {
                None => {
                    write!(f, "\n  {order}: works")?;
                    first = first.or(Some(order));
                }
                Some(Outcome::Failed { head, source }) => {
                    write!(f, "\n  {order}: {head} fails: {}", indented(&source.to_string()))?;
                }
                Some(Outcome::Differs(lines)) => {
                    let first = first.as_deref().unwrap_or_default();
                    write!(f, "\n  {order}: comes to something else than {first}:")?;
                    lines.iter().try_for_each(|line| write!(f, "\n    {line}"))?;
                }
            }
        }
        if self.contested.is_empty() {
            return Ok(());
        }
        f.write_str("\n  what more than one of them changes:")?;
        self.contested.iter().try_for_each(|line| write!(f, "\n    {line}"))
    }
}

fn indented(text: &str) -> String {
    text.trim_end().replace('\n', "\n    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_before_each_other() {
        assert_eq!(rotations(&["a", "b"]), [["a", "b"], ["b", "a"]]);
        assert_eq!(rotations(&["a", "b", "c"]), [["a", "b", "c"], ["b", "c", "a"], ["c", "a", "b"]]);
    }

    #[test]
    fn what_is_contested() {
        use dbmig_runtime::catalog::{Column, DataType, Table};
        let catalog = |tables: &[(&str, &[&str])]| {
            let tables = tables.iter().map(|(name, columns)| {
                let mut table = Table::new(*name);
                table.columns =
                    columns.iter().map(|column| Column::new(*column, DataType::new("text"))).collect();
                (table.name.clone(), table)
            });
            Catalog { tables: tables.collect(), ..Catalog::default() }
        };
        let start = catalog(&[("t", &["id"])]);
        let one = ("one".to_owned(), catalog(&[("t", &["id", "a"]), ("u", &["id"])]));
        let other = ("other".to_owned(), catalog(&[("t", &["id", "b"]), ("v", &["id"])]));
        assert_eq!(
            contested(&start, &[one, other]),
            ["one: + add column t.a text", "other: + add column t.b text"]
        );
    }
}
