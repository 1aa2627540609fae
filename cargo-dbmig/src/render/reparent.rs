//! Other parents for a revision whose file is there.

use std::ops::Range;
use std::path::Path;

use dbmig_runtime::build::Module;
use proc_macro2::{LineColumn, TokenStream};
use syn::spanned::Spanned;
use syn::{Expr, ExprArray, Item};

/// The source of the revision with `onto` in place of the parents `replaced`, and the line of its documentation that
/// names the parents with `parents`, which is all of them. Everything else is as it was, byte for byte.
///
/// `None` if the source is not understood.
pub fn reparent(source: &str, replaced: &[String], onto: &str, parents: &[String]) -> Option<String> {
    let before = parse(source)?;
    let mut text = source.to_owned();
    let mut edits = declaration(source, replaced, onto)?;
    edits.extend(documentation(source, &before.node.id, parents));
    edits.sort_by_key(|(range, _)| range.start);
    for (range, new) in edits.into_iter().rev() {
        text.replace_range(range, &new);
    }
    // What was meant is what the reader of modules reads.
    (parse(&text)?.node.parents == parents).then_some(text)
}

/// A range of bytes, and what comes there.
type Edit = (Range<usize>, String);

fn parse(source: &str) -> Option<Module> {
    Module::parse(Path::new(""), source).ok()
}

/// The edits of `REVISION`.
fn declaration(source: &str, replaced: &[String], onto: &str) -> Option<Vec<Edit>> {
    let new = format!("{onto:?}");
    let tokens: TokenStream = without_mark(source).1.replace("\r\n", "\n").parse().ok()?;
    let file: syn::File = syn::parse2(tokens).ok()?;
    let revision = file.items.iter().find_map(|item| match item {
        Item::Const(constant) if constant.ident == "REVISION" => Some(&*constant.expr),
        _ => None,
    })?;
    let (call, list) = parts(revision)?;
    let Some(list) = list else {
        let end = range(source, call)?.end;
        return Some(vec![(end..end, format!(".revises(&[{new}])"))]);
    };
    let elements: Option<Vec<Range<usize>>> =
        list.elems.iter().map(|element| range(source, element)).collect();
    let (elements, goes) = (elements?, list.elems.iter().map(|element| is_one_of(element, replaced)));
    let (mut edits, mut end_before, mut is_there) = (Vec::new(), None, false);
    for (element, goes) in elements.into_iter().zip(goes) {
        let start = end_before.unwrap_or(element.start);
        end_before = Some(element.end);
        match (goes, is_there) {
            (false, _) => {}
            (true, false) => edits.push((element, new.clone())),
            // With the comma before it.
            (true, true) => edits.push((start..element.end, String::new())),
        }
        is_there |= goes;
    }
    if edits.is_empty() {
        let open = offset(source, list.bracket_token.span.open().end())?;
        edits.push((open..open, new));
    }
    Some(edits)
}

/// The call of `Revision::new`, and the list of `.revises(&[…])` if there is one.
fn parts(expression: &Expr) -> Option<(&Expr, Option<&ExprArray>)> {
    match expression {
        Expr::Paren(inner) => parts(&inner.expr),
        Expr::Group(inner) => parts(&inner.expr),
        Expr::Call(_) => Some((expression, None)),
        Expr::MethodCall(method) => {
            let (call, list) = parts(&method.receiver)?;
            let own = (method.method == "revises").then(|| method.args.first().and_then(array)).flatten();
            Some((call, own.or(list)))
        }
        _ => None,
    }
}

fn array(argument: &Expr) -> Option<&ExprArray> {
    match argument {
        Expr::Paren(inner) => array(&inner.expr),
        Expr::Group(inner) => array(&inner.expr),
        Expr::Reference(reference) => array(&reference.expr),
        Expr::Array(list) => Some(list),
        _ => None,
    }
}

fn is_one_of(element: &Expr, names: &[String]) -> bool {
    match element {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => names.contains(&text.value()),
        _ => false,
    }
}

/// The edit of the line `revision ID, revises …, created …`, if the documentation has it.
fn documentation(source: &str, id: &str, parents: &[String]) -> Option<Edit> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        if let Some(range) = parents_in(line, id) {
            return Some((
                start + range.start..start + range.end,
                format!(", revises {}", parents.join(", ")),
            ));
        }
        start += line.len();
    }
    None
}

/// Where a line of documentation names the parents, or would.
fn parents_in(line: &str, id: &str) -> Option<Range<usize>> {
    let text = without_mark(line).1.trim_start().strip_prefix("//!")?.trim_start();
    let rest = text.strip_prefix("revision ")?.strip_prefix(id)?;
    let start = line.len() - rest.len();
    let Some(named) = rest.strip_prefix(", revises ") else {
        // Another word than the id would go on.
        let is_end = rest.trim().is_empty() || rest.starts_with([',', '.', ' ']);
        return is_end.then_some(start..start);
    };
    let named = named.find(", created").map_or(named.trim_end(), |end| named.get(..end).unwrap_or(named));
    Some(start..start + ", revises ".len() + named.len())
}

