//! The build script in real cargo projects.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const BUILD: &str =
    "//! Registers the revisions.\n\nfn main() {\n    dbmig_runtime::build::revisions();\n}\n";

const LIBRARY: &str = "//! The revisions.\n\ninclude!(concat!(env!(\"OUT_DIR\"), \"/dbmig.rs\"));\n";

/// Prints every database with its revisions.
const MAIN: &str = r#"//! Lists the revisions.

fn main() {
    for database in PACKAGE::databases() {
        println!("{} {} {}", database.name, database.schema, database.url.unwrap_or("-"));
        for script in database.scripts {
            let mut op = dbmig_runtime::migration::Op::default();
            (script.upgrade)(&mut op).expect("records");
            println!("  {} {:?} {} {} {}", script.revision.id, script.revision.parents, script.file, script.message, script.created);
        }
    }
}
"#;

const TWO_DATABASES: &str = r#"
[package.metadata.dbmig.databases.users]
url = "embedded"

[package.metadata.dbmig.databases.analytics]
schema = "stats"
"#;

/// A migrations package outside the workspace, built with what the workspace has compiled already.
struct Project {
    name: &'static str,
    root: PathBuf,
    _folder: TempDir,
}

impl Project {
    /// Every test takes a name of its own, since the programs are in one folder.
    fn new(name: &'static str, databases: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("it's an odd folder, é");
        let project = Self { name, root, _folder: folder };
        let runtime = env!("CARGO_MANIFEST_DIR");
        let lock = Path::new(runtime).join("../Cargo.lock");
        project.write(
            "Cargo.toml",
            &format!(
                r#"[package]
name = "{name}"
version = "0.1.0"
edition = "2024"

[dependencies]
dbmig-runtime = {{ path = {runtime:?}, features = ["migrate"] }}

[build-dependencies]
dbmig-runtime = {{ path = {runtime:?}, features = ["build"] }}

[workspace]

[profile.dev]
debug = "line-tables-only"

[lints.rust]
missing_docs = "deny"
unreachable_pub = "deny"

[lints.clippy]
pedantic = "deny"
nursery = "deny"
allow_attributes = "deny"
allow_attributes_without_reason = "deny"
unwrap_used = "deny"

[package.metadata.dbmig]
models = []
{databases}"#
            ),
        );
        if lock.exists() {
            fs::copy(lock, project.root.join("Cargo.lock")).expect("copies the lock file");
        }
        project.write("build.rs", BUILD);
        project.write("src/lib.rs", LIBRARY);
        project.write("src/main.rs", &MAIN.replace("PACKAGE", name));
        project
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.root.join(file);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("makes the folder");
        fs::write(path, text).expect("writes");
    }

    fn revision(&self, file: &str, declaration: &str) {
        self.write(file, &source(declaration));
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the target folder");
        Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", target)
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo runs")
    }

    /// What the registry holds, as the program prints it.
    #[track_caller]
    fn check(&self, expected: &str) {
        let output = self.cargo(&["run", "--quiet"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), expected);
    }

    /// Requires that a second build has nothing to do.
    #[track_caller]
    fn check_fresh(&self) {
        let stderr = text(&self.cargo(&["build"]).stderr);
        assert!(!stderr.contains("Compiling"), "{stderr}");
    }

    /// The errors of the build, without those of cargo itself.
    #[track_caller]
    fn refuse(&self, expected: &[&str]) {
        let output = self.cargo(&["build"]);
        let stderr = text(&output.stderr);
        assert!(!output.status.success() && !stderr.contains("panicked"), "{stderr}");
        let prefix = format!("error: {}@0.1.0: ", self.name);
        let errors: Vec<&str> = stderr.lines().filter_map(|line| line.strip_prefix(&prefix)).collect();
        assert_eq!(errors, expected, "{stderr}");
    }
}

