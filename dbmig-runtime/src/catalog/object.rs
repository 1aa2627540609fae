//! What an object is and what it is called, whatever its kind.

use serde::{Deserialize, Serialize};

use super::{NameError, ObjectName, check_identifier};

/// The identity of any object: its kind, and the names that tell it apart from others of that kind.
///
/// It follows [`pg_identify_object`](https://www.postgresql.org/docs/current/functions-info.html): what a comment, an
/// owner, a privilege or a dependency is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Object {
    /// The default schema, whatever it is called.
    DefaultNamespace,
    /// Another schema.
    Namespace(String),
    /// An extension.
    Extension(String),
    /// An enum, composite or range type.
    Type(ObjectName),
    /// A domain.
    Domain(ObjectName),
    /// A constraint of a domain.
    DomainConstraint(ObjectName, String),
    /// A collation.
    Collation(ObjectName),
    /// A sequence that stands by itself or is owned by a column; those of identity columns belong to the column.
    Sequence(ObjectName),
    /// A table: plain, partitioned, or a partition.
    Table(ObjectName),
    /// A foreign table.
    ForeignTable(ObjectName),
    /// A column of a table, foreign table, view, materialized view or composite type.
    Column(ObjectName, String),
    /// The default or the generation expression of a column (`pg_attrdef`).
    Default(ObjectName, String),
    /// A constraint of a table.
    Constraint(ObjectName, String),
    /// An index that no constraint owns.
    Index(ObjectName),
    /// A view.
    View(ObjectName),
    /// A materialized view.
    MaterializedView(ObjectName),
    /// A rewrite rule of a table or view, other than the one that makes a view.
    Rule(ObjectName, String),
    /// A trigger of a table or view.
    Trigger(ObjectName, String),
    /// A row security policy of a table.
    Policy(ObjectName, String),
    /// Extended statistics.
    Statistics(ObjectName),
    /// A function, procedure or aggregate.
    Routine(RoutineKind, Signature),
    /// An operator.
    Operator(OperatorSignature),
    /// A cast.
    Cast {
        /// The type it converts.
        source: String,
        /// The type it converts to.
        target: String,
    },
    /// A text search configuration.
    TextSearchConfiguration(ObjectName),
    /// A text search dictionary.
    TextSearchDictionary(ObjectName),
    /// A foreign-data wrapper.
    ForeignDataWrapper(String),
    /// A foreign server.
    Server(String),
    /// A publication.
    Publication(String),
    /// A table of a publication, by the publication's name.
    PublishedTable(String, ObjectName),
    /// A schema of a publication, by the publication's name; `None` is the default schema.
    PublishedSchema(String, Option<String>),
    /// An event trigger.
    EventTrigger(String),
}

/// What `DROP` and `ALTER` call a routine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutineKind {
    /// A function, window functions among them.
    Function,
    /// A procedure.
    Procedure,
    /// An aggregate.
    Aggregate,
}

/// A routine's name with the types of its arguments, which tell overloaded routines apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Signature {
    /// The routine's name.
    pub name: ObjectName,
    /// The types of the input arguments, as SQL, separated by commas.
    pub arguments: String,
}

/// An operator's name with the types of its operands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OperatorSignature {
    /// The operator's name, such as `+`.
    pub name: ObjectName,
    /// The type of the left operand; `None` for a prefix operator.
    pub left: Option<String>,
    /// The type of the right operand; `None` for a postfix operator.
    pub right: Option<String>,
}

