//! What is shown below an error: the statement, and what else PostgreSQL says of it.

use super::Error;

impl Error {
    /// The statement that failed or was refused, with a mark where PostgreSQL names a place, and its details, a line each.
    pub fn details(&self) -> Vec<String> {
        let statement = match self {
            // The rows are all that there is to say.
            Self::Sql(failure) if failure.is_preflight() => {
                let rows = failure.server.detail.iter().flat_map(|rows| rows.lines());
                let mut lines: Vec<String> = rows.map(|row| format!("row: {row}")).collect();
                lines.push(failure.outcome());
                return lines;
            }
            Self::Sql(failure) => {
                let mut lines = failure.excerpt();
                lines.extend(failure.duplicates.iter().map(|row| format!("duplicate: {row}")));
                lines.extend(failure.server.detail.iter().map(|text| format!("detail: {text}")));
                lines.extend(failure.server.hint.iter().map(|text| format!("hint: {text}")));
                lines.extend(failure.server.context.iter().map(|text| format!("where: {text}")));
                lines.push(failure.outcome());
                return lines;
            }
            Self::TransactionControl { statement, .. }
            | Self::SeveralStatements { statement }
            | Self::Copy { statement }
            | Self::TransactionEnded { statement }
            | Self::OtherIndex { statement, .. }
            | Self::Undecided { statement } => statement,
            _ => return Vec::new(),
        };
        statement.excerpt(None)
    }
}