fn source(declaration: &str) -> String {
    format!(
        "//! do a thing\n//!\n//! created 2026-01-17 10:00 UTC\n\nuse dbmig_runtime::migration::*;\n\n\
         pub const REVISION: Revision = {declaration};\n\n\
         pub fn upgrade(op: &mut Op) -> Result<()> {{\n    op.execute(\"SELECT 1\")\n}}\n\n\
         pub fn downgrade(_op: &mut Op) -> Result<()> {{\n    Ok(())\n}}\n"
    )
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn adding_changing_and_removing_a_file_is_picked_up() {
    let project = Project::new("watching", TWO_DATABASES);
    project.check("users public embedded\nanalytics stats -\n");
    project.check_fresh();

    project.revision("users/1_a.rs", "Revision::new(\"a1\")");
    project.revision("users/2_b.rs", "Revision::new(\"b1\").revises(&[\"a1\"])");
    project.revision("analytics/1_a.rs", "Revision::new(\"a1\")");
    project.check(
        "users public embedded\n  \
         a1 [] users/1_a.rs do a thing 2026-01-17 10:00 UTC\n  \
         b1 [\"a1\"] users/2_b.rs do a thing 2026-01-17 10:00 UTC\n\
         analytics stats -\n  \
         a1 [] analytics/1_a.rs do a thing 2026-01-17 10:00 UTC\n",
    );

    fs::remove_file(project.root.join("analytics/1_a.rs")).expect("removes");
    project.write(
        "users/2_b.rs",
        &source("Revision::new(\"b2\").revises(&[\"a1\"])").replace("a thing", "another"),
    );
    project.check(
        "users public embedded\n  \
         a1 [] users/1_a.rs do a thing 2026-01-17 10:00 UTC\n  \
         b2 [\"a1\"] users/2_b.rs do another 2026-01-17 10:00 UTC\n\
         analytics stats -\n",
    );

    project.check_fresh();
    let clippy = project.cargo(&["clippy"]);
    assert!(clippy.status.success(), "no lint fires in generated code: {}", text(&clippy.stderr));
}

#[test]
fn every_mistake_is_an_error_at_its_file() {
    let project = Project::new("mistakes", TWO_DATABASES);
    project.revision("users/1_a.rs", "Revision::new(\"a1\").revises(&[\"c1\"])");
    project.revision("users/2_b.rs", "Revision::new(\"b1\").revises(&[\"gone\"])");
    project.revision("users/3_c.rs", "Revision::new(\"c1\").revises(&[\"a1\"])");
    project.revision("users/4_b.rs", "Revision::new(\"b1\")");
    project.write("analytics/1_a.rs", "//! nothing here\n");
    project.write("analytics/2_b.rs", "pub fn upgrade(op &mut Op) {}\n");
    project.refuse(&[
        "users/4_b.rs:7:46: several revisions have the id b1: give each its own, and name it in its children; \
         see also users/2_b.rs",
        "users/2_b.rs:7:62: revision b1 revises gone, which doesn't exist: restore its file or correct `revises`",
        "users/1_a.rs:7:62: revisions revise each other in a circle (a1 -> c1 -> a1): correct one `revises`; \
         see also users/3_c.rs",
        "analytics/1_a.rs:1:1: there is no `REVISION`, so that this is no revision: write \
         `pub const REVISION: Revision = Revision::new(\"ID\").revises(&[\"PARENT\"]);`, \
         or move the file to another folder",
        "analytics/1_a.rs:1:1: there is no `upgrade`: write \
         `pub fn upgrade(op: &mut Op) -> Result<()> { Ok(()) }`",
        "analytics/1_a.rs:1:1: there is no `downgrade`: write \
         `pub fn downgrade(op: &mut Op) -> Result<()> { Ok(()) }`",
        "analytics/2_b.rs:1:19: this is not Rust: expected `:`",
    ]);

    for file in ["users/1_a.rs", "users/2_b.rs", "users/3_c.rs", "analytics/1_a.rs", "analytics/2_b.rs"] {
        fs::remove_file(project.root.join(file)).expect("removes");
    }
    project.check(
        "users public embedded\n  \
         b1 [] users/4_b.rs do a thing 2026-01-17 10:00 UTC\n\
         analytics stats -\n",
    );
}

#[test]
fn a_mistake_in_the_configuration_is_an_error_at_its_key() {
    let project =
        Project::new("misconfigured", "[package.metadata.dbmig.databases.users]\nshema = \"app\"\n");
    let manifest = fs::read_to_string(project.root.join("Cargo.toml")).expect("reads");
    let line = manifest.lines().position(|line| line.starts_with("shema")).expect("is there") + 1;
    project.refuse(&[&format!(
        "Cargo.toml:{line}:1: package.metadata.dbmig.databases.users.shema: no such key: did you mean `schema`?"
    )]);
}

#[test]
fn a_mistake_of_types_is_the_compilers_error_in_the_file() {
    let project = Project::new("mistyped", TWO_DATABASES);
    project.write("users/1_a.rs", &source("Revision::new(\"a1\")").replace("\"SELECT 1\"", "1"));
    let output = project.cargo(&["build"]);
    let stderr = text(&output.stderr);
    assert!(!output.status.success() && stderr.contains("users/1_a.rs:10:"), "{stderr}");
}
