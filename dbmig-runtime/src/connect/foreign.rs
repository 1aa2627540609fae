//! URLs as other drivers write them: their schemes, and the parameters that only they know.
//!
//! What means something for a connection is translated; what is about a pool, a cache or a log of the other program is left
//! out; the rest is an error that says what to write.

use super::UrlError;
use super::parameters::Parameters;

/// Whose rules a URL follows where drivers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// libpq's, and those of the drivers that follow it.
    Libpq,
    /// pgjdbc's: `ssl=true` verifies the server's certificate and name.
    Jdbc,
    /// SQLAlchemy's: a `host` of its own for each server, with its port.
    Python,
}

/// The dialect of a scheme.
///
/// # Errors
/// If it is none of a PostgreSQL driver.
pub(super) fn dialect(scheme: &str) -> Result<Dialect, UrlError> {
    let (base, driver) = scheme.split_once('+').map_or((scheme, None), |(base, driver)| (base, Some(driver)));
    match (base, driver) {
        ("jdbc:postgresql", None) => Ok(Dialect::Jdbc),
        ("postgres" | "postgresql", None) => Ok(Dialect::Libpq),
        // SQLAlchemy's and the like: the word after the plus is the Python package that is to connect.
        ("postgres" | "postgresql", Some(driver)) if DRIVERS.contains(&driver) => Ok(Dialect::Python),
        ("postgis" | "pgsql" | "psql" | "ecto", None) => Ok(Dialect::Libpq),
        _ => Err(UrlError::Scheme),
    }
}

const DRIVERS: [&str; 12] = [
    "asyncpg",
    "psycopg",
    "psycopg2",
    "psycopg2cffi",
    "psycopg_async",
    "psycopgbinary",
    "pg8000",
    "pygresql",
    "pypostgresql",
    "py_postgresql",
    "aiopg",
    "asyncpgsa",
];

/// Takes a parameter that libpq doesn't know, or reads in another way. False if it is none of these.
///
/// # Errors
/// If it asks for what dbmig can't do.
pub(super) fn translate(
    dialect: Dialect,
    name: &str,
    value: &str,
    parameters: &mut Parameters,
) -> Result<bool, UrlError> {
    if IGNORED.contains(&name) {
        return Ok(true);
    }
    if let Some((_, keyword)) = RENAMED.iter().find(|(theirs, _)| *theirs == name) {
        return Ok(parameters.set(keyword, value));
    }
    // sqlx and pgx: options[search_path]=app.
    if let Some(setting) = name.strip_prefix("options[").and_then(|rest| rest.strip_suffix(']')) {
        let setting = format!("-c {setting}={}", value.replace('\\', "\\\\").replace(' ', "\\ "));
        let before = parameters.get("options").map(|options| format!("{options} ")).unwrap_or_default();
        return Ok(parameters.set("options", &format!("{before}{setting}")));
    }
    match name {
        "ssl" => ssl(dialect, value, parameters),
        // Node's: encrypted, and nothing verified.
        "sslmode" if value == "no-verify" => Ok(parameters.set("sslmode", "require")),
        "targetServerType" => server_type(value, parameters),
        "sslfactory" if value.ends_with("NonValidatingFactory") => Ok(parameters.set("sslmode", "require")),
        "pgbouncer" if matches!(value, "false" | "0") => Ok(true),
        _ => refused(name).map_or(Ok(false), Err),
    }
}

/// Sets the hosts that a URL's parameters name, in their order.
///
/// # Errors
/// If there are several and the dialect knows one: libpq takes the last of them, where all were meant.
pub(super) fn hosts(dialect: Dialect, named: &[String], parameters: &mut Parameters) -> Result<(), UrlError> {
    let named = match (dialect, named) {
        (_, []) => return Ok(()),
        (Dialect::Python, named) => named,
        (_, [host]) => {
            parameters.set("host", host);
            return Ok(());
        }
        _ => {
            return Err(UrlError::advised(
                "the option `host` is there more than once",
                "name the hosts in one: host=a,b&port=5432,5433",
            ));
        }
    };
    let places: Vec<(&str, &str)> = named.iter().flat_map(|hosts| hosts.split(',')).map(with_port).collect();
    let list = |part: fn(&(&str, &str)) -> String| places.iter().map(part).collect::<Vec<_>>().join(",");
    parameters.set("host", &list(|(host, _)| (*host).to_owned()));
    if places.iter().any(|(_, port)| !port.is_empty()) {
        parameters.set("port", &list(|(_, port)| (*port).to_owned()));
    }
    Ok(())
}

