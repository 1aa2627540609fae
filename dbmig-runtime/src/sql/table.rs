//! Tables as a whole.

use super::{Renderer, Statement, column, comment, constraint, foreign_data, parameters};
use crate::catalog::{
    ForeignTable, ObjectName, Partition, ReplicaIdentity, RowSecurity, Table, quote_identifier,
};
use crate::op::{AttachPartition, Child, Constraint, TableAction, TableOperation};

pub(super) fn statements(operation: &TableOperation, sql: Renderer<'_>) -> Vec<Statement> {
    match operation {
        TableOperation::Create(table) => create(table, sql),
        TableOperation::Drop { name } => vec![Statement::new(format!("DROP TABLE {}", sql.name(name)))],
        TableOperation::Rename { from, to } => {
            let (from, to) = (sql.name(from), quote_identifier(to));
            vec![Statement::new(format!("ALTER TABLE {from} RENAME TO {to}"))]
        }
        TableOperation::SetSchema { name, schema } => {
            let (name, schema) = (sql.name(name), sql.schema(schema.as_deref()));
            vec![Statement::new(format!("ALTER TABLE {name} SET SCHEMA {schema}"))]
        }
        TableOperation::Alter { name, action } => vec![alter(name, action, sql)],
        TableOperation::Attach(AttachPartition { parent, partition, bound }) => {
            let (parent, partition) = (sql.name(parent), sql.name(partition));
            vec![Statement::new(format!("ALTER TABLE {parent} ATTACH PARTITION {partition} {bound}"))]
        }
        TableOperation::Detach(Child { parent, table }) => {
            let (parent, table) = (sql.name(parent), sql.name(table));
            vec![Statement::new(format!("ALTER TABLE {parent} DETACH PARTITION {table}"))]
        }
        TableOperation::Inherit(Child { parent, table }) => {
            let (parent, table) = (sql.name(parent), sql.name(table));
            vec![Statement::new(format!("ALTER TABLE {table} INHERIT {parent}"))]
        }
        TableOperation::NoInherit(Child { parent, table }) => {
            let (parent, table) = (sql.name(parent), sql.name(table));
            vec![Statement::new(format!("ALTER TABLE {table} NO INHERIT {parent}"))]
        }
    }
}

fn create(table: &Table, sql: Renderer<'_>) -> Vec<Statement> {
    let constraints = constraints(table);
    let columns = table.columns.iter().map(column::definition);
    let elements = columns.chain(constraints.iter().map(|item| constraint::definition(item, sql)));
    let elements: Vec<String> = elements.map(|element| format!("\n    {element}")).collect();
    let elements = match (elements.is_empty(), &table.partition_of) {
        (true, Some(_)) => String::new(),
        (true, None) => " ()".to_owned(),
        (false, _) => format!(" ({}\n)", elements.join(",")),
    };
    let unlogged = if table.unlogged { "UNLOGGED " } else { "" };
    let foreign = if table.foreign.is_some() { "FOREIGN " } else { "" };
    let mut create = format!("CREATE {unlogged}{foreign}TABLE {}", sql.name(&table.name));
    if let Some(Partition { parent, bound, .. }) = &table.partition_of {
        create += &format!(" PARTITION OF {}{elements} {bound}", sql.name(parent));
    } else {
        create += &elements;
    }
    if !table.inherits.is_empty() {
        let parents: Vec<String> = table.inherits.iter().map(|parent| sql.name(parent)).collect();
        create += &format!(" INHERITS ({})", parents.join(", "));
    }
    if let Some(ForeignTable { server, options }) = &table.foreign {
        create += &format!(" SERVER {}{}", quote_identifier(server), foreign_data::options(options));
    }
    if let Some(key) = &table.partition_by {
        create += &format!(" PARTITION BY {key}");
    }
    let mut statements = vec![Statement::new(create + &physical(table))];
    statements.extend(follow(table).map(|action| alter(&table.name, &action, sql)));
    statements.extend(comment::on(&table.object(), table.comment.as_deref(), sql));
    for item in &table.columns {
        statements.extend(column::details(&table.name, item, sql));
    }
    for item in &constraints {
        statements.extend(constraint::comments(&table.name, item, sql));
    }
    statements
}

