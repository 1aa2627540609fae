//! Which server the scratch databases are made on.

use dbmig_runtime::connect::is_local;
use dbmig_runtime::runner::{connect, with_database};
use dbmig_runtime::testing::{ScratchError, ScratchServer, drop_stale};

use super::Result;
use crate::server::{Embedded, OLDEST_MAJOR, SUPERUSER};

/// The servers that may be taken, in this order; the embedded one comes last.
#[derive(Clone, Copy, Default)]
pub struct Candidates<'a> {
    /// The URL that the user named for scratch databases.
    pub named: Option<&'a str>,
    /// The URL of the database itself. Its server is taken if it is on this machine and the role may create databases.
    pub own: Option<&'a str>,
}

/// A server on which scratch databases are made.
#[derive(Clone)]
pub struct Server {
    place: ScratchServer,
    /// The server in words, without a password.
    name: String,
}

impl Server {
    /// Takes the first candidate that fits; `embedded` is asked only if none does.
    ///
    /// # Errors
    /// If the named server can't be reached, or the embedded one does not start.
    pub fn choose<'e, E: From<super::Error>>(
        candidates: Candidates<'_>,
        embedded: impl FnOnce() -> Result<&'e Embedded, E>,
    ) -> Result<Self, E> {
        if let Some(url) = candidates.named {
            drop(connect(url).map_err(super::Error::from)?);
            return Ok(Self::at(ScratchServer::named(url), "the scratch server"));
        }
        if let Some(server) = candidates.own.and_then(Self::own) {
            return Ok(server);
        }
        let embedded = embedded()?;
        let url = embedded.database(SUPERUSER).map_err(super::Error::from)?;
        let is_single_connection = embedded.is_single_connection();
        let place = ScratchServer { url, has_own_template: false, is_single_connection, is_ours: true };
        Ok(Self::at(place, "the embedded server"))
    }

    /// The database's own server, if scratch databases may be made there.
    fn own(url: &str) -> Option<Self> {
        if !is_local(url) {
            return None;
        }
        // The database itself may not exist yet.
        let url =
            [url.to_owned(), with_database(url, "postgres")].into_iter().find(|url| connect(url).is_ok())?;
        let mut client = connect(&url).ok()?;
        let row = client.query_one(MAY_CREATE, &[]).ok()?;
        let (may_create, version): (bool, i32) = (row.try_get(0).ok()?, row.try_get(1).ok()?);
        let new_enough = u32::try_from(version / 10_000).is_ok_and(|major| major >= OLDEST_MAJOR);
        let place = ScratchServer { has_own_template: false, ..ScratchServer::named(url) };
        (may_create && new_enough).then(|| Self::at(place, "the database's own server"))
    }

    fn at(place: ScratchServer, what: &str) -> Self {
        let address = crate::url::address(&place.url).map(|address| format!(" {address}"));
        Self { place, name: format!("{what}{}", address.unwrap_or_default()) }
    }

    /// Where databases are made.
    pub fn place(&self) -> &ScratchServer {
        &self.place
    }

    pub(super) fn refused(&self, error: ScratchError) -> super::Error {
        match error {
            ScratchError::Connect(error) => super::Error::Connect(error),
            ScratchError::Refused { source, .. } => {
                super::Error::Create { server: self.name.clone(), source }
            }
        }
    }

    /// All that a catalog on it may depend on, beside the statements that made it.
    ///
    /// # Errors
    /// If the server can't be asked.
    pub fn fingerprint(&self) -> Result<String> {
        let row = connect(&self.place.url)?.query_typed_one(FINGERPRINT, &[]);
        row.and_then(|row| row.try_get(0)).map_err(|source| super::Error::Broken { source })
    }

    /// Drops scratch databases that a killed dbmig on this machine left behind.
    pub fn drop_stale(&self) {
        if let Ok(mut client) = connect(&self.place.url) {
            drop_stale(&mut client);
        }
    }

    /// The server in words, without a password.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True if the server serves one client at a time.
    pub fn is_single_connection(&self) -> bool {
        self.place.is_single_connection
    }
}

const MAY_CREATE: &str = "SELECT (rolcreatedb OR rolsuper) AND NOT pg_is_in_recovery(), \
    current_setting('server_version_num')::int FROM pg_roles WHERE rolname = current_user";

/// The version, what a new database is like, the extensions on offer, and who asks.
const FINGERPRINT: &str = "SELECT concat_ws(' ', version(), datcollate, datctype, pg_encoding_to_char(encoding), current_user, \
    (SELECT md5(string_agg(concat(name, ' ', default_version), ',' ORDER BY name)) FROM pg_available_extensions)) \
    FROM pg_database WHERE datname = 'template0'";
