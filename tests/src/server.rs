//! One PostgreSQL server for each test process, and databases on it.
//!
//! It is started from the programs that `DBMIG_PG_BINDIR` names, or else the newest of the machine. With `DBMIG_TEST_URL`
//! (a superuser's) the tests take databases of the server that runs there, and start none.

use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use cargo_dbmig::server::{LocalServer, Options};
use postgres::{Client, NoTls};

/// A database of its own for one test, dropped with the value.
pub struct TestDatabase {
    name: String,
}

/// A new, empty database. The first call of a process starts the server, which ends with the process.
pub fn database() -> TestDatabase {
    database_with("")
}

/// A new database that is a copy of this one, to which nobody may be connected.
pub fn copy_of(original: &TestDatabase) -> TestDatabase {
    create(&format!("TEMPLATE {}", original.name))
}

/// [`database`] with options of `CREATE DATABASE`.
pub fn database_with(options: &str) -> TestDatabase {
    create(&format!("TEMPLATE template0 {options}"))
}

fn create(options: &str) -> TestDatabase {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // Several processes may test on one server.
    let name = format!("test_{}_{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut client = server().connect("postgres");
    let sql = format!("CREATE DATABASE {name} {options} {}", copies_files(&mut client));
    client.batch_execute(&sql).expect("the database is created");
    TestDatabase { name }
}

/// The option by which a new database is made of copied files, as every server before 15 does: in half the time, where the
/// checkpoints that go with it are cheap.
fn copies_files(client: &mut Client) -> &'static str {
    static OPTION: OnceLock<&str> = OnceLock::new();
    OPTION.get_or_init(|| {
        let row = client.query_one("SELECT current_setting('server_version_num')::int", &[]);
        match row.expect("the version").get::<_, i32>(0) {
            150_000.. => "STRATEGY file_copy",
            _ => "",
        }
    })
}

/// Where the tests' databases are.
enum Server {
    Started(LocalServer),
    Named(String),
}

/// The server itself. Nothing drops it: its watchdog stops it when the process ends.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("DBMIG_TEST_URL") {
        Ok(url) if !url.is_empty() => Server::Named(url),
        _ => {
            let options = Options::from_environment();
            Server::Started(LocalServer::start(&options).expect("a PostgreSQL server starts"))
        }
    })
}

impl Server {
    fn url(&self, database: &str) -> String {
        match self {
            Self::Started(server) => server.url(database),
            Self::Named(url) => {
                let (address, parameters) = url.split_once('?').unwrap_or((url, ""));
                let (scheme, rest) = address.split_once("://").expect("DBMIG_TEST_URL is a URL");
                let host = rest.split('/').next().unwrap_or_default();
                let separator = if parameters.is_empty() { "" } else { "?" };
                format!("{scheme}://{host}/{database}{separator}{parameters}")
            }
        }
    }

    fn connect(&self, database: &str) -> Client {
        Client::connect(&self.url(database), NoTls).expect("a connection")
    }
}

impl TestDatabase {
    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address for psql, the runner and cargo-dbmig: a superuser's, without password.
    pub fn url(&self) -> String {
        server().url(&self.name)
    }

    /// The server's port.
    pub fn port(&self) -> u16 {
        let config: postgres::Config = self.url().parse().expect("a URL");
        config.get_ports().first().copied().unwrap_or(5432)
    }

    /// The server's major version.
    pub fn major(&self) -> u32 {
        let row = self.connect().query_one("SELECT current_setting('server_version_num')::int / 10000", &[]);
        row.expect("the version").get::<_, i32>(0).try_into().expect("a version is positive")
    }

    /// A new connection.
    pub fn connect(&self) -> Client {
        server().connect(&self.name)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Ok(mut client) = Client::connect(&server().url("postgres"), NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}
