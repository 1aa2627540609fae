//! A scratch database, and the connections that stay open to it: one for the revisions, one that looks.

use std::collections::BTreeSet;
use std::sync::Arc;

use postgres::Client;

use super::role::create_roles;
use super::{Error, ScratchDatabase, ScratchError, ScratchServer};
use crate::catalog::{Catalog, Filter};
use crate::inspect::{self, Inspector};
use crate::revision::Graph;
use crate::runner::{self, Canceller, Database, Options, Stepper, connect};

/// What stays the same from one scratch database to the next.
pub(super) struct Setting<'a> {
    pub(super) database: &'a Database,
    pub(super) graph: &'a Graph,
    pub(super) server: &'a ScratchServer,
    pub(super) options: &'a Options,
    pub(super) scope: &'a Filter,
    pub(super) canceller: &'a Canceller,
    /// Revisions are proven with rows, too.
    pub(super) has_rows: bool,
}

/// A scratch database at some revision.
pub(super) struct Stage<'a> {
    setting: &'a Setting<'a>,
    stepper: Option<Stepper<'a>>,
    inspector: Option<Inspector>,
    // Dropped last, when nobody is connected.
    scratch: ScratchDatabase,
}

impl<'a> Stage<'a> {
    /// A new one, at the base.
    pub(super) fn new(setting: &'a Setting<'a>) -> Result<Self, Error> {
        let scratch = ScratchDatabase::create(setting.server, setting.database.schema)?;
        Ok(Self { setting, stepper: None, inspector: None, scratch })
    }

    /// Applies the revision `id`.
    pub(super) fn upgrade(&mut self, id: &str) -> Result<(), runner::Error> {
        self.step(|stepper| stepper.upgrade(id).map(drop))
    }

    /// Takes the revision `id` back.
    pub(super) fn downgrade(&mut self, id: &str) -> Result<(), runner::Error> {
        self.step(|stepper| stepper.downgrade(id).map(drop))
    }

    /// What is in the database, of what its revisions are about.
    pub(super) fn catalog(&mut self) -> Result<Arc<Catalog>, Error> {
        let database = self.setting.database;
        let own_tables = database.own_tables();
        let options = inspect::Options { default_schema: database.schema, own_tables: &own_tables };
        let mut inspector = match self.inspector.take() {
            Some(inspector) => inspector,
            None => Inspector::new(connect(self.scratch.url()).map_err(ScratchError::from)?),
        };
        let catalog = inspector.inspect(&options).map_err(Error::Inspect)?;
        if !self.setting.server.is_single_connection {
            self.inspector = Some(inspector);
        }
        Ok(Arc::new(self.setting.scope.apply(catalog, database.schema)))
    }

    /// A connection of the caller's own.
    pub(super) fn connect(&self) -> Result<Client, runner::Error> {
        connect(self.scratch.url())
    }

    /// A step that fails for a role that isn't there goes on when the role is made, where that is allowed.
    fn step(
        &mut self,
        step: impl Fn(&mut Stepper<'a>) -> Result<(), runner::Error>,
    ) -> Result<(), runner::Error> {
        let mut tried = BTreeSet::new();
        loop {
            let result = self.try_step(&step);
            let Err(error) = &result else { return result };
            let roles = match self.setting.server.is_ours {
                true => create_roles([error.what().as_str()]),
                false => BTreeSet::new(),
            };
            let is_new = !roles.is_subset(&tried);
            if !is_new || !self.create(&roles) {
                return result;
            }
            tried.extend(roles);
        }
    }

    fn try_step(
        &mut self,
        step: impl Fn(&mut Stepper<'a>) -> Result<(), runner::Error>,
    ) -> Result<(), runner::Error> {
        let Setting { database, graph, options, canceller, .. } = *self.setting;
        let mut stepper = match self.stepper.take() {
            Some(stepper) => stepper,
            None => Stepper::begin((database, graph), self.scratch.url(), options, canceller)?,
        };
        step(&mut stepper)?;
        if !options.single_connection {
            self.stepper = Some(stepper);
        }
        Ok(())
    }

    /// True if one of the statements succeeds.
    fn create(&self, statements: &BTreeSet<String>) -> bool {
        let Ok(mut client) = connect(self.scratch.url()) else { return false };
        statements.iter().map(|sql| client.batch_execute(sql).is_ok()).fold(false, |any, made| any | made)
    }
}
