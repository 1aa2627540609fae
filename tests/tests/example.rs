//! The example: its service migrates both databases at start-up and works in them, and its revisions are its models.

use std::process::Command;

use dbmig_tests::dump::schema_dump;
use dbmig_tests::server::{TestDatabase, database};
use dbmig_tests::tools::{cargo_dbmig, target, workspace};

fn run(command: &mut Command, users: &TestDatabase, analytics: &TestDatabase) -> String {
    let output = command
        .current_dir(workspace())
        .env("USERS_DATABASE_URL", users.url())
        .env("ANALYTICS_DATABASE_URL", analytics.url())
        .env("DBMIG_SCRATCH_URL", users.url())
        .output()
        .expect("the command starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

#[test]
fn the_service_migrates_both_databases_and_works_in_them() {
    let (users, analytics) = (database(), database());
    let mut build = Command::new(env!("CARGO"));
    run(
        build.args(["build", "--quiet", "--package", "example-app", "--bin", "example-app"]),
        &users,
        &analytics,
    );
    let service = || run(&mut Command::new(target().join("debug/example-app")), &users, &analytics);

    let first = service();
    assert!(first.contains("users: applied give every account a display name"), "{first}");
    assert!(first.contains("analytics: applied count first timers"), "{first}");
    assert!(first.contains("account 1 finished task 1"), "{first}");
    let second = service();
    assert!(second.contains("users: up to date") && !second.contains("applied"), "{second}");
    assert!(second.contains("today task-done: 2"), "{second}");

    let before = (schema_dump(&users), schema_dump(&analytics));
    let downgrade = run(Command::new(cargo_dbmig()).args(["downgrade", "base"]), &users, &analytics);
    assert!(downgrade.contains("-> base"), "{downgrade}");
    run(Command::new(cargo_dbmig()).args(["upgrade", "--quiet"]), &users, &analytics);
    assert_eq!(before, (schema_dump(&users), schema_dump(&analytics)));
}

#[test]
fn the_revisions_are_the_models() {
    let (users, analytics) = (database(), database());
    let text = run(Command::new(cargo_dbmig()).args(["revision", "-m", "left out"]), &users, &analytics);
    assert!(text.contains("no changes in users") && text.contains("no changes in analytics"), "{text}");
}
