//! Several hosts in a URL, and servers that start.

use dbmig_runtime::connect::{self, ConnectReason};
use dbmig_runtime::runner::{Error, Options, Runner};
use dbmig_runtime::testing::{ScratchDatabase, ScratchServer};
use dbmig_tests::history;
use dbmig_tests::own_server::{OwnServer, Stop};

fn scripts(count: usize) -> Vec<dbmig_runtime::runner::Script> {
    let mut all = vec![
        history::script("a1", &[], |op| op.execute("CREATE TABLE one (id int)"), |_| Ok(())),
        history::script("b2", &["a1"], |op| op.execute("CREATE TABLE two (id int)"), |_| Ok(())),
    ];
    all.truncate(count);
    all
}

#[test]
fn several_hosts() {
    let primary = OwnServer::start(&[]);
    primary.create_database("shop");
    let Some(standby) = primary.standby() else {
        println!("passed by: there is no pg_basebackup here");
        return;
    };
    let closed = dbmig_tests::own_server::free_port();
    let url = |hosts: &[u16], parameters: &str| {
        let hosts: Vec<String> = hosts.iter().map(|port| format!("127.0.0.1:{port}")).collect();
        format!("postgres://postgres@{}/shop{parameters}", hosts.join(","))
    };
    let (first, second) = (primary.port(), standby.port());
    let connected = |hosts: &[u16], attributes: &str| {
        let mut client = connect::connect(&url(hosts, &format!("?target_session_attrs={attributes}")))?;
        let port: i32 = client.query_one("SELECT inet_server_port()", &[]).unwrap().get(0);
        Ok::<u16, connect::Error>(port.try_into().unwrap())
    };
    let both = [second, first];
    for (hosts, attributes, expected) in [
        (&both[..], "any", Some(second)),
        (&[closed, second, first], "any", Some(second)),
        (&both, "read-write", Some(first)),
        (&both, "primary", Some(first)),
        (&[first, second], "read-only", Some(second)),
        (&[first, second], "standby", Some(second)),
        (&[first, second], "prefer-standby", Some(second)),
        (&[first, closed], "prefer-standby", Some(first)),
        (&[second], "primary", None),
        (&[first, closed], "standby", None),
    ] {
        match (connected(hosts, attributes), expected) {
            (Ok(port), Some(expected)) => assert_eq!(port, expected, "{attributes}"),
            (Err(_), None) => {}
            (found, _) => panic!("{attributes}: {found:?}"),
        }
    }
    let Err(connect::Error::Connect(error)) = connected(&[second, closed], "primary") else { panic!() };
    assert_eq!(error.reason, ConnectReason::Unreachable);
    let text = error.to_string();
    assert!(
        text.contains(&format!("127.0.0.1:{second}/shop: the server is not what is asked for")),
        "{text}"
    );
    assert!(text.contains(&format!("127.0.0.1:{closed}/shop: no server answers")), "{text}");

    // A run looks for the primary, and for the new one after a failover.
    let hosts = [second, closed, first];
    let report = Runner::new(history::database(scripts(1)), url(&hosts, "")).upgrade("head").unwrap();
    assert_eq!(report.applied.len(), 1);
    let failure = Runner::new(history::database(scripts(2)), url(&hosts, "?target_session_attrs=standby"))
        .upgrade("head");
    assert!(matches!(failure.unwrap_err().error, Error::ReadOnly { standby: true, .. }));
    super::cluster::wait_until("the standby has it", || {
        let sql = "SELECT to_regclass('dbmig_version') IS NOT NULL AND pg_is_in_recovery()";
        standby.connect("shop").query_one(sql, &[]).unwrap().get(0)
    });
    primary.down(Stop::Immediate);
    standby.promote();
    let report = Runner::new(history::database(scripts(2)), url(&hosts, "")).upgrade("head").unwrap();
    assert_eq!(report.applied.len(), 1);
    assert_eq!(report.to, ["b2"]);
}

/// The last connection is given back while the run waits for it.
#[test]
fn a_full_server_is_asked_again() {
    let database = dbmig_tests::server::database();
    let role = format!("{}_two", database.name());
    let mut client = database.connect();
    client
        .batch_execute(&format!(
            "CREATE ROLE {role} LOGIN CONNECTION LIMIT 2; GRANT ALL ON SCHEMA public TO {role}"
        ))
        .unwrap();
    let url =
        format!("{}{}user={role}", database.url(), if database.url().contains('?') { '&' } else { '?' });
    let taken = connect::connect(&url).unwrap();
    let impatient = Options { connect_wait: std::time::Duration::ZERO, ..Options::default() };
    let failure =
        Runner::new(history::database(scripts(1)), &url).options(impatient).upgrade("head").unwrap_err();
    let Error::Connect(error) = failure.error else { panic!("{failure}") };
    assert_eq!(error.reason, ConnectReason::TooManyConnections);
    let leaving = std::thread::spawn(move || {
        super::cluster::wait_until("the run has the other connection", || {
            let sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'dbmig %' AND usename = $1";
            client.query_one(sql, &[&role]).unwrap().get::<_, i64>(0) == 1
        });
        drop(taken);
        (client, role)
    });
    Runner::new(history::database(scripts(1)), &url).upgrade("head").unwrap();
    let (mut client, role) = leaving.join().unwrap();
    client.batch_execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).unwrap();
}

/// Scratch work in the database that the server's URL names would be work in one that is in use.
#[test]
fn a_scratch_database_is_never_the_one_of_the_url() {
    let database = dbmig_tests::server::database();
    let join = if database.url().contains('?') { '&' } else { '?' };
    let url = format!("{}{join}database={}", database.url(), database.name());
    let scratch = ScratchDatabase::create(&ScratchServer::named(url), "public").unwrap();
    let mut client = connect::connect(scratch.url()).unwrap();
    let found: String = client.query_one("SELECT current_database()::text", &[]).unwrap().get(0);
    assert!(found.starts_with("dbmig_scratch_"), "{found}");
}
