//! The question whether something has a new name.

use std::io::{BufRead, Write};

use super::super::ask::number;
use super::hint::Pair;

/// What a person answers.
#[derive(Debug, PartialEq)]
pub(super) enum Answer<'p> {
    Renamed(&'p Pair),
    Dropped,
}

/// Asks about `choices`, which are about one object that goes, the likeliest first. `None` if there is no answer.
///
/// Data may depend on it.
pub(super) fn ask<'p>(
    database: &str,
    choices: &[&'p Pair],
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Option<Answer<'p>> {
    let first = choices.first()?;
    let Pair { kind, from, .. } = first;
    writeln!(output, "{database}: {kind} {from} goes. Has it a new name?").ok()?;
    for (number, pair) in choices.iter().enumerate() {
        writeln!(output, "  {}  it is called {} now, and keeps its data", number + 1, pair.to).ok()?;
    }
    let last = choices.len() + 1;
    writeln!(output, "  {last}  no: it is dropped with its data, and what comes is new").ok()?;
    match number(last, input, output)? {
        number if number == last => Some(Answer::Dropped),
        number => choices.get(number - 1).map(|pair| Answer::Renamed(pair)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbmig_runtime::diff::PossibleRename;

    #[test]
    fn an_answer_is_one_of_the_numbers() {
        let pair = |to: &str| {
            let (table, from) = ("t".into(), "name".to_owned());
            Pair::of(&PossibleRename::Column { table, from, to: to.to_owned() }).unwrap()
        };
        let (one, other) = (pair("full_name"), pair("note"));
        let mut shown = Vec::new();
        let mut answer = |text: &str| {
            shown.clear();
            ask("users", &[&one, &other], &mut text.as_bytes(), &mut shown).map(|answer| match answer {
                Answer::Renamed(pair) => pair.to.clone(),
                Answer::Dropped => "dropped".to_owned(),
            })
        };
        assert_eq!(answer("1\n").as_deref(), Some("t.full_name"));
        assert_eq!(answer("yes\n0\n9\n 2 \n").as_deref(), Some("t.note"));
        assert_eq!(answer("3\n").as_deref(), Some("dropped"));
        assert_eq!(answer("\n"), None);
        assert_eq!(answer("x"), None);
        let shown = String::from_utf8(shown).unwrap();
        assert!(shown.contains("users: column t.name goes. Has it a new name?"), "{shown}");
    }
}
