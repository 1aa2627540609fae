//! A walk of the deployed binary on a database of its own: undisturbed, or with a fault at one of its messages.

use std::path::Path;
use std::time::Duration;

use dbmig_tests::deployed::{Ended, Process, command};
use dbmig_tests::dump::whole_dump;
use dbmig_tests::proxy::{Direction, Message, Proxy, Then};
use dbmig_tests::server::{self, TestDatabase};
use postgres::{Client, NoTls};

/// A walk through a whole history.
pub struct Course {
    pub name: String,
    history: &'static str,
    args: Vec<String>,
    /// Where each walk starts: a copy of this.
    start: TestDatabase,
    /// Where it must end.
    end: State,
    /// The direction of each message of an undisturbed walk.
    pub messages: Vec<Direction>,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub dump: String,
    pub versions: Vec<String>,
    pub history: Vec<String>,
    pub ledger: Vec<String>,
}

/// What is done at a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The message arrives; the process is killed.
    Kill,
    /// The message is lost with its connection.
    CutBefore,
    /// The message arrives; its answer is lost with the connection.
    CutAfter,
    /// The process is told to end.
    Terminate,
}

/// How often the command had to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The disturbed run got to the end.
    AtOnce,
    /// The next one did.
    AfterOneMore,
    /// A person had to say what became of a statement that nobody can know of.
    AfterAnAnswer,
}

/// The longest that any run may take.
pub const LIMIT: Duration = Duration::from_secs(100);

/// The free statements outside transactions: all that a person may be asked about.
const FREE: &[&str] = &["l08", "l09"];

impl Course {
    /// Walks the whole history undisturbed, and remembers how.
    pub fn new(history: &'static str, verb: &str, mode: &str) -> Self {
        let start = server::database();
        let mut to_start = vec!["ensure-version"];
        if verb == "downgrade" {
            to_start = vec!["upgrade", "--transaction", mode];
        }
        finished(&run(history, &start.url(), &to_start));
        let target = if verb == "downgrade" { "base" } else { "head" };
        let args = [verb, target, "--transaction", mode].map(str::to_owned).to_vec();
        let name = format!("{history} {verb} --transaction {mode}");
        let walked = server::copy_of(&start);
        let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let messages = seen.clone();
        let proxy = Proxy::start(server_of(&walked), move |message| {
            messages.lock().unwrap().push(message.direction);
            Then::Pass
        });
        let words: Vec<&str> = args.iter().map(String::as_str).collect();
        finished(&run(history, &proxy.url(&walked.url()), &words));
        let end = State::of(&walked.url());
        assert_eq!(end.ledger, [""; 0], "{name}");
        let messages = std::mem::take(&mut *seen.lock().unwrap());
        Self { name, history, args, start, end, messages }
    }

    /// Walks with `fault` at message `at`, then again until the end is reached. What is wrong about it, if anything.
    pub fn disturbed(&self, fault: Fault, at: usize) -> Result<Outcome, String> {
        let database = server::copy_of(&self.start);
        let process = Process::default();
        let victim = process.clone();
        let proxy = Proxy::start(server_of(&database), move |message| hit(message, fault, at, &victim));
        let url = proxy.url(&database.url());
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        let mut ended = process.run(binary(self.history, &url, &args), LIMIT);
        let mut outcome = Outcome::AtOnce;
        if ended.code != Some(0) {
            check_disturbed(fault, &ended)?;
            outcome = Outcome::AfterOneMore;
            ended = run(self.history, &url, &args);
        }
        if ended.kind() == "undecided" {
            outcome = Outcome::AfterAnAnswer;
            let answer = answer(&ended, &database)?;
            ended = run(self.history, &url, &[args.as_slice(), &["--resume-as", answer]].concat());
        }
        if ended.code != Some(0) || ended.hung {
            return Err(format!("the next run ended with {:?}: {}", ended.code, ended.stderr));
        }
        self.compare(&State::of(&database.url())).map(|()| outcome)
    }

    fn compare(&self, found: &State) -> Result<(), String> {
        self.end.difference(found).map_or(Ok(()), Err)
    }
}

