//! Where a connection goes and how: parameters, understood.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use postgres::Config;
use postgres::config::{ChannelBinding, SslNegotiation};

use super::parameters::Parameters;
use super::passfile::Key;
use super::text::read;
use super::tls::{Mode, Settings};
use super::{Address, UrlError, support};

/// Where a connection goes and how.
#[derive(Clone)]
pub(crate) struct Destination {
    pub(super) places: Vec<Place>,
    pub(super) wanted: Wanted,
    pub(super) tls: Settings,
    /// What doesn't differ from host to host.
    pub(super) config: Config,
    /// Where the password of a host may be, if the parameters have none.
    pub(super) passfile: Option<PathBuf>,
    /// How long to wait for one host; without it, for as long as it takes.
    pub(super) timeout: Option<Duration>,
    pub(super) address: Address,
    /// The default schema that the URL names, as Prisma's do.
    schema: Option<String>,
    user: String,
    database: String,
}

/// A server, as it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) host: Host,
    /// Where to connect, instead of asking for the address of the host's name.
    pub(super) ip: Option<IpAddr>,
    pub(super) port: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Name(String),
    /// The folder of a Unix socket.
    Socket(PathBuf),
}

/// What a server has to be like: `target_session_attrs`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Wanted {
    #[default]
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
    PreferStandby,
    /// Not libpq's: the primary where there is one.
    PreferPrimary,
}

impl Destination {
    /// The destination of a URL, or of the `key=value` form of one.
    ///
    /// # Errors
    /// [`UrlError`], which never quotes the URL.
    pub(crate) fn of(url: &str) -> Result<Self, UrlError> {
        Self::new(&read(url)?)
    }

    pub(super) fn new(parameters: &Parameters) -> Result<Self, UrlError> {
        if parameters.get("service").is_some() {
            return Err(UrlError::advised(
                "the option `service` names a service of this machine, which was not looked up",
                "complete the URL first: connect::Surroundings::of_this_process().complete(url)",
            ));
        }
        support::check(parameters)?;
        let places = places(parameters)?;
        let wanted = parameters.word("target_session_attrs", WANTED)?.unwrap_or_default();
        let user = parameters.get("user").map(str::to_owned);
        let user = user.or_else(|| whoami::username().ok()).unwrap_or_default();
        let database = parameters.get("dbname").unwrap_or(&user).to_owned();
        let address = Address::new(parameters.get("user"), &places, parameters.get("dbname"));
        let timeout = match parameters.number::<i64>("connect_timeout")? {
            None => Some(TIMEOUT),
            Some(..=0) => None,
            // As libpq: one second is too short to be meant.
            Some(seconds) => Some(Duration::from_secs(u64::try_from(seconds).unwrap_or_default().max(2))),
        };
        Ok(Self {
            places,
            wanted,
            tls: Settings::new(parameters)?,
            config: config(parameters, timeout)?,
            passfile: parameters.get("passfile").map(PathBuf::from),
            timeout,
            address,
            schema: parameters.get("schema").map(str::to_owned),
            user,
            database,
        })
    }

    /// What is printed of it.
    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// The same, for the primary where there is one, unless the parameters say what it has to be.
    pub(crate) fn preferring_primary(mut self) -> Self {
        if self.wanted == Wanted::Any {
            self.wanted = Wanted::PreferPrimary;
        }
        self
    }

    /// Fails if the parameters name another default schema.
    pub(crate) fn check_schema(&self, schema: &str) -> Result<(), UrlError> {
        match &self.schema {
            Some(named) if named != schema => Err(UrlError::advised(
                format!("the option `schema` names another schema than the configured one, {schema:?}"),
                "take it out, or set schema in [package.metadata.dbmig.databases.NAME]: names without a schema are of that one",
            )),
            _ => Ok(()),
        }
    }

    /// True if every host is this machine.
    pub(super) fn is_local(&self) -> bool {
        self.places.iter().all(|place| match (&place.host, place.ip) {
            (Host::Socket(_), _) => true,
            // It is where the connection really goes.
            (_, Some(ip)) => ip.is_loopback(),
            (Host::Name(name), None) => {
                name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
            }
        })
    }

