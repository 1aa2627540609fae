//! Every `sslmode` against servers with right, wrong, expired and no certificates.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use dbmig_runtime::connect::{self, ConnectReason, Surroundings};
use dbmig_runtime::runner::{Error, Event, Runner};
use dbmig_tests::history;

use super::certificates::Certificates;
use super::cluster::Cluster;

const HBA: &str = "\
local all scram scram-sha-256
local all all trust
hostssl all tls 127.0.0.1/32 trust
host all tls 127.0.0.1/32 reject
hostnossl all plain 127.0.0.1/32 trust
host all plain 127.0.0.1/32 reject
hostssl all ann 127.0.0.1/32 cert
host all scram 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
";

/// What becomes of a connection.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Is {
    Plain,
    Encrypted,
    Failed(ConnectReason),
    /// A file, or the URL, can't be used; the message says so.
    Refused(&'static str),
}

struct Server {
    cluster: Cluster,
    certificates: Certificates,
}

impl Server {
    fn start() -> Self {
        let cluster = Cluster::start(HBA);
        let certificates = Certificates::new(cluster.dir());
        cluster.execute(&[
            "CREATE ROLE tls LOGIN",
            "CREATE ROLE plain LOGIN",
            "CREATE ROLE ann LOGIN",
            "CREATE ROLE scram LOGIN PASSWORD 's3cret:\\x'",
        ]);
        Self { cluster, certificates }
    }

    /// Lets the server show the certificate `name`.
    fn show(&self, name: &str) {
        let [certificate, key] = ["crt", "key"].map(|ending| {
            let to = self.cluster.dir().join("data").join(format!("{name}.{ending}"));
            fs::copy(self.certificates.path(&format!("{name}.{ending}")), &to).unwrap();
            self.cluster.hand_over(&to);
            to.display().to_string()
        });
        let authority = self.certificates.path("ca.crt");
        self.cluster.set(&[
            ("ssl_cert_file", &certificate),
            ("ssl_key_file", &key),
            ("ssl_ca_file", &authority),
            ("ssl", "on"),
        ]);
    }

    /// `NAME` in parameters is the path of a file.
    fn url(&self, user: &str, parameters: &str) -> String {
        let parameters: Vec<String> = parameters
            .split_whitespace()
            .map(|pair| match pair.split_once('=') {
                Some((name @ ("sslrootcert" | "sslcert" | "sslkey" | "sslcrl"), file))
                    if file != "system" =>
                {
                    format!("{name}={}", self.certificates.path(file))
                }
                _ => pair.to_owned(),
            })
            .collect();
        let port = self.cluster.port;
        format!("hostaddr=127.0.0.1 port={port} user={user} dbname=postgres {}", parameters.join(" "))
    }

    #[track_caller]
    fn check(&self, user: &str, parameters: &str, expected: Is) {
        let url = self.url(user, parameters);
        let found = match connect::connect(&url) {
            Ok(mut client) => {
                let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
                if client.query_one(sql, &[]).unwrap().get(0) { Is::Encrypted } else { Is::Plain }
            }
            Err(connect::Error::Connect(error)) => {
                assert!(!error.next_step().is_empty());
                assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
                Is::Failed(error.reason)
            }
            Err(connect::Error::Url(error)) => {
                assert!(!error.next_step().is_empty());
                match expected {
                    Is::Refused(words) if error.to_string().contains(words) => expected,
                    _ => panic!("{parameters}: {error}"),
                }
            }
            Err(error) => panic!("{parameters}: {error}"),
        };
        assert_eq!(found, expected, "{user}: {parameters}");
    }
}

#[test]
fn encryption_without_asking_first() {
    let server = Server::start();
    server.certificates.sign("right", "/CN=nobody", "ca", 2, &["subjectAltName=DNS:db.example"], "rsa:2048");
    server.show("right");
    let parameters = "host=db.example sslmode=verify-full sslrootcert=ca.crt sslnegotiation=direct";
    let version: String = server.cluster.client().query_one("SHOW server_version_num", &[]).unwrap().get(0);
    if version.parse::<i32>().unwrap() >= 170_000 {
        server.check("tls", parameters, Is::Encrypted);
    } else {
        server.check("tls", parameters, Is::Failed(ConnectReason::Encryption));
    }
    server.cluster.set(&[("ssl", "off")]);
    let error = connect::connect(&server.url("postgres", parameters)).map(drop).unwrap_err();
    assert!(error.to_string().contains("for servers that encrypt, from PostgreSQL 17 on"), "{error}");
    let connect::Error::Connect(error) = error else { panic!("{error}") };
    assert!(error.next_step().contains("leave sslnegotiation out"), "{}", error.next_step());
}

