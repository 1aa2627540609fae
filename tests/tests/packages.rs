//! Models where real projects have them: behind features, in private modules, in several packages, outside the workspace.

use dbmig_tests::project::Project;
use dbmig_tests::server::database;
use dbmig_tests::tools::workspace;

/// Nothing but private names, and two of one name.
const APP: &str = r#"//! Models.
#![forbid(unsafe_code)]

#[cfg(feature = "models")]
mod first {
    mod deeper {
        use dbmig_runtime::Table;

        #[derive(Table)]
        #[db("shop")]
        struct Entry {
            #[column(primary_key, identity)]
            id: i64,
            #[cfg(feature = "more")]
            more: String,
            #[cfg(not(feature = "more"))]
            less: String,
        }
    }
}

#[cfg(feature = "models")]
mod second {
    use dbmig_runtime::Table;

    #[derive(Table)]
    #[db("shop")]
    #[table(name = "second_entry")]
    struct Entry {
        #[column(primary_key, references(Entry::id))]
        id: i64,
    }

    #[cfg(target_os = "nowhere")]
    #[derive(Table)]
    #[db("shop")]
    struct Nowhere {
        #[column(primary_key)]
        id: i64,
    }
}
"#;

fn package(name: &str, dependencies: &str) -> String {
    let runtime = workspace().join("dbmig-runtime").display().to_string();
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[features]\nmodels = []\nmore = []\n\n\
         [dependencies]\ndbmig-runtime = {{ path = {runtime:?} }}\n{dependencies}"
    )
}

fn table(name: &str) -> String {
    format!(
        "#[cfg(feature = \"models\")]\nmod models {{\n    use dbmig_runtime::Table;\n\n    #[derive(Table)]\n    \
         #[db(\"shop\")]\n    struct {name} {{\n        #[column(primary_key)]\n        id: i64,\n    }}\n}}\n"
    )
}

#[test]
fn features_of_members_and_of_others() {
    let scratch = database();
    let project = Project::empty().env("DBMIG_SCRATCH_URL", scratch.url());
    project.write("shop/Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"app\", \"tool\"]\n");
    let outside = "features-outside = { path = \"../../outside\" }\n";
    project.write("shop/app/Cargo.toml", &package("features-app", outside));
    project.write("shop/app/src/lib.rs", APP);
    project.write("shop/tool/Cargo.toml", &package("features-tool", ""));
    project.write("shop/tool/src/main.rs", &format!("{}\nfn main() {{}}\n", table("Tool")));
    project.write("outside/Cargo.toml", &package("features-outside", ""));
    project.write("outside/src/lib.rs", &table("Outside"));
    let dbmig = |args: &[&str]| project.dbmig(&[args, &["--manifest-path", "shop/Cargo.toml"]].concat());
    let metadata = |features: &str| {
        let file = "shop/migrations/Cargo.toml";
        let text = project.read(file);
        let (before, rest) = text.split_once("models = [").unwrap();
        let (models, after) = rest.split_once('\n').unwrap();
        let after = after.split_once("\n\n[package").map_or(after, |(_, databases)| databases);
        let text = format!(
            "{before}models = [{models}\n{features}\n\n[package{}",
            after.trim_start_matches("\n[package")
        );
        project.write(file, &text);
    };

    let names = ["features-app", "features-tool", "features-outside"].map(|name| ["--models", name]).concat();
    dbmig(&[&["init", "--db", "shop"], names.as_slice()].concat()).exits(0);
    let revision = || dbmig(&["revision", "-m", "first"]);
    revision()
        .exits(1)
        .says("features-app declares no table")
        .says("features = [\"features-app/…\"]")
        .says("models");

    metadata("features = [\"modls\"]");
    revision().exits(1).says("no package of models has the feature \"modls\"").says("features-tool/models");
    metadata("features = [\"features-outside/models\"]");
    revision().exits(1).says("outside the workspace").says("depends on that one");

    metadata("features = [\"models\"]");
    revision().exits(1).says("features-outside declares no table").says("depends on it");
    project.edit("shop/app/Cargo.toml", "outside\" }", "outside\", features = [\"models\"] }");
    revision()
        .exits(0)
        .says("table entry")
        .says("second_entry")
        .says("table tool")
        .says("table outside")
        .hides("table nowhere");
    let first = project.revisions("shop/migrations/shop").remove(0);
    assert!(std::fs::read_to_string(&first).unwrap().contains("\"less\""));

    metadata("features = [\"models\", \"features-app/more\"]");
    revision().exits(4).says("--rename 'column:entry.less=more'");
    dbmig(&["revision", "-m", "other", "--no-renames", "--no-backfill"])
        .exits(0)
        .says("entry.more")
        .says("entry.less");
    metadata("all-features = true");
    revision().exits(0).says("no changes");
    dbmig(&["inspect", "--models", "features-outside"]).exits(2).says("outside the workspace");
}
