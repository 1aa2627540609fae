//! What a reviewer should know, as comments above the directives that they are about.

use dbmig_runtime::hazard::{Hazard, hazards};
use dbmig_runtime::op::Operation;
use proc_macro2::TokenStream;
use quote::quote;

use super::module::printable;

/// Lines are broken where those of rustfmt are.
const WIDTH: usize = 100;

/// The hazards of a list of operations.
///
/// Tokens hold no comments. Each is a doc attribute with a number in it until the source is printed.
pub(super) struct Review {
    hazards: Vec<Hazard>,
}

impl Review {
    pub(super) fn new(operations: &[Operation]) -> Self {
        Self { hazards: hazards(operations) }
    }

    /// The call with the place of its comment before it.
    pub(super) fn mark(&self, operation: usize, call: TokenStream) -> TokenStream {
        if self.hazards.iter().any(|hazard| hazard.operation == operation) {
            let place = format!("{PLACE}{operation}");
            quote!(#[doc = #place] #call)
        } else {
            call
        }
    }

    /// The printed source with comments in their places.
    pub(super) fn fill_in(&self, source: &str) -> String {
        let mut text = String::with_capacity(source.len());
        for line in source.split_inclusive('\n') {
            match place(line) {
                Some((indent, operation)) => self.write_comments(&mut text, indent, operation),
                None => text.push_str(line),
            }
        }
        text
    }

    fn write_comments(&self, text: &mut String, indent: &str, operation: usize) {
        if !text.ends_with("{\n") {
            text.push('\n');
        }
        for hazard in self.hazards.iter().filter(|hazard| hazard.operation == operation) {
            let Hazard { code, message, advice, destructive, .. } = hazard;
            let mark = if *destructive { " destructive" } else { "" };
            write_comment(text, indent, &printable(&format!("{code}{mark}: {message}; {advice}.")));
        }
    }
}

/// No word of a schema ends up here: literals that span lines begin theirs with what the user wrote, and this holds a
/// character that no comment of a person has.
const PLACE: &str = "\u{1}dbmig:";

/// The indentation and the operation, if the line is nothing but the place of comments.
fn place(line: &str) -> Option<(&str, usize)> {
    let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
    let number = rest.strip_prefix("///")?.trim().strip_prefix(PLACE)?;
    Some((indent, number.parse().ok()?))
}

fn write_comment(text: &mut String, indent: &str, comment: &str) {
    let mut line = format!("{indent}//");
    let mut empty = true;
    for word in comment.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            text.push_str(&line);
            text.push('\n');
            line = format!("{indent}//");
        }
        line.push(' ');
        line.push_str(word);
        empty = false;
    }
    text.push_str(&line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use dbmig_runtime::op::Op;

    use super::super::functions;

    #[test]
    fn comments_stand_above_the_calls_that_they_are_about() {
        let mut op = Op::new();
        op.execute("SELECT '\n///\u{1}dbmig:1\n'").unwrap();
        op.drop_table("a_table_whose_name_is_as_long_as_a_name_may_be").unwrap();
        op.execute("SELECT 1").unwrap();
        let source = functions(&op.into_operations(), &[]).unwrap();
        let expected = "\n\n    // H16 destructive: dropping table a_table_whose_name_is_as_long_as_a_name_may_be deletes its\n    // data;";
        assert!(source.contains(expected), "{source}");
        assert_eq!(source.matches("// H").count(), 1, "{source}");
        assert!(source.contains(".\n    op.drop_table("), "{source}");
    }
}
