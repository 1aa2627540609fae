//! The table of this suite: it has every row, and the tests that it names are there.

use std::collections::BTreeSet;
use std::fs;

use dbmig_tests::tools::workspace;

const TABLE: &str = include_str!("main.rs");

/// How many kinds of faults there are.
const ROWS: usize = 56;

#[test]
fn every_row_has_tests_that_are_there() {
    let mut rows = BTreeSet::new();
    for line in TABLE.lines().filter_map(|line| line.strip_prefix("//! | ")) {
        let cells: Vec<&str> = line.trim_end_matches('|').split(" | ").map(str::trim).collect();
        let [number, _, tests] = cells[..] else { panic!("three cells: {line}") };
        let Ok(number) = number.parse::<usize>() else { continue };
        assert!(rows.insert(number), "row {number} is there twice");
        let tests: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "row {number} names no test");
        tests.into_iter().for_each(check);
    }
    assert_eq!(rows, (1..=ROWS).collect());
}

fn check(test: &str) {
    let (file, name) = test.split_once("::").unwrap_or_else(|| panic!("{test}: FILE::TEST"));
    let path = workspace().join("tests/tests").join(file);
    let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{test}: {error}"));
    // A function, or a line of a macro that makes one.
    let is_there = source.contains(&format!("fn {name}(")) || source.contains(&format!(" {name}: \""));
    assert!(is_there, "{test} is not there");
}
