//! What surrounds a process and says what a URL leaves open: `PG*` variables, `~/.pgpass`, service files, certificates in
//! `~/.postgresql`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use super::destination::Destination;
use super::parameters::Parameters;
use super::text::{read, write};
use super::{Environment, UrlError, passfile, service};

/// What surrounds a process: its `PG*` variables, and the files that libpq looks for.
///
/// The runner takes a URL as it is; whoever wants libpq's customs completes it first.
///
/// ```
/// use dbmig_runtime::connect::Surroundings;
///
/// let surroundings = Surroundings::default()
///     .variables([("PGHOST", "db.example"), ("PGUSER", "app"), ("PGSSLMODE", "verify-full")]);
/// let url = surroundings.complete("postgres:///shop")?;
/// assert_eq!(url, "postgresql://app@db.example/shop?sslmode=verify-full");
/// // With what this process was started in: Surroundings::of_this_process().complete("postgres:///shop")
/// # Ok::<(), dbmig_runtime::connect::UrlError>(())
/// ```
#[derive(Clone, Default)]
pub struct Surroundings {
    variables: BTreeMap<String, String>,
    /// Variables whose values are no text.
    unreadable: BTreeSet<String>,
    /// Where `.pgpass`, `.pg_service.conf` and `.postgresql` are.
    home: Option<PathBuf>,
    /// The operating system's name of the user.
    user: Option<String>,
    /// Where the machine's own `pg_service.conf` may be.
    system: Vec<PathBuf>,
}

impl Surroundings {
    /// Reads the environment, and finds the user's home.
    pub fn of_this_process() -> Self {
        let Environment { variables, unreadable } =
            Environment::of_this_process().only(|name| name.starts_with("PG"));
        let system = ["/etc/postgresql-common", "/etc", "/usr/local/pgsql/etc"].map(PathBuf::from).to_vec();
        let (home, user) = (std::env::home_dir(), whoami::username().ok());
        Self { variables, unreadable, home, user, system }
    }

