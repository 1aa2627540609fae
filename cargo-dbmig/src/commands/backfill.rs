//! `--backfill`: what the rows that are there hold in columns that become NOT NULL.

use std::io::{BufRead, Write};
use std::str::FromStr;

use dbmig_runtime::catalog::{ObjectName, Renames};

use super::compare::Compared;
use super::rename::path;
use crate::draft::{Draft, Fill, Filled};
use crate::error::Error;

/// `table.column=expression`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BackfillArg {
    text: String,
    names: Vec<String>,
    value: String,
}

/// What a person says of the rows that are there.
pub(super) struct Filling<'a> {
    /// `--backfill`.
    pub(super) given: &'a [BackfillArg],
    /// `--no-backfill`: new columns get no value.
    pub(super) no_backfill: bool,
    /// Someone is there to answer.
    pub(super) can_ask: bool,
}

/// What a person answers.
#[derive(Debug, PartialEq)]
enum Answer {
    Value(String),
    NoRows,
}

impl FromStr for BackfillArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (names, rest) = path(text).map_err(|_| FORM)?;
        let value = rest.strip_prefix('=').ok_or(FORM)?.trim();
        if !matches!(names.len(), 2 | 3) || value.is_empty() {
            return Err(FORM.to_owned());
        }
        Ok(Self { text: text.to_owned(), names, value: value.to_owned() })
    }
}

const FORM: &str = "write table.column='expression': task.size='0', task.label=\"'none'\" for a text, task.total='price * amount'; \
                    double quotes go around a name with a dot or an equals sign in it";

impl BackfillArg {
    fn fill(&self, default_schema: &str) -> Fill {
        let (schema, table, column) = match self.names.as_slice() {
            [schema, table, column] => (Some(schema), table, column),
            [table, column] => (None, table, column),
            _ => (None, &self.text, &self.text),
        };
        let schema = schema.filter(|schema| *schema != default_schema).cloned();
        let table = ObjectName { schema, name: table.clone() };
        Fill { table, column: column.clone(), value: self.value.clone() }
    }
}

impl Filling<'_> {
    /// Draws up the draft again with every value that was given or answered.
    ///
    /// # Errors
    /// If a value is for no column that needs one, or a new column has none, and nobody can be asked.
    pub(super) fn settle(&self, compared: &mut Compared<'_>) -> Result<(), Error> {
        let Some(draft) = &compared.draft else {
            return self.given.first().map_or(Ok(()), |given| Err(useless(given, &[])));
        };
        let mut fills = Vec::new();
        for given in self.given {
            let fill = given.fill(&compared.config.schema);
            if !draft.fillable.iter().any(|column| is_for(&fill, column)) {
                return Err(useless(given, &draft.fillable));
            }
            if fills.iter().any(|other: &Fill| (&other.table, &other.column) == (&fill.table, &fill.column)) {
                let message = format!("--backfill {}: the column has a value already", given.text);
                return Err(Error::usage(message, "give each column one value"));
            }
            fills.push(fill);
        }
        let is_open =
            |column: &&Filled| column.new.is_some() && !fills.iter().any(|fill| is_for(fill, column));
        let open: Vec<Filled> = draft.fillable.iter().filter(is_open).cloned().collect();
        if !self.no_backfill {
            for column in &open {
                match self.answer(&compared.config.name, column) {
                    Some(Answer::Value(value)) => {
                        let (table, column) = (column.table.clone(), column.column.clone());
                        fills.push(Fill { table, column, value });
                    }
                    Some(Answer::NoRows) => {}
                    None => return Err(refusal(&compared.config.name, &open)),
                }
            }
        }
        let renames: &Renames = &draft.changes.renames;
        let unfound_renames = draft.unfound_renames.clone();
        let draft = Draft::filled(&compared.start, &compared.models, renames, &fills);
        compared.draft = draft.map(|draft| Draft { unfound_renames, ..draft });
        Ok(())
    }

    fn answer(&self, database: &str, column: &Filled) -> Option<Answer> {
        let (mut input, mut output) = (std::io::stdin().lock(), anstream::stderr());
        if self.can_ask { ask(database, column, &mut input, &mut output) } else { None }
    }
}

