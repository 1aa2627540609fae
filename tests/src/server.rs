//! One PostgreSQL server for each test process, and databases on it.

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
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    server().create_database(&name).expect("the database is created");
    TestDatabase { name }
}

/// The server itself. Nothing drops it: its watchdog stops it when the process ends.
pub fn server() -> &'static LocalServer {
    static SERVER: OnceLock<LocalServer> = OnceLock::new();
    SERVER
        .get_or_init(|| LocalServer::start(&Options::from_environment()).expect("a PostgreSQL server starts"))
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

    /// The server's port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        server().port()
    }

    /// A new connection.
    pub fn connect(&self) -> Client {
        Client::connect(&self.url(), NoTls).expect("a connection")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Ok(mut client) = Client::connect(&server().url("postgres"), NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}
