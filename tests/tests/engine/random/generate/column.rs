//! Columns.

use dbmig_runtime::catalog::{
    Catalog, Column, DataType, EnumType, Generated, GeneratedKind, Identity, IdentityKind, ObjectName,
    SequenceOptions, Table, quote_identifier, quote_literal,
};

use super::super::source::Random;

const TYPES: &[&str] = &[
    "integer",
    "bigint",
    "smallint",
    "text",
    "character varying(20)",
    "numeric(10,2)",
    "boolean",
    "uuid",
    "date",
    "timestamp with time zone",
    "jsonb",
    "text[]",
    "integer[]",
    "double precision",
    "bytea",
];

pub(super) fn column(random: &mut Random, catalog: &Catalog, table: &Table, name: &str) -> Column {
    let enums: Vec<&EnumType> = catalog.enums.values().collect();
    let sources: Vec<&Column> = table.columns.iter().filter(|column| column.generated.is_none()).collect();
    if !sources.is_empty() && random.chance(6) {
        let source = *random.pick(&sources);
        return generated(random, catalog, source, name);
    }
    let mut column = if !enums.is_empty() && random.chance(3) {
        let value = random.pick(&enums);
        let label = quote_literal(random.pick::<String>(&value.labels));
        let data_type = DataType::new(value.name.to_string());
        if random.chance(4) {
            let mut column = Column::new(name, data_type.clone().array());
            column.default = random.some(2, format!("ARRAY[{label}::{data_type}]"));
            column
        } else {
            let mut column = Column::new(name, data_type);
            column.default = random.some(2, label);
            column
        }
    } else {
        let data_type = random.pick(TYPES);
        let mut column = Column::new(name, DataType::new(*data_type));
        column.default = default(data_type).and_then(|text| random.some(3, text.to_owned()));
        if matches!(*data_type, "integer" | "bigint" | "smallint") && random.chance(3) {
            column.identity = Some(identity(random));
            column.default = None;
        }
        if column.data_type.as_sql() == "text" {
            column.collation = random.some(5, ObjectName::new("C"));
        }
        column
    };
    column.nullable = column.identity.is_none() && random.chance(2);
    column.comment = random.comment();
    column
}

fn default(data_type: &str) -> Option<&'static str> {
    Some(match data_type {
        "integer" | "bigint" | "smallint" => "-7",
        "text" | "character varying(20)" => "'it''s \\ '",
        "numeric(10,2)" => "1.5",
        "boolean" => "true",
        "uuid" => "gen_random_uuid()",
        "date" => "CURRENT_DATE",
        "timestamp with time zone" => "now()",
        "jsonb" => "'{\"a\": [1]}'",
        "text[]" => "'{a,\"b c\"}'",
        _ => return None,
    })
}

/// A column computed from another one.
fn generated(random: &mut Random, catalog: &Catalog, source: &Column, name: &str) -> Column {
    let quoted = quote_identifier(&source.name);
    let label = enum_of(catalog, source).map(|value| quote_literal(&value.labels[0]));
    let (data_type, expression) = match (source.data_type.as_sql(), label) {
        (_, Some(label)) => ("boolean", format!("{quoted} = {label}")),
        ("integer" | "smallint", _) => ("bigint", format!("{quoted} * 2 + {}", random.below(2))),
        ("text", _) => ("text", format!("'x' || {quoted}")),
        _ => ("boolean", format!("{quoted} IS NULL")),
    };
    let mut column = Column::new(name, DataType::new(data_type));
    column.generated = Some(Generated { expression, kind: GeneratedKind::Stored });
    column.comment = random.comment();
    column
}

pub(super) fn enum_of<'c>(catalog: &'c Catalog, column: &Column) -> Option<&'c EnumType> {
    catalog.enums.values().find(|value| column.data_type.as_sql() == value.name.to_string())
}

fn identity(random: &mut Random) -> Identity {
    let kind = if random.chance(2) { IdentityKind::Always } else { IdentityKind::ByDefault };
    let options = SequenceOptions {
        start: random.some(3, 50),
        increment: random.some(4, 3),
        min: random.some(4, 20),
        max: random.some(4, 900),
        cache: random.some(4, 5),
        cycle: random.chance(4),
    };
    let down =
        SequenceOptions { increment: Some(-2), min: random.some(2, -90), ..SequenceOptions::default() };
    Identity { options: if random.chance(6) { down } else { options }, ..Identity::new(kind) }
}

/// True if a btree can hold the type.
pub(super) fn has_order(column: &Column) -> bool {
    !matches!(column.data_type.as_sql(), "json" | "point")
}
