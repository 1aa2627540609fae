//! Accepts clients, and gives each of them its turn.

use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::engine::Engine;
use crate::error::Error;
use crate::gate::{Gate, Refused};
use crate::relay;
use crate::startup::{self, Greeting, Startup};
use crate::wire::Fatal;

/// How long a client may take to say what it wants. Nobody waits for it meanwhile.
const GREETING: Duration = Duration::from_secs(30);

/// How long the last client's statement may run on when the server stops. After that the process ends in the middle of
/// it, which the files survive: the next start recovers them from the write-ahead log.
const GRACE: Duration = Duration::from_secs(10);

/// A server that runs.
pub(crate) struct Server {
    port: u16,
    shared: Arc<Shared>,
}

/// What the threads of all clients share.
struct Shared {
    engine: Engine,
    gate: Gate,
    /// How long a client waits for its turn.
    patience: Duration,
    /// The client that is inside, so that it can be cut off.
    inside: Mutex<Option<TcpStream>>,
}

/// Takes a port, on the loopback address only.
pub(crate) fn bind(port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|source| Error::Listen { port, source })
}

impl Server {
    /// Starts to accept clients.
    pub(crate) fn start(listener: TcpListener, engine: Engine, patience: Duration) -> Result<Self, Error> {
        let port = listener.local_addr().map_err(|source| Error::Listen { port: 0, source })?.port();
        let shared = Arc::new(Shared { engine, gate: Gate::default(), patience, inside: Mutex::default() });
        let accepting = Arc::clone(&shared);
        thread::Builder::new()
            .name("accept".to_owned())
            .spawn(move || accept(&listener, &accepting))
            .map_err(Error::Thread)?;
        Ok(Self { port, shared })
    }

    /// The port that clients connect to.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Cuts the clients off and waits until the engine has written its data.
    pub(crate) fn stop(self) {
        self.shared.gate.close();
        if let Some(client) = self.shared.inside().take() {
            let _ = client.shutdown(Shutdown::Both);
        }
        self.shared.gate.wait_until_empty(GRACE);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for client in listener.incoming() {
        let Ok(client) = client else {
            // No file descriptors left, most likely: wait for one to be given back.
            thread::sleep(Duration::from_millis(100));
            continue;
        };
        let shared = Arc::clone(shared);
        // Where there is no thread for the client, it is dropped with the closure, and sees its connection closed.
        let _ = thread::Builder::new().name("client".to_owned()).spawn(move || {
            // What goes wrong here went wrong with this client's connection: there is nobody left to tell.
            let _ = shared.attend(client);
        });
    }
}

impl Shared {
    /// Serves one client from its first byte to its last.
    fn attend(&self, mut client: TcpStream) -> io::Result<()> {
        client.set_nodelay(true)?;
        client.set_read_timeout(Some(GREETING))?;
        match startup::receive(&mut client)? {
            Greeting::Session(startup) => {
                client.set_read_timeout(None)?;
                self.admit(&startup, client)
            }
            Greeting::Cancel => Ok(()),
            Greeting::Refuse(fatal) => relay::farewell(client, &fatal.encode()),
        }
    }

    fn admit(&self, startup: &Startup, client: TcpStream) -> io::Result<()> {
        let last = match self.gate.enter(self.patience) {
            Ok(_turn) => self.serve(startup, &client)?,
            Err(Refused::Crowded) => Some(self.crowded().encode()),
            Err(Refused::Closed) => Some(stopping().encode()),
        };
        // The turn has ended: nobody waits for this client to read.
        last.map_or(Ok(()), |last| relay::farewell(client, &last))
    }

    fn serve(&self, startup: &Startup, client: &TcpStream) -> io::Result<Option<Vec<u8>>> {
        if has_left(client)? {
            return Ok(None);
        }
        *self.inside() = Some(client.try_clone()?);
        // The server may have begun to stop before it could know of this client.
        let last = if self.gate.is_closed() {
            Some(stopping().encode())
        } else {
            relay::serve(&self.engine, startup, client)
        };
        *self.inside() = None;
        Ok(last)
    }

    fn crowded(&self) -> Fatal {
        Fatal {
            code: "53300",
            message: format!(
                "sorry, too many clients already: the embedded PostgreSQL serves one connection at a time, and the one \
                 before did not end within {} seconds",
                self.patience.as_secs()
            ),
            hint: "Close the other connection first, or use a PostgreSQL server.",
        }
    }

    fn inside(&self) -> MutexGuard<'_, Option<TcpStream>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn stopping() -> Fatal {
    Fatal { code: "57P03", message: "the database system is shutting down".to_owned(), hint: "" }
}

/// Whether a client gave up while it waited: the start of an engine can be saved then.
fn has_left(client: &TcpStream) -> io::Result<bool> {
    client.set_nonblocking(true)?;
    let left = match client.peek(&mut [0]) {
        Ok(0) => true,
        Ok(_) => false,
        Err(error) => error.kind() != io::ErrorKind::WouldBlock,
    };
    client.set_nonblocking(false)?;
    Ok(left)
}
