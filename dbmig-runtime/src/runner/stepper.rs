//! Revisions one at a time, over connections that stay open: what a proof takes up and down again and again.

use super::run::{Emit, Run, Setting};
use super::{Applied, Canceller, Database, Error, Event, Options};
use crate::revision::{Graph, Step, Target};

/// A run that does single revisions. Nobody else works on the database meanwhile.
pub(crate) struct Stepper<'a> {
    run: Run<'a>,
    graph: &'a Graph,
}

impl<'a> Stepper<'a> {
    /// Connects, takes the lock, and reads where the database is.
    pub(crate) fn begin(
        (database, graph): (&'a Database, &'a Graph),
        url: &str,
        options: &'a Options,
        canceller: &'a Canceller,
    ) -> Result<Self, Error> {
        let silent: Emit<'a> = Box::new(|_: Event| {});
        let mut run = Run::begin(Setting::new(database, url, options, canceller)?, silent)?;
        run.heads = run.setting.records(&mut run.work)?.heads;
        run.setting.tables.create_missing(&mut run.work.client)?;
        Ok(Self { run, graph })
    }

    /// Applies the revision `id`, and whatever it needs and isn't applied.
    pub(crate) fn upgrade(&mut self, id: &str) -> Result<Vec<Applied>, Error> {
        let steps = self.graph.upgrade(&self.run.heads, &Target::revision(id))?;
        steps.iter().map(|step| self.take(step)).collect()
    }

    /// Takes the revision `id` back, and whatever needs it; not what is on other branches.
    pub(crate) fn downgrade(&mut self, id: &str) -> Result<Vec<Applied>, Error> {
        let steps = self.graph.downgrade(&self.run.heads, &format!("{id}@-1").parse()?)?;
        steps.iter().map(|step| self.take(step)).collect()
    }

    fn take(&mut self, step: &Step) -> Result<Applied, Error> {
        let setting = &self.run.setting;
        let Some(prepared) = setting.prepare(step)? else {
            return Err(Error::Target(crate::revision::Error::UnknownRows {
                rows: vec![step.revision.clone()],
            }));
        };
        // Another one may have begun meanwhile, with the same canceller.
        self.run.setting.watch(&self.run.work);
        self.run.execute(&prepared, None, (1, 1))
    }
}

impl Drop for Stepper<'_> {
    fn drop(&mut self) {
        self.run.end();
        self.run.setting.canceller.watch(None);
    }
}
