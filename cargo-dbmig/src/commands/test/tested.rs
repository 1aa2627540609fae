//! What came out for one database, its models included.

use std::time::Duration;

use dbmig_runtime::catalog::Catalog;
use dbmig_runtime::testing::{Case, Report};
use serde_json::{Value, json};

/// What came out for one database.
pub(super) struct Tested {
    report: Report,
}

impl Tested {
    pub(super) fn new(report: Report) -> Self {
        Self { report }
    }

    pub(super) fn add(&mut self, case: Case) {
        self.report.duration += case.duration;
        self.report.cases.push(case);
    }

    pub(super) fn database(&self) -> &str {
        &self.report.database
    }

    pub(super) fn cases(&self) -> &[Case] {
        &self.report.cases
    }

    pub(super) fn duration(&self) -> Duration {
        self.report.duration
    }

    /// What the revisions make, if all of them could be applied.
    pub(super) fn catalog(&self) -> Option<&Catalog> {
        self.report.catalog.as_ref()
    }

    pub(super) fn passed(&self) -> bool {
        self.report.is_fine()
    }

    /// `4 proven, 1 failed, 1 skipped`.
    pub(super) fn counts(&self) -> String {
        let (failed, skipped) = (self.report.failed(), self.report.skipped());
        let proven = self.cases().len() - failed - skipped;
        let counts = [(proven, "proven"), (failed, "failed"), (skipped, "skipped")];
        let counts = counts.into_iter().filter(|(count, word)| *count > 0 || *word == "proven");
        counts.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
    }
}

/// All of it as one document.
pub(super) fn document(tested: &[Tested]) -> Value {
    let describe = |tested: &Tested| {
        json!({
            "database": tested.database(),
            "passed": tested.passed(),
            "duration_ms": u64::try_from(tested.duration().as_millis()).unwrap_or(u64::MAX),
            "cases": tested.cases(),
        })
    };
    json!({ "databases": tested.iter().map(describe).collect::<Vec<_>>() })
}