#[test]
fn encryption_follows_libpq() {
    let server = Server::start();
    let certificates = &server.certificates;
    let check = |user: &str, parameters: &str, expected: Is| server.check(user, parameters, expected);
    let failed = Is::Failed;
    use ConnectReason::{
        Authentication, ClientCertificate, ExpiredCertificate, NoEncryption, NotAdmitted, NotBound,
        UntrustedCertificate, WrongHostName,
    };

    // A server without TLS.
    check("tls", "host=db.example sslmode=require", failed(NoEncryption));
    check("tls", "host=db.example sslmode=verify-full sslrootcert=ca.crt", failed(NoEncryption));
    check("plain", "host=db.example sslmode=prefer", Is::Plain);
    check("tls", "host=db.example sslmode=prefer", failed(NotAdmitted));

    let names = "subjectAltName=DNS:db.example,DNS:*.db.example,IP:127.0.0.1";
    certificates.sign("right", "/CN=nobody", "ca", 2, &[names], "rsa:2048");
    server.show("right");
    check("postgres", "host=db.example sslmode=disable", Is::Plain);
    check("postgres", "host=db.example sslmode=allow", Is::Plain);
    check("postgres", "host=db.example", Is::Encrypted);
    check("postgres", "host=db.example sslmode=require", Is::Encrypted);
    check("postgres", "host=db.example sslmode=verify-ca sslrootcert=ca.crt", Is::Encrypted);
    check("postgres", "host=db.example sslmode=verify-full sslrootcert=ca.crt", Is::Encrypted);
    check("postgres", "host=a.db.example sslmode=verify-full sslrootcert=ca.crt", Is::Encrypted);
    check("postgres", "sslmode=verify-full sslrootcert=ca.crt", Is::Encrypted);
    check("postgres", "host=other.example sslmode=verify-ca sslrootcert=ca.crt", Is::Encrypted);
    check("postgres", "host=other.example sslmode=verify-full sslrootcert=ca.crt", failed(WrongHostName));
    check("postgres", "host=no_name sslmode=verify-full sslrootcert=ca.crt", failed(WrongHostName));
    check(
        "postgres",
        "host=db.example sslmode=verify-ca sslrootcert=other.crt",
        failed(UntrustedCertificate),
    );
    // A root certificate that is there is used in every mode, and one that isn't in the strong ones.
    check("postgres", "host=db.example sslmode=require sslrootcert=other.crt", failed(UntrustedCertificate));
    check("postgres", "host=db.example sslmode=prefer sslrootcert=other.crt", Is::Plain);
    check("tls", "host=db.example sslmode=prefer sslrootcert=other.crt", failed(UntrustedCertificate));
    check("postgres", "host=db.example sslmode=require sslrootcert=none.crt", Is::Encrypted);
    check("postgres", "host=db.example sslmode=verify-ca sslrootcert=none.crt", Is::Refused("doesn't exist"));
    check(
        "postgres",
        "host=db.example sslmode=verify-ca sslrootcert=ca.key",
        Is::Refused("BEGIN CERTIFICATE"),
    );
    check("postgres", "host=db.example sslmode=verify-ca", Is::Refused("no root certificate"));
    check("postgres", "host=db.example sslrootcert=system", failed(UntrustedCertificate));
    check("postgres", "host=db.example sslmode=require ssl_max_protocol_version=TLSv1.2", Is::Encrypted);
    check(
        "postgres",
        "host=db.example sslmode=require ssl_min_protocol_version=TLSv1.3 sslsni=0",
        Is::Encrypted,
    );

    // What pg_hba.conf takes only with, or only without.
    check("tls", "host=db.example sslmode=disable", failed(NotAdmitted));
    check("tls", "host=db.example sslmode=allow", Is::Encrypted);
    check("plain", "host=db.example sslmode=prefer", Is::Plain);
    check("plain", "host=db.example sslmode=require", failed(NotAdmitted));

    // Channel binding.
    let scram = "host=db.example password='s3cret:\\\\x' channel_binding=require";
    check("scram", &format!("{scram} sslmode=require"), Is::Encrypted);
    check("scram", &format!("{scram} sslmode=disable"), failed(NotBound));
    check("postgres", "host=db.example sslmode=require channel_binding=require", failed(NotBound));
    check("scram", "host=db.example password=s3cret", failed(Authentication));
    check("scram", "host=db.example", failed(ConnectReason::NoPassword));

    // Certificates of clients.
    certificates.sign("ann", "/CN=ann", "ca", 2, &["extendedKeyUsage=clientAuth"], "rsa:2048");
    certificates.sign("foreign", "/CN=ann", "other", 2, &[], "rsa:2048");
    certificates.openssl("rsa -in ann.key -traditional -out pkcs1.key", "");
    certificates.sign("curve", "/CN=ann", "ca", 2, &[], "ec -pkeyopt ec_paramgen_curve:prime256v1");
    certificates.openssl("ec -in curve.key -out sec1.key", "");
    certificates.openssl("rsa -in ann.key -aes128 -passout pass:s3cret -out locked.key", "");
    let own = |rest: &str| format!("host=db.example sslmode=require {rest}");
    check("ann", &own("sslcert=ann.crt sslkey=ann.key"), Is::Encrypted);
    check("ann", &own("sslcert=ann.crt sslkey=pkcs1.key"), Is::Encrypted);
    check("ann", &own("sslcert=curve.crt sslkey=sec1.key"), Is::Encrypted);
    check("ann", &own(""), failed(NotAdmitted));
    check("ann", &own("sslcert=ann.crt sslkey=ann.key sslcertmode=disable"), failed(NotAdmitted));
    check("ann", &own("sslcert=foreign.crt sslkey=foreign.key"), failed(ClientCertificate));
    check("ann", &own("sslcert=ann.crt sslkey=foreign.key"), Is::Refused("can't be used"));
    check("ann", &own("sslcert=ann.crt"), Is::Refused("no sslkey"));
    check("ann", &own("sslcert=ann.crt sslkey=locked.key"), Is::Refused("encrypted"));
    fs::set_permissions(certificates.path("pkcs1.key"), fs::Permissions::from_mode(0o644)).unwrap();
    check("ann", &own("sslcert=ann.crt sslkey=pkcs1.key"), Is::Refused("others than its owner"));

    // What is revoked.
    certificates.sign("gone", "/CN=db.example", "ca", 2, &[names], "rsa:2048");
    certificates.revoke("gone");
    let full = "host=db.example sslmode=verify-full sslrootcert=ca.crt";
    check("postgres", &format!("{full} sslcrl=ca.crl"), Is::Encrypted);
    check("postgres", &format!("{full} sslcrl=old.crl"), failed(UntrustedCertificate));
    check("postgres", &format!("{full} sslcrl=ca.crt"), Is::Refused("holds no -----BEGIN X509 CRL-----"));
    server.show("gone");
    check("postgres", full, Is::Encrypted);
    check("postgres", &format!("{full} sslcrl=ca.crl"), failed(UntrustedCertificate));

    // Certificates of other kinds.
    certificates.sign("old", "/CN=db.example", "ca", -1, &[names], "rsa:2048");
    server.show("old");
    check("postgres", full, failed(ExpiredCertificate));
    check("postgres", "host=db.example sslmode=require", Is::Encrypted);
    certificates.sign("first", "/CN=db.example", "ca", 2, &[], "rsa:2048");
    server.show("first");
    check("postgres", full, Is::Encrypted);
    check("postgres", &format!("{full} ssl_max_protocol_version=TLSv1.2"), Is::Encrypted);
    check(
        "postgres",
        "host=db.example sslmode=verify-ca sslrootcert=other.crt",
        failed(UntrustedCertificate),
    );
    check("postgres", &full.replace("db.example", "x.example"), failed(WrongHostName));
    certificates.self_signed("own", "/CN=db.example");
    server.show("own");
    check("postgres", &full.replace("ca.crt", "own.crt"), Is::Encrypted);
    check("postgres", full, failed(UntrustedCertificate));

    a_run_is_encrypted(&server);
    passwords_come_from_files(&server);
}

