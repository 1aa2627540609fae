//! `ALTER` of objects that are created whole.

use super::{
    Renderer, Statement, composite_type, domain, extension, firing, foreign_data, object, parameters, policy,
    sequence, text_search,
};
use crate::catalog::{Object, ObjectName, quote_identifier};
use crate::op::{Alter, Alteration};

pub(super) fn statements(alter: &Alter, sql: Renderer<'_>) -> Vec<Statement> {
    let Alter { object, alteration } = alter;
    if let Alteration::Refresh(with_data) = alteration {
        let data = if *with_data { "" } else { " WITH NO DATA" };
        return vec![Statement::new(format!("REFRESH {}{data}", object::named(object, sql)))];
    }
    if let Alteration::Firing { firing, only } = alteration
        && let Object::Trigger(relation, name) | Object::Rule(relation, name) = object
    {
        let kind = object.kind().to_uppercase();
        return vec![firing::statement(&kind, relation, name, *firing, *only, sql)];
    }
    match (alteration, object) {
        (Alteration::Domain(action), Object::Domain(name)) => return domain::alter(name, action, sql),
        (Alteration::Attribute(action), Object::Type(name)) => {
            return composite_type::alter(name, action, sql);
        }
        (Alteration::Sequence(action), Object::Sequence(name)) => return sequence::alter(name, action, sql),
        _ => {}
    }
    let actions = actions(alteration, sql);
    let target = object::named(object, sql);
    actions.into_iter().map(|action| Statement::new(format!("ALTER {target} {action}"))).collect()
}

fn actions(alteration: &Alteration, sql: Renderer<'_>) -> Vec<String> {
    match alteration {
        Alteration::Options { set, reset } => {
            let set = (!set.is_empty()).then(|| format!("SET ({})", parameters(set)));
            let names: Vec<_> = reset.iter().map(|name| quote_identifier(name)).collect();
            let reset = (!names.is_empty()).then(|| format!("RESET ({})", names.join(", ")));
            reset.into_iter().chain(set).collect()
        }
        Alteration::Owner(role) => vec![format!("OWNER TO {}", quote_identifier(role))],
        Alteration::Tablespace(name) => vec![format!("SET TABLESPACE {}", quote_identifier(name))],
        Alteration::ClusterOn(Some(index)) => vec![format!("CLUSTER ON {}", quote_identifier(index))],
        Alteration::ClusterOn(None) => vec!["SET WITHOUT CLUSTER".to_owned()],
        Alteration::ColumnDefault { column, default } => {
            let action =
                default.as_ref().map_or_else(|| "DROP DEFAULT".to_owned(), |to| format!("SET DEFAULT {to}"));
            vec![format!("ALTER COLUMN {} {action}", quote_identifier(column))]
        }
        Alteration::RenameColumn { from, to } => {
            vec![format!("RENAME COLUMN {} TO {}", quote_identifier(from), quote_identifier(to))]
        }
        Alteration::ColumnStatistics { column, target } => {
            let (column, target) = (quote_identifier(column), target.unwrap_or(-1));
            vec![format!("ALTER COLUMN {column} SET STATISTICS {target}")]
        }
        Alteration::Policy { roles, using, check } => {
            let clauses = policy::clauses(roles.as_ref(), using.as_deref(), check.as_deref());
            vec![clauses.trim_start().to_owned()]
        }
        Alteration::Target(target) => vec![format!("SET STATISTICS {}", target.unwrap_or(-1))],
        Alteration::Rename(name) => vec![format!("RENAME TO {}", quote_identifier(name))],
        Alteration::Schema(schema) => vec![format!("SET SCHEMA {}", sql.schema(schema.as_deref()))],
        Alteration::Foreign(action) => vec![foreign_data::action(action, sql)],
        Alteration::Extension(action) => vec![extension::action(action, sql)],
        Alteration::AddMapping { token, dictionaries } => {
            vec![text_search::mapping("ADD", token, dictionaries, sql)]
        }
        Alteration::SetMapping { token, dictionaries } => {
            vec![text_search::mapping("ALTER", token, dictionaries, sql)]
        }
        Alteration::DropMapping(token) => vec![format!("DROP MAPPING FOR {}", quote_identifier(token))],
        Alteration::DictionaryOptions(options) => vec![text_search::options(options)],
        Alteration::Estimators { restrict, join } => {
            let name = |name: &Option<ObjectName>| {
                name.as_ref().map_or_else(|| "NONE".to_owned(), |name| sql.name(name))
            };
            vec![format!("SET (RESTRICT = {}, JOIN = {})", name(restrict), name(join))]
        }
        // Of an event trigger; those of tables have another statement.
        Alteration::Firing { firing, .. } => vec![firing::verb(*firing).to_owned()],
        // These are not `ALTER` and a name, or need the name inside.
        Alteration::Refresh(_)
        | Alteration::Domain(_)
        | Alteration::Attribute(_)
        | Alteration::Sequence(_) => Vec::new(),
    }
}
