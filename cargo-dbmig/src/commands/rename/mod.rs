//! `--rename`: what a person typed, and what it means between two catalogs.

mod ask;
mod hint;
mod parse;
mod reading;
mod settle;

use dbmig_runtime::catalog::{Catalog, Renames};

pub(super) use hint::{Pair, hint};
pub(super) use parse::{Rename, path};
use reading::State;
pub(super) use settle::Renaming;

/// What `renames` mean between two catalogs; the error says which of them names what is not there.
///
/// One that has been made says nothing; the diff passes over it.
pub(super) fn resolve(
    renames: &[Rename],
    from: &Catalog,
    to: &Catalog,
    default_schema: &str,
) -> Result<Renames, String> {
    let mut resolved = Renames::default();
    // Columns and values are found by the names that tables and types have before and after.
    for is_part in [false, true] {
        for rename in renames {
            let readings = rename.readings(default_schema).into_iter();
            for reading in readings.filter(|reading| reading.is_part() == is_part) {
                match reading.state(from, to, &resolved) {
                    State::Pending => reading.add_to(&mut resolved),
                    // Its columns may be called by the old name still.
                    State::Made if !is_part => reading.add_to(&mut resolved),
                    State::Made | State::Nothing(_) => {}
                }
            }
        }
    }
    for rename in renames {
        rename.check(from, to, &resolved, default_schema)?;
    }
    Ok(resolved)
}
impl Rename {
    fn check(&self, from: &Catalog, to: &Catalog, resolved: &Renames, schema: &str) -> Result<(), String> {
        let (mut found, mut problems) = (0, Vec::new());
        let mut pending = 0;
        for reading in self.readings(schema) {
            match reading.state(from, to, resolved) {
                State::Pending => pending += 1,
                State::Made => found += 1,
                State::Nothing(problem) => problems.push(problem),
            }
        }
        match (pending, found) {
            (0, 0) => Err(format!("--rename {}: {}", self.text, problems.join(", and "))),
            (2.., _) => Err(format!(
                "--rename {} can mean a table or a column: begin it with table: or column:",
                self.text
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbmig_runtime::catalog::{Column, DataType, EnumType, ObjectName, Table};

    /// A catalog of `schema.table(columns)` and of enum types without parentheses: `t(a,b) s.u(c) mood:x,y`.
    fn catalog(text: &str) -> Catalog {
        let mut catalog = Catalog::default();
        let name = |text: &str| match text.split_once('.') {
            Some((schema, name)) => ObjectName::in_schema(schema, name),
            None => ObjectName::new(text),
        };
        for item in text.split_whitespace() {
            if let Some((of, labels)) = item.split_once(':') {
                let labels = labels.split(',').map(str::to_owned).collect();
                catalog.enums.insert(name(of), EnumType { name: name(of), labels, comment: None });
            } else {
                let (of, columns) = item.trim_end_matches(')').split_once('(').unwrap();
                let mut table = Table::new(name(of));
                table.columns =
                    columns.split(',').map(|column| Column::new(column, DataType::new("text"))).collect();
                catalog.tables.insert(name(of), table);
            }
        }
        catalog
    }

    /// What the renames come to: `new<old`, or the message.
    #[track_caller]
    fn check(renames: &[&str], from: &str, to: &str, expected: &str) {
        let parsed: Vec<Rename> = renames.iter().map(|text| text.parse().unwrap()).collect();
        let found = match resolve(&parsed, &catalog(from), &catalog(to), "app") {
            Err(message) => message,
            Ok(Renames { tables, columns, enums, enum_labels, .. }) => {
                let objects = tables.iter().chain(&enums).map(|(new, old)| format!("{new}<{old}"));
                let parts = columns.iter().chain(&enum_labels);
                let parts = parts.map(|((of, new), old)| format!("{of}.{new}<{old}"));
                objects.chain(parts).collect::<Vec<_>>().join(" ")
            }
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_form_means_what_is_there() {
        check(&["t.a=b"], "t(a)", "t(b)", "t.b<a");
        check(&["app.t.a=b"], "t(a)", "t(b)", "t.b<a");
        check(&["s.t=u"], "s.t(a)", "s.u(a)", "s.u<s.t");
        check(&["s.t=r.t"], "s.t(a)", "r.t(a)", "r.t<s.t");
        check(&["app.t=s.t"], "t(a)", "s.t(a)", "s.t<t");
        check(&["t=u", "u.a=b"], "t(a)", "u(b)", "u<t u.b<a");
        check(&["t.a=b", "t=u"], "t(a)", "u(b)", "u<t u.b<a");
        check(&["type:mood=state", "value:mood.x=y"], "mood:x", "state:y", "state<mood state.y<x");
        let ambiguous = "--rename s.t=u can mean a table or a column: begin it with table: or column:";
        check(&["s.t=u"], "s(t) s.t(a)", "s(u) s.u(a)", ambiguous);
        check(&["table:s.t=u"], "s(t) s.t(a)", "s(u) s.u(a)", "s.u<s.t");
    }

    #[test]
    fn one_that_has_been_made_says_nothing() {
        check(&["t.a=b"], "t(b)", "t(b)", "");
        check(&["t=u", "t.a=b"], "u(b)", "u(b)", "u<t");
        check(&["t=u", "t.a=b"], "u(a)", "u(b)", "u<t u.b<a");
    }

    #[test]
    fn one_that_names_nothing_is_told() {
        let cases = [
            ("t=u", "--rename t=u: the first side has no table called t (near it: tt)"),
            ("tt=v", "--rename tt=v: the second side has no table called v (near it: u)"),
            ("type:a=b", "--rename type:a=b: the first side has no type called a"),
            ("domain:a=b", "--rename domain:a=b: the first side has no domain called a"),
            ("view:a=b", "--rename view:a=b: the first side has no view called a"),
            ("composite:a=s.b", "--rename composite:a=s.b: a composite type is renamed within its schema"),
            (
                "column:tt.nam=x",
                "--rename column:tt.nam=x: the second side has no table called tt (there is: u)",
            ),
        ];
        for (text, message) in cases {
            check(&[text], "tt(name)", "u(name)", message);
        }
        check(
            &["column:t.nam=x"],
            "t(name)",
            "t(x)",
            "--rename column:t.nam=x: the first side has no column of t called nam (near it: name)",
        );
        check(&["t=u"], "t(a)", "t(a) u(a)", "--rename t=u: the table t is on the second side too");
    }
}