fn without_mark(source: &str) -> (usize, &str) {
    match source.strip_prefix('\u{feff}') {
        Some(rest) => (source.len() - rest.len(), rest),
        None => (0, source),
    }
}

fn range(source: &str, node: &impl Spanned) -> Option<Range<usize>> {
    let span = node.span();
    Some(offset(source, span.start())?..offset(source, span.end())?)
}

/// The byte at a line and column of the tokens.
fn offset(source: &str, at: LineColumn) -> Option<usize> {
    let (mark, text) = without_mark(source);
    let before: usize = text.split_inclusive('\n').take(at.line.checked_sub(1)?).map(str::len).sum();
    let line = text.get(before..)?;
    let column = line.char_indices().map(|(at, _)| at).chain([line.len()]).nth(at.column)?;
    Some(mark + before + column)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &str = "\npub fn upgrade(op: &mut Op) -> Result<()> { Ok(()) }\n\
                        pub fn downgrade(op: &mut Op) -> Result<()> { Ok(()) } // end";

    /// Compares what comes of the first lines of a module.
    #[track_caller]
    fn check(before: &str, replaced: &[&str], parents: &[&str], after: &str) {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let got = reparent(&format!("{before}{REST}"), &owned(replaced), "new", &owned(parents));
        assert_eq!(got.unwrap(), format!("{after}{REST}"));
    }

    #[test]
    fn one_parent() {
        check(
            "//! add é\n//!\n//! revision a, revises old, created 2026-01-17 10:00 UTC\n\
             pub  const REVISION: Revision = /* é */ Revision::new(\"a\") .revises( &[ \"old\", ] );",
            &["old"],
            &["new"],
            "//! add é\n//!\n//! revision a, revises new, created 2026-01-17 10:00 UTC\n\
             pub  const REVISION: Revision = /* é */ Revision::new(\"a\") .revises( &[ \"new\", ] );",
        );
    }

    #[test]
    fn some_of_several() {
        check(
            "//! x\n//! revision a, revises one, two, three\npub const REVISION: Revision = \
             Revision::new(\"a\").revises(&[\"one\", \"two\",\n \"three\"]).depends_on(&[\"one\"]);",
            &["one", "three"],
            &["new", "two"],
            "//! x\n//! revision a, revises new, two\npub const REVISION: Revision = \
             Revision::new(\"a\").revises(&[\"new\", \"two\"]).depends_on(&[\"one\"]);",
        );
    }

    #[test]
    fn a_base() {
        check(
            "//! revision a, created 2026-01-17 10:00 UTC\npub const REVISION: Revision = Revision::new(\"a\");",
            &[],
            &["new"],
            "//! revision a, revises new, created 2026-01-17 10:00 UTC\npub const REVISION: Revision = \
             Revision::new(\"a\").revises(&[\"new\"]);",
        );
        check(
            "pub const REVISION: Revision = (Revision::new(\"a\").labels(&[\"x\"]));",
            &[],
            &["new"],
            "pub const REVISION: Revision = (Revision::new(\"a\").revises(&[\"new\"]).labels(&[\"x\"]));",
        );
        check(
            "pub const REVISION: Revision = Revision::new(\"a\").revises(&[]);",
            &[],
            &["new"],
            "pub const REVISION: Revision = Revision::new(\"a\").revises(&[\"new\"]);",
        );
    }

    #[test]
    fn windows_files() {
        check(
            "\u{feff}//! x\r\n//! revision a, revises old\r\n//! more of old\r\n\r\npub const REVISION: Revision =\r\n    \
             Revision::new(\"a\")\r\n    .revises(&[r\"old\"]);",
            &["old"],
            &["new"],
            "\u{feff}//! x\r\n//! revision a, revises new\r\n//! more of old\r\n\r\npub const REVISION: Revision =\r\n    \
             Revision::new(\"a\")\r\n    .revises(&[\"new\"]);",
        );
    }

    #[test]
    fn documentation_of_ones_own() {
        check(
            "//! revision ab, revises old\n//! Revises old.\npub const REVISION: Revision = Revision::new(\"a\").revises(&[\"old\"]);",
            &["old"],
            &["new"],
            "//! revision ab, revises old\n//! Revises old.\npub const REVISION: Revision = Revision::new(\"a\").revises(&[\"new\"]);",
        );
    }

    #[test]
    fn what_is_not_understood() {
        assert_eq!(reparent("fn x() {}", &[], "new", &["new".to_owned()]), None);
    }
}
