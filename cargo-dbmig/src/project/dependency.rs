//! How a package takes `dbmig-runtime`, so that the migrations package takes the same one.

use std::path::{Component, Path, PathBuf};

use toml_edit::{DocumentMut, InlineTable, Item, Value};

const RUNTIME: &str = "dbmig-runtime";

/// The keys that say where a dependency comes from; features and the like are each package's own.
const SOURCE_KEYS: [&str; 8] = ["workspace", "version", "path", "git", "branch", "tag", "rev", "registry"];

/// The source of `dbmig-runtime` in the manifest `document` of the folder `from`, for a manifest in the folder `to`.
pub(super) fn runtime_source(document: &DocumentMut, from: &Path, to: &Path) -> Option<InlineTable> {
    let item = find(document)?;
    let mut source = InlineTable::new();
    if let Some(version) = item.as_str() {
        source.insert("version", version.into());
        return Some(source);
    }
    let table = item.as_table_like()?;
    for key in SOURCE_KEYS {
        let Some(value) = table.get(key).and_then(Item::as_value) else { continue };
        let value = match (key, value.as_str()) {
            ("path", Some(path)) => Value::from(relative(&from.join(path), to)),
            _ => value.clone().decorated(" ", ""),
        };
        source.insert(key, value);
    }
    (!source.is_empty()).then_some(source)
}

/// The source of this very release.
pub(super) fn released_source() -> InlineTable {
    let mut source = InlineTable::new();
    source.insert("version", env!("CARGO_PKG_VERSION").into());
    source
}

/// `source` with `features`, as TOML.
pub(super) fn with_features(source: &InlineTable, features: &[&str]) -> String {
    let mut dependency = source.clone();
    dependency.insert("features", Value::Array(features.iter().copied().collect()));
    dependency.fmt();
    dependency.to_string().trim().to_owned()
}

/// In any table of dependencies, also under another name.
fn find(document: &DocumentMut) -> Option<&Item> {
    let mut tables: Vec<&Item> = Vec::new();
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    tables.extend(kinds.iter().filter_map(|kind| document.get(kind)));
    if let Some(targets) = document.get("target").and_then(Item::as_table_like) {
        for (_, target) in targets.iter() {
            tables.extend(kinds.iter().filter_map(|kind| target.get(kind)));
        }
    }
    tables
        .into_iter()
        .filter_map(Item::as_table_like)
        .find_map(|table| table.iter().find(|(name, item)| is_runtime(name, item)).map(|(_, item)| item))
}

fn is_runtime(name: &str, item: &Item) -> bool {
    match item.get("package").and_then(Item::as_str) {
        Some(package) => package == RUNTIME,
        None => name == RUNTIME,
    }
}

/// `path` as seen from the folder `base`, with `/` between its parts; both are absolute.
fn relative(path: &Path, base: &Path) -> String {
    let (path, base) = (clean(path), clean(base));
    let common = path.components().zip(base.components()).take_while(|(a, b)| a == b).count();
    let up = base.components().skip(common).map(|_| "..".to_owned());
    let down = path.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Without `.` and `..`.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(manifest: &str) -> Option<String> {
        let document = manifest.parse().unwrap();
        let source = runtime_source(&document, Path::new("/w/app"), Path::new("/w/app/migrations"))?;
        Some(with_features(&source, &["cli"]))
    }

    #[test]
    fn sources() {
        for (manifest, expected) in [
            ("[dependencies]\ndbmig-runtime = \"0.1\"", "{ version = \"0.1\", features = [\"cli\"] }"),
            (
                "[dependencies]\ndbmig-runtime = { path = \"../../dbmig/dbmig-runtime\", features = [\"x\"] }",
                "{ path = \"../../../dbmig/dbmig-runtime\", features = [\"cli\"] }",
            ),
            (
                "[dependencies.dbmig-runtime]\npath = \"vendor/rt\"\nversion = \"1\"\ndefault-features = false",
                "{ version = \"1\", path = \"../vendor/rt\", features = [\"cli\"] }",
            ),
            ("[dependencies]\ndbmig-runtime.workspace = true", "{ workspace = true, features = [\"cli\"] }"),
            (
                "[target.'cfg(unix)'.dependencies]\nrt = { package = \"dbmig-runtime\", git = \"https://x/y\", rev = \"1\" }",
                "{ git = \"https://x/y\", rev = \"1\", features = [\"cli\"] }",
            ),
        ] {
            assert_eq!(source(manifest).as_deref(), Some(expected), "{manifest}");
        }
    }

    #[test]
    fn another_package_of_the_name_is_none() {
        assert_eq!(source("[dependencies]\ndbmig-runtime = { package = \"other\", version = \"1\" }"), None);
        assert_eq!(source("[dependencies]\nserde = \"1\""), None);
    }
}
