//! Whether cargo's own settings leave the declarations out of what is compiled.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item};

/// The variable that leaves them out, where it is neither empty nor 0.
pub(super) const VARIABLE: &str = "DBMIG_NO_MANIFEST";

/// `[env]` in a `.cargo/config.toml` that sets the variable.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) file: PathBuf,
    /// True if it wins over the environment too.
    pub(super) is_forced: bool,
}

/// The setting for a cargo that is called in the folder `dir`: the nearest one.
pub(super) fn setting(dir: &Path) -> Option<Setting> {
    let files =
        dir.ancestors().flat_map(|dir| ["config.toml", "config"].map(|name| dir.join(".cargo").join(name)));
    files
        .filter_map(|file| {
            let text = fs::read_to_string(&file).ok()?;
            Some(Setting { is_forced: is_forced(&text)?, file })
        })
        .next()
}

/// Whether the variable is forced on; `None` if it isn't set.
fn is_forced(text: &str) -> Option<bool> {
    let document: DocumentMut = text.parse().ok()?;
    let item = document.get("env")?.get(VARIABLE)?;
    let value = item.as_str().or_else(|| item.get("value").and_then(Item::as_str))?;
    let is_on = !value.is_empty() && value != "0";
    Some(is_on && item.get("force").and_then(Item::as_bool).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings() {
        for (text, expected) in [
            ("", None),
            ("[env]\nOTHER = \"1\"", None),
            ("[env]\nDBMIG_NO_MANIFEST = \"1\"", Some(false)),
            ("[env]\nDBMIG_NO_MANIFEST = { value = \"1\", force = true }", Some(true)),
            ("[env.DBMIG_NO_MANIFEST]\nvalue = \"0\"\nforce = true", Some(false)),
            ("no toml", None),
        ] {
            assert_eq!(is_forced(text), expected, "{text}");
        }
    }
}
