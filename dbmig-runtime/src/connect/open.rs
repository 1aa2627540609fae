//! Connections, made: host after host, encrypted or not as `sslmode` says.

use std::sync::mpsc;
use std::time::Duration;

use postgres::config::{SslMode, SslNegotiation};
use postgres::{CancelToken, Client, Config, NoTls};

use super::destination::{Destination, Host, Place, Wanted};
use super::failure::{Failed, failed};
use super::passfile::{self, Ignored};
use super::role::Role;
use super::tls::{Mode, Tls};
use super::{Address, ConnectError, ConnectReason, Error};

/// Connects.
///
/// Call it and drop the client on a thread that is not inside an async runtime; the driver panics there.
///
/// # Errors
/// If the URL can't be used or no connection can be made; no message holds the password.
pub fn connect(url: &str) -> Result<Client, Error> {
    Ok(Destination::of(url)?.connect("dbmig")?.client)
}

/// A connection that was made.
pub(crate) struct Connection {
    pub(crate) client: Client,
    /// Cancels its statements.
    pub(crate) cancel: Cancel,
    /// The number of the host that was taken.
    pub(crate) place: usize,
}

/// Cancels the statement of a connection, over a connection like it.
#[derive(Clone)]
pub(crate) struct Cancel {
    token: CancelToken,
    tls: Option<Tls>,
}

impl Cancel {
    /// Cancels what runs. Where nothing does, or the server can't be reached, there is nothing to cancel.
    pub(crate) fn cancel(&self) {
        let _ = match &self.tls {
            Some(tls) => self.token.cancel_query(tls.clone()),
            None => self.token.cancel_query(NoTls),
        };
    }
}

impl Destination {
    /// Connects under an application name, to the first host that answers and is what is wanted.
    ///
    /// # Errors
    /// If there is none. As in libpq, a server that refuses the role ends the search: the next one would, too.
    pub(crate) fn connect(&self, application: &str) -> Result<Connection, Error> {
        let fallback = match self.wanted {
            Wanted::PreferStandby | Wanted::PreferPrimary => Some(Wanted::Any),
            _ => None,
        };
        let wanted = match self.wanted {
            Wanted::PreferStandby => Wanted::Standby,
            Wanted::PreferPrimary => Wanted::Primary,
            wanted => wanted,
        };
        // One host is as good as it is; asking it what it is would cost a round trip.
        let wanted = if fallback.is_some() && self.places.len() == 1 { Wanted::Any } else { wanted };
        match self.connect_to_first(application, wanted, 0..self.places.len()) {
            Err(Error::Connect(error)) if fallback.is_some() && error.passed_one_by() => {
                self.connect_to_first(application, Wanted::Any, 0..self.places.len())
            }
            result => result,
        }
    }

    /// Connects to one of its hosts.
    ///
    /// # Errors
    /// If that can't be done.
    pub(crate) fn connect_to(&self, place: usize, application: &str) -> Result<Connection, Error> {
        self.connect_to_first(application, Wanted::Any, place..place + 1)
    }

    fn connect_to_first(
        &self,
        application: &str,
        wanted: Wanted,
        range: std::ops::Range<usize>,
    ) -> Result<Connection, Error> {
        let tls = match self.tls.mode {
            Mode::Disable => None,
            _ if self.places.iter().all(|place| matches!(place.host, Host::Socket(_))) => None,
            _ => Some(self.tls.make()?),
        };
        let mut others: Vec<(Address, ConnectReason)> = Vec::new();
        let mut last = None;
        for (index, place) in self.places.iter().enumerate().filter(|(index, _)| range.contains(index)) {
            let attempt = Attempt { destination: self, place, application, tls: tls.as_ref() };
            let failed = match attempt.run().and_then(|made| suitable(made, wanted)) {
                Ok((client, tls)) => {
                    let cancel = Cancel { token: client.cancel_token(), tls };
                    return Ok(Connection { client, cancel, place: index });
                }
                Err(failed) => failed,
            };
            let ends = ends_search(failed.reason);
            let error = ConnectError::new(place.address(self), failed);
            others.extend(last.replace(error).map(|before: ConnectError| (before.address, before.reason)));
            if ends {
                break;
            }
        }
        let last = last.unwrap_or_else(|| {
            ConnectError::new(self.address.clone(), Failed::of(ConnectReason::Unreachable))
        });
        Err(Error::Connect(Box::new(last.after(self.address.clone(), others))))
    }
}

/// True if another host would say the same.
fn ends_search(reason: ConnectReason) -> bool {
    matches!(
        reason,
        ConnectReason::NoPassword
            | ConnectReason::Authentication
            | ConnectReason::NotBound
            | ConnectReason::NotAdmitted
            | ConnectReason::NoDatabase
            | ConnectReason::Other
    )
}

/// A connection, and what it is encrypted with, if it may be.
type Made = (Client, Option<Tls>);

fn suitable((mut client, tls): Made, wanted: Wanted) -> Result<Made, Failed> {
    if wanted == Wanted::Any {
        return Ok((client, tls));
    }
    let role = Role::ask(&mut client).map_err(|error| failed(error, true))?;
    match role.is(wanted) {
        true => Ok((client, tls)),
        false => Err(Failed { detail: Some(role.to_string()), ..Failed::of(ConnectReason::NotWanted) }),
    }
}

