//! Comments as doc comments, where these say exactly the same.

use dbmig_runtime::catalog::Table;
use proc_macro2::TokenStream;
use quote::quote;

use crate::render::literal::text;

/// How the comments of a table and its columns are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comments {
    /// As `comment = "…"`.
    Entries,
    /// As doc comments, under `doc_comments`.
    Doc,
}

impl Comments {
    /// Doc comments if there is a comment and all fit.
    pub(super) fn new(table: &Table) -> Self {
        let columns = table.columns.iter().filter(|column| !column.inherited);
        let own = columns.filter_map(|column| column.comment.as_ref()).chain(&table.comment);
        let fit: Vec<bool> = own.map(|comment| is_prose(comment)).collect();
        if !fit.is_empty() && fit.iter().all(|fits| *fits) { Self::Doc } else { Self::Entries }
    }

    /// The doc comment and the entry, of which there is one.
    pub(super) fn of(self, comment: Option<&str>) -> (TokenStream, Option<&str>) {
        match self {
            Self::Entries => (TokenStream::new(), comment),
            Self::Doc => (comment.map(doc).unwrap_or_default(), None),
        }
    }
}

fn doc(comment: &str) -> TokenStream {
    let lines = comment.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    lines.map(|line| text(&line)).map(|line| quote!(#[doc = #line])).collect()
}

/// True for lines of plain words, which mean nothing else as Markdown, and which nobody formats in another way.
fn is_prose(comment: &str) -> bool {
    let is_plain = |line: &str| {
        let starts = line.chars().next().is_none_or(char::is_alphabetic);
        starts && line.trim_end() == line && !line.contains("://")
    };
    // Anything else that a literal would escape is not fit to be shown either.
    let is_word = |c: char| matches!(c, '\n' | '\'' | '"') || c.escape_debug().eq([c]);
    comment.trim() == comment
        && comment.split('\n').all(is_plain)
        && comment.chars().all(|c| is_word(c) && !"`<>[]*_|\\#~&".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_a_doc_comment() {
        for (comment, fits) in [
            ("who pays", true),
            ("it's \"paid\", or not: (see below)", true),
            ("two\n\nparagraphs", true),
            (" spaced", false),
            ("two \nlines", false),
            ("- a list", false),
            ("1. a list", false),
            ("see <b>", false),
            ("an `id`", false),
            ("a\u{202e}b", false),
            ("a\tb", false),
            ("a\r\nb", false),
            ("https://example.org", false),
        ] {
            assert_eq!(is_prose(comment), fits, "{comment:?}");
        }
    }
}
