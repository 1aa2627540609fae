//! Revisions that were edited or deleted after they were applied.

use dbmig_runtime::migration::Revision;
use dbmig_runtime::runner::{Options, Script};

use super::support::*;

#[test]
fn an_edited_revision_stops_the_upgrade() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("b2").unwrap();
    let mut scripts = three();
    scripts[0].checksum = "another";
    let failure = fails(db.runner(scripts.clone()).upgrade("head"), "edited");
    let text = failure.to_string();
    for part in ["users/a1.rs", "checksum was a1, is another", "--accept-edited", "the database is at b2"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(db.versions(), ["b2"]);

    let options = Options { accept_edited: true, ..Options::default() };
    assert_eq!(ids(&db.runner(scripts.clone()).options(options).upgrade("head").unwrap()), ["c3"]);
    assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade", "a1 accept", "c3 upgrade"]);
    db.runner(scripts).upgrade("head").unwrap();
}

#[test]
fn what_is_not_applied_may_be_edited() {
    let db = TestDatabase::new();
    let mut scripts = three();
    db.runner(scripts.clone()).upgrade("b2").unwrap();
    db.runner(scripts.clone()).downgrade("a1").unwrap();
    scripts[1].checksum = "another";
    scripts[2].checksum = "another";
    db.runner(scripts).upgrade("head").unwrap();
}

#[test]
fn a_deleted_revision_is_named() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("head").unwrap();
    let mut older = three();
    older.pop();
    for failure in [
        fails(db.runner(older.clone()).upgrade("head"), "ahead"),
        fails(db.runner(older.clone()).downgrade("base"), "ahead"),
    ] {
        let text = failure.to_string();
        for part in ["revision c3", "\"c3\", recorded 20", "restore its file", "stamp TARGET --purge"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
    let current = db.runner(older.clone()).current().unwrap();
    assert_eq!(
        (current.recorded[0].file.clone(), current.recorded[0].message.as_deref()),
        (None, Some("c3"))
    );
    let history = db.runner(older).history(None).unwrap();
    assert_eq!(history.iter().map(|line| line.is_applied).collect::<Vec<_>>(), [true, true], "not pending");
}

/// b2 with all that a1 did in it.
fn squashed() -> Vec<Script> {
    let [_, mut b2, c3]: [Script; 3] = three().try_into().unwrap();
    b2.revision = Revision::new("b2").squashes(&["a1"], "b2");
    b2.checksum = "the squashed one";
    vec![b2, c3]
}

#[test]
fn a_database_at_or_above_a_squashed_revision_goes_on() {
    for at in ["b2", "c3"] {
        let db = TestDatabase::new();
        db.runner(three()).upgrade(at).unwrap();
        db.runner(squashed()).upgrade("head").unwrap();
        assert_eq!(db.versions(), ["c3"]);
        db.runner(squashed()).upgrade("head").unwrap();
        // The code from before has no difficulty either.
        db.runner(three()).downgrade("b2").unwrap();
        db.runner(squashed()).upgrade("head").unwrap();
        let text = fails(db.runner(squashed()).downgrade("a1"), "target").to_string();
        assert!(text.contains("revision a1 is squashed into b2"), "{text}");
    }
}

#[test]
fn a_database_below_a_squashed_revision_is_told_the_way() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("a1").unwrap();
    let text = fails(db.runner(squashed()).upgrade("head"), "ahead").to_string();
    for part in [", squashed into b2 since", "upgrade the database to b2 with the last version of the code"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // What is squashed is an edited revision where the original was another.
    let mut scripts = squashed();
    scripts[0].revision = Revision::new("b2").squashes(&["a1"], "yet another");
    db.runner(three()).upgrade("b2").unwrap();
    fails(db.runner(scripts).upgrade("head"), "edited");
}
