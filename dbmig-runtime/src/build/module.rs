//! One revision file.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::{File, Item, ItemFn, Visibility};

use super::declaration::{self, Declaration};
use super::position::Position;
use super::{Error, ErrorKind, checksum, docs};
use crate::revision::Node;

/// A revision as its file declares it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Module {
    /// The file, as it was found.
    pub file: PathBuf,
    /// Its place in the history.
    pub node: Node,
    /// The first line of the module's documentation, or empty.
    pub message: String,
    /// The creation time as the module's documentation gives it (`2026-01-17 10:00 UTC`), or empty.
    pub created: String,
    /// The module's documentation.
    pub docs: String,
    /// SHA-256 of the module's tokens, see [`checksum()`].
    pub checksum: String,
    /// Where the id is written.
    pub(super) id_at: Position,
    /// The ids that `REVISION` names, with their places.
    pub(super) references: Vec<(String, Position)>,
}

impl Module {
    /// Reads a revision file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file by itself.
    pub fn read(file: &Path) -> Result<Self, Vec<Error>> {
        match fs::read_to_string(file) {
            Ok(text) => Self::parse(file, &text),
            Err(source) => {
                Err(vec![Error { file: file.to_owned(), at: None, kind: ErrorKind::Unreadable { source } }])
            }
        }
    }

    /// Reads the text of a revision file.
    ///
    /// # Errors
    ///
    /// As [`Module::read`].
    pub fn parse(file: &Path, text: &str) -> Result<Self, Vec<Error>> {
        let error = |at: Position, kind| Error { file: file.to_owned(), at: Some(at), kind };
        let syntax = |(at, message)| vec![error(at, ErrorKind::Syntax { message })];
        let tokens = tokens(text).map_err(syntax)?;
        let source: File =
            syn::parse2(tokens.clone()).map_err(|e| syntax((e.span().into(), e.to_string())))?;
        let mut problems = Vec::new();
        let declaration = revision(&source).map_err(|problem| problems.push(problem)).ok().flatten();
        for name in ["upgrade", "downgrade"] {
            problems.extend(function_problem(&source, name));
        }
        let Some(Declaration { node, id_at, references }) = declaration.filter(|_| problems.is_empty())
        else {
            return Err(problems.into_iter().map(|(at, kind)| error(at, kind)).collect());
        };
        let lines = docs::lines(&source.attrs);
        Ok(Self {
            file: file.to_owned(),
            node,
            message: docs::message(&lines),
            created: docs::created(&lines),
            docs: lines.join("\n").trim().to_owned(),
            checksum: checksum(tokens),
            id_at,
            references,
        })
    }

    /// Where `REVISION` names an id, or its own id where it does not.
    pub(super) fn place_of(&self, id: &str) -> Position {
        self.references.iter().find(|(name, _)| name == id).map_or(self.id_at, |(_, at)| *at)
    }
}

/// The tokens of a file, as rustc would see them: without a byte order mark, lines ended by LF alone.
pub(super) fn tokens(text: &str) -> Result<TokenStream, (Position, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    text.parse().map_err(|error: proc_macro2::LexError| {
        (error.span().into(), "a bracket or a quote is not closed, or a character has no meaning".to_owned())
    })
}

type Problem = (Position, ErrorKind);

/// Reads `REVISION`; `None` never comes alone.
fn revision(source: &File) -> Result<Option<Declaration>, Problem> {
    let constant = source.items.iter().find_map(|item| match item {
        Item::Const(constant) if constant.ident == "REVISION" => Some(constant),
        _ => None,
    });
    let Some(constant) = constant else { return Err((Position::START, ErrorKind::NoRevision)) };
    if matches!(constant.vis, Visibility::Inherited) {
        return Err((constant.const_token.span().into(), ErrorKind::Private { name: "REVISION" }));
    }
    match declaration::read(&constant.expr) {
        Ok(declaration) => Ok(Some(declaration)),
        Err((at, message)) => Err((at, ErrorKind::Declaration { message })),
    }
}