/// A run whose statement is cancelled over an encrypted connection, too.
fn a_run_is_encrypted(server: &Server) {
    server.cluster.execute(&["CREATE DATABASE shop"]);
    let url =
        server.url("postgres", "host=db.example sslmode=require").replace("dbname=postgres", "dbname=shop");
    let scripts = vec![history::script("a", &[], |op| op.execute("SELECT pg_sleep(60)"), |_| Ok(()))];
    let mut runner = Runner::new(history::database(scripts), &url);
    let canceller = runner.canceller();
    let cancelling = std::thread::spawn({
        let mut watcher = server.cluster.client();
        move || {
            super::cluster::wait_until("the statement runs", || {
                let sql = "SELECT count(*) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) \
                           WHERE datname = 'shop' AND ssl AND query LIKE '%pg_sleep%'";
                watcher.query_one(sql, &[]).unwrap().get::<_, i64>(0) == 1
            });
            canceller.cancel();
        }
    });
    let failure = runner.upgrade("head").unwrap_err();
    cancelling.join().unwrap();
    assert!(matches!(failure.error, Error::Interrupted), "{failure}");
    let mut events = 0;
    let scripts = vec![history::script("a", &[], |op| op.execute("CREATE TABLE a (id int)"), |_| Ok(()))];
    Runner::new(history::database(scripts), &url)
        .on_event(|event| events += u32::from(matches!(event, Event::Connected { .. })))
        .upgrade("head")
        .unwrap();
    assert_eq!(events, 1);
}

