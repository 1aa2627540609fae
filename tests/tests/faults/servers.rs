//! Servers that go away, come back as another, take no writes, or run out of something.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use dbmig_tests::own_server::{OwnServer, Stop, as_account, free_port};
use dbmig_tests::proxy::{Proxy, Then};

use super::course::{State, ends_right, finished, run, undisturbed};
use super::wait_until;

#[test]
fn a_restart_in_the_middle() {
    let server = Arc::new(OwnServer::start(&[]));
    let expected = undisturbed("long");
    for (number, (how, sql, nth)) in [
        (Stop::Fast, "BEGIN", 2),
        (Stop::Fast, "CREATE INDEX CONCURRENTLY", 1),
        (Stop::Immediate, "CREATE UNIQUE INDEX CONCURRENTLY", 1),
        (Stop::Immediate, "COMMIT", 5),
    ]
    .into_iter()
    .enumerate()
    {
        let url = server.create_database(&format!("restart_{number}"));
        let (seen, restarting) = (AtomicUsize::new(0), server.clone());
        let proxy = Proxy::start(server.address(), move |message| {
            if message.begins(sql) && seen.fetch_add(1, Ordering::SeqCst) + 1 == nth {
                let began = Instant::now();
                restarting.down(how);
                let down = began.elapsed();
                restarting.up();
                println!("{how:?}: down after {down:?}, up again after {:?}", began.elapsed());
            }
            Then::Pass
        });
        let through = proxy.url(&url);
        let began = Instant::now();
        let ended = run("long", &through, &["upgrade"]);
        println!("{how:?} before {sql}: {} after {:?}", ended.kind(), began.elapsed());
        assert_ne!((ended.code, ended.hung), (Some(0), true), "{}", ended.stderr);
        if ended.code != Some(0) {
            assert!(ended.error["next_step"].is_string(), "{}", ended.stderr);
            finished(&run("long", &through, &["upgrade"]));
        }
        ends_right(&expected, &url);
    }
}

#[test]
fn a_failover_in_the_middle() {
    let primary = Arc::new(OwnServer::start(&["wal_level=replica"]));
    let Some(standby) = primary.standby().map(Arc::new) else { return };
    let url = primary.create_database("moving");
    let proxy: Arc<OnceLock<Proxy>> = Arc::default();
    let (seen, old, new, moving) = (AtomicUsize::new(0), primary.clone(), standby.clone(), proxy.clone());
    let watched = Proxy::start(primary.address(), move |message| {
        if message.begins("COMMIT") && seen.fetch_add(1, Ordering::SeqCst) == 5 {
            old.down(Stop::Immediate);
            new.promote();
            moving.wait().redirect(new.address());
        }
        Then::Pass
    });
    let through = proxy.get_or_init(|| watched).url(&url);
    let ended = run("long", &through, &["upgrade"]);
    if ended.code != Some(0) {
        assert!(ended.error["next_step"].is_string(), "{}", ended.stderr);
        finished(&run("long", &through, &["upgrade"]));
    }
    ends_right(&undisturbed("long"), &standby.url("moving"));
}

#[test]
fn a_standby_is_refused() {
    let primary = OwnServer::start(&["wal_level=replica"]);
    let Some(standby) = primary.standby() else { return };
    primary.create_database("followed");
    let mut client = primary.connect("followed");
    let row = client.query_one("SELECT pg_current_wal_lsn()::text", &[]).unwrap();
    let reached = format!("SELECT pg_last_wal_replay_lsn() >= '{}'::pg_lsn", row.get::<_, String>(0));
    let mut following = standby.connect("postgres");
    wait_until("the standby", || following.query_one(&reached, &[]).unwrap().get(0));
    let ended = run("plain", &standby.url("followed"), &["upgrade"]);
    assert_eq!((ended.code, ended.kind()), (Some(4), "read_only"), "{}", ended.stderr);
    assert!(ended.stderr.contains("standby"), "{}", ended.stderr);
    finished(&run("plain", &standby.url("followed"), &["current"]));
}

#[test]
fn no_connection_is_left() {
    let server =
        OwnServer::start(&["max_connections=6", "superuser_reserved_connections=0", "max_wal_senders=0"]);
    let url = server.create_database("crowded");
    let mut others: Vec<_> = (0..6).map(|_| server.connect("postgres")).collect();
    let ended = run("plain", &url, &["upgrade"]);
    assert_eq!((ended.code, ended.kind()), (Some(1), "connect"), "{}", ended.stderr);
    assert!(ended.stderr.contains("53300") && ended.error["next_step"].is_string(), "{}", ended.stderr);
    others.truncate(2);
    finished(&run("plain", &url, &["upgrade"]));
    ends_right(&undisturbed("plain"), &url);
}

