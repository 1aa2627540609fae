//! A whole revision module.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use dbmig_runtime::op::Operation;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::literal::{list, text};
use super::operation::calls;
use super::review::Review;
use super::{Result, Rustfmt, format};

/// What a revision module says.
#[derive(Clone, Debug)]
pub struct Module<'a> {
    /// What it is about; the first line is its title.
    pub message: &'a str,
    /// Its id.
    pub id: &'a str,
    /// The ids that it revises.
    pub parents: &'a [String],
    /// Ids or labels of what has to be applied before it.
    pub depends_on: &'a [String],
    /// The labels of the branch that begins with it.
    pub labels: &'a [String],
    /// The revisions that it takes the place of, with the checksum of the one whose id it has.
    pub squashes: Option<(&'a [String], &'a str)>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What it changes, and what data it deletes: a line each, for whoever reviews it.
    pub changes: &'a [String],
    /// True if somebody has confirmed that it may delete data.
    pub allow_destructive: bool,
    /// What applies it.
    pub upgrade: &'a [Operation],
    /// What takes it back.
    pub downgrade: &'a [Operation],
}

/// How many changes the documentation lists.
const CHANGES_LISTED: usize = 200;

impl Module<'_> {
    /// The module's source, formatted.
    ///
    /// # Errors
    /// If an operation can't be written as Rust.
    pub fn render(&self, rustfmt: Option<&Rustfmt>) -> Result<String> {
        let items = format::items([
            quote!(
                use dbmig_runtime::migration::*;
            ),
            self.declaration(),
        ])?;
        let source = self.documentation() + &items + "\n" + &functions(self.upgrade, self.downgrade)?;
        Ok(rustfmt.map_or(source.clone(), |rustfmt| rustfmt.format(source)))
    }

    fn documentation(&self) -> String {
        let mut text = String::new();
        for line in self.message.trim().lines() {
            push_line(&mut text, &printable(line));
        }
        push_line(&mut text, "");
        let revises = match self.parents {
            [] => String::new(),
            parents => format!(", revises {}", parents.join(", ")),
        };
        let created = self.created.format("%Y-%m-%d %H:%M UTC");
        push_line(&mut text, &format!("revision {}{revises}, created {created}", self.id));
        self.list_changes(&mut text);
        text
    }

    fn list_changes(&self, text: &mut String) {
        if self.changes.is_empty() {
            return;
        }
        // A block of text, in which nothing has a meaning to rustdoc.
        push_line(text, "");
        push_line(text, "```text");
        for change in self.changes.iter().take(CHANGES_LISTED) {
            push_line(text, &printable(change).replace("```", "` ` `"));
        }
        let more = self.changes.len().saturating_sub(CHANGES_LISTED);
        if more > 0 {
            push_line(text, &format!("… and {more} more"));
        }
        push_line(text, "```");
    }

    fn declaration(&self) -> TokenStream {
        let id = text(self.id);
        let mut chain = quote!(Revision::new(#id));
        let lists = [("revises", self.parents), ("depends_on", self.depends_on), ("labels", self.labels)];
        for (method, names) in lists.into_iter().filter(|(_, names)| !names.is_empty()) {
            let (method, names) = (Ident::new(method, Span::call_site()), list(names));
            chain.extend(quote!(.#method(&#names)));
        }
        if let Some((revisions, checksum)) = self.squashes {
            let (revisions, checksum) = (list(revisions), text(checksum));
            chain.extend(quote!(.squashes(&#revisions, #checksum)));
        }
        if self.allow_destructive {
            chain.extend(quote!(.allow_destructive()));
        }
        quote!(pub const REVISION: Revision = #chain;)
    }
}

/// `upgrade()` and `downgrade()` as a revision module has them.
///
/// # Errors
/// If an operation can't be written as Rust.
pub fn functions(upgrade: &[Operation], downgrade: &[Operation]) -> Result<String> {
    let review = Review::new(upgrade);
    let up = format::items([function("upgrade", calls(upgrade, |at, call| review.mark(at, call))?)])?;
    // What a downgrade takes away is what its upgrade made: comments on that would hide those that matter.
    let down = format::items([function("downgrade", calls(downgrade, |_, call| call)?)])?;
    Ok(review.fill_in(up.trim_start()) + &down)
}

fn function(name: &str, calls: Vec<TokenStream>) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    let body = match calls.split_last() {
        Some((last, before)) => quote!(#(#before?;)* #last),
        None => quote!(let _ = op; Ok(())),
    };
    quote!(pub fn #name(op: &mut Op) -> Result<()> { #body })
}

fn push_line(text: &mut String, line: &str) {
    // Writing to a String can't fail.
    let _ = writeln!(text, "{}", format!("//! {line}").trim_end());
}

/// Without the characters that rustc refuses in a comment, or that would turn the line around on a screen.
pub(super) fn printable(line: &str) -> String {
    let hidden = |c: &char| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.chars().filter(hidden).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
