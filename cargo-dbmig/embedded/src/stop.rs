//! How the server is told to stop.
//!
//! The parent holds the other end of standard input: when the parent dies, however it dies, the operating system closes
//! it and the server stops. A signal does the same.

use std::io::{self, Read as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::error::Error;

/// Set by the first signal. The second one ends the process at once.
static ASKED: AtomicBool = AtomicBool::new(false);

/// Waits for the request to stop.
pub(crate) struct Stop {
    asked: Receiver<()>,
}

/// Starts to watch standard input and the signals.
pub(crate) fn watch() -> Result<Stop, Error> {
    let (ask, asked) = channel();
    let ask_by_signal = ask.clone();
    ctrlc::set_handler(move || {
        if ASKED.swap(true, Ordering::SeqCst) {
            std::process::exit(1);
        }
        let _ = ask_by_signal.send(());
    })
    .map_err(Error::Signals)?;
    thread::Builder::new()
        .name("stdin".to_owned())
        .spawn(move || await_end_of_input(&ask))
        .map_err(Error::Thread)?;
    Ok(Stop { asked })
}

impl Stop {
    /// Returns when standard input has ended or a signal has come.
    pub(crate) fn wait(&self) {
        // An error would mean that nobody can ask any more, which is a reason to stop as well.
        let _ = self.asked.recv();
    }
}

fn await_end_of_input(ask: &Sender<()>) {
    let mut ignored = [0; 256];
    loop {
        match io::stdin().read(&mut ignored) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    let _ = ask.send(());
}
