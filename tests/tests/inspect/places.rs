//! Where `inspect` reads from and writes to.

use dbmig_tests::project::Project;
use dbmig_tests::server::database;
use dbmig_tests::tools::workspace;

use super::loaded;

fn package(name: &str) -> String {
    let runtime = workspace().join("dbmig-runtime").display().to_string();
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\ndbmig-runtime = {{ path = {runtime:?} }}\n"
    )
}

#[test]
fn several_packages_and_several_databases() {
    let shop = loaded("CREATE TABLE item (id bigint PRIMARY KEY)");
    let stats = loaded("CREATE TABLE visit (at timestamptz PRIMARY KEY)");
    let project = Project::empty()
        .env("SHOP_DATABASE_URL", shop.url())
        .env("STATS_DATABASE_URL", stats.url())
        .env("DBMIG_SCRATCH_URL", shop.url());
    project.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"places-a\", \"places-b\"]\n");
    for (name, root) in [("places-a", "src/lib.rs"), ("places-b", "src/main.rs")] {
        project.write(&format!("{name}/Cargo.toml"), &package(name));
        project.write(&format!("{name}/{root}"), "fn main() {}\n");
    }
    let models = ["--models", "places-a", "--models", "places-b"];
    project.dbmig(&[&["init", "--db", "shop", "--db", "stats"], &models[..]].concat()).exits(0);

    project.dbmig(&["inspect"]).exits(2).says("--db: shop, stats");
    project.dbmig(&["inspect", "--db", "shop"]).exits(2).says("--models: places-a, places-b");
    project.dbmig(&["inspect", "--db", "shop", "--models", "places-c"]).exits(1).says("places-c");
    let shop = ["inspect", "--db", "shop", "--models", "places-a"];
    project.dbmig(&shop).exits(0).says("wrote src/models/item.rs").says("the crate places-a");
    project.edit("places-a/src/lib.rs", "fn main() {}\n", "pub mod models;\n");

    // A crate without a library, and a folder that isn't called `models`.
    let stats = ["inspect", "--db", "stats", "--models", "places-b", "--out", "src/statistics", "--baseline"];
    project.dbmig(&stats).exits(0).says("added `mod statistics;` to src/main.rs").says("stamped stats");
    assert_eq!(project.read("places-b/src/main.rs"), "mod statistics;\n\nfn main() {}\n");
    let shop = [&shop[..], &["--baseline"]].concat();
    project.dbmig(&shop).exits(0).says("taken as they are").says("stamped shop");
    project.dbmig(&["upgrade"]).exits(0).says("shop: nothing to do").says("stats: nothing to do");
}

#[test]
fn what_is_in_the_way_is_said() {
    let live = loaded("CREATE TABLE item (id bigint PRIMARY KEY)");
    let project = Project::library("places-way", "//! Nothing.\n").env("STOCK_DATABASE_URL", live.url());
    project.dbmig(&["init", "--db", "stock"]).exits(0);
    project.write("src/file", "");
    project
        .dbmig(&["inspect", "--out", "src/file/models"])
        .exits(1)
        .says("could not write ")
        .says("src/file/models")
        .says("next:");
    project.dbmig(&["inspect", "--out", "src/file"]).exits(1).says("is there already");
    assert_eq!(project.read("src/file"), "");
    // An empty folder is as good as none.
    std::fs::create_dir(project.path().join("src/models")).unwrap();
    project.dbmig(&["inspect"]).exits(0).says("wrote src/models/item.rs");
}

#[test]
fn addresses_that_lead_nowhere() {
    let live = database();
    let project = Project::library("places-address", "//! Nothing.\n");
    project.dbmig(&["init", "--db", "stock"]).exits(0);
    let port = live.port();
    for (url, code, message) in [
        ("postgresql://postgres:s3cret@127.0.0.1:1/stock".to_owned(), 1, "127.0.0.1:1"),
        ("mysql://postgres:s3cret@127.0.0.1/stock".to_owned(), 2, "postgresql://"),
        (format!("postgresql://postgres:s3cret@127.0.0.1:{port}/not_there"), 1, "not_there"),
    ] {
        for baseline in [&[][..], &["--baseline"]] {
            project
                .dbmig(&[&["inspect", "--url", &url], baseline].concat())
                .exits(code)
                .says(message)
                .says("next:")
                .hides("s3cret");
        }
    }
    assert!(!project.path().join("src/models").exists());
}