/// `.pgpass`, `PGPASSWORD`, a service, and the socket.
fn passwords_come_from_files(server: &Server) {
    let (dir, port) = (server.cluster.dir(), server.cluster.port);
    let write = |name: &str, text: &str, mode: u32| {
        let path = dir.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path.display().to_string()
    };
    let passfile =
        write("pgpass", &format!("other:*:*:*:no\n127.0.0.1:{port}:postgres:scram:s3cret\\:\\\\x\n"), 0o600);
    let open = write("open", "*:*:*:*:s3cret", 0o644);
    let socket = format!("{}:*:*:scram:s3cret\\:\\\\x", dir.display().to_string().replace(':', "\\:"));
    let socket = write("socket", &socket, 0o600);
    let service = write(
        "services",
        &format!("[shop]\nhost=127.0.0.1\nport={port}\nuser=scram\ndbname=postgres\npassword=s3cret:\\x\n"),
        0o644,
    );
    let port = port.to_string();
    let folder = dir.display().to_string();
    let who = |url: &str, variables: &[(&str, &str)]| {
        let url = Surroundings::default()
            .variables(variables.iter().copied())
            .complete(url)
            .map_err(|e| e.to_string())?;
        let mut client = connect::connect(&url).map_err(|error| format!("{error}; {}", error.next_step()))?;
        Ok::<String, String>(client.query_one("SELECT current_user::text", &[]).unwrap().get(0))
    };
    let there = [("PGHOST", "127.0.0.1"), ("PGPORT", &port), ("PGUSER", "scram")];
    let with = |more: &[(&'static str, &str)]| {
        let all: Vec<(String, String)> =
            there.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        all
    };
    let check = |url: &str, more: &[(&'static str, &str)], expected: Result<&str, &str>| {
        let variables = with(more);
        let variables: Vec<(&str, &str)> = variables.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        match (who(url, &variables), expected) {
            (Ok(user), Ok(wanted)) => assert_eq!(user, wanted),
            (Err(error), Err(words)) => {
                assert!(error.contains(words), "{error}");
                assert!(!error.contains("s3cret"), "{error}");
            }
            (found, expected) => panic!("{url} {more:?}: {found:?}, not {expected:?}"),
        }
    };
    check("postgres:///postgres", &[("PGPASSFILE", &passfile)], Ok("scram"));
    check("postgres://", &[("PGPASSFILE", &passfile), ("PGDATABASE", "postgres")], Ok("scram"));
    check("postgres:///template1", &[("PGPASSFILE", &passfile)], Err("there is none"));
    check("postgres:///postgres", &[("PGPASSFILE", &open)], Err("chmod 600"));
    check("postgres:///postgres", &[("PGPASSWORD", "s3cret:\\x")], Ok("scram"));
    check("postgres://postgres@/postgres", &[], Ok("postgres"));
    let at_socket = format!("postgres:///postgres?host={folder}");
    check(&at_socket, &[("PGPASSFILE", &socket)], Ok("scram"));
    check(&at_socket, &[], Err("there is none"));
    let nowhere = Surroundings::default().variables([("PGSERVICEFILE", service.as_str())]);
    let url = nowhere.complete("postgres://?service=shop").unwrap();
    assert!(connect::connect(&url).is_ok());
}
