//! `cargo dbmig init` in projects of several shapes. That the package builds is shown by the end-to-end tests.

#![expect(clippy::unwrap_used, reason = "a test may fail that way")]

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

/// Runs `cargo-dbmig init` with the arguments in the folder, and gives its exit code and all it printed.
fn init(dir: &Path, arguments: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-dbmig"))
        .args(["dbmig", "init"])
        .args(arguments.split_whitespace())
        .current_dir(dir)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

fn read(dir: &TempDir, path: &str) -> String {
    std::fs::read_to_string(dir.path().join(path)).unwrap()
}

/// Every file of the folder with its content.
fn snapshot(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

const PACKAGE: &str = "[package]\nname = \"my-shop\"\nversion = \"0.1.0\"\nedition = \"2021\" # kept\n";

#[test]
fn a_single_package_becomes_a_workspace() {
    let dir = project(&[("Cargo.toml", PACKAGE), ("src/lib.rs", "")]);
    let (code, text) = init(dir.path(), "");
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("cargo dbmig revision") && text.contains("cargo dbmig upgrade"), "{text}");
    assert_eq!(read(&dir, "Cargo.toml"), format!("{PACKAGE}\n[workspace]\nmembers = [\"migrations\"]\n"));
    let manifest = read(&dir, "migrations/Cargo.toml");
    assert!(manifest.contains("models = [\"my-shop\"]"), "{manifest}");
    assert!(manifest.contains("[package.metadata.dbmig.databases.my_shop]"), "{manifest}");
    assert!(manifest.contains("url-env = \"MY_SHOP_DATABASE_URL\"\nurl = \"embedded\""), "{manifest}");
    assert!(dir.path().join("migrations/my_shop").is_dir());
    let before = snapshot(dir.path());
    let (code, text) = init(dir.path(), "");
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("migrations already"), "{text}");
    assert_eq!(snapshot(dir.path()), before);
}

#[test]
fn a_virtual_workspace_with_patterns() {
    let root = "[workspace]\nresolver = \"2\"\nmembers = [\"crates/*\"]\n";
    let dir = project(&[
        ("Cargo.toml", root),
        ("crates/my-shop/Cargo.toml", PACKAGE),
        ("crates/my-shop/src/lib.rs", ""),
    ]);
    let (code, text) =
        init(&dir.path().join("crates"), "--path shop-db --name shop-db --db users --db analytics");
    assert_eq!(code, 0, "{text}");
    assert_eq!(read(&dir, "Cargo.toml"), root);
    let manifest = read(&dir, "crates/shop-db/Cargo.toml");
    let users = manifest.find("databases.users").unwrap();
    assert!(users < manifest.find("databases.analytics").unwrap(), "{manifest}");
    assert!(read(&dir, "crates/shop-db/src/main.rs").contains("shop_db::databases()"));

    let dir = project(&[
        ("Cargo.toml", root),
        ("crates/my-shop/Cargo.toml", PACKAGE),
        ("crates/my-shop/src/lib.rs", ""),
    ]);
    let (code, text) = init(dir.path(), "");
    assert_eq!(code, 0, "{text}");
    assert!(read(&dir, "Cargo.toml").contains("members = [\"crates/*\", \"migrations\"]"));
}

#[test]
fn the_runtime_is_taken_as_the_models_take_it() {
    let shop = format!("{PACKAGE}[dependencies]\ndbmig-runtime.workspace = true\n");
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n\
                [workspace.dependencies]\ndbmig-runtime = \"0.1\"\n";
    let other = PACKAGE.replace("my-shop", "other");
    let dir = project(&[
        ("Cargo.toml", root),
        ("a/Cargo.toml", &shop),
        ("a/src/lib.rs", ""),
        ("b/Cargo.toml", &other),
        ("b/src/lib.rs", ""),
    ]);
    let (code, text) = init(dir.path(), "--db users");
    assert_eq!(code, 0, "{text}");
    let manifest = read(&dir, "migrations/Cargo.toml");
    assert!(manifest.contains("models = [\"my-shop\"]"), "{manifest}");
    assert!(manifest.contains("dbmig-runtime = { workspace = true, features = [\"cli\"] }"), "{manifest}");
}