/// One host.
struct Attempt<'a> {
    destination: &'a Destination,
    place: &'a Place,
    application: &'a str,
    tls: Option<&'a Tls>,
}

impl Attempt<'_> {
    /// Tries with and without encryption in the order of the mode. Sockets are never encrypted.
    fn run(&self) -> Result<Made, Failed> {
        let tls = self.tls.filter(|_| !matches!(self.place.host, Host::Socket(_)));
        match (self.destination.tls.mode, tls) {
            (Mode::Disable, _) | (_, None) => self.connect(None, SslMode::Disable),
            // A server that refuses what is plain may take what is not.
            (Mode::Allow, Some(tls)) => match self.connect(None, SslMode::Disable) {
                Err(failed) if failed.reason == ConnectReason::NotAdmitted => {
                    self.connect(Some(tls), SslMode::Require).or(Err(failed))
                }
                result => result,
            },
            // The driver goes on in plain where the server doesn't encrypt; the rest of libpq's fallbacks are here.
            (Mode::Prefer, Some(tls)) => match self.connect(Some(tls), SslMode::Prefer) {
                Err(failed) if is_about_encryption(failed.reason) => {
                    self.connect(None, SslMode::Disable).or(Err(failed))
                }
                result => result,
            },
            (_, Some(tls)) => self.connect(Some(tls), SslMode::Require),
        }
    }

    fn connect(&self, tls: Option<&Tls>, mode: SslMode) -> Result<Made, Failed> {
        let (mut config, ignored) = self.config();
        config.ssl_mode(mode);
        let has_password = config.get_password().is_some();
        let is_direct = tls.is_some() && config.get_ssl_negotiation() == SslNegotiation::Direct;
        let tls = tls.cloned();
        let limit = self.destination.timeout.map(|limit| self.place.limit(limit));
        let connected = match &tls {
            Some(tls) => {
                let tls = tls.clone();
                within(limit, move || config.connect(tls))
            }
            None => within(limit, move || config.connect(NoTls)),
        };
        match connected {
            Some(Ok(client)) => Ok((client, tls)),
            Some(Err(error)) => {
                let mut failed = failed(error, has_password);
                // What TLS itself says has its words already.
                if is_direct && failed.reason == ConnectReason::Encryption && failed.detail.is_none() {
                    failed.detail = Some(NOT_DIRECT.to_owned());
                    failed.advice = Some("leave sslnegotiation out of the URL".to_owned());
                }
                if let (ConnectReason::NoPassword, Some((detail, advice))) = (failed.reason, ignored) {
                    (failed.detail, failed.advice) = (Some(detail), Some(advice));
                }
                Err(failed)
            }
            None => Err(Failed::of(ConnectReason::TimedOut)),
        }
    }

    /// What the driver is told, and why the password file was left alone, if it was.
    fn config(&self) -> (Config, Option<(String, String)>) {
        let mut config = self.destination.config.clone();
        config.application_name(self.application).port(self.place.port);
        match &self.place.host {
            Host::Name(name) => config.host(name),
            #[cfg(unix)]
            Host::Socket(folder) => config.host_path(folder),
            #[cfg(not(unix))]
            Host::Socket(folder) => config.host(folder.to_string_lossy()),
        };
        self.place.ip.map(|ip| config.hostaddr(ip));
        let (Some(path), None) = (&self.destination.passfile, config.get_password()) else {
            return (config, None);
        };
        let ignored = match passfile::password(path, self.destination.key(self.place)) {
            Ok(password) => {
                password.map(|password| config.password(password));
                return (config, None);
            }
            Err(ignored) => ignored,
        };
        let path = path.display();
        let (problem, advice) = match ignored {
            Ignored::Open => ("others can read it", format!("chmod 600 {path}")),
            Ignored::NoFile => ("it is no plain file", "put the passwords into a plain file".to_owned()),
            Ignored::Unreadable => ("it can't be read", format!("see who may read {path}")),
        };
        (config, Some((format!("the password file {path} was left alone, since {problem}"), advice)))
    }
}

/// An older server takes the first bytes of TLS for a message that it doesn't know, and hangs up without a word.
const NOT_DIRECT: &str = "sslnegotiation=direct is for servers that encrypt, from PostgreSQL 17 on";

/// True where libpq's `prefer` goes on without encryption: the handshake failed, or the server takes this role only so.
fn is_about_encryption(reason: ConnectReason) -> bool {
    matches!(
        reason,
        ConnectReason::NotAdmitted
            | ConnectReason::NoEncryption
            | ConnectReason::UntrustedCertificate
            | ConnectReason::ExpiredCertificate
            | ConnectReason::WrongHostName
            | ConnectReason::ClientCertificate
            | ConnectReason::Encryption
    )
}

/// Waits for `work` as long as that; the driver's own limit ends when the socket is open, and a server may be silent after it.
fn within<T: Send + 'static>(
    limit: Option<Duration>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let Some(limit) = limit else { return Some(work()) };
    let (sender, receiver) = mpsc::channel();
    // Where it still waits after the limit, nobody takes what it brings.
    std::thread::Builder::new().name("dbmig-connect".to_owned()).spawn(move || sender.send(work())).ok()?;
    receiver.recv_timeout(limit).ok()
}
