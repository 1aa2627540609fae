//! One session: the client on one side, the engine on the other, and bytes in between.
//!
//! The engine must never see a broken connection, which would end it without cleaning up. So it is told of a client's
//! end by an orderly end of its input, however the client ended, and whatever it still has to say is read to the last
//! byte.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::Duration;

use crate::engine::{Engine, Failure};
use crate::error::with_causes;
use crate::startup::Startup;
use crate::wire::{Fatal, Message, as_refusal};

/// How long a client that was refused may take to read why.
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves a client whose turn it is, until it or the engine ends. Returns what the client must still be told.
///
/// The engine has written everything and let go of the files when this returns: the next client may come.
pub(crate) fn serve(engine: &Engine, startup: &Startup, client: &TcpStream) -> Option<Vec<u8>> {
    let session = match engine.session() {
        Ok(session) => session,
        Err(failure) => return Some(broken(&failure).encode()),
    };
    let begun = session.connect().and_then(|mut upstream| {
        upstream.write_all(&startup.encode())?;
        Ok((admission(&mut upstream)?, upstream))
    });
    let refusal = match begun {
        Ok((Admission::Granted(first), upstream)) => {
            exchange(client, &upstream, &first);
            None
        }
        Ok((Admission::Refused(refusal), _)) => Some(refusal),
        Ok((Admission::Silence, _)) => None,
        Err(error) => Some(broken(&error.into()).encode()),
    };
    match session.finish() {
        Err(failure) if refusal.is_none() => Some(broken(&failure).encode()),
        _ => refusal,
    }
}

/// Writes the last message, and gives the client the time to read it: to close a connection while input is unread makes
/// the operating system throw away what was written.
pub(crate) fn farewell(mut client: TcpStream, last: &[u8]) -> io::Result<()> {
    client.write_all(last)?;
    client.shutdown(Shutdown::Write)?;
    client.set_read_timeout(Some(FAREWELL))?;
    let _ = io::copy(&mut client, &mut io::sink());
    Ok(())
}

/// How the engine answers a startup message.
enum Admission {
    /// With this message, to begin with.
    Granted(Vec<u8>),
    /// With this error.
    Refused(Vec<u8>),
    /// Not at all.
    Silence,
}

/// Reads the engine's first messages: notices that it writes before it has let a client in would confuse the client.
fn admission(upstream: &mut TcpStream) -> io::Result<Admission> {
    while let Some(message) = Message::read(upstream)? {
        match message.kind {
            b'N' => {}
            b'E' => return Ok(Admission::Refused(as_refusal(&message).encode())),
            _ => return Ok(Admission::Granted(message.encode())),
        }
    }
    Ok(Admission::Silence)
}

/// Carries bytes both ways until the engine ends the session.
fn exchange(client: &TcpStream, upstream: &TcpStream, first: &[u8]) {
    thread::scope(|scope| {
        scope.spawn(|| {
            carry(client, upstream);
            let _ = upstream.shutdown(Shutdown::Write);
        });
        let mut sink = client;
        if sink.write_all(first).is_ok() {
            carry(upstream, client);
        }
        // Ends the thread above, should the client still be there.
        let _ = client.shutdown(Shutdown::Read);
        // The client may be gone, the engine's last words must be read all the same.
        let _ = io::copy(&mut &*upstream, &mut io::sink());
    });
}

/// Carries bytes one way until either side ends.
fn carry(mut from: &TcpStream, mut to: &TcpStream) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => {
                let read = buffer.get(..length).unwrap_or_default();
                if to.write_all(read).is_err() {
                    break;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
}

fn broken(failure: &Failure) -> Fatal {
    Fatal {
        code: "XX000",
        message: format!("the embedded PostgreSQL failed: {}", with_causes(failure.as_ref())),
        hint: "Connect again: a new engine is started for every connection.",
    }
}
