//! `revision --allow-destructive`: whether a revision may delete data wherever it runs.

use std::io::{BufRead, Write};

use super::compare::Compared;
use crate::error::Error;

/// What a person says of data that a revision deletes.
pub(super) struct Confirming {
    /// `--allow-destructive`.
    pub(super) allowed: bool,
    /// Someone is there to answer.
    pub(super) can_ask: bool,
}

impl Confirming {
    /// Writes down in the draft whether it may delete data. Without an answer it may not, and `upgrade` asks for its own flag.
    ///
    /// # Errors
    /// If somebody was asked, and stopped.
    pub(super) fn settle(&self, compared: &mut Compared<'_>) -> Result<(), Error> {
        let name = &compared.config.name;
        let Some(draft) = &mut compared.draft else { return Ok(()) };
        let losses = draft.losses();
        if losses.is_empty() {
            return Ok(());
        }
        draft.allow_destructive = match (self.allowed, self.can_ask) {
            (true, _) => true,
            (false, false) => false,
            (false, true) => ask(name, &losses, &mut std::io::stdin().lock(), &mut anstream::stderr())
                .ok_or_else(|| {
                    Error::refused(
                        format!("nothing is written: the revision of {name} would delete data"),
                        "take back in the models what must not go, or run the command again",
                    )
                })?,
        };
        Ok(())
    }
}

/// `None` if there is no answer; no answer stands for another.
fn ask(database: &str, losses: &[&str], input: &mut dyn BufRead, output: &mut dyn Write) -> Option<bool> {
    writeln!(output, "{database}: the new revision deletes data:").ok()?;
    for loss in losses {
        writeln!(output, "  {loss}").ok()?;
    }
    writeln!(output, "  y  it may, on every database that it runs on").ok()?;
    writeln!(output, "  n  write it, and let each upgrade ask for --allow-destructive").ok()?;
    loop {
        write!(output, "y, n, or nothing to stop: ").ok()?;
        output.flush().ok()?;
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => return None,
            "y" => return Some(true),
            "n" => return Some(false),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_is_not_taken_for_one() {
        let answer = |text: &str| ask("users", &["dropping t"], &mut text.as_bytes(), &mut Vec::new());
        assert_eq!(answer("y\n"), Some(true));
        assert_eq!(answer("perhaps\nn\n"), Some(false));
        assert_eq!(answer("\n"), None);
        assert_eq!(answer("what"), None);
    }
}
