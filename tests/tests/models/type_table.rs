//! The table of types in the documentation: made of the code, and complete.

use std::fmt::Write;

use dbmig_runtime::manifest::{Mapping, mappings};
use dbmig_tests::server::database;
use dbmig_tests::tools::workspace;

/// Types that no column of a person's can hold, or that nothing but text can be read from.
const INTERNAL: &[&str] = &[
    "aclitem",
    "gtsvector",
    "pg_brin_bloom_summary",
    "pg_brin_minmax_multi_summary",
    "pg_dependencies",
    "pg_mcv_list",
    "pg_ndistinct",
    "pg_node_tree",
];

#[test]
fn the_table_is_what_the_code_says() {
    let mut table = "| Rust | SQL | feature |\n|---|---|---|\n".to_owned();
    for mapping in mappings() {
        let feature = Some(mapping.feature).filter(|feature| !matches!(*feature, "" | "types"));
        let feature = feature.map(|feature| format!("`{feature}`")).unwrap_or_default();
        writeln!(table, "| `{}` | `{}` | {feature} |", rust(&mapping), mapping.sql).unwrap();
    }
    let file = workspace().join("dbmig-runtime/src/manifest/types/table.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &table).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written, table, "run this test with UPDATE=1");
}

fn rust(mapping: &Mapping) -> String {
    let own = mapping.feature == "types" || mapping.rust.contains("ange<");
    let path = if own { "types::" } else { "" };
    format!("{path}{}", mapping.rust)
}

#[test]
fn every_built_in_type_has_a_rust_type() {
    let sql = "SELECT CASE WHEN typname = 'bpchar' THEN 'bpchar' ELSE format_type(oid, NULL) END FROM pg_type \
               WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm') \
               AND NOT (typcategory = 'A' AND typelem <> 0) ORDER BY 1";
    let rows = database().connect().query(sql, &[]).unwrap();
    let types: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let mappings = mappings();
    let missing: Vec<&String> = types
        .iter()
        .filter(|sql| {
            !INTERNAL.contains(&sql.as_str()) && !mappings.iter().any(|mapping| mapping.sql == **sql)
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(types.len() > 60);
}