    /// Adds variables, of a `.env` file for one, where the process has none of that name. Others than `PG*` are left out.
    #[must_use]
    pub fn variables<N: Into<String>, V: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        for (name, value) in variables {
            let name = name.into();
            if name.starts_with("PG") {
                self.variables.entry(name).or_insert_with(|| value.into());
            }
        }
        self
    }

    /// The URL that says all that `url`, and where that leaves something open the surroundings, say: a service, then the `PG*`
    /// variables, then the password file, the certificates of the home folder, and the user's own name, in libpq's order.
    /// `PGAPPNAME` is left out: a run names itself. A URL with a host of its own does not take `PGHOSTADDR`.
    ///
    /// The URL holds the password. It is the same text where there was nothing to add.
    ///
    /// # Errors
    /// If the URL can't be used, or a variable, or a file that one of them names.
    pub fn complete(&self, url: &str) -> Result<String, UrlError> {
        let said = read(url)?;
        let mut parameters = said.clone();
        self.fill_from_service(&mut parameters)?;
        self.fill_from_variables(&mut parameters)?;
        parameters.remove("application_name");
        parameters.remove("fallback_application_name");
        if let Some(user) = &self.user {
            parameters.fill("user", user);
        }
        self.fill_from_home(&mut parameters);
        // What can't be used is refused whether or not there is a password file to look into.
        let destination = Destination::new(&parameters)?;
        self.fill_password(&mut parameters, &destination);
        let is_ours = ["postgres://", "postgresql://"].iter().any(|scheme| url.trim().starts_with(scheme));
        if parameters == said && (is_ours || !url.contains("://")) {
            return Ok(url.trim().to_owned());
        }
        Ok(write(&parameters))
    }

    /// The value of a variable; an empty one is none.
    fn variable(&self, name: &str) -> Result<Option<&str>, UrlError> {
        if self.unreadable.contains(name) {
            return Err(UrlError::Variable { name: name.to_owned() });
        }
        Ok(self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty()))
    }

    fn fill_from_service(&self, parameters: &mut Parameters) -> Result<(), UrlError> {
        let Some(service) = parameters.get("service").or(self.variable("PGSERVICE")?).map(str::to_owned)
        else {
            return Ok(());
        };
        let named = parameters.get("servicefile").or(self.variable("PGSERVICEFILE")?).map(PathBuf::from);
        let mut files = Vec::new();
        if named.is_none() {
            files.extend(self.home.as_ref().map(|home| home.join(".pg_service.conf")));
        }
        match self.variable("PGSYSCONFDIR")? {
            Some(dir) => files.push(Path::new(dir).join("pg_service.conf")),
            None => files.extend(self.system.iter().map(|dir| dir.join("pg_service.conf"))),
        }
        service::fill(parameters, &service, named.as_deref(), &files)?;
        parameters.remove("service");
        parameters.remove("servicefile");
        Ok(())
    }

    fn fill_from_variables(&self, parameters: &mut Parameters) -> Result<(), UrlError> {
        let has_host = parameters.get("host").is_some() || parameters.get("hostaddr").is_some();
        for (name, keyword) in VARIABLES {
            let is_for_others = has_host && matches!(*keyword, "host" | "hostaddr");
            if is_for_others || parameters.says(keyword) {
                continue;
            }
            if let Some(value) = self.variable(name)? {
                parameters.fill(keyword, value);
            }
        }
        if self.variable("PGREQUIRESSL")? == Some("1") {
            parameters.fill("sslmode", "require");
        }
        Ok(())
    }

    /// Certificates where libpq looks for them. They are named only where they are, since without a root certificate a mode
    /// below `verify-ca` verifies nothing.
    fn fill_from_home(&self, parameters: &mut Parameters) {
        let encrypts = parameters.get("sslmode") != Some("disable");
        let only_sockets = match (parameters.get("host"), parameters.get("hostaddr")) {
            (None, None) => cfg!(unix),
            (Some(hosts), None) => hosts.split(',').all(|host| host.starts_with(['/', '@'])),
            _ => false,
        };
        let Some(folder) = self.home.as_ref().map(|home| home.join(".postgresql")) else { return };
        if !encrypts || only_sockets || !folder.is_dir() {
            return;
        }
        let there = |name: &str| Some(folder.join(name)).filter(|path| path.exists());
        let mut fill = |keyword: &str, path: Option<PathBuf>| {
            if let Some(path) = path {
                parameters.fill(keyword, &path.to_string_lossy());
            }
        };
        fill("sslrootcert", there("root.crt"));
        fill("sslcrl", there("root.crl"));
        fill("sslcert", there("postgresql.crt"));
        if parameters.get("sslcert").is_some() {
            parameters.fill("sslkey", &folder.join("postgresql.key").to_string_lossy());
        }
    }

    /// A password that every host has in the password file becomes part of the URL; else the file is named, for the connection to
    /// look into.
    fn fill_password(&self, parameters: &mut Parameters, destination: &Destination) {
        if parameters.get("password").is_some() {
            parameters.remove("passfile");
            return;
        }
        let default = || self.home.as_ref().map(|home| home.join(".pgpass"));
        let Some(path) = parameters.get("passfile").map(PathBuf::from).or_else(default) else {
            return;
        };
        if !path.exists() {
            parameters.remove("passfile");
            return;
        }
        let found: Result<Vec<Option<String>>, passfile::Ignored> =
            destination.keys().map(|key| passfile::password(&path, key)).collect();
        let mut passwords = found.unwrap_or_else(|_| vec![None, Some(String::new())]);
        passwords.dedup();
        match passwords.as_slice() {
            [Some(password)] => {
                parameters.set("password", password);
                parameters.remove("passfile");
            }
            [None] | [] => parameters.remove("passfile"),
            // The hosts have different passwords, or the file is not to be used, which an error then says.
            _ => {
                parameters.set("passfile", &path.to_string_lossy());
            }
        }
    }
}

