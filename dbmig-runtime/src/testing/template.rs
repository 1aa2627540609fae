//! The database that test databases are copied from.

use std::fmt::Write;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use postgres::Client;
use sha2::{Digest, Sha256};

use super::{Error, ScratchDatabase, ScratchError, ScratchServer};
use crate::catalog::quote_identifier;
use crate::runner::{Database, Options, Runner, connect};

/// The beginning of the name of every template.
const PREFIX: &str = "dbmig_template_";
/// How long one is kept that nobody makes anew.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A database's revisions, applied on a server.
pub(super) struct Template<'a> {
    pub(super) database: &'a Database,
    pub(super) server: &'a ScratchServer,
}

impl Template<'_> {
    /// Its name: another one for other revisions, settings or another version of dbmig.
    pub(super) fn name(&self) -> String {
        let Database { name, schema, version_table, scripts, .. } = self.database;
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            // No two lists of texts look the same with their lengths before them.
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        [env!("CARGO_PKG_VERSION"), name, schema, self.database.version_schema(), version_table]
            .into_iter()
            .for_each(&mut add);
        for script in scripts {
            [script.revision.id, script.checksum].into_iter().for_each(&mut add);
            script.revision.parents.iter().chain(script.revision.depends_on).copied().for_each(&mut add);
        }
        let mut text = PREFIX.to_owned();
        for byte in hash.finalize().iter().take(8) {
            // Writing to a String can't fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// Makes it, unless somebody else just did.
    pub(super) fn make(&self, name: &str) -> Result<(), Error> {
        let mut client = connect(&self.server.url).map_err(ScratchError::from)?;
        let refused = |source| ScratchError::refused(&self.server.url, source);
        // Others that need it wait here. Where they lock in another database, the name decides who was first.
        client.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", &[&name]).map_err(refused)?;
        let there = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)";
        let row = client.query_one(there, &[&name]).map_err(refused)?;
        if row.try_get(0).map_err(refused)? {
            return Ok(());
        }
        self.drop_old(&mut client);
        let scratch = ScratchDatabase::create(self.server, self.database.schema)?;
        if !self.database.scripts.is_empty() {
            let options = Options {
                allow_destructive: true,
                single_connection: self.server.is_single_connection,
                ..Options::default()
            };
            let mut runner = Runner::new(self.database.clone(), scratch.url()).options(options);
            runner.upgrade("heads").map_err(|failure| Error::Upgrade(Box::new(failure)))?;
        }
        scratch.keep_as(name, &self.comment())?;
        Ok(())
    }

    fn comment(&self) -> String {
        format!("{}{}", self.comment_start(), now())
    }

    fn comment_start(&self) -> String {
        format!("dbmig test template of {}, made at ", self.database.name)
    }

    /// Drops the templates of this database that are old: their revisions have changed since. What can't be dropped stays.
    fn drop_old(&self, client: &mut Client) {
        let sql = "SELECT datname::text, shobj_description(oid, 'pg_database') FROM pg_database \
                   WHERE starts_with(datname, $1) AND pg_has_role(datdba, 'USAGE')";
        for row in client.query(sql, &[&PREFIX]).unwrap_or_default() {
            let (Ok(name), Ok(Some(comment))) =
                (row.try_get::<_, String>(0), row.try_get::<_, Option<String>>(1))
            else {
                continue;
            };
            let made = comment.strip_prefix(&self.comment_start()).and_then(|made| made.parse().ok());
            if made.is_some_and(|made: u64| now().saturating_sub(made) > KEPT.as_secs()) {
                let _ = client.batch_execute(&format!("DROP DATABASE {}", quote_identifier(&name)));
            }
        }
    }
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}
