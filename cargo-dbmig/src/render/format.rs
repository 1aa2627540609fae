//! Formatting: always by `prettyplease`, then by the user's `rustfmt` where there is one.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use proc_macro2::TokenStream;

use super::{Error, Result};

/// How to call `rustfmt`.
#[derive(Clone, Debug)]
pub struct Rustfmt {
    /// The program.
    pub program: PathBuf,
    /// The folder whose `rustfmt.toml` counts.
    pub dir: PathBuf,
    /// The edition of the source.
    pub edition: String,
}

/// Each item on its own, with an empty line between.
pub(super) fn items(items: impl IntoIterator<Item = TokenStream>) -> Result<String> {
    let mut text = String::new();
    for item in items {
        let file = syn::parse2(item.clone())
            .map_err(|source| Error::Syntax { source_text: item.to_string(), source })?;
        text.push('\n');
        text.push_str(&prettyplease::unparse(&file));
    }
    Ok(text)
}

impl Rustfmt {
    /// Formats `source` as the user's own code is formatted; gives it back as it is where that doesn't work.
    pub(super) fn format(&self, source: String) -> String {
        self.run(&source).filter(|formatted| !formatted.trim().is_empty()).unwrap_or(source)
    }

    fn run(&self, source: &str) -> Option<String> {
        let mut rustfmt = Command::new(&self.program)
            .args(["--quiet", "--emit", "stdout", "--edition", &self.edition])
            .current_dir(&self.dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut input = rustfmt.stdin.take()?;
        let text = source.to_owned();
        // It may print before it has read everything.
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
        let output = rustfmt.wait_with_output().ok()?;
        writer.join().ok()?.ok()?;
        output.status.success().then(|| String::from_utf8(output.stdout).ok())?
    }
}
