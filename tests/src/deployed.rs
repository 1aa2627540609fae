//! The deployed runner binary as a process that tests start, stop and kill.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// A run of the binary, which other threads can send signals to.
#[derive(Clone, Default)]
pub struct Process(Arc<Mutex<Option<Child>>>);

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// `None` if a signal ended it.
    pub code: Option<i32>,
    /// The object under `error` of the last line on stderr; null where there is none.
    pub error: Value,
    /// All of stderr.
    pub stderr: String,
    /// All of stdout.
    pub stdout: String,
    /// It ran for longer than it may, and was killed.
    pub hung: bool,
}

/// The command that runs a history (see [`crate::history::named`]) on the database at `url`.
pub fn command(binary: &Path, history: &str, url: &str, args: &[&str]) -> Command {
    let mut command = Command::new(binary);
    command.args(args).args(["--db", "users", "--format", "json"]);
    command.env("DBMIG_TEST_HISTORY", history).env("USERS_DATABASE_URL", url);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Process {
    /// Starts `command` and waits for its end, for no longer than `limit`.
    ///
    /// # Panics
    /// If the command can't be started.
    pub fn run(&self, mut command: Command, limit: Duration) -> Ended {
        // Whoever wants to send a signal waits until there is a process.
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut child = command.spawn().expect("the binary starts");
        let (mut stdout, mut stderr) =
            (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
        *slot = Some(child);
        drop(slot);
        let (sender, receiver) = mpsc::channel();
        let reading = thread::spawn(move || {
            let mut text = String::new();
            let _ = stdout.read_to_string(&mut text);
            text
        });
        thread::spawn(move || {
            let mut text = String::new();
            let _ = stderr.read_to_string(&mut text);
            let _ = sender.send(text);
        });
        let (stderr, hung) = match receiver.recv_timeout(limit) {
            Ok(text) => (text, false),
            Err(_) => {
                self.kill();
                (receiver.recv().unwrap_or_default(), true)
            }
        };
        let status = self.wait();
        let last = stderr.lines().last().and_then(|line| serde_json::from_str::<Value>(line).ok());
        let error = last.map(|document| document["error"].clone()).unwrap_or_default();
        let stdout = reading.join().unwrap_or_default();
        Ended { code: status.and_then(|status| status.code()), error, stderr, stdout, hung }
    }

    /// Ends the process as `kill -9` does.
    pub fn kill(&self) {
        if let Some(child) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            let _ = child.kill();
        }
    }

    /// Sends a signal: `TERM`, `INT`, `STOP`, `CONT`.
    pub fn signal(&self, name: &str) {
        if let Some(id) = self.id() {
            let _ = Command::new("kill").args(["-s", name, &id.to_string()]).status();
        }
    }

    /// The process's id, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(Child::id)
    }

    fn wait(&self) -> Option<ExitStatus> {
        let child = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        child.and_then(|mut child| child.wait().ok())
    }
}

impl Ended {
    /// The `kind` of the error; empty without one.
    pub fn kind(&self) -> &str {
        self.error["kind"].as_str().unwrap_or_default()
    }
}