/// A host and its port, if it has one. What holds more colons is an address.
fn with_port(host: &str) -> (&str, &str) {
    let is_number = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    match host.split_once(':') {
        Some((name, port)) if !host.starts_with('/') && is_number(port) => (name, port),
        _ => (host, ""),
    }
}

/// What holds for a whole URL of a dialect.
///
/// # Errors
/// If it says too little.
pub(super) fn settle(dialect: Dialect, parameters: &mut Parameters) -> Result<(), UrlError> {
    // pgjdbc knows no sockets: without a host it takes localhost.
    if dialect == Dialect::Jdbc && !parameters.says("host") {
        parameters.set("host", "localhost");
    }
    Ok(())
}

/// `ssl=true` is libpq's own courtesy to JDBC, where it means `require`; JDBC itself has verified since 42.2.5.
fn ssl(dialect: Dialect, value: &str, parameters: &mut Parameters) -> Result<bool, UrlError> {
    let mode = match (value, dialect) {
        ("true" | "1" | "", Dialect::Jdbc) => "verify-full",
        ("true" | "1" | "no-verify", _) => "require",
        ("false" | "0", Dialect::Jdbc) => "prefer",
        ("false" | "0", _) => "disable",
        // asyncpg's: one of libpq's words.
        ("disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full", _) => value,
        _ => {
            return Err(UrlError::advised(
                "invalid value for option `ssl`",
                "write sslmode=require, or another of libpq's modes",
            ));
        }
    };
    // An sslmode that is given too says it more exactly.
    parameters.fill("sslmode", mode);
    Ok(true)
}

/// pgjdbc's words for `target_session_attrs`.
fn server_type(value: &str, parameters: &mut Parameters) -> Result<bool, UrlError> {
    let attributes = match value {
        "any" | "preferPrimary" => "any",
        "primary" | "master" => "primary",
        "secondary" | "slave" => "standby",
        "preferSecondary" | "preferSlave" => "prefer-standby",
        _ => {
            return Err(UrlError::advised(
                "invalid value for option `targetServerType`",
                "write target_session_attrs=primary, or another of libpq's words",
            ));
        }
    };
    Ok(parameters.set("target_session_attrs", attributes))
}

/// What would be wrong to leave out.
fn refused(name: &str) -> Option<UrlError> {
    let next_step = match name {
        "pgbouncer" => {
            "it says that this is the address of a pooler in transaction mode: give the server's own URL (Prisma's directUrl)"
        }
        "currentSchema" | "search_path" => {
            "take it out, and set schema in [package.metadata.dbmig.databases.NAME]: names without a schema are of that one"
        }
        "sslaccept" | "sslidentity" | "sslfactory" | "sslhostnameverifier" | "sslfactoryarg" => {
            "write what it is to do as libpq does: sslmode=verify-full with sslrootcert=FILE, sslcert=FILE and sslkey=FILE (PEM)"
        }
        "server_settings" => "write each setting as options=-c%20name=value",
        "readOnly" => "take it out: a run writes",
        "proxy" | "socketFactory" | "socketFactoryArg" => {
            "take it out, and give the address of a local tunnel"
        }
        _ => return None,
    };
    Some(UrlError::advised(format!("the option `{name}` belongs to another driver"), next_step))
}

/// What others call what libpq knows by another name.
const RENAMED: &[(&str, &str)] = &[
    ("username", "user"),
    ("database", "dbname"),
    ("ssl-mode", "sslmode"),
    ("sslMode", "sslmode"),
    ("ssl-root-cert", "sslrootcert"),
    ("ssl-ca", "sslrootcert"),
    ("ssl-cert", "sslcert"),
    ("ssl-key", "sslkey"),
    ("sslNegotiation", "sslnegotiation"),
    ("channelBinding", "channel_binding"),
    ("connectTimeout", "connect_timeout"),
    ("loginTimeout", "connect_timeout"),
    ("gssEncMode", "gssencmode"),
    ("ApplicationName", "application_name"),
    ("application-name", "application_name"),
];