/// libpq's variables, but for those of other kinds: PGAPPNAME, PGSERVICE, PGSERVICEFILE, PGREQUIRESSL, PGSYSCONFDIR, and PGTZ,
/// PGDATESTYLE and PGGEQO, which set what a run sets itself.
const VARIABLES: &[(&str, &str)] = &[
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGCLIENTENCODING", "client_encoding"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGDATABASE", "dbname"),
    ("PGGSSDELEGATION", "gssdelegation"),
    ("PGGSSENCMODE", "gssencmode"),
    ("PGGSSLIB", "gsslib"),
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGKRBSRVNAME", "krbsrvname"),
    ("PGLOADBALANCEHOSTS", "load_balance_hosts"),
    ("PGMAXPROTOCOLVERSION", "max_protocol_version"),
    ("PGMINPROTOCOLVERSION", "min_protocol_version"),
    ("PGOPTIONS", "options"),
    ("PGPASSFILE", "passfile"),
    ("PGPASSWORD", "password"),
    ("PGPORT", "port"),
    ("PGREQUIREAUTH", "require_auth"),
    ("PGREQUIREPEER", "requirepeer"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLCERTMODE", "sslcertmode"),
    ("PGSSLCOMPRESSION", "sslcompression"),
    ("PGSSLCRL", "sslcrl"),
    ("PGSSLCRLDIR", "sslcrldir"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"),
    ("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLSNI", "sslsni"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGUSER", "user"),
];

/// The names of the variables alone: `PGPASSWORD` is secret.
impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&String> = self.variables.keys().collect();
        f.debug_struct("Surroundings")
            .field("variables", &names)
            .field("home", &self.home)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VARIABLES: [(&str, &str); 4] =
        [("PGHOST", "db"), ("PGUSER", "ann"), ("PGPASSWORD", "s3 cret"), ("HOME", "/nowhere")];

    #[track_caller]
    fn check(variables: &[(&str, &str)], url: &str, expected: &str) {
        let surroundings = Surroundings::default().variables(variables.iter().copied());
        assert_eq!(surroundings.complete(url).unwrap(), expected, "{url}");
        // Once more changes nothing.
        assert_eq!(surroundings.complete(expected).unwrap(), expected, "{url}");
    }

    #[test]
    fn variables_fill_what_a_url_leaves_open() {
        check(&VARIABLES, "postgres://", "postgresql://ann:s3%20cret@db/");
        check(&VARIABLES, "postgres:///shop", "postgresql://ann:s3%20cret@db/shop");
        check(&VARIABLES, "postgres://bob:x@other/shop", "postgres://bob:x@other/shop");
        check(&VARIABLES, "dbname=shop", "postgresql://ann:s3%20cret@db/shop");
        check(
            &[],
            " postgres://bob@other/shop?sslmode=require ",
            "postgres://bob@other/shop?sslmode=require",
        );
        check(&[], "jdbc:postgresql://h/shop?user=ann", "postgresql://ann@h/shop");
        check(&[("PGPORT", "6000")], "postgres://a,b/shop", "postgresql://a,b/shop?port=6000");
        check(&[("PGPORT", "6000")], "postgres://a:1/shop", "postgres://a:1/shop");
        check(&[("PGHOSTADDR", "10.0.0.1")], "postgres://a/shop", "postgres://a/shop");
        check(&[("PGHOSTADDR", "10.0.0.1")], "postgres:///shop", "postgresql:///shop?hostaddr=10.0.0.1");
        check(&[("PGAPPNAME", "x")], "postgres://a/shop", "postgres://a/shop");
        check(&[("PGSSLMODE", "")], "postgres://a/shop", "postgres://a/shop");
        check(&[("PGREQUIRESSL", "1")], "postgres://a/shop", "postgresql://a/shop?sslmode=require");
        let required = "postgres://a/shop?requiressl=1";
        assert_eq!(Surroundings::default().complete(required).unwrap(), required);
        let plain = Surroundings::default().variables([("PGSSLMODE", "disable"), ("PGUSER", "ann")]);
        assert_eq!(plain.complete(required).unwrap(), "postgresql://ann@a/shop?sslmode=require");
        check(
            &[("PGHOST", "/run/pg"), ("PGOPTIONS", "-c role=owner")],
            "postgres:///shop",
            "postgresql://%2Frun%2Fpg/shop?options=-c%20role%3Downer",
        );
    }

    #[test]
    fn an_empty_value_does_not_switch_a_variable_off() {
        let strict = Surroundings::default().variables([("PGSSLMODE", "verify-full")]);
        for keyword in ["sslmode", "channel_binding", "connect_timeout"] {
            let error = strict.complete(&format!("postgres://a/shop?{keyword}=")).unwrap_err();
            assert!(error.to_string().contains(&format!("`{keyword}`")), "{error}");
        }
    }

    #[test]
    fn a_variable_that_is_no_text_is_not_passed_over() {
        let unreadable = BTreeSet::from(["PGUSER".to_owned()]);
        let surroundings = Surroundings { unreadable, ..Surroundings::default() };
        // What a .env file says would be another's.
        let surroundings = surroundings.variables([("PGUSER", "bob")]);
        let error = surroundings.complete("postgres://a/shop").unwrap_err();
        assert_eq!(error, UrlError::Variable { name: "PGUSER".to_owned() });
        assert!(error.to_string().contains("PGUSER") && error.next_step().contains("PGUSER"), "{error}");
        assert!(surroundings.complete("postgres://ann@a/shop").is_ok());
    }

    #[test]
    fn the_first_to_say_something_is_heard() {
        let surroundings =
            Surroundings::default().variables([("PGUSER", "ann")]).variables([("PGUSER", "bob")]);
        assert_eq!(surroundings.complete("postgres://h/shop").unwrap(), "postgresql://ann@h/shop");
        let surroundings = Surroundings { user: Some("eve".to_owned()), ..Surroundings::default() };
        assert_eq!(surroundings.complete("postgres://h").unwrap(), "postgresql://eve@h/");
    }

    #[cfg(unix)]
    #[test]
    fn the_home_folder_has_passwords_services_and_certificates() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str, mode: u32| {
            let path = home.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        let surroundings = Surroundings { home: Some(home.path().to_owned()), ..Surroundings::default() };
        let complete = |url: &str| surroundings.complete(url).unwrap().replace(&encoded(home.path()), "HOME");
        write(".pgpass", "a:*:*:ann:one\nb:*:*:ann:two\nlocalhost:5432:shop:*:three\n", 0o600);
        assert_eq!(complete("postgres://ann@a/shop"), "postgresql://ann:one@a/shop");
        assert_eq!(complete("postgres://ann@c/shop"), "postgres://ann@c/shop");
        assert_eq!(complete("postgres://ann@a,b/shop"), "postgresql://ann@a,b/shop?passfile=HOME%2F.pgpass");
        assert_eq!(complete("postgres://ann@/shop"), "postgresql://ann:three@/shop");
        write(".pgpass", "a:*:*:ann:one\n", 0o644);
        assert_eq!(complete("postgres://ann@a/shop"), "postgresql://ann@a/shop?passfile=HOME%2F.pgpass");
        write(".pg_service.conf", "[shop]\nhost=s\nsslmode=disable\n", 0o644);
        assert_eq!(complete("postgres://ann:x@?service=shop"), "postgresql://ann:x@s/?sslmode=disable");
        write(".postgresql/root.crt", "", 0o644);
        write(".postgresql/postgresql.crt", "", 0o644);
        let own = "sslcert=HOME%2F.postgresql%2Fpostgresql.crt&sslkey=HOME%2F.postgresql%2Fpostgresql.key\
                   &sslrootcert=HOME%2F.postgresql%2Froot.crt";
        assert_eq!(complete("postgres://ann:x@a/shop"), format!("postgresql://ann:x@a/shop?{own}"));
        for url in ["postgres://ann:x@a/shop?sslmode=disable", "postgres://ann:x@%2Frun/shop"] {
            assert_eq!(complete(url), url);
        }
    }

    #[test]
    fn what_can_not_be_used_is_refused_with_and_without_a_password_file() {
        let home = tempfile::tempdir().unwrap();
        let refused = |variable: &str, value: &str| {
            let surroundings = Surroundings { home: Some(home.path().to_owned()), ..Surroundings::default() };
            let surroundings = surroundings.variables([(variable, value), ("PGSSLMODE", "verify-full")]);
            let error = surroundings.complete("postgres://ann@a/shop").unwrap_err();
            assert!(matches!(error, UrlError::Parameter { .. }), "{variable}: {error}");
        };
        let all = || {
            refused("PGSSLMODE", "verify_full");
            refused("PGREQUIREAUTH", "scram-sha-256");
            refused("PGGSSENCMODE", "require");
            refused("PGCHANNELBINDING", "requirex");
            refused("PGCONNECT_TIMEOUT", "5x");
        };
        all();
        std::fs::write(home.path().join(".pgpass"), "a:*:*:ann:one\n").unwrap();
        all();
    }

    #[cfg(unix)]
    fn encoded(path: &Path) -> String {
        super::super::text::encode(&path.to_string_lossy())
    }
}