fn function_problem(source: &File, name: &'static str) -> Option<Problem> {
    let function = source.items.iter().find_map(|item| match item {
        Item::Fn(function) if function.sig.ident == name => Some(function),
        _ => None,
    });
    let Some(function) = function else {
        return Some((Position::START, ErrorKind::NoFunction { name }));
    };
    let at = Position::from(function.sig.ident.span());
    if let Some(reason) = signature_problem(function) {
        return Some((at, ErrorKind::Signature { name, reason }));
    }
    matches!(function.vis, Visibility::Inherited).then_some((at, ErrorKind::Private { name }))
}

/// What can be told without types; the compiler tells the rest.
fn signature_problem(function: &ItemFn) -> Option<&'static str> {
    let signature = &function.sig;
    if signature.asyncness.is_some() {
        Some("is async, and a revision's directives are only recorded")
    } else if signature.inputs.len() != 1 {
        Some("takes one argument")
    } else if signature.generics.type_params().next().is_some() {
        Some("is generic")
    } else if matches!(signature.output, syn::ReturnType::Default) {
        Some("returns no result")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = "//! add priority

//! created 2026-01-17 10:00 UTC
pub const REVISION: Revision = Revision::new(\"b\").revises(&[\"a\"]);
pub fn upgrade(op: &mut Op) -> Result<()> { Ok(()) }
pub fn downgrade(op: &mut Op) -> Result { Ok(()) }
";

    #[test]
    fn what_a_module_declares() {
        let module = Module::parse(Path::new("x.rs"), MODULE).unwrap();
        assert_eq!(
            (module.node.id.as_str(), module.node.parents.as_slice()),
            ("b", ["a".to_owned()].as_slice())
        );
        assert_eq!((&*module.message, &*module.created), ("add priority", "2026-01-17 10:00 UTC"));
        assert_eq!(module.checksum.len(), 64);
        assert_eq!(module.place_of("a").to_string(), "4:61");
    }

    /// Replaces a part of the module, and compares the errors.
    #[track_caller]
    fn refuse(from: &str, to: &str, expected: &[&str]) {
        assert!(MODULE.contains(from), "{from}");
        let errors = Module::parse(Path::new("x.rs"), &MODULE.replace(from, to)).unwrap_err();
        assert_eq!(errors.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_missing() {
        let no_revision = "x.rs:1:1: there is no `REVISION`, so that this is no revision: write \
             `pub const REVISION: Revision = Revision::new(\"ID\").revises(&[\"PARENT\"]);`, \
             or move the file to another folder";
        refuse("REVISION", "revision", &[no_revision]);
        refuse("pub const REVISION", "pub static REVISION", &[no_revision]);
        refuse(
            "fn upgrade",
            "fn up",
            &[
                "x.rs:1:1: there is no `upgrade`: write `pub fn upgrade(op: &mut Op) -> Result<()> { Ok(()) }`",
            ],
        );
        let all = Module::parse(Path::new("x.rs"), "").unwrap_err();
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn what_does_not_fit() {
        refuse("pub const", "const", &["x.rs:4:1: `REVISION` is private: write `pub` before it"]);
        refuse(
            "pub fn downgrade",
            "fn downgrade",
            &["x.rs:6:4: `downgrade` is private: write `pub` before it"],
        );
        let signature = |reason| {
            format!("x.rs:5:8: `upgrade` {reason}: write `pub fn upgrade(op: &mut Op) -> Result<()>`")
        };
        refuse(
            "upgrade(op: &mut Op) -> Result<()>",
            "upgrade() -> Result<()>",
            &[&signature("takes one argument")],
        );
        refuse(
            "upgrade(op: &mut Op) -> Result<()>",
            "upgrade(op: &mut Op)",
            &[&signature("returns no result")],
        );
        refuse(
            "upgrade(op: &mut Op) -> Result<()>",
            "upgrade<T>(op: T) -> Result<()>",
            &[&signature("is generic")],
        );
    }

    #[test]
    fn what_is_no_rust() {
        refuse(
            "Ok(()) }",
            "Ok(() }",
            &[
                "x.rs:5:51: this is not Rust: a bracket or a quote is not closed, or a character has no meaning",
            ],
        );
        refuse("upgrade(op:", "upgrade(op", &["x.rs:5:19: this is not Rust: expected `:`"]);
    }
}
