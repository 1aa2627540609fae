//! Models read out of compiled crates, and what is said where that can't be.

#![expect(clippy::unwrap_used, reason = "a test may fail that way")]

use std::collections::BTreeMap;
use std::path::Path;

use cargo_dbmig::artifact::{Cargo, Error, Models, Result, read_models};
use cargo_dbmig::project::{Location, Workspace};
use dbmig_runtime::build::Features;
use tempfile::TempDir;

const TABLE: &str = "#![allow(dead_code)]\nuse dbmig_runtime::Table;\n\
    #[derive(Table)]\n#[db(\"users\")]\nstruct Org {\n    #[column(primary_key, identity)]\n    id: i64,\n}\n";

/// Writes a project, builds the models of its packages, and reads them.
fn read(files: &[(&str, &str)], packages: &[&str]) -> Result<Models> {
    let dir = project(files);
    let location = Location { cargo: env!("CARGO").into(), dir: dir.path().to_owned(), manifest_path: None };
    let workspace = Workspace::load(&location).unwrap();
    let packages: Vec<_> = packages.iter().map(|name| workspace.models(name).unwrap()).collect();
    let (program, dir) = (env!("CARGO").into(), dir.path().to_owned());
    let cargo = Cargo { program, root: dir.clone(), dir, color: false, quiet: true };
    read_models(&cargo, &packages, &Features::default(), &BTreeMap::new())
}

fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let target = Path::new(env!("CARGO_BIN_EXE_cargo-dbmig")).ancestors().nth(2).unwrap().join("models-test");
    let config = format!("[build]\ntarget-dir = {:?}\n", target.display());
    let lock = std::fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    for (path, text) in
        [(".cargo/config.toml", config.as_str()), ("Cargo.lock", lock.as_str())].iter().chain(files)
    {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn manifest(name: &str) -> String {
    let runtime = repository().join("dbmig-runtime");
    format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\
         [dependencies]\ndbmig-runtime = {{ path = {:?} }}\n",
        runtime.display()
    )
}

#[test]
fn a_library_with_private_tables() {
    let models =
        read(&[("Cargo.toml", &manifest("m-library")), ("src/lib.rs", TABLE)], &["m-library"]).unwrap();
    let users = &models["users"];
    assert!(users.catalog.tables.contains_key(&"org".into()));
    assert_eq!(users.places[&"org".into()].to_string(), "src/lib.rs:5 (package m-library)");
}

#[test]
fn a_package_with_nothing_but_a_binary() {
    let main = format!("{TABLE}\nfn main() {{}}\n");
    let models =
        read(&[("Cargo.toml", &manifest("m-binary")), ("src/main.rs", &main)], &["m-binary"]).unwrap();
    assert!(models["users"].catalog.tables.contains_key(&"org".into()));
}

#[test]
fn link_time_optimisation_is_turned_off() {
    for lto in ["\"fat\"", "\"thin\"", "true"] {
        let manifest = format!("{}[profile.dev]\nlto = {lto}\n", manifest("m-lto"));
        let models = read(&[("Cargo.toml", &manifest), ("src/lib.rs", TABLE)], &["m-lto"]).unwrap();
        assert_eq!(models.len(), 1);
    }
}

#[test]
fn bitcode_is_told() {
    let flags = "[build]\nrustflags = [\"-Clinker-plugin-lto\"]\n";
    let target = Path::new(env!("CARGO_BIN_EXE_cargo-dbmig")).ancestors().nth(2).unwrap().join("models-test");
    let config = format!("{flags}target-dir = {:?}\n", target.display());
    let files = [
        ("Cargo.toml", manifest("m-bitcode")),
        ("src/lib.rs", TABLE.to_owned()),
        (".cargo/config.toml", config),
    ];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let error = read(&files, &["m-bitcode"]).unwrap_err();
    assert!(matches!(&error, Error::Bitcode { package } if package == "m-bitcode"), "{error}");
    assert!(error.next().unwrap().contains("linker-plugin-lto"));
}