#[test]
fn no_room_for_locks() {
    let server =
        OwnServer::start(&["max_locks_per_transaction=10", "max_connections=5", "max_wal_senders=0"]);
    let url = server.create_database("locked");
    let ended = run("many tables", &url, &["upgrade"]);
    assert_eq!((ended.code, ended.kind()), (Some(1), "sql"), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("53200") && ended.stderr.contains("max_locks_per_transaction"),
        "{}",
        ended.stderr
    );
    let count = "SELECT count(*) FROM pg_class WHERE relname LIKE 'many%'";
    assert_eq!(server.connect("locked").query_one(count, &[]).unwrap().get::<_, i64>(0), 0);
    // Each directive by itself has room enough.
    finished(&run("many tables", &url, &["upgrade", "--transaction", "none"]));
    assert_eq!(server.connect("locked").query_one(count, &[]).unwrap().get::<_, i64>(0), 1500);
}

/// A file system of some megabytes, taken away with the value.
struct SmallDisk(String);

impl SmallDisk {
    /// None where this process may not mount one.
    fn new(server: &OwnServer) -> Option<Self> {
        let path = server.folder().join("small").to_string_lossy().into_owned();
        std::fs::create_dir(&path).unwrap();
        let owner = server.account().map(|account| format!(",uid={},gid={}", account.uid, account.gid));
        let options = format!("size=6m,mode=700{}", owner.unwrap_or_default());
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs", &path]).output();
        match mounted.map(|output| output.status.success()) {
            Ok(true) => Some(Self(path)),
            _ => {
                println!("passed by: no file system can be mounted here");
                None
            }
        }
    }

    fn grow(&self) {
        let status = Command::new("mount").args(["-o", "remount,size=200m", &self.0]).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["-l", &self.0]).status();
    }
}

#[test]
fn a_full_disk() {
    let server = OwnServer::start(&[]);
    let Some(disk) = SmallDisk::new(&server) else { return };
    server
        .connect("postgres")
        .batch_execute(&format!("CREATE TABLESPACE small LOCATION '{}'", disk.0))
        .unwrap();
    for history in ["filling", "indexing"] {
        let url = server.create_database(history);
        let ended = run(history, &url, &["upgrade"]);
        assert_eq!((ended.code, ended.kind()), (Some(1), "sql"), "{}", ended.stderr);
        assert!(ended.stderr.contains("53100"), "{}", ended.stderr);
        let left = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
        assert_eq!(server.connect(history).query_one(left, &[]).unwrap().get::<_, i64>(0), 0, "{history}");
        let versions = State::of(&url).versions;
        assert_eq!(versions, ["a1"], "{history}");
        disk.grow();
        finished(&run(history, &url, &["upgrade"]));
        assert_eq!(State::of(&url).versions, ["b2"]);
        server.connect(history).batch_execute("DROP TABLE one").unwrap();
        let status = Command::new("mount").args(["-o", "remount,size=6m", &disk.0]).status();
        assert!(status.unwrap().success());
    }
}

fn pgbouncer(program: &str, settings: &Path, server: &OwnServer) -> Child {
    let mut command = Command::new(program);
    command.arg(settings).stdout(Stdio::null()).stderr(Stdio::null());
    as_account(command, server.account()).spawn().unwrap()
}

#[test]
fn a_transaction_pooler_is_refused() {
    let Some(program) =
        ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].into_iter().find(|path| Path::new(path).exists())
    else {
        println!("passed by: there is no pgbouncer here");
        return;
    };
    let server = OwnServer::start(&[]);
    let url = server.create_database("pooled");
    for (mode, size, kind) in [
        ("transaction", 1, "pooler"),
        ("transaction", 20, "pooler"),
        ("statement", 20, "pooler"),
        ("session", 20, ""),
    ] {
        let port = free_port();
        let file = server.folder().join(format!("pgbouncer-{port}.ini"));
        std::fs::write(
            &file,
            format!(
                "[databases]\n* = host=127.0.0.1 port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
                 auth_type = any\npool_mode = {mode}\ndefault_pool_size = {size}\nunix_socket_dir =\n\
                 ignore_startup_parameters = extra_float_digits,options\nlogfile =\npidfile =\n",
                server.port()
            )
            .replace("* = host=127.0.0.1", "* = host=127.0.0.1 user=postgres"),
        )
        .unwrap();
        let mut pooler = pgbouncer(program, &file, &server);
        let pooled = url.replace(&server.address(), &format!("127.0.0.1:{port}"));
        wait_until("pgbouncer", || postgres::Client::connect(&pooled, postgres::NoTls).is_ok());
        let ended = run("plain", &pooled, &["upgrade", "--lock-wait", "3"]);
        let _ = pooler.kill();
        let _ = pooler.wait();
        assert_eq!(ended.kind(), kind, "{mode} {size}: {}", ended.stderr);
        assert_eq!(ended.code, Some(if kind.is_empty() { 0 } else { 4 }), "{mode} {size}: {}", ended.stderr);
    }
    ends_right(&undisturbed("plain"), &url);
}
