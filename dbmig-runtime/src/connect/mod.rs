//! Connections: where a database is, and how it is reached.
//!
//! # Addresses
//!
//! A URL is `postgres://user:password@host:port/database?parameter=value`, or libpq's `key=value` form, with
//! [libpq's parameters](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS) and meanings. Several hosts,
//! `host=/folder/of/a/socket`, `hostaddr`, `target_session_attrs`, `passfile` and all of `sslmode`, `sslrootcert` (a file or `system`),
//! `sslcert`, `sslkey`, `sslcrl`, `sslcrldir`, `sslsni`, `sslnegotiation` and `channel_binding` work. URLs that other drivers read
//! (`postgresql+asyncpg://`, `jdbc:postgresql://`, `ssl=true`, Prisma's, sqlx's and pgx's pool settings) are translated; what can't be is
//! an error that names the parameter.
//!
//! Where libpq does something else:
//!
//! - it waits for ever for a server that doesn't answer: here `connect_timeout` is 10 where it is not given;
//! - it speaks GSSAPI, checks `require_auth` and `requirepeer`, writes `sslkeylogfile` and decrypts keys: what insists on one of these is
//!   refused here, and so is `sslcertmode=require`; `load_balance_hosts` changes nothing;
//! - in `prefer`, it tries again without encryption after a wrong password too: here only where TLS or `pg_hba.conf` said no;
//! - it takes a `sslcrl` file that isn't there or holds no list for none, and `PGHOSTADDR` beside the host of a URL: not here;
//! - it looks for sockets where it was built to: here in `/var/run/postgresql`, then `/tmp`.
//!
//! # Surroundings
//!
//! A URL alone says everything, and no environment is read. [`Surroundings`] are the `PG*` variables, `~/.pgpass`, service files and
//! `~/.postgresql`; [`Surroundings::complete`] writes what they say into a URL. `cargo dbmig` and a runner's command line do so.
//!
//! This room prints nothing, and no message of it holds a password.

mod address;
mod connect_error;
mod database_url;
mod destination;
mod environment;
mod error;
mod failure;
mod foreign;
mod open;
mod parameters;
mod passfile;
mod role;
mod server_error;
mod service;
mod support;
mod surroundings;
#[cfg(test)]
mod tests;
mod text;
mod tls;
mod url_error;

pub use address::{Address, is_local};
pub use connect_error::{ConnectError, ConnectReason};
pub use database_url::with_database;
pub(crate) use destination::Destination;
pub(crate) use environment::Environment;
pub use error::Error;
pub use open::connect;
pub(crate) use open::{Cancel, Connection};
pub use server_error::ServerError;
pub use surroundings::Surroundings;
pub use url_error::UrlError;
