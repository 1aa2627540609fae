//! `include` and `exclude`: which objects of a database its revisions are about.

use std::path::Path;

use dbmig_runtime::build::{Config, ConfigError, ConfigProblem, DatabaseConfig, PatternText, Places};
use dbmig_runtime::catalog::{Filter, Pattern};

/// What the database's revisions are about. Patterns that can't be used are refused when the settings are read.
pub fn scope(config: &DatabaseConfig) -> Filter {
    let patterns = |texts: &[PatternText]| texts.iter().filter_map(|text| text.text.parse().ok()).collect();
    Filter { include: patterns(&config.include), exclude: patterns(&config.exclude) }
}

/// Refuses patterns that can't be used.
pub(super) fn check(config: &Config, manifest: &Path, places: &Places) -> Result<(), ConfigError> {
    let mut problems = Vec::new();
    for database in &config.databases {
        let include = database.include.iter().map(|text| (text, true));
        for (text, is_include) in include.chain(database.exclude.iter().map(|text| (text, false))) {
            let message = match text.text.parse::<Pattern>() {
                Ok(pattern) if is_include && pattern.is_about_parts() => {
                    "it is part of a table or view, and comes with that: name the table or view".to_owned()
                }
                Ok(_) => continue,
                Err(error) => error.to_string(),
            };
            let shown = places.shown(text.at).unwrap_or_default();
            problems.push(ConfigProblem { at: text.at, key: text.key.clone(), message, shown });
        }
    }
    let manifest = manifest.to_owned();
    if problems.is_empty() { Ok(()) } else { Err(ConfigError::Invalid { manifest, problems }) }
}
