//! The report that CI systems read: a suite a database, a case a revision.

use std::time::Duration;

use dbmig_runtime::testing::{Case, Outcome};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Tested;
use crate::error::Error;

/// The XML.
pub(super) fn document(tested: &[Tested]) -> Result<String, Error> {
    let mut report = Report::new("cargo dbmig test");
    report.set_time(tested.iter().map(Tested::duration).sum::<Duration>());
    report.add_test_suites(tested.iter().map(suite));
    report.to_string().map_err(|error| {
        Error::failed(format!("could not write the JUnit report: {error}"), "use --format json")
    })
}

fn suite(tested: &Tested) -> TestSuite {
    let mut suite = TestSuite::new(tested.database());
    suite.set_time(tested.duration());
    suite.add_test_cases(tested.cases().iter().map(|case| test_case(case, tested.database())));
    suite
}

fn test_case(case: &Case, database: &str) -> TestCase {
    let name = match &case.file {
        Some(_) => format!("{} {}", case.name, case.title),
        None => format!("{}: {}", case.name, case.title),
    };
    let mut found = TestCase::new(name, status(&case.outcome));
    found.set_classname(database).set_time(case.duration);
    if let Some(file) = &case.file {
        found.extra.insert("file".into(), file.as_str().into());
    }
    if !case.notes.is_empty() {
        found.set_system_out(case.notes.join("\n"));
    }
    found
}

fn status(outcome: &Outcome) -> TestCaseStatus {
    match outcome {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Skipped { reason } => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(reason.as_str());
            status
        }
        Outcome::Failed(failure) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let lines: Vec<&str> = std::iter::once(failure.message.as_str()).chain(failure.lines()).collect();
            status.set_type(failure.step.to_string()).set_message(failure.message.as_str());
            status.set_description(lines.join("\n"));
            status
        }
    }
}