#[test]
fn several_packages_make_one_schema() {
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"3\"\n";
    let other = TABLE.replace("Org", "Task");
    let files = |b: &str| {
        [
            ("Cargo.toml", root.to_owned()),
            ("a/Cargo.toml", manifest("m-a")),
            ("a/src/lib.rs", TABLE.to_owned()),
            ("b/Cargo.toml", manifest("m-b")),
            ("b/src/lib.rs", b.to_owned()),
        ]
    };
    let both = files(&other);
    let both = both.each_ref().map(|(path, text)| (*path, text.as_str()));
    assert_eq!(read(&both, &["m-a", "m-b"]).unwrap()["users"].catalog.tables.len(), 2);

    let twice = files(&TABLE.replace("id: i64", "id: i32"));
    let twice = twice.each_ref().map(|(path, text)| (*path, text.as_str()));
    let error = read(&twice, &["m-a", "m-b"]).unwrap_err().to_string();
    assert!(error.contains("a/src/lib.rs:5") && error.contains("b/src/lib.rs:5"), "{error}");
}

#[test]
fn a_package_without_tables_is_told() {
    let files = [("Cargo.toml", &*manifest("m-none")), ("src/lib.rs", "pub fn nothing() {}\n")];
    let error = read(&files, &["m-none"]).unwrap_err();
    assert!(matches!(error, Error::NoTables { package, .. } if package == "m-none"));
}

#[test]
fn declarations_are_left_out_only_by_force() {
    let target = Path::new(env!("CARGO_BIN_EXE_cargo-dbmig")).ancestors().nth(2).unwrap().join("models-test");
    let read = |setting: &str| {
        let config =
            format!("[build]\ntarget-dir = {:?}\n[env]\nDBMIG_NO_MANIFEST = {setting}\n", target.display());
        let files = [
            ("Cargo.toml", manifest("m-without")),
            ("src/lib.rs", TABLE.to_owned()),
            (".cargo/config.toml", config),
        ];
        read(&files.each_ref().map(|(path, text)| (*path, text.as_str())), &["m-without"])
    };
    // What is built for dbmig holds them all the same.
    assert_eq!(read("\"1\"").unwrap()["users"].catalog.tables.len(), 1);
    let error = read("{ value = \"1\", force = true }").unwrap_err();
    assert!(matches!(&error, Error::NoTables { package, .. } if package == "m-without"));
    let next = error.next().unwrap();
    assert!(next.contains("DBMIG_NO_MANIFEST") && next.contains(".cargo/config.toml"), "{next}");
}

#[test]
fn models_that_do_not_compile_are_told() {
    let files = [("Cargo.toml", &*manifest("m-broken")), ("src/lib.rs", "nonsense\n")];
    let error = read(&files, &["m-broken"]).unwrap_err();
    assert!(matches!(error, Error::ModelsDontCompile { packages } if packages == ["m-broken"]));
}

/// The last four bytes of a frame's head are its format version.
#[test]
fn another_format_version_is_told() {
    let foreign = "#[used]\n#[unsafe(link_section = \".dbmig\")]\nstatic FRAME: [u8; 24] = *b\"MAGIC\";\n";
    let magic = magic();
    let bytes: Vec<String> = magic
        .iter()
        .copied()
        .chain([8, 0, 0, 0, 99, 0, 0, 0])
        .chain([b' '; 8])
        .map(|b| b.to_string())
        .collect();
    let frame = foreign
        .replace("[u8; 24]", &format!("[u8; {}]", bytes.len()))
        .replace("*b\"MAGIC\"", &format!("[{}]", bytes.join(", ")));
    let files = [("Cargo.toml", &*manifest("m-version")), ("src/lib.rs", &*frame)];
    let error = read(&files, &["m-version"]).unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        error.to_string().contains("m-version") && cause.contains("format version 99"),
        "{error}: {cause}"
    );
}

/// The magic of the wire form, from the source that holds it.
fn magic() -> Vec<u8> {
    let source = std::fs::read_to_string(repository().join("dbmig-runtime/src/manifest/frame.rs")).unwrap();
    let literal = source.split("MAGIC").nth(1).and_then(|rest| rest.split("*b\"").nth(1)).unwrap();
    let text = format!("b\"{}\"", literal.split('"').next().unwrap());
    syn::parse_str::<syn::LitByteStr>(&text).unwrap().value()
}
