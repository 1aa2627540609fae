//! What goes wrong is said with the next step, and without passwords.

use dbmig_tests::project::{Project, Run};
use dbmig_tests::server::database;

use super::{diff, loaded};

fn outside(args: &[&str]) -> Run {
    Project::empty().dbmig(&[&["diff"], args].concat()).hides("s3cret")
}

#[test]
fn sides_that_lead_nowhere() {
    let live = database();
    let url = live.url();
    let dead = "postgresql://ann:s3cret@127.0.0.1:1/shop";
    outside(&["--from", dead, "--to", &url])
        .exits(1)
        .says("--from: could not connect to ann@127.0.0.1:1/shop")
        .says("next");
    outside(&["--from", &url, "--to", dead]).exits(1).says("--to: could not connect");
    outside(&["--from", &url, "--to", "mysql://ann:s3cret@h/a"]).exits(2).says("postgres://");
    outside(&["--from", &url, "--to", "host=h password=s3cret hots=x"]).exits(2);
    outside(&["--from", "postgres://ann:s3cret@h/a", "--tp", &url]).exits(2).says("--tp");
    outside(&["--from", dead, "--to", &url, "--format", "json"]).exits(1).says(r#"{"error":{"#);
}

#[test]
fn parts_of_a_project_outside_of_one() {
    let live = database();
    let url = live.url();
    outside(&[]).exits(2).says("--from: `head`").says("for both --from and --to");
    outside(&["--from", &url]).exits(2).says("--to: `models`");
    outside(&["--from", "live", "--to", &url]).exits(2).says("--from: `live`");
    outside(&["--from", "live", "--to", "live"]).exits(2).says("both sides are `live`");
    outside(&["--from", &url, "--to", &url, "--db", "users"]).exits(2).says("--db is about");
    outside(&["--from", "live", "--to", &url, "--default-schema", "s"]).exits(2).says("--default-schema");
}

#[test]
fn arguments_that_can_t_be_used() {
    let (one, other) = (loaded(""), loaded(""));
    diff(&one, &other, &["--exclude", "tabel:x"])
        .exits(2)
        .says("no kind of object is called")
        .says("materialized-view");
    diff(&one, &other, &["--schema", "a["]).exits(2).says("not closed");
    diff(&one, &other, &["--format", "text"]).exits(2).says("summary");
    diff(&one, &other, &["--privileges", "maybe"]).exits(2);
}

#[test]
fn a_role_that_may_only_read_is_enough() {
    let (from, to) = (loaded("CREATE TABLE a (id int)"), loaded("CREATE TABLE a (id bigint)"));
    let role = format!("dbmig_reader_{}", from.name());
    let mut admin = from.connect();
    admin
        .batch_execute(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD 's3cret'; ALTER ROLE {role} SET default_transaction_read_only = on"
        ))
        .unwrap();
    let as_reader = |url: String| url.replace("//postgres@", &format!("//{role}:s3cret@"));
    let run = outside(&["--from", &as_reader(from.url()), "--to", &as_reader(to.url())]).exits(0);
    assert!(run.stdout().contains("ALTER COLUMN id SET DATA TYPE bigint"), "{run}");
    admin.batch_execute(&format!("DROP ROLE {role}")).unwrap();
}
