//! A proxy between clients and a server that understands where messages of PostgreSQL's protocol begin and end, counts them,
//! and can do something at each: what tests of faults use instead of sleeping until the right moment.
//!
//! See [Message Formats](https://www.postgresql.org/docs/current/protocol-message-formats.html).

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the server.
    ToServer,
    /// From the server to the client.
    ToClient,
}

/// A message that is about to be passed on.
#[derive(Debug)]
pub struct Message<'a> {
    /// Its number over all connections, from 1.
    pub number: usize,
    /// The number of its connection, from 0.
    pub connection: usize,
    /// Where it goes.
    pub direction: Direction,
    /// Its type: `Q` to the server is a query, `C` to the client the end of a command. 0 is a start-up packet.
    pub kind: u8,
    /// What follows its length.
    pub body: &'a [u8],
}

impl Message<'_> {
    /// The text of a query that the client sends: all of a simple one, or the statement that is parsed.
    pub fn sql(&self) -> Option<String> {
        let text = |bytes: &[u8]| {
            let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
            String::from_utf8_lossy(&bytes[..end]).into_owned()
        };
        match (self.direction, self.kind) {
            (Direction::ToServer, b'Q') => Some(text(self.body)),
            (Direction::ToServer, b'P') => {
                let name = self.body.iter().position(|byte| *byte == 0)?;
                Some(text(&self.body[name + 1..]))
            }
            _ => None,
        }
    }

    /// True if this is a query that begins with `sql`.
    pub fn begins(&self, sql: &str) -> bool {
        self.sql().is_some_and(|text| text.trim_start().starts_with(sql))
    }
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is passed on.
    Pass,
    /// It is lost, and its connection is closed towards both ends.
    CutBefore,
    /// It is passed on, and then its connection is closed towards both ends.
    CutAfter,
    /// It is passed on once a connection that is not there yet has come and gone: a request to cancel, for one.
    PassAfterAnother,
    /// It is lost, and its connection is closed towards the client alone: the server hears nothing of it.
    LeaveBefore,
    /// It is passed on, and then its connection is closed towards the client alone.
    LeaveAfter,
    /// It is passed on, and then every connection that is open is closed, as the system does for a process that is killed.
    CutAllAfter,
}

type Watch = dyn Fn(&Message<'_>) -> Then + Send + Sync;

/// A proxy on a port of its own, closed with the value.
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    server: Mutex<String>,
    messages: AtomicUsize,
    connections: AtomicUsize,
    /// Connections that are over.
    over: AtomicUsize,
    /// Connections that only the server still has.
    left: Mutex<BTreeSet<usize>>,
    /// Both ends of every connection.
    open: Mutex<Vec<TcpStream>>,
    watch: Box<Watch>,
    /// Messages are numbered and watched one at a time.
    turn: Mutex<()>,
    is_closed: AtomicBool,
}

