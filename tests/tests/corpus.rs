//! Databases of all kinds to models and back: what `inspect` writes compiles, and is that database again.
//!
//! One crate holds the models of many databases, each in a module of its own. With `DBMIG_CORPUS`, the schemas of that
//! folder are taken too; the modules that fail are then kept in `DBMIG_CORPUS_KEEP`, if it names a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use dbmig_tests::corpus::{scripts, two_at_a_time};
use dbmig_tests::dump::run_script;
use dbmig_tests::project::Project;
use dbmig_tests::schemas::SCHEMAS;
use dbmig_tests::server::{TestDatabase, database};
use dbmig_tests::tools::workspace;

/// A database with a schema.
struct Case {
    /// The database in the project, and its module.
    id: String,
    /// What people know it by.
    name: String,
    live: TestDatabase,
    /// What the database becomes.
    next: Option<TestDatabase>,
}

#[test]
fn schemas_of_every_kind() {
    let cases = SCHEMAS.iter().map(|(name, sql)| {
        let live = database();
        live.connect().batch_execute(sql).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        Case { id: (*name).to_owned(), name: (*name).to_owned(), live, next: None }
    });
    let failures = Failures::of("corpus-kinds", cases.collect());
    assert!(failures.0.is_empty(), "{failures}");
}

#[test]
fn one_after_another() {
    let cases = SCHEMAS.windows(2).map(|pair| {
        let [live, next] = [pair[0], pair[1]].map(|(name, sql)| {
            let database = database();
            database.connect().batch_execute(sql).unwrap_or_else(|error| panic!("{name}: {error:?}"));
            database
        });
        let (from, to) = (pair[0].0, pair[1].0);
        Case { id: format!("{from}_{to}"), name: format!("{from} to {to}"), live, next: Some(next) }
    });
    let failures = Failures::of("corpus-turns", cases.collect());
    assert!(failures.0.is_empty(), "{failures}");
}

/// How many cases a crate has: twice as many databases are on the server at a time.
const CASES: usize = 80;

#[test]
fn corpus() {
    let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for script in scripts() {
        folders.entry(script.parent().unwrap_or(Path::new("")).to_owned()).or_default().push(script);
    }
    let folders: Vec<_> = folders.into_iter().enumerate().collect();
    let (mut total, mut all) = (0, BTreeMap::new());
    for part in folders.chunks(CASES) {
        let load = |(index, (folder, scripts)): (usize, (PathBuf, Vec<PathBuf>))| {
            // `new.sql` comes first.
            let mut databases = scripts.iter().rev().filter_map(|script| loaded(script));
            let (id, name) = (format!("c{index}"), folder.display().to_string());
            Some(Case { id, name, live: databases.next()?, next: databases.next() })
        };
        let cases = two_at_a_time(part.to_vec(), load);
        total += cases.len();
        all.append(&mut Failures::of("corpus", cases).0);
    }
    let failures = Failures(all);
    println!(
        "{} of {total} pairs are models, a revision, other models and another revision",
        total - failures.0.len()
    );
    assert!(failures.0.is_empty(), "{failures}");
}

fn loaded(file: &Path) -> Option<TestDatabase> {
    let live = database();
    // What doesn't load here is no matter of ours.
    if let Err(reason) = run_script(&live, file) {
        println!("{} doesn't load: {reason}", file.display());
        return None;
    }
    Some(live)
}

/// What is wrong, by the name of the case.
struct Failures(BTreeMap<String, String>);

impl Failures {
    /// Of one crate with the models of all `cases`, as they are and as they become.
    fn of(package: &str, cases: Vec<Case>) -> Self {
        let mut failures = Self(BTreeMap::new());
        let project = project(package, &cases);
        let left = failures.turn(&project, cases.iter().collect(), |case| &case.live);
        let left = left.into_iter().filter(|case| case.next.is_some()).collect();
        failures.turn(&project, left, |case| case.next.as_ref().unwrap_or(&case.live));
        failures.keep(&project, &cases);
        failures
    }

