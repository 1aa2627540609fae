//! Reading `REVISION` without compiling it.

use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprLit, ExprMethodCall, Lit, LitStr};

use super::position::Position;
use crate::revision::{Node, similar};

/// A revision's place in the history, with where each id is written.
#[derive(Clone, Debug)]
pub(super) struct Declaration {
    pub(super) node: Node,
    pub(super) id_at: Position,
    /// The ids that it names, each with its place.
    pub(super) references: Vec<(String, Position)>,
}

/// What is wrong with the expression, and where.
pub(super) type Problem = (Position, String);

/// The methods of `Revision` that take a list.
const METHODS: [&str; 3] = ["revises", "depends_on", "labels"];
/// The method that takes nothing.
const FLAG: &str = "allow_destructive";
/// The method that takes a list and a checksum.
const SQUASHES: &str = "squashes";

/// Reads `Revision::new("…")` with any of its methods in any order, once each, all arguments literals.
pub(super) fn read(expression: &Expr) -> Result<Declaration, Problem> {
    match expression {
        Expr::Paren(inner) => read(&inner.expr),
        Expr::Group(inner) => read(&inner.expr),
        Expr::Call(call) => new(call),
        Expr::MethodCall(call) => method(read(&call.receiver)?, call),
        other => Err(shape(other)),
    }
}

fn new(call: &ExprCall) -> Result<Declaration, Problem> {
    let Expr::Path(function) = &*call.func else { return Err(shape(call)) };
    let mut names = function.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    if names.next().as_deref() != Some("new") || names.next().as_deref() != Some("Revision") {
        return Err(shape(call));
    }
    let mut arguments = call.args.iter();
    let (Some(argument), None) = (arguments.next(), arguments.next()) else {
        return Err((call.span().into(), "`Revision::new` takes the id alone".to_owned()));
    };
    let id = literal(argument)?;
    let node = Node { id: id.value(), ..Node::default() };
    Ok(Declaration { node, id_at: id.span().into(), references: Vec::new() })
}

fn method(mut declaration: Declaration, call: &ExprMethodCall) -> Result<Declaration, Problem> {
    let name = call.method.to_string();
    let at = Position::from(call.method.span());
    if name == FLAG {
        return match call.args.is_empty() {
            true => Ok(declaration),
            false => Err((at, format!("`{FLAG}` takes nothing: `.{FLAG}()`"))),
        };
    }
    if name == SQUASHES {
        return squashes(declaration, call, at);
    }
    let list = match name.as_str() {
        "revises" => &mut declaration.node.parents,
        "depends_on" => &mut declaration.node.depends_on,
        "labels" => &mut declaration.node.labels,
        _ => {
            let methods = || METHODS.into_iter().chain([FLAG, SQUASHES]);
            let near = similar(&name, methods());
            let all = || methods().collect::<Vec<_>>().join(", ");
            let meant = near.first().map_or_else(all, |near| format!("did you mean `{near}`?"));
            return Err((at, format!("a revision has no `{name}`: {meant}")));
        }
    };
    let mut arguments = call.args.iter();
    let (Some(argument), None) = (arguments.next(), arguments.next()) else {
        return Err((at, format!("`{name}` takes one list: `.{name}(&[\"…\"])`")));
    };
    if !list.is_empty() {
        return Err((at, format!("`{name}` is given twice: write one list")));
    }
    for literal in literals(argument)? {
        list.push(literal.value());
        declaration.references.push((literal.value(), literal.span().into()));
    }
    Ok(declaration)
}

fn squashes(
    mut declaration: Declaration,
    call: &ExprMethodCall,
    at: Position,
) -> Result<Declaration, Problem> {
    let mut arguments = call.args.iter();
    let (Some(revisions), Some(checksum), None) = (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err((
            at,
            format!("`{SQUASHES}` takes a list and a checksum: `.{SQUASHES}(&[\"…\"], \"…\")`"),
        ));
    };
    literal(checksum)?;
    for literal in literals(revisions)? {
        declaration.node.squashes.push(literal.value());
        declaration.references.push((literal.value(), literal.span().into()));
    }
    Ok(declaration)
}