    /// What the password file is asked with, for each host.
    pub(super) fn keys(&self) -> impl Iterator<Item = Key<'_>> {
        self.places.iter().map(|place| self.key(place))
    }

    pub(super) fn key<'a>(&'a self, place: &'a Place) -> Key<'a> {
        let host = match &place.host {
            Host::Name(name) => name,
            Host::Socket(folder) if SOCKET_FOLDERS.iter().any(|known| folder.as_os_str() == *known) => {
                "localhost"
            }
            Host::Socket(folder) => folder.to_str().unwrap_or_default(),
        };
        Key { host, port: place.port, database: &self.database, user: &self.user }
    }
}

impl Place {
    /// How long to wait for all of it. A name may have several addresses, and `connect_timeout` is for each.
    pub(super) fn limit(&self, of_address: Duration) -> Duration {
        match &self.host {
            Host::Name(name) if self.ip.is_none() && name.parse::<IpAddr>().is_err() => of_address * 2,
            _ => of_address,
        }
    }

    /// The address of this place alone.
    pub(super) fn address(&self, of: &Destination) -> Address {
        Address::new(of.config.get_user(), std::slice::from_ref(self), of.config.get_dbname())
    }
}

/// libpq waits for ever; a run that hangs for a typing error in a host helps nobody.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The lock's connection is silent while an index is built for hours, and firewalls forget silent connections.
const KEEPALIVES_IDLE: Duration = Duration::from_secs(30);
/// Where servers put their sockets: Debian's and Red Hat's packages, and PostgreSQL's own default.
const SOCKET_FOLDERS: [&str; 2] = ["/var/run/postgresql", "/tmp"];

const WANTED: &[(&str, Wanted)] = &[
    ("any", Wanted::Any),
    ("read-write", Wanted::ReadWrite),
    ("read-only", Wanted::ReadOnly),
    ("primary", Wanted::Primary),
    ("standby", Wanted::Standby),
    ("prefer-standby", Wanted::PreferStandby),
];

fn config(parameters: &Parameters, timeout: Option<Duration>) -> Result<Config, UrlError> {
    let mut config = Config::new();
    let text = |keyword: &str| parameters.get(keyword);
    text("user").map(|user| config.user(user));
    text("password").map(|password| config.password(password));
    text("dbname").map(|database| config.dbname(database));
    text("options").map(|options| config.options(options));
    timeout.map(|timeout| config.connect_timeout(timeout));
    config.keepalives(parameters.number::<i64>("keepalives")?.is_none_or(|on| on != 0));
    let seconds = |keyword: &str| {
        let number = parameters.number::<i64>(keyword)?;
        Ok::<_, UrlError>(
            number.and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0).map(Duration::from_secs),
        )
    };
    config.keepalives_idle(seconds("keepalives_idle")?.unwrap_or(KEEPALIVES_IDLE));
    seconds("keepalives_interval")?.map(|interval| config.keepalives_interval(interval));
    let count = parameters.number::<i64>("keepalives_count")?.and_then(|count| u32::try_from(count).ok());
    count.map(|count| config.keepalives_retries(count));
    // In milliseconds.
    let limit = parameters.number::<i64>("tcp_user_timeout")?.and_then(|limit| u64::try_from(limit).ok());
    limit.filter(|limit| *limit > 0).map(|limit| config.tcp_user_timeout(Duration::from_millis(limit)));
    let binding = [
        ("disable", ChannelBinding::Disable),
        ("prefer", ChannelBinding::Prefer),
        ("require", ChannelBinding::Require),
    ];
    parameters.word("channel_binding", &binding)?.map(|binding| config.channel_binding(binding));
    let negotiation = [("postgres", SslNegotiation::Postgres), ("direct", SslNegotiation::Direct)];
    let negotiation = parameters.word("sslnegotiation", &negotiation)?.unwrap_or(SslNegotiation::Postgres);
    if negotiation == SslNegotiation::Direct && Mode::of(parameters)?.may_be_plain() {
        return Err(UrlError::advised(
            "sslnegotiation=direct goes only with sslmode=require, verify-ca or verify-full",
            "write sslmode=require or stronger, or leave sslnegotiation out",
        ));
    }
    config.ssl_negotiation(negotiation);
    Ok(config)
}

