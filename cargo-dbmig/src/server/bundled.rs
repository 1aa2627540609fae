//! The bundled server: PostgreSQL 17 compiled to WebAssembly, for machines without PostgreSQL.
//!
//! The program is `embedded`, a package of its own (see [`bundled_build`](super::bundled_build)). It serves one client at a time,
//! the others wait. A keeper process holds it: that one reads from a pipe that the command which started it holds, and
//! after its end waits until nobody uses the server any more.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::account::run_as;
use super::error::{file_error, program_error};
use super::turn::Lock;
use super::{Error, Result, cluster, database, turn};

/// The first argument by which a process knows that it was started as the keeper of a [`BundledServer`].
pub const KEEPER_ARGUMENT: &str = "__keep-bundled-server";

/// How long a client waits for the one before it, in seconds: as long as a revision may take.
const CLIENT_WAIT: &str = "300";

/// How long the server may take to stop while a command waits for it.
const STOP_TIMEOUT: Duration = Duration::from_secs(15);

/// The bundled server of a folder, shared by all commands that run at the moment.
#[derive(Debug)]
pub struct BundledServer {
    data: PathBuf,
    state: State,
    users: Option<Lock>,
    /// The keeper, if we started it.
    keeper: Option<(Child, Option<ChildStdin>)>,
}

/// What the program prints when it is ready.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct State {
    url: String,
    version: String,
}

impl BundledServer {
    /// Starts `program` on the folder `dir`, or joins the one that runs.
    ///
    /// `helper` is a program that calls [`keep`] with its arguments when the first is [`KEEPER_ARGUMENT`].
    ///
    /// # Errors
    /// If the server does not start.
    pub fn open(dir: &Path, helper: &Path, program: &Path) -> Result<Self> {
        fs::create_dir_all(dir).map_err(file_error("create", dir))?;
        let dir = &dir.canonicalize().map_err(file_error("find", dir))?;
        let _turn = turn::take(dir)?;
        let users = turn::join_users(dir)?;
        let (data, state_file) = (dir.join("data"), dir.join("server.json"));
        if let Some(state) = running(dir, &state_file)? {
            return Ok(Self { data, state, users: Some(users), keeper: None });
        }
        let port = remembered_port(dir)?;
        let (keeper, state) = start(dir, helper, program, port)?;
        let text = serde_json::to_vec(&state).unwrap_or_default();
        fs::write(&state_file, text).map_err(file_error("write", &state_file))?;
        Ok(Self { data, state, users: Some(users), keeper: Some(keeper) })
    }

    /// The URL of the database `name`, which is created if there is none.
    ///
    /// # Errors
    /// If the server refuses it.
    pub fn database(&self, name: &str) -> Result<String> {
        let port = port_of(&self.state.url).unwrap_or_default();
        database::ensure(port, name)?;
        Ok(database::local_url(port, name))
    }

    /// One line about the server, for `-v`.
    pub fn describe(&self) -> String {
        let verb = if self.keeper.is_some() { "started" } else { "joined" };
        format!("{verb} the bundled PostgreSQL {}, data in {}", self.state.version, self.data.display())
    }
}

impl Drop for BundledServer {
    fn drop(&mut self) {
        drop(self.users.take());
        let Some((mut keeper, pipe)) = self.keeper.take() else { return };
        drop(pipe);
        // The keeper stays as long as another command uses the server; that is no reason for us to stay.
        if !is_unused(&self.data) {
            return;
        }
        let deadline = Instant::now() + STOP_TIMEOUT;
        while matches!(keeper.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn is_unused(data: &Path) -> bool {
    let unused = |dir| {
        let _turn = turn::take(dir)?;
        turn::unused(dir)
    };
    // Where the locks can't be read the server is hardly one that could be waited for.
    data.parent().is_some_and(|dir| unused(dir).unwrap_or(false))
}

fn running(dir: &Path, state_file: &Path) -> Result<Option<State>> {
    if Lock::try_take(&dir.join("keeper"))?.is_some() {
        return Ok(None);
    }
    Ok(fs::read(state_file).ok().and_then(|text| serde_json::from_slice(&text).ok()))
}

fn remembered_port(dir: &Path) -> Result<u16> {
    let remembered = dir.join("port");
    let wanted = fs::read_to_string(&remembered).ok().and_then(|text| text.trim().parse().ok());
    let port = cluster::choose_port(wanted)?;
    fs::write(&remembered, port.to_string()).map_err(file_error("write", &remembered))?;
    Ok(port)
}

fn start(
    dir: &Path,
    helper: &Path,
    program: &Path,
    port: u16,
) -> Result<((Child, Option<ChildStdin>), State)> {
    let mut command = Command::new(helper);
    command.args([OsStr::new(KEEPER_ARGUMENT), dir.as_os_str(), program.as_os_str()]).arg(port.to_string());
    run_as(&mut command, None);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut keeper = command.spawn().map_err(program_error(helper))?;
    let pipe = keeper.stdin.take();
    let mut line = String::new();
    if let Some(output) = keeper.stdout.take() {
        BufReader::new(output).read_line(&mut line).map_err(program_error(program))?;
    }
    match serde_json::from_str(&line) {
        Ok(state) => Ok(((keeper, pipe), state)),
        Err(_) => {
            let log = fs::read_to_string(dir.join("log")).unwrap_or_default();
            Err(Error::BundledStart { output: format!("{line}{log}") })
        }
    }
}

/// The keeper's whole life: starts the program, passes on the line that says it is ready, waits for the end of standard
/// input and of all other users, and ends the program by closing its standard input.
///
/// `arguments` are those after [`KEEPER_ARGUMENT`].
///
/// # Errors
/// If the arguments are not what [`BundledServer::open`] gives, or the program can't be started.
pub fn keep(arguments: &[OsString]) -> Result {
    let [dir, program, port] = arguments else { return Ok(()) };
    let dir = Path::new(dir);
    let _alive = Lock::wait(&dir.join("keeper"))?;
    let log = File::create(dir.join("log")).map_err(file_error("create", dir.join("log")))?;
    let mut command = Command::new(program);
    command.arg("--data").arg(dir.join("data")).arg("--port").arg(port).args(["--wait", CLIENT_WAIT]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
    let mut server = command.spawn().map_err(program_error(program))?;
    if let Some(output) = server.stdout.take() {
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line).map_err(program_error(program))?;
        if read == 0 {
            return Ok(());
        }
        // If nobody reads it any more, the end of standard input follows.
        let _ = std::io::stdout().write_all(line.as_bytes()).and_then(|()| std::io::stdout().flush());
    }
    let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
    loop {
        let turn = turn::take(dir)?;
        if turn::unused(dir)? {
            drop(server.stdin.take());
            return server.wait().map(drop).map_err(program_error(program));
        }
        drop(turn);
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn port_of(url: &str) -> Option<u16> {
    url.split_once("@127.0.0.1:")?.1.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports() {
        assert_eq!(port_of("postgresql://postgres@127.0.0.1:5433/users"), Some(5433));
        assert_eq!(port_of("postgresql://elsewhere/users"), None);
    }
}