    /// Writes models of the databases that `of` gives, compares, and writes revisions: the cases in which all is well.
    fn turn<'a>(
        &mut self,
        project: &Project,
        cases: Vec<&'a Case>,
        of: fn(&Case) -> &TestDatabase,
    ) -> Vec<&'a Case> {
        let left = two_at_a_time(cases, |case| {
            let out = format!("src/{}", case.id);
            let _ = fs::remove_dir_all(project.path().join(&out));
            let run = project.dbmig(&["inspect", "--db", &case.id, "--out", &out, "--url", &of(case).url()]);
            Some((case, (!run.succeeded()).then(|| run.to_string())))
        });
        let mut left = self.without(left);
        // A module that doesn't compile must not hide the others.
        while let Some(broken) = broken_modules(project, &left) {
            let none = broken.is_empty();
            let reason = |case: &Case| broken.get(case.id.as_str()).cloned();
            assert!(!none, "the crate doesn't compile, and no module is at fault");
            left = self.without(left.into_iter().map(|case| (case, reason(case))).collect());
        }
        let left = two_at_a_time(left, |case| {
            let arguments = ["--from", "live", "--to", "models", "--exit-code", "--url"];
            let url = of(case).url();
            let run = project.dbmig(&[&["diff", "--db", &case.id], arguments.as_slice(), &[&url]].concat());
            Some((case, (!run.succeeded()).then(|| run.to_string())))
        });
        let left = self.without(left);
        let unproven = revisions(project, &left);
        self.without(left.into_iter().map(|case| (case, unproven.get(&case.id).cloned())).collect())
    }

    /// The cases without a reason to fail; those with one are recorded.
    fn without<'a>(&mut self, cases: Vec<(&'a Case, Option<String>)>) -> Vec<&'a Case> {
        let mut left = Vec::new();
        for (case, reason) in cases {
            match reason {
                Some(reason) => drop(self.0.insert(case.name.clone(), reason)),
                None => left.push(case),
            }
        }
        left
    }

    fn keep(&self, project: &Project, cases: &[Case]) {
        let Some(folder) = std::env::var_os("DBMIG_CORPUS_KEEP").map(PathBuf::from) else { return };
        for case in cases.iter().filter(|case| self.0.contains_key(&case.name)) {
            let (from, to) = (project.path().join("src").join(&case.id), folder.join(&case.id));
            fs::create_dir_all(&to).expect("the folder is made");
            for file in fs::read_dir(from).into_iter().flatten().flatten() {
                fs::copy(file.path(), to.join(file.file_name())).expect("the module is kept");
            }
        }
    }
}

impl std::fmt::Display for Failures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} fail:", self.0.len())?;
        self.0.iter().try_for_each(|(name, reason)| writeln!(f, "{name}: {reason}"))
    }
}

/// A package with a database for each case, and the crates that columns may have types of.
fn project(package: &str, cases: &[Case]) -> Project {
    let runtime = workspace().join("dbmig-runtime").display().to_string();
    let mut project = Project::library(package, "");
    project.write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nchrono = {{ version = \"0.4\", default-features = false }}\n\
             rust_decimal = {{ version = \"1\", default-features = false }}\nserde_json = \"1\"\n\
             uuid = {{ version = \"1\", default-features = false }}\n\
             dbmig-runtime = {{ path = {runtime:?}, features = [\"with-chrono-0_4\", \"with-rust_decimal-1\", \
             \"with-serde_json-1\", \"with-uuid-1\"] }}\n"
        ),
    );
    for case in cases {
        project = project.env(&format!("{}_DATABASE_URL", case.id.to_uppercase()), case.live.url());
    }
    if let Some(case) = cases.first() {
        project = project.env("DBMIG_SCRATCH_URL", case.live.url());
    }
    let mut arguments = vec!["init"];
    cases.iter().for_each(|case| arguments.extend(["--db", case.id.as_str()]));
    project.dbmig(&arguments).exits(0);
    project
}

/// Writes the next revision of each: what is wrong, by database.
fn revisions(project: &Project, cases: &[&Case]) -> BTreeMap<String, String> {
    let mut arguments = vec!["revision", "-m", "next", "--no-renames", "--no-backfill", "--format", "json"];
    cases.iter().for_each(|case| arguments.extend(["--db", case.id.as_str()]));
    let run = project.dbmig(&arguments);
    let document: serde_json::Value = serde_json::from_str(&run.stdout()).unwrap_or_default();
    let Some(results) = document.get("databases") else {
        // One of them stopped it: each by itself tells which.
        return match cases {
            [] => BTreeMap::new(),
            [only] => BTreeMap::from([(only.id.clone(), run.to_string())]),
            _ => cases.iter().flat_map(|case| revisions(project, &[case])).collect(),
        };
    };
    // A database without changes gets no revision.
    let is_right = |case: &Case| results[&case.id].get("proven").is_none_or(|proven| proven == true);
    let wrong = cases.iter().filter(|case| !is_right(case));
    wrong.map(|case| (case.id.clone(), run.to_string())).collect()
}

/// Writes the crate of `cases` and builds it: the modules in which the compiler finds something, warnings too, with what
/// it says; `None` if all is well.
fn broken_modules<'a>(project: &Project, cases: &[&'a Case]) -> Option<BTreeMap<&'a str, String>> {
    let modules: Vec<String> = cases.iter().map(|case| format!("pub mod {};\n", case.id)).collect();
    project.write("src/lib.rs", &format!("#![deny(warnings)]\n{}", modules.concat()));
    let run = project.run(std::process::Command::new(env!("CARGO")).args(["build", "--lib"]), &["build"]);
    if run.succeeded() {
        return None;
    }
    let text = run.stderr();
    let mut broken: BTreeMap<&str, String> = BTreeMap::new();
    for message in text.split("\n\n") {
        let at: BTreeSet<&str> = message
            .split_once("--> src/")
            .and_then(|(_, place)| place.split('/').next())
            .into_iter()
            .collect();
        for case in cases.iter().filter(|case| at.contains(case.id.as_str())) {
            broken.entry(case.id.as_str()).or_default().push_str(message);
        }
    }
    Some(broken)
}
