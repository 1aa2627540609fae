//! A crate of structs as people write them.

use std::fmt::Write as _;

/// Ten columns, one after the other and again: attributes, name, type. `#` is the number of the column, `@` that of the
/// struct it references.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("#[column(type = \"varchar(320)\", unique)]", "email_#", "String"),
    ("#[column(references(Entity@::id), on_delete = \"cascade\")]", "owner_#_id", "i64"),
    ("", "title_#", "String"),
    ("#[column(default = \"'draft'\")]", "status_#", "Status"),
    ("#[column(default = \"0\", check = \"amount_# >= 0\")]", "amount_#", "i32"),
    ("#[column(comment = \"what it is about\")]", "note_#", "Option<String>"),
    ("#[column(default = \"now()\")]", "created_#_at", "DateTime<Utc>"),
    ("", "active_#", "bool"),
    ("#[column(default = \"'{}'\")]", "tags_#", "Vec<String>"),
    ("", "score_#", "Option<f64>"),
];

/// The source of a library with so many structs of so many columns.
pub fn structs(structs: usize, columns: usize, derives: bool) -> String {
    let mut source = String::from("//! Entities.\n\nuse chrono::{DateTime, Utc};\n");
    let derive = if derives { "use dbmig_runtime::{SqlType, Table};\n\n#[derive(SqlType)]\n" } else { "\n" };
    let _ = write!(source, "{derive}pub enum Status {{\n    Draft,\n    Sent,\n    Done,\n}}\n");
    for number in 0..structs {
        source.push('\n');
        if derives {
            source.push_str("#[derive(Table)]\n#[db(\"app\")]\n#[table(comment = \"an entity\")]\n");
            source.push_str("#[index(columns(title_3, created_7_at desc), where = \"active_8\")]\n");
            source.push_str("#[index(columns(owner_2_id))]\n#[unique(columns(title_3, owner_2_id))]\n");
        }
        let _ = writeln!(source, "pub struct Entity{number} {{");
        if derives {
            source.push_str("    #[column(primary_key, identity)]\n");
        }
        source.push_str("    pub id: i64,\n");
        for column in 1..columns {
            let (attributes, name, ty) = COLUMNS[(column - 1) % COLUMNS.len()];
            let fill = |text: &str| {
                text.replace('#', &column.to_string())
                    .replace('@', &(number.saturating_sub(column)).to_string())
            };
            if derives && !attributes.is_empty() {
                // The attribute's own sign.
                let _ = writeln!(source, "    #{}", fill(&attributes[1..]));
            }
            let _ = writeln!(source, "    pub {}: {ty},", fill(name));
        }
        source.push_str("}\n");
    }
    source
}
