//! Starts the binary, and speaks to it.

#![allow(dead_code, reason = "each test file uses its own part of this module")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot start its server has failed")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use postgres::types::FromSqlOwned;
use postgres::{Client, NoTls};

/// How long anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. Killed when it is dropped without [`stop`](Server::stop).
pub(crate) struct Server {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    /// The ready line.
    pub(crate) line: String,
    /// The URL in the ready line.
    pub(crate) url: String,
}

impl Server {
    /// Starts a server on a directory and waits until it is ready.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// The same, with more arguments.
    pub(crate) fn start_with(data: &Path, args: &[&str]) -> Self {
        let mut child = command(data)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("start dbmig-embedded");
        let stdin = child.stdin.take();
        let mut stdout = BufReader::new(child.stdout.take().expect("stdout"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("ready line");
        let ready: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let url = ready.get("url").and_then(|url| url.as_str()).expect("url").to_owned();
        Self { child, stdin, stdout, line, url }
    }

    /// Connects to the database in the URL.
    pub(crate) fn connect(&self) -> Client {
        Client::connect(&self.url, NoTls).expect("connect")
    }

    /// The URL with another database.
    pub(crate) fn url_of(&self, database: &str) -> String {
        let (server, _) = self.url.rsplit_once('/').expect("database in URL");
        format!("{server}/{database}")
    }

    /// The process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends standard input, and returns how the server ended and what else it printed.
    pub(crate) fn stop(mut self) -> (ExitStatus, String) {
        drop(self.stdin.take());
        let status = self.wait();
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).expect("rest of stdout");
        (status, rest)
    }

    /// Waits until the server ends by itself.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("wait") {
                return status;
            }
            assert!(Instant::now() < deadline, "the server did not stop");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends the server as a power cut would, as far as one process can be cut off.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("kill");
        self.child.wait().expect("wait");
    }

    /// A session in which a client has sent its first statement and then does nothing, not even read.
    pub(crate) fn rude_client(&self, sql: &str) -> TcpStream {
        let (_, address) = self.url.split_once('@').expect("address in URL");
        let (address, database) = address.split_once('/').expect("database in URL");
        let mut stream = TcpStream::connect(address).expect("connect");
        let mut body = 196_608_u32.to_be_bytes().to_vec();
        body.extend_from_slice(format!("user\0postgres\0database\0{database}\0\0").as_bytes());
        let mut bytes = length(&body).to_be_bytes().to_vec();
        bytes.extend_from_slice(&body);
        let query = [sql.as_bytes(), b"\0"].concat();
        bytes.push(b'Q');
        bytes.extend_from_slice(&length(&query).to_be_bytes());
        bytes.extend_from_slice(&query);
        stream.write_all(&bytes).expect("write");
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The only value of the only row of a query.
pub(crate) fn value<T: FromSqlOwned>(client: &mut Client, sql: &str) -> T {
    client.query_one(sql, &[]).expect("one row").get(0)
}

/// The command line of a server on a directory.
pub(crate) fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dbmig-embedded"));
    command.arg("--data").arg(data);
    command
}

/// The length of a message, which counts itself.
fn length(body: &[u8]) -> u32 {
    u32::try_from(body.len() + 4).expect("short message")
}