/// What is about a pool, a cache or a log of the other program, and can't matter to a run.
const IGNORED: &[&str] = &[
    // Prisma
    "connection_limit",
    "pool_timeout",
    "socket_timeout",
    "statement_cache_size",
    "single_use_connections",
    // sqlx
    "statement-cache-capacity",
    // SQLAlchemy and asyncpg
    "prepared_statement_cache_size",
    "prepared_statement_name_func",
    "statement_cache_size",
    "async_fallback",
    "pool_size",
    "max_overflow",
    "pool_recycle",
    "pool_pre_ping",
    "command_timeout",
    // Rails, Django, Ecto
    "pool",
    "prepared_statements",
    "encoding",
    "conn_max_age",
    "conn_health_checks",
    // pgx
    "pool_max_conns",
    "pool_min_conns",
    "pool_max_conn_lifetime",
    "pool_max_conn_lifetime_jitter",
    "pool_max_conn_idle_time",
    "pool_health_check_period",
    "default_query_exec_mode",
    "statement_cache_capacity",
    "statement_cache_mode",
    "description_cache_capacity",
    // Node
    "uselibpqcompat",
    "max",
    "idle_timeout",
    // pgjdbc
    "prepareThreshold",
    "preparedStatementCacheQueries",
    "preparedStatementCacheSizeMiB",
    "defaultRowFetchSize",
    "binaryTransfer",
    "reWriteBatchedInserts",
    "stringtype",
    "socketTimeout",
    "tcpKeepAlive",
    "loadBalanceHosts",
    "hostRecheckSeconds",
    "loggerLevel",
    "logUnclosedConnections",
    "assumeMinServerVersion",
    "autosave",
    "cancelSignalTimeout",
    "sslResponseTimeout",
];

#[cfg(test)]
mod tests {
    use super::super::text::{read, write};

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(write(&read(url).unwrap()), expected, "{url}");
    }

    #[test]
    fn urls_of_other_drivers_are_translated() {
        check("postgresql+asyncpg://ann:x@h/shop?ssl=require", "postgresql://ann:x@h/shop?sslmode=require");
        check("postgres+psycopg2://h/shop?pool_size=5", "postgresql://h/shop");
        check("postgresql+psycopg2://ann@/shop?host=a:1&host=b:2&host=c", "postgresql://ann@a:1,b:2,c/shop");
        check("postgresql+asyncpg:///shop?host=a:1,b:2", "postgresql://a:1,b:2/shop");
        check("postgresql+asyncpg:///shop?host=a&host=b", "postgresql://a,b/shop");
        check("postgresql+psycopg:///shop?host=a,b&port=1,2", "postgresql://a:1,b:2/shop");
        check("postgresql+psycopg:///shop?host=::1", "postgresql://[::1]/shop");
        check("postgres://h/shop?ssl=true", "postgresql://h/shop?sslmode=require");
        check("postgres://h/shop?sslmode=verify-full&ssl=true", "postgresql://h/shop?sslmode=verify-full");
        check("postgres://h/shop?ssl=true&sslmode=verify-ca", "postgresql://h/shop?sslmode=verify-ca");
        check("postgres://h/shop?sslmode=no-verify", "postgresql://h/shop?sslmode=require");
        check(
            "jdbc:postgresql://h:1/shop?user=ann&password=x&ssl=true&loginTimeout=3",
            "postgresql://ann:x@h:1/shop?connect_timeout=3&sslmode=verify-full",
        );
        check("jdbc:postgresql:///shop", "postgresql://localhost/shop");
        check(
            "jdbc:postgresql://a,b/shop?targetServerType=primary",
            "postgresql://a,b/shop?target_session_attrs=primary",
        );
        check("postgres://h/shop?ssl-ca=/ca.pem", "postgresql://h/shop?sslrootcert=%2Fca.pem");
        check(
            "postgres://h/shop?options[timezone]=UTC&options[x]=a b",
            "postgresql://h/shop?options=-c%20timezone%3DUTC%20-c%20x%3Da%5C%20b",
        );
        check("postgres://h/shop?schema=public&connection_limit=5", "postgresql://h/shop?schema=public");
    }

    #[test]
    fn what_can_not_be_translated_is_named() {
        for (parameter, expected) in [
            ("pgbouncer=true", "directUrl"),
            ("currentSchema=app", "set schema in"),
            ("search_path=app", "set schema in"),
            ("sslidentity=x.p12", "sslcert=FILE"),
            ("ssl=maybe", "sslmode=require"),
            ("host=a&host=b", "host=a,b"),
            ("timezone=UTC", "options=-c%20timezone=VALUE"),
        ] {
            let error = read(&format!("postgres://h/shop?{parameter}")).unwrap_err();
            let (name, _) = parameter.split_once('=').unwrap();
            assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
            assert!(error.next_step().contains(expected), "{}", error.next_step());
        }
        assert!(read("postgresql+ssh://h/shop").is_err());
        assert!(read("jdbc:postgresql:shop").is_err());
    }
}
