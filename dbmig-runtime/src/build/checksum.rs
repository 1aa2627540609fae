//! The checksum of a revision.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use sha2::{Digest, Sha256};

/// SHA-256 over a module's tokens, in lower-case hex.
///
/// Comments, documentation, white space, line endings between tokens, and the trailing commas that a formatter adds
/// and removes are not part of it; every other token is.
pub fn checksum(tokens: TokenStream) -> String {
    let mut hasher = Sha256::new();
    hash(&mut hasher, tokens, false);
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Each token is hashed as a letter for its kind, its text, and a NUL to end it.
fn hash(hasher: &mut Sha256, tokens: TokenStream, keep_trailing_comma: bool) {
    let tokens = without_docs(tokens);
    let last = if keep_trailing_comma { None } else { tokens.len().checked_sub(1) };
    let mut before: Option<&TokenTree> = None;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = delimiters(group.delimiter());
                hasher.update(open);
                hash(hasher, group.stream(), is_tuple_of_one(group, before));
                hasher.update(close);
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' && Some(index) == last => {}
            TokenTree::Punct(punct) => hasher.update(format!("p{}\0", punct.as_char())),
            TokenTree::Ident(ident) => hasher.update(format!("i{ident}\0")),
            TokenTree::Literal(literal) => hasher.update(format!("l{literal}\0")),
        }
        before = Some(token);
    }
}

fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(\0", ")\0"),
        Delimiter::Brace => ("{\0", "}\0"),
        Delimiter::Bracket => ("[\0", "]\0"),
        Delimiter::None => ("", ""),
    }
}

/// `(x,)` where it is not the arguments of something: there the comma makes the tuple.
fn is_tuple_of_one(group: &Group, before: Option<&TokenTree>) -> bool {
    let called = match before {
        Some(TokenTree::Ident(name)) => {
            !["return", "in", "match", "if", "let", "break"].iter().any(|word| name == word)
        }
        Some(TokenTree::Group(_)) => true,
        Some(TokenTree::Punct(punct)) => ['>', '!', '?'].contains(&punct.as_char()),
        _ => false,
    };
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    !called
        && group.delimiter() == Delimiter::Parenthesis
        && group.stream().into_iter().filter(is_comma).count() == 1
}

/// The tokens without `#[doc …]` and `#![doc …]`, which is what documentation comments are as tokens.
fn without_docs(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept: Vec<TokenTree> = Vec::new();
    let is_punct =
        |token: Option<&TokenTree>, char| matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == char);
    for token in tokens {
        if is_doc(&token) && is_punct(kept.last(), '#') {
            kept.pop();
        } else if is_doc(&token) && is_punct(kept.last(), '!') && is_punct(kept.iter().rev().nth(1), '#') {
            kept.truncate(kept.len() - 2);
        } else {
            kept.push(token);
        }
    }
    kept
}

fn is_doc(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::process::{Command, Stdio};

    use super::checksum;

    const MODULE: &str = r#"//! add priority to task

use dbmig_runtime::migration::*;

pub const REVISION: Revision = Revision::new("8c1f0e2a9b7d").revises(&["3f2a9c1e4b7d"]);

pub fn upgrade(op: &mut Op) -> Result<()> {
    op.add_column("task", column("priority", varchar(20)).not_null().default("'medium'"))?;
    op.execute("UPDATE task
SET priority = 'low'")?;
    let (only,) = (1,);
    Ok(())
}
"#;

    fn of(text: &str) -> String {
        checksum(super::super::module::tokens(text).unwrap())
    }

    #[test]
    fn is_the_same_on_every_machine_and_in_every_version() {
        assert_eq!(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(
            of("a, (1 /* one */);"),
            "fa50e13f1a82510b57a36f545e34b3d9594f6097a6df5c0e8955cb205bd6e897"
        );
        assert_eq!(of(MODULE), "c989e616957ad76ba64a1381b569b286b87d34f9df01292b8e522b8ccf64daca");
    }

    #[test]
    fn what_does_not_count() {
        #[track_caller]
        fn check(from: &str, to: &str) {
            assert!(MODULE.contains(from), "{from}");
            assert_eq!(of(MODULE), of(&MODULE.replace(from, to)), "{to}");
        }
        check("//! add priority to task\n", "");
        check("//! add priority to task", "/*! other */\n#![doc = \"words\"]\n#![doc(hidden)]");
        check("pub fn upgrade", "/// Goes up.\n// really\n/* yes */ pub fn upgrade");
        check("    Ok(())", "  // done\n  Ok  (  (  )  ) ");
        check("\n", "\r\n");
        check("\n\n", "\n");
        check(
            "op.add_column(\"task\", column(\"priority\", varchar(20)).not_null().default(\"'medium'\"))?;",
            "op.add_column(\n\"task\",\ncolumn(\"priority\", varchar(20),).not_null()\n.default(\"'medium'\"),\n)?;",
        );
        check("&[\"3f2a9c1e4b7d\"]", "& [\n\"3f2a9c1e4b7d\",\n]");
        assert_eq!(of(MODULE), of(&format!("\u{feff}{MODULE}")));
    }

    #[test]
    fn rustfmt_changes_nothing_that_counts() {
        let ugly = MODULE
            .replace("    ", "\t\t")
            .replace(", column(\"priority\", varchar(20))", ",column(  \"priority\",varchar(  20  ,  ), ) ")
            .replace(
                ".default(\"'medium'\")",
                ".default(\"'a default that is too long for one line of a module'\")",
            )
            .replace("&[\"3f2a9c1e4b7d\"]", "&[\n\"3f2a9c1e4b7d\",\"000000000001\",\n]");
        let mut rustfmt = Command::new("rustfmt");
        rustfmt.args(["--edition", "2024"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = rustfmt.spawn().expect("rustfmt is installed");
        child.stdin.take().unwrap().write_all(ugly.as_bytes()).unwrap();
        let formatted = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        assert!(formatted.contains("    op") && formatted != ugly, "{formatted}");
        assert_eq!(of(&formatted), of(&ugly), "{formatted}");
    }

    #[test]
    fn what_counts() {
        #[track_caller]
        fn check(from: &str, to: &str) {
            assert!(MODULE.contains(from), "{from}");
            assert_ne!(of(MODULE), of(&MODULE.replace(from, to)), "{to}");
        }
        check("8c1f0e2a9b7d", "8c1f0e2a9b7e");
        check("varchar(20)", "varchar(21)");
        check(".not_null()", "");
        check("\"task\", column", "\"task\" column");
        check("'medium'", "'medium' ");
        check("UPDATE task\nSET", "UPDATE task SET");
        check("(only,)", "(only)");
        check("(1,)", "(1)");
        check("op.execute", "#[cfg(any())] op.execute");
        check("use dbmig_runtime::migration::*;", "");
    }
}
