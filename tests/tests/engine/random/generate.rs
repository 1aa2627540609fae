//! Catalogs made up from a seed. Names come from small pools, so that two catalogs have much in common.

use dbmig_runtime::catalog::{
    Action, Catalog, Check, Column, DataType, EnumType, ForeignKey, Generated, GeneratedKind, Identity,
    IdentityKind, Index, IndexKey, KeyPart, Match, Namespace, NullsOrder, ObjectName, PrimaryKey,
    SequenceOptions, SortOrder, Table, Unique, quote_identifier, quote_literal,
};

use super::source::Random;

const SCHEMAS: &[&str] = &["audit", "My \"Schema\""];
const TABLES: &[&str] = &["account", "task", "Event log", "select", "größe", "x\"y"];
const COLUMNS: &[&str] = &["id", "name", "state", "Price", "order", "a b", "c'd", "text", "n", "über"];
const LABELS: &[&str] = &["open", "done", "it's", "In Progress", "a\\b", "🦀", "x,y"];
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

/// A catalog as a person would declare it.
pub(crate) fn catalog(random: &mut Random) -> Catalog {
    let mut catalog = Catalog::default();
    for name in SCHEMAS.iter().filter(|_| random.chance(2)).collect::<Vec<_>>() {
        let namespace = Namespace { name: name.to_string(), comment: random.comment() };
        catalog.namespaces.insert(name.to_string(), namespace);
    }
    for name in ["mood", "State"] {
        if random.chance(3) {
            continue;
        }
        let name = place(random, &catalog, name);
        let labels = random.several(LABELS, 5).into_iter().map(str::to_owned).collect();
        let value = EnumType { name: name.clone(), labels, comment: random.comment() };
        catalog.enums.insert(name, value);
    }
    for name in random.several(TABLES, 5) {
        let name = place(random, &catalog, name);
        let table = table(random, &catalog, name);
        catalog.tables.insert(table.name.clone(), table);
    }
    foreign_keys(random, &mut catalog);
    catalog
}

fn place(random: &mut Random, catalog: &Catalog, name: &str) -> ObjectName {
    let schemas: Vec<&String> = catalog.namespaces.keys().collect();
    if schemas.is_empty() || random.chance(2) {
        ObjectName::new(name)
    } else {
        ObjectName::in_schema(random.pick(&schemas).as_str(), name)
    }
}

fn table(random: &mut Random, catalog: &Catalog, name: ObjectName) -> Table {
    let mut table = Table::new(name);
    table.comment = random.comment();
    for name in random.several(COLUMNS, 7) {
        let column = column(random, catalog, &table, name);
        table.columns.push(column);
    }
    let keyed: Vec<String> =
        table.columns.iter().filter(|column| has_order(column)).map(|c| c.name.clone()).collect();
    if !keyed.is_empty() {
        keys(random, &mut table, &keyed);
        indexes(random, catalog, &mut table, &keyed);
    }
    for number in 0..random.below(3) {
        let expression = condition(random, catalog, &table);
        table.checks.push(Check {
            no_inherit: random.chance(6),
            not_valid: random.chance(6),
            comment: random.comment(),
            ..Check::new(own_name(&table, "check", number), expression)
        });
    }
    table.sort();
    table
}

fn own_name(table: &Table, kind: &str, number: usize) -> String {
    format!("{} {kind} {number}", table.name.name)
}

fn column(random: &mut Random, catalog: &Catalog, table: &Table, name: &str) -> Column {
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

fn enum_of<'c>(catalog: &'c Catalog, column: &Column) -> Option<&'c EnumType> {
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
    Identity { kind, options: if random.chance(6) { down } else { options } }
}

/// True if a btree can hold the type.
fn has_order(column: &Column) -> bool {
    !matches!(column.data_type.as_sql(), "json" | "point")
}

fn keys(random: &mut Random, table: &mut Table, keyed: &[String]) {
    if random.chance(2) {
        let columns = random.several(keyed, 2);
        for column in &mut table.columns {
            column.nullable &= !columns.contains(&column.name);
        }
        let generated = |name: &String| table.column(name).is_some_and(|column| column.generated.is_some());
        if !columns.iter().any(generated) {
            let name = format!("{}_pkey", table.name.name);
            table.primary_key =
                Some(PrimaryKey { comment: random.comment(), ..PrimaryKey::new(name, columns) });
        }
    }
    for number in 0..random.below(3) {
        let deferrable = random.chance(4);
        let columns = random.several(keyed, 2);
        table.uniques.push(Unique {
            deferrable,
            initially_deferred: deferrable && random.chance(2),
            comment: random.comment(),
            ..Unique::new(own_name(table, "key", number), columns)
        });
    }
}