impl Proxy {
    /// A proxy to `server` (`127.0.0.1:5432`), which asks `watch` about each message.
    ///
    /// # Panics
    /// If there is no free port.
    pub fn start(
        server: impl Into<String>,
        watch: impl Fn(&Message<'_>) -> Then + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            server: Mutex::new(server.into()),
            messages: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            over: AtomicUsize::new(0),
            left: Mutex::default(),
            open: Mutex::default(),
            watch: Box::new(watch),
            turn: Mutex::default(),
            is_closed: AtomicBool::new(false),
        });
        let accepting = shared.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if accepting.is_closed.load(Ordering::SeqCst) {
                    return;
                }
                let shared = accepting.clone();
                // A server that is away is for the client to notice.
                thread::spawn(move || drop(shared.serve(client)));
            }
        });
        Self { port, shared }
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many messages there were, both ways.
    pub fn messages(&self) -> usize {
        self.shared.messages.load(Ordering::SeqCst)
    }

    /// Closes every connection towards both ends; new ones go to `server`.
    pub fn redirect(&self, server: impl Into<String>) {
        *self.shared.server.lock().unwrap_or_else(PoisonError::into_inner) = server.into();
        self.shared.cut_all();
    }

    /// `url`, through this proxy.
    ///
    /// # Panics
    /// If it is no URL with a host and a database.
    pub fn url(&self, url: &str) -> String {
        let config: postgres::Config = url.parse().expect("a URL");
        let user = config.get_user().unwrap_or("postgres");
        let password = config.get_password().map(|text| format!(":{}", String::from_utf8_lossy(text)));
        let (password, database) = (password.unwrap_or_default(), config.get_dbname().unwrap_or("postgres"));
        format!("postgresql://{user}{password}@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.is_closed.store(true, Ordering::SeqCst);
        self.shared.cut_all();
        // Wakes the listener up.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn serve(self: &Arc<Self>, client: TcpStream) -> io::Result<()> {
        let address = self.server.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let server = TcpStream::connect(address)?;
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        let connection = self.connections.fetch_add(1, Ordering::SeqCst);
        let both = [client.try_clone()?, server.try_clone()?];
        self.open.lock().unwrap_or_else(PoisonError::into_inner).extend(both);
        let (back, answers) = (client.try_clone()?, server.try_clone()?);
        let shared = self.clone();
        let answering =
            thread::spawn(move || shared.pass(connection, Direction::ToClient, answers, back, false));
        self.pass(connection, Direction::ToServer, client, server, true);
        let _ = answering.join();
        self.over.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    /// Passes messages on until one end is closed.
    fn pass(
        &self,
        connection: usize,
        direction: Direction,
        mut from: TcpStream,
        mut to: TcpStream,
        mut is_startup: bool,
    ) {
        while let Ok(bytes) = read(&mut from, is_startup) {
            let head = if is_startup { 0 } else { 1 };
            let body = bytes.get(head + 4..).unwrap_or_default();
            if is_startup && matches!(body.get(..4), Some(ENCRYPTION | GSS_ENCRYPTION)) {
                // The answer to these is no message; ours is that there is no encryption.
                if from.write_all(b"N").is_err() {
                    break;
                }
                continue;
            }
            let kind = if is_startup { 0 } else { bytes.first().copied().unwrap_or_default() };
            is_startup = false;
            let over = self.over.load(Ordering::SeqCst);
            let then = self.ask(connection, direction, kind, body);
            while then == Then::PassAfterAnother && self.over.load(Ordering::SeqCst) == over {
                thread::sleep(Duration::from_millis(1));
            }
            let is_lost = matches!(then, Then::CutBefore | Then::LeaveBefore);
            if !is_lost && to.write_all(&bytes).is_err() {
                break;
            }
            match then {
                Then::Pass | Then::PassAfterAnother => {}
                Then::CutAllAfter => self.cut_all(),
                Then::CutBefore | Then::CutAfter => break,
                Then::LeaveBefore | Then::LeaveAfter => {
                    self.left().insert(connection);
                    let _ = from.shutdown(Shutdown::Both);
                    return;
                }
            }
        }
        if !self.left().contains(&connection) {
            let _ = from.shutdown(Shutdown::Both);
            let _ = to.shutdown(Shutdown::Both);
        }
    }

    fn left(&self) -> MutexGuard<'_, BTreeSet<usize>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, connection: usize, direction: Direction, kind: u8, body: &[u8]) -> Then {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let number = self.messages.fetch_add(1, Ordering::SeqCst) + 1;
        (self.watch)(&Message { number, connection, direction, kind, body })
    }

    fn cut_all(&self) {
        for stream in self.open.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

const ENCRYPTION: &[u8] = &80_877_103_u32.to_be_bytes();
const GSS_ENCRYPTION: &[u8] = &80_877_104_u32.to_be_bytes();

/// One whole message, with its head.
fn read(from: &mut TcpStream, is_startup: bool) -> io::Result<Vec<u8>> {
    let head = if is_startup { 4 } else { 5 };
    let mut bytes = vec![0; head];
    from.read_exact(&mut bytes)?;
    let mut length = [0; 4];
    length.copy_from_slice(&bytes[head - 4..]);
    let rest = usize::try_from(u32::from_be_bytes(length)).unwrap_or_default().saturating_sub(4);
    bytes.resize(head + rest, 0);
    from.read_exact(&mut bytes[head..])?;
    Ok(bytes)
}