#[test]
fn nothing_is_overwritten() {
    let dir = project(&[
        ("Cargo.toml", PACKAGE),
        ("src/lib.rs", ""),
        ("migrations/build.rs", "// mine\n"),
        ("migrations/src/lib.rs", "// mine too\n"),
    ]);
    let before = snapshot(dir.path());
    let (code, text) = init(dir.path(), "");
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("migrations/build.rs") && text.contains("migrations/src/lib.rs"), "{text}");
    assert!(!text.contains("main.rs"), "{text}");
    assert_eq!(snapshot(dir.path()), before);
}

#[test]
fn what_can_not_work_leaves_nothing_behind() {
    let excluding = format!("{PACKAGE}[workspace]\nexclude = [\"old\"]\n");
    for (manifest, arguments, code, words) in [
        (PACKAGE, "--db Users", 2, "can't be the name of a database"),
        (PACKAGE, "--name 1x", 2, "can't be the name of a package"),
        (PACKAGE, "--name my-shop", 1, "my-shop"),
        (PACKAGE, "--path ../elsewhere", 1, "is not inside the workspace"),
        (PACKAGE, "--models nobody", 1, "nobody"),
        (&excluding, "--path old/m", 1, "excludes"),
    ] {
        let dir = project(&[("Cargo.toml", manifest), ("src/lib.rs", "")]);
        let _ = init(dir.path(), "--help");
        let before = snapshot(dir.path());
        let (found, text) = init(dir.path(), arguments);
        assert_eq!(found, code, "{arguments}: {text}");
        assert!(text.contains(words), "{arguments}: {text}");
        assert_eq!(snapshot(dir.path()), before, "{arguments}");
    }
}

#[test]
fn no_project_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (code, text) = init(dir.path(), "");
    assert_eq!(code, 1);
    assert!(text.contains("Cargo.toml") && text.contains("next:"), "{text}");
}

#[test]
fn several_packages_without_models_are_a_question() {
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n";
    let (a, b) = (PACKAGE.replace("my-shop", "a"), PACKAGE.replace("my-shop", "b"));
    let dir = project(&[
        ("Cargo.toml", root),
        ("a/Cargo.toml", &a),
        ("a/src/lib.rs", ""),
        ("b/Cargo.toml", &b),
        ("b/src/lib.rs", ""),
    ]);
    let (code, text) = init(dir.path(), "");
    assert_eq!(code, 1);
    assert!(text.contains("--models PACKAGE"), "{text}");
    let (code, text) = init(dir.path(), "--models b");
    assert_eq!(code, 0, "{text}");
}

/// A package that takes the runtime of this checkout.
fn using_runtime(name: &str) -> String {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("dbmig-runtime");
    let package = PACKAGE.replace("my-shop", name);
    format!("{package}[dependencies]\ndbmig-runtime = {{ path = {:?} }}\n", runtime.display().to_string())
}

#[test]
fn a_package_without_tables_is_none_of_the_models() {
    let dir = project(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"ids\"]\nresolver = \"2\"\n"),
        ("a/Cargo.toml", &using_runtime("a")),
        (
            "a/src/lib.rs",
            "#[derive(dbmig_runtime::Table)] #[db(\"users\")] pub struct T { #[column(primary_key)] pub id: i64 }",
        ),
        ("ids/Cargo.toml", &using_runtime("ids")),
        ("ids/src/lib.rs", "#[derive(dbmig_runtime::SqlType)] pub struct Id(pub i64);"),
    ]);
    let (code, text) = init(dir.path(), "");
    assert_eq!(code, 0, "{text}");
    let manifest = read(&dir, "migrations/Cargo.toml");
    assert!(manifest.contains("models = [\"a\"]"), "{manifest}");
    assert!(manifest.contains("databases.users]"), "{manifest}");
}

#[test]
fn models_that_do_not_compile_are_no_reason_to_guess() {
    let models = "#[derive(dbmig_runtime::Table)] pub struct NoDatabase { id: i64 }";
    let dir = project(&[("Cargo.toml", &using_runtime("my-shop")), ("src/lib.rs", models)]);
    let (code, text) = init(dir.path(), "");
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("do not compile"), "{text}");
    assert!(!dir.path().join("migrations").exists());
    let (code, text) = init(dir.path(), "--db users");
    assert_eq!(code, 0, "{text}");
}