fn indexes(random: &mut Random, catalog: &Catalog, table: &mut Table, keyed: &[String]) {
    for number in 0..random.below(4) {
        let mut index = Index::new(own_name(table, "idx", number));
        for name in random.several(keyed, 3) {
            index.keys.push(key(random, table, name));
        }
        index.unique = random.chance(4);
        index.include = if random.chance(5) { vec![random.pick(keyed).clone()] } else { Vec::new() };
        index.predicate = if random.chance(3) { Some(condition(random, catalog, table)) } else { None };
        index.storage = if random.chance(6) { vec!["fillfactor=70".to_owned()] } else { Vec::new() };
        index.comment = random.comment();
        table.indexes.push(index);
    }
}

fn key(random: &mut Random, table: &Table, name: String) -> IndexKey {
    let text = table.column(&name).is_some_and(|column| column.data_type.as_sql() == "text");
    let mut key = if text && random.chance(2) {
        IndexKey::new(KeyPart::Expression(format!("lower({})", quote_identifier(&name))))
    } else {
        IndexKey::new(KeyPart::Column(name))
    };
    key.order = *random.pick(&[SortOrder::Ascending, SortOrder::Descending]);
    let other = if key.order == SortOrder::Ascending { NullsOrder::First } else { NullsOrder::Last };
    key.nulls = random.some(4, other);
    key.operator_class = if text { random.some(5, "text_pattern_ops".to_owned()) } else { None };
    key
}

/// A condition over one or two columns, for a check or a partial index.
fn condition(random: &mut Random, catalog: &Catalog, table: &Table) -> String {
    let column = random.pick(&table.columns);
    let quoted = quote_identifier(&column.name);
    if let Some(value) = enum_of(catalog, column) {
        let labels: Vec<String> = value.labels.iter().map(|label| quote_literal(label)).collect();
        return match random.below(3) {
            0 => format!("{quoted} <> {}", random.pick(&labels)),
            1 => format!("{quoted} IN ({})", labels.join(", ")),
            _ => format!("{quoted} IS NOT NULL"),
        };
    }
    let alike = table.columns.iter().find(|other| {
        other.data_type == column.data_type
            && other.name != column.name
            && other.collation == column.collation
    });
    match (column.data_type.as_sql(), alike) {
        (_, Some(other)) if random.chance(2) => format!("{quoted} <> {}", quote_identifier(&other.name)),
        ("integer" | "bigint" | "smallint" | "numeric(10,2)" | "double precision", _) => {
            format!("{quoted} BETWEEN 1 AND {}", 5 + random.below(3))
        }
        ("text" | "character varying(20)", _) => {
            format!("{quoted} NOT IN ('it''s', 'a\\b') OR length({quoted}) > 3")
        }
        ("boolean", _) => format!("NOT {quoted}"),
        _ => format!("{quoted} IS NOT NULL"),
    }
}

/// Foreign keys to any table with a primary key, over new columns of the same types; circles included.
fn foreign_keys(random: &mut Random, catalog: &mut Catalog) {
    let targets: Vec<Table> =
        catalog.tables.values().filter(|table| table.primary_key.is_some()).cloned().collect();
    for table in catalog.tables.values_mut() {
        for (number, target) in
            targets.iter().filter(|_| random.chance(3)).collect::<Vec<_>>().iter().enumerate()
        {
            let Some(key) = &target.primary_key else { continue };
            let mut columns = Vec::new();
            for name in &key.columns {
                let Some(referenced) = target.column(name) else { continue };
                let mut column = Column::new(format!("ref {number} {name}"), referenced.data_type.clone());
                column.collation.clone_from(&referenced.collation);
                columns.push(column.name.clone());
                table.columns.push(column);
            }
            let actions =
                [Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault];
            let name = own_name(table, "fkey", number);
            table.foreign_keys.push(ForeignKey {
                on_delete: *random.pick(&actions),
                on_update: *random.pick(&actions),
                match_type: if random.chance(4) { Match::Full } else { Match::Simple },
                deferrable: random.chance(4),
                not_valid: random.chance(5),
                comment: random.comment(),
                ..ForeignKey::new(name, columns, &target.name, key.columns.clone())
            });
        }
        table.sort();
    }
}