/// What stands behind the columns.
fn physical(table: &Table) -> String {
    let mut text = String::new();
    if let Some(method) = &table.access_method {
        text += &format!(" USING {}", quote_identifier(method));
    }
    if !table.storage.is_empty() {
        text += &format!(" WITH ({})", parameters(&table.storage));
    }
    if let Some(tablespace) = &table.tablespace {
        text += &format!(" TABLESPACE {}", quote_identifier(tablespace));
    }
    text
}

/// What `CREATE TABLE` can't say, or not together with columns.
fn follow(table: &Table) -> impl Iterator<Item = TableAction> {
    let identity = Some(table.replica_identity.clone()).filter(|it| *it != ReplicaIdentity::Default);
    let of_type = table.of_type.clone().map(TableAction::SetType);
    let clustered = table.clustered_on.clone().map(TableAction::ClusterOn);
    let RowSecurity { enabled, forced } = table.row_security;
    let enable = enabled.then_some(TableAction::EnableRowSecurity);
    let force = forced.then_some(TableAction::ForceRowSecurity);
    let physical = of_type.into_iter().chain(identity.map(TableAction::ReplicaIdentity)).chain(clustered);
    physical.chain(enable).chain(force)
}

fn alter(table: &ObjectName, action: &TableAction, sql: Renderer<'_>) -> Statement {
    let action = match action {
        TableAction::SetLogged => "SET LOGGED".to_owned(),
        TableAction::SetUnlogged => "SET UNLOGGED".to_owned(),
        TableAction::SetType(name) => format!("OF {}", sql.name(name)),
        TableAction::DropType => "NOT OF".to_owned(),
        TableAction::SetAccessMethod(method) => format!("SET ACCESS METHOD {}", quote_identifier(method)),
        TableAction::SetTablespace(name) => format!("SET TABLESPACE {}", quote_identifier(name)),
        TableAction::SetStorage(items) => format!("SET ({})", parameters(items)),
        TableAction::ResetStorage(names) => format!("RESET ({})", names.join(", ")),
        TableAction::ReplicaIdentity(identity) => format!("REPLICA IDENTITY {}", identity_sql(identity)),
        TableAction::ClusterOn(index) => format!("CLUSTER ON {}", quote_identifier(index)),
        TableAction::WithoutCluster => "SET WITHOUT CLUSTER".to_owned(),
        TableAction::EnableRowSecurity => "ENABLE ROW LEVEL SECURITY".to_owned(),
        TableAction::DisableRowSecurity => "DISABLE ROW LEVEL SECURITY".to_owned(),
        TableAction::ForceRowSecurity => "FORCE ROW LEVEL SECURITY".to_owned(),
        TableAction::ForeignOptions(changes) => foreign_data::change_options(changes),
        TableAction::NoForceRowSecurity => "NO FORCE ROW LEVEL SECURITY".to_owned(),
    };
    Statement::new(format!("ALTER TABLE {} {action}", sql.name(table)))
}

fn identity_sql(identity: &ReplicaIdentity) -> String {
    match identity {
        ReplicaIdentity::Default => "DEFAULT".to_owned(),
        ReplicaIdentity::Full => "FULL".to_owned(),
        ReplicaIdentity::Nothing => "NOTHING".to_owned(),
        ReplicaIdentity::Index(name) => format!("USING INDEX {}", quote_identifier(name)),
    }
}

fn constraints(table: &Table) -> Vec<Constraint> {
    let primary = table.primary_key.iter().cloned().map(Constraint::PrimaryKey);
    primary
        .chain(table.uniques.iter().cloned().map(Constraint::Unique))
        .chain(table.exclusions.iter().cloned().map(Constraint::Exclusion))
        .chain(table.checks.iter().cloned().map(Constraint::Check))
        .chain(table.foreign_keys.iter().cloned().map(Constraint::ForeignKey))
        .collect()
}
