//! What a proof with rows stands on.

use std::sync::Arc;

use postgres::Client;

use crate::catalog::Catalog;

/// A scratch database where a revision is the next one, and the steps of that revision.
pub trait Ground {
    /// What stops a step.
    type Error: Stopped + From<postgres::Error>;

    /// Applies the revision.
    ///
    /// # Errors
    /// If it can't be.
    fn upgrade(&mut self) -> Result<(), Self::Error>;

    /// Takes the revision back.
    ///
    /// # Errors
    /// If it can't be.
    fn downgrade(&mut self) -> Result<(), Self::Error>;

    /// What is there.
    ///
    /// # Errors
    /// If it can't be read.
    fn catalog(&mut self) -> Result<Arc<Catalog>, Self::Error>;

    /// A connection of the proof's own.
    ///
    /// # Errors
    /// If none can be made.
    fn connect(&mut self) -> Result<Client, Self::Error>;
}

/// What stopped a step, in words and as PostgreSQL's code.
pub trait Stopped {
    /// The failure in one line: of a statement, what the server said.
    fn reason(&self) -> String;

    /// PostgreSQL's code for it, if a statement failed.
    fn sqlstate(&self) -> Option<&str>;
}