fn places(parameters: &Parameters) -> Result<Vec<Place>, UrlError> {
    let list = |keyword: &str| -> Vec<&str> {
        parameters.get(keyword).map(|text| text.split(',').map(str::trim).collect()).unwrap_or_default()
    };
    let (hosts, ips, ports) = (list("host"), list("hostaddr"), list("port"));
    let count = hosts.len().max(ips.len()).max(1);
    let fits = |found: &[&str], also_one: bool| {
        found.is_empty() || found.len() == count || also_one && found.len() == 1
    };
    if !fits(&hosts, false) || !fits(&ips, false) || !fits(&ports, true) {
        return Err(UrlError::advised(
            "host, hostaddr and port name different numbers of servers",
            "give each host its port, or one port for all",
        ));
    }
    (0..count)
        .flat_map(|index| {
            let port = port(ports.get(index).or(ports.first()).copied().unwrap_or_default());
            match port {
                Ok(port) => places_of(hosts.get(index).copied(), ips.get(index).copied(), port),
                Err(error) => vec![Err(error)],
            }
        })
        .collect()
}

fn port(text: &str) -> Result<u16, UrlError> {
    match text {
        "" => Ok(5432),
        text => text
            .parse()
            .ok()
            .filter(|port| *port > 0)
            .ok_or_else(|| UrlError::parameter("invalid value for option `port`")),
    }
}

/// One place, or where no host is named, those of the default sockets.
fn places_of(host: Option<&str>, ip: Option<&str>, port: u16) -> Vec<Result<Place, UrlError>> {
    let ip: Option<IpAddr> = match ip.filter(|ip| !ip.is_empty()).map(str::parse) {
        Some(Err(_)) => return vec![Err(UrlError::parameter("invalid value for option `hostaddr`"))],
        ip => ip.and_then(Result::ok),
    };
    let host = host.filter(|host| !host.is_empty());
    match (host, ip) {
        (Some(host), ip) if host.starts_with(['/', '@']) && ip.is_none() => {
            vec![Ok(Place { host: Host::Socket(PathBuf::from(host)), ip: None, port })]
        }
        (Some(host), ip) => vec![Ok(Place { host: Host::Name(host.to_owned()), ip, port })],
        // It is the name that a certificate has to be for, too.
        (None, Some(ip)) => vec![Ok(Place { host: Host::Name(ip.to_string()), ip: Some(ip), port })],
        (None, None) => vec![Ok(Place { host: default_host(port), ip: None, port })],
    }
}

/// The first default folder with a socket for the port, else the very first; `localhost` where there are no sockets.
fn default_host(port: u16) -> Host {
    if cfg!(not(unix)) {
        return Host::Name("localhost".to_owned());
    }
    let folders = SOCKET_FOLDERS.map(PathBuf::from);
    let there = folders.iter().find(|folder| folder.join(format!(".s.PGSQL.{port}")).exists());
    Host::Socket(there.or(folders.first()).cloned().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_waited_for_once() {
        for (url, seconds) in [
            ("postgres://127.0.0.1/d?connect_timeout=2", 2),
            ("postgres://[::1]/d?connect_timeout=2", 2),
            ("postgres://db.example/d?connect_timeout=2&hostaddr=10.0.0.1", 2),
            ("postgres://%2Ftmp/d?connect_timeout=2", 2),
            ("postgres://db.example/d?connect_timeout=2", 4),
        ] {
            let destination = Destination::of(url).unwrap();
            let limit = destination.places[0].limit(destination.timeout.unwrap());
            assert_eq!(limit, Duration::from_secs(seconds), "{url}");
        }
    }
}