fn literals(argument: &Expr) -> Result<Vec<LitStr>, Problem> {
    match argument {
        Expr::Paren(inner) => literals(&inner.expr),
        Expr::Group(inner) => literals(&inner.expr),
        Expr::Reference(reference) => match &*reference.expr {
            Expr::Array(array) => array.elems.iter().map(literal).collect(),
            other => Err(not_literal(other, "a list of string literals: `&[\"…\"]`")),
        },
        other => Err(not_literal(other, "a list of string literals: `&[\"…\"]`")),
    }
}

fn literal(expression: &Expr) -> Result<LitStr, Problem> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.clone()),
        other => Err(not_literal(other, "a string literal")),
    }
}

fn not_literal(found: &Expr, wanted: &str) -> Problem {
    (found.span().into(), format!("`REVISION` is read without compiling it: write {wanted} here"))
}

fn shape(found: &impl Spanned) -> Problem {
    let form = "`Revision::new(\"ID\").revises(&[\"PARENT\"])`";
    (found.span().into(), format!("`REVISION` is read without compiling it: write {form}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expression: &str, parents: &[&str], depends_on: &[&str], labels: &[&str]) {
        let node = read(&syn::parse_str(expression).unwrap()).unwrap().node;
        assert_eq!((node.id.as_str(), &*node.parents), ("a", &*owned(parents)));
        assert_eq!((node.depends_on, node.labels), (owned(depends_on), owned(labels)));
    }

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[track_caller]
    fn refuse(expression: &str, expected: &str) {
        let (at, message) = read(&syn::parse_str(expression).unwrap()).unwrap_err();
        assert_eq!(format!("{at}: {message}"), expected);
    }

    #[test]
    fn methods_in_any_order() {
        check("Revision::new(\"a\")", &[], &[], &[]);
        check("Revision::new(\"a\").allow_destructive().revises(&[\"b\"])", &["b"], &[], &[]);
        check(
            "dbmig_runtime::migration::Revision::new(r\"a\").revises(&[\"b\", \"c\",])",
            &["b", "c"],
            &[],
            &[],
        );
        check(
            "(Revision::new(\"a\").labels(&[\"x\"]).depends_on(&[\"d\"])).revises((&[\"b\"]))",
            &["b"],
            &["d"],
            &["x"],
        );
        check("Revision::new(\"a\").revises(&[])", &[], &[], &[]);
        let squashed =
            read(&syn::parse_str("Revision::new(\"c\").squashes(&[\"a\", \"b\"], \"0f\")").unwrap());
        assert_eq!(squashed.unwrap().node.squashes, ["a", "b"]);
    }

    #[test]
    fn what_can_not_be_read() {
        refuse(
            "ID",
            "1:1: `REVISION` is read without compiling it: write `Revision::new(\"ID\").revises(&[\"PARENT\"])`",
        );
        refuse(
            "Version::new(\"a\")",
            "1:1: `REVISION` is read without compiling it: write `Revision::new(\"ID\").revises(&[\"PARENT\"])`",
        );
        refuse(
            "Revision::new(ID)",
            "1:15: `REVISION` is read without compiling it: write a string literal here",
        );
        refuse("Revision::new(\"a\", \"b\")", "1:1: `Revision::new` takes the id alone");
        refuse(
            "Revision::new(\"a\").revises(PARENTS)",
            "1:28: `REVISION` is read without compiling it: write a list of string literals: `&[\"…\"]` here",
        );
        refuse(
            "Revision::new(\"a\").revise(&[])",
            "1:20: a revision has no `revise`: did you mean `revises`?",
        );
        refuse(
            "Revision::new(\"a\").with()",
            "1:20: a revision has no `with`: revises, depends_on, labels, allow_destructive, squashes",
        );
        refuse(
            "Revision::new(\"a\").revises(\"b\")",
            "1:28: `REVISION` is read without compiling it: write a list of string literals: `&[\"…\"]` here",
        );
        refuse(
            "Revision::new(\"a\").squashes(&[])",
            "1:20: `squashes` takes a list and a checksum: `.squashes(&[\"…\"], \"…\")`",
        );
        refuse("Revision::new(\"a\").labels()", "1:20: `labels` takes one list: `.labels(&[\"…\"])`");
        refuse(
            "Revision::new(\"a\").labels(&[\"x\"]).labels(&[\"y\"])",
            "1:35: `labels` is given twice: write one list",
        );
    }
}