impl Object {
    /// The kind in lower-case words, as messages say it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::DefaultNamespace | Self::Namespace(_) => "schema",
            Self::Extension(_) => "extension",
            Self::Type(_) => "type",
            Self::Domain(_) => "domain",
            Self::DomainConstraint(..) => "domain constraint",
            Self::Collation(_) => "collation",
            Self::Sequence(_) => "sequence",
            Self::Table(_) => "table",
            Self::ForeignTable(_) => "foreign table",
            Self::Column(..) => "column",
            Self::Default(..) => "default",
            Self::Constraint(..) => "constraint",
            Self::Index(_) => "index",
            Self::View(_) => "view",
            Self::MaterializedView(_) => "materialized view",
            Self::Rule(..) => "rule",
            Self::Trigger(..) => "trigger",
            Self::Policy(..) => "policy",
            Self::Statistics(_) => "statistics",
            Self::Routine(RoutineKind::Function, _) => "function",
            Self::Routine(RoutineKind::Procedure, _) => "procedure",
            Self::Routine(RoutineKind::Aggregate, _) => "aggregate",
            Self::Operator(_) => "operator",
            Self::Cast { .. } => "cast",
            Self::TextSearchConfiguration(_) => "text search configuration",
            Self::TextSearchDictionary(_) => "text search dictionary",
            Self::ForeignDataWrapper(_) => "foreign-data wrapper",
            Self::Server(_) => "server",
            Self::Publication(_) => "publication",
            Self::PublishedTable(..) => "published table",
            Self::PublishedSchema(..) => "published schema",
            Self::EventTrigger(_) => "event trigger",
        }
    }

    /// The name that carries the object's schema: its own, or that of the relation or type that it belongs to.
    pub fn schema_name(&self) -> Option<&ObjectName> {
        match self {
            Self::Type(name)
            | Self::Domain(name)
            | Self::DomainConstraint(name, _)
            | Self::Collation(name)
            | Self::Sequence(name)
            | Self::Table(name)
            | Self::ForeignTable(name)
            | Self::Column(name, _)
            | Self::Default(name, _)
            | Self::Constraint(name, _)
            | Self::Index(name)
            | Self::View(name)
            | Self::MaterializedView(name)
            | Self::Rule(name, _)
            | Self::Trigger(name, _)
            | Self::Policy(name, _)
            | Self::Statistics(name)
            | Self::TextSearchConfiguration(name)
            | Self::TextSearchDictionary(name)
            | Self::PublishedTable(_, name) => Some(name),
            Self::Routine(_, signature) => Some(&signature.name),
            Self::Operator(signature) => Some(&signature.name),
            Self::DefaultNamespace
            | Self::Namespace(_)
            | Self::Extension(_)
            | Self::Cast { .. }
            | Self::ForeignDataWrapper(_)
            | Self::Server(_)
            | Self::Publication(_)
            | Self::PublishedSchema(..)
            | Self::EventTrigger(_) => None,
        }
    }

    /// The table, view or other relation that the object is, or belongs to.
    pub fn relation(&self) -> Option<&ObjectName> {
        match self {
            Self::Table(name)
            | Self::ForeignTable(name)
            | Self::View(name)
            | Self::MaterializedView(name)
            | Self::Column(name, _)
            | Self::Default(name, _)
            | Self::Constraint(name, _)
            | Self::Rule(name, _)
            | Self::Trigger(name, _)
            | Self::Policy(name, _) => Some(name),
            _ => None,
        }
    }

    /// Checks the names as PostgreSQL would keep them.
    ///
    /// # Errors
    /// [`NameError`] if a name is empty, too long, or holds a NUL character.
    pub fn check(&self) -> Result<(), NameError> {
        self.schema_name().map_or(Ok(()), ObjectName::check)?;
        match self {
            Self::Namespace(name)
            | Self::Extension(name)
            | Self::ForeignDataWrapper(name)
            | Self::Server(name)
            | Self::Publication(name)
            | Self::PublishedTable(name, _)
            | Self::PublishedSchema(name, _)
            | Self::EventTrigger(name)
            | Self::DomainConstraint(_, name)
            | Self::Column(_, name)
            | Self::Default(_, name)
            | Self::Constraint(_, name)
            | Self::Rule(_, name)
            | Self::Trigger(_, name)
            | Self::Policy(_, name) => check_identifier(name),
            _ => Ok(()),
        }
    }
}

/// The name alone, as SQL under a search path that holds the default schema; parts of a relation as `relation.part`.
impl std::fmt::Display for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use super::quote_identifier as quote;
        match self {
            Self::DefaultNamespace => f.write_str("(default)"),
            Self::Namespace(name)
            | Self::Extension(name)
            | Self::ForeignDataWrapper(name)
            | Self::Server(name)
            | Self::Publication(name)
            | Self::EventTrigger(name) => f.write_str(&quote(name)),
            Self::DomainConstraint(owner, name)
            | Self::Column(owner, name)
            | Self::Default(owner, name)
            | Self::Constraint(owner, name)
            | Self::Rule(owner, name)
            | Self::Trigger(owner, name)
            | Self::Policy(owner, name) => write!(f, "{owner}.{}", quote(name)),
            Self::PublishedTable(publication, table) => write!(f, "{table} of {}", quote(publication)),
            Self::PublishedSchema(publication, schema) => {
                let schema = schema.as_deref().map_or("the default schema".into(), quote);
                write!(f, "{schema} of {}", quote(publication))
            }
            Self::Routine(_, signature) => write!(f, "{}({})", signature.name, signature.arguments),
            Self::Operator(OperatorSignature { name, left, right }) => {
                let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "none".to_owned());
                write!(f, "{}({}, {})", name.operator(), side(left), side(right))
            }
            Self::Cast { source, target } => write!(f, "({source} as {target})"),
            Self::Type(name)
            | Self::Domain(name)
            | Self::Collation(name)
            | Self::Sequence(name)
            | Self::Table(name)
            | Self::ForeignTable(name)
            | Self::Index(name)
            | Self::View(name)
            | Self::MaterializedView(name)
            | Self::Statistics(name)
            | Self::TextSearchConfiguration(name)
            | Self::TextSearchDictionary(name) => name.fmt(f),
        }
    }
}