impl State {
    /// What a database holds and records.
    pub fn of(url: &str) -> Self {
        let mut client = Client::connect(url, NoTls).unwrap();
        let mut texts = |sql: &str| -> Vec<String> {
            client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
        };
        Self {
            dump: whole_dump(url),
            versions: texts("SELECT revision FROM dbmig_version ORDER BY 1"),
            history: texts(
                "SELECT revision || ' ' || direction FROM dbmig_history WHERE result = 'done' ORDER BY id",
            ),
            ledger: texts("SELECT revision || ' ' || step || ' ' || state FROM dbmig_ledger ORDER BY 1"),
        }
    }
}

impl State {
    /// What is otherwise in `found`.
    pub fn difference(&self, found: &Self) -> Option<String> {
        if self == found {
            return None;
        }
        let lacks = |one: &Self, other: &Self, sign: &str| -> Vec<String> {
            let is_new = |line: &&str| !other.dump.lines().any(|known| known == *line);
            one.dump.lines().filter(is_new).map(|line| format!("{sign}{line}")).collect()
        };
        let lines = [lacks(found, self, "+"), lacks(self, found, "-")].concat().join("\n");
        let rows = |state: &Self| format!("{:?} {:?} {:?}", state.versions, state.history, state.ledger);
        Some(format!("it ended at\n{}\nand not at\n{}\n{lines}", rows(found), rows(self)))
    }
}

fn hit(message: &Message<'_>, fault: Fault, at: usize, victim: &Process) -> Then {
    if message.number != at {
        return Then::Pass;
    }
    match fault {
        Fault::Kill => {
            victim.kill();
            Then::CutAllAfter
        }
        Fault::CutBefore => Then::CutBefore,
        Fault::CutAfter => Then::CutAfter,
        Fault::Terminate => {
            victim.signal("TERM");
            Then::Pass
        }
    }
}

/// The first run may fail, but it must say why and what to do.
fn check_disturbed(fault: Fault, ended: &Ended) -> Result<(), String> {
    if ended.hung {
        return Err("the disturbed run hangs".to_owned());
    }
    if fault == Fault::Kill {
        return Ok(());
    }
    match (ended.code, ended.error["next_step"].as_str()) {
        (Some(1), Some(_)) => Ok(()),
        // Its own next run: what it found was left by itself.
        (Some(4), Some(_)) if ended.kind() == "undecided" => Ok(()),
        (code, _) => Err(format!("the disturbed run ended with {code:?}: {}", ended.stderr)),
    }
}

/// What a person would find out about the statement that was broken off.
fn answer(ended: &Ended, database: &TestDatabase) -> Result<&'static str, String> {
    let message = ended.error["message"].as_str().unwrap_or_default();
    let Some(revision) = FREE.iter().find(|id| message.contains(*id)).filter(|_| ended.code == Some(4))
    else {
        return Err(format!("nobody should be asked: {}", ended.stderr));
    };
    if *revision == "l09" {
        return Ok("run");
    }
    let row = database.connect().query_one("SELECT count(*) FROM note", &[]).unwrap();
    let (is_up, has_note) = (message.contains("upgrade"), row.get::<_, i64>(0) > 0);
    Ok(if is_up == has_note { "done" } else { "run" })
}

/// Where an undisturbed run of a history ends.
pub fn undisturbed(history: &str) -> State {
    let database = server::database();
    finished(&run(history, &database.url(), &["upgrade"]));
    State::of(&database.url())
}

/// Fails unless the database is as `expected`.
#[track_caller]
pub fn ends_right(expected: &State, url: &str) {
    if let Some(difference) = expected.difference(&State::of(url)) {
        panic!("{difference}");
    }
}

/// Runs a history to its end, undisturbed.
pub fn run(history: &str, url: &str, args: &[&str]) -> Ended {
    Process::default().run(binary(history, url, args), LIMIT)
}

/// The command that runs a history.
pub fn binary(history: &str, url: &str, args: &[&str]) -> std::process::Command {
    command(Path::new(env!("CARGO_BIN_EXE_migrations")), history, url, args)
}

/// The server of a database, as host and port.
pub fn server_of(database: &TestDatabase) -> String {
    format!("127.0.0.1:{}", database.port())
}

/// Fails unless the run did what it should.
#[track_caller]
pub fn finished(ended: &Ended) {
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
}