/// Asks for the value of a column. `None` if there is no answer; no answer stands for another.
fn ask(database: &str, column: &Filled, input: &mut dyn BufRead, output: &mut dyn Write) -> Option<Answer> {
    let of_type = column.new.as_deref().unwrap_or_default();
    writeln!(
        output,
        "{database}: new column {column} ({of_type}) is NOT NULL and has no default. What do the rows hold that are there?"
    )
    .ok()?;
    writeln!(output, "  an SQL expression, such as 0, 'none' or the name of another column").ok()?;
    writeln!(output, "  -  nothing: the table is empty wherever this runs, or the upgrade refuses").ok()?;
    write!(output, "value, -, or nothing to stop: ").ok()?;
    output.flush().ok()?;
    let mut line = String::new();
    input.read_line(&mut line).ok()?;
    match line.trim() {
        "" => None,
        "-" => Some(Answer::NoRows),
        value => Some(Answer::Value(value.to_owned())),
    }
}

fn is_for(fill: &Fill, column: &Filled) -> bool {
    fill.table == column.table && fill.column == column.column
}

fn useless(given: &BackfillArg, fillable: &[Filled]) -> Error {
    let columns: Vec<String> = fillable.iter().map(ToString::to_string).collect();
    let known = match columns.as_slice() {
        [] => "no column does".to_owned(),
        columns => columns.join(", "),
    };
    Error::usage(
        format!("--backfill {}: that column doesn't become NOT NULL", given.text),
        format!("name one that does in a table that is there: {known}"),
    )
}

fn refusal(database: &str, open: &[Filled]) -> Error {
    let lines = open.iter().map(|column| {
        let of_type = column.new.as_deref().unwrap_or_default();
        format!("\n  new column {column} ({of_type}): --backfill {column}='EXPRESSION'")
    });
    Error::refused(
        format!(
            "nothing is written: what the rows of {database} that are there hold in new columns that are NOT NULL is for you to say:{}",
            lines.collect::<String>()
        ),
        "run the command again with a --backfill for each, an SQL expression; or make the field an Option, or give it a default; or say \
         --no-backfill where the table is empty: the upgrade then refuses if it is not",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_follows_the_first_equals_sign() {
        let fill = |text: &str| text.parse::<BackfillArg>().map(|arg| arg.fill("public"));
        let is = |table: ObjectName, column: &str, value: &str| {
            Ok(Fill { table, column: column.to_owned(), value: value.to_owned() })
        };
        assert_eq!(fill("t.a=1"), is("t".into(), "a", "1"));
        assert_eq!(fill("public.t.a= b = 'x=.' "), is("t".into(), "a", "b = 'x=.'"));
        assert_eq!(fill("s.\"T.=\".a=''"), is(("s", "T.=").into(), "a", "''"));
        for text in ["", "t", "a=1", "t.a", "t.a=", "t.a= ", "a.b.c.d=1"] {
            assert!(fill(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_answer_is_an_expression() {
        let column = Filled { table: "t".into(), column: "a".to_owned(), new: Some("bigint".to_owned()) };
        let answer = |text: &str| {
            let mut shown = Vec::new();
            let answer = ask("users", &column, &mut text.as_bytes(), &mut shown);
            let shown = String::from_utf8(shown).unwrap();
            assert!(shown.contains("users: new column t.a (bigint) is NOT NULL"), "{shown}");
            answer
        };
        assert_eq!(answer(" b + 1\n"), Some(Answer::Value("b + 1".to_owned())));
        assert_eq!(answer("-\n"), Some(Answer::NoRows));
        assert_eq!(answer("\n"), None);
        assert_eq!(answer(""), None);
    }
}
