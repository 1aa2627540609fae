//! Privileges: who may do what with an object.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Object, quote_identifier};

/// How the privileges on an object differ from those that PostgreSQL gives by itself
/// ([Privileges](https://www.postgresql.org/docs/current/ddl-priv.html)): all to the owner, some on some kinds to everybody.
///
/// What is not here is as built in, whatever a version of PostgreSQL builds in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Privileges {
    /// By who has them. No map inside is empty.
    #[serde(with = "super::pairs")]
    pub grants: BTreeMap<Grantee, BTreeMap<Privilege, Grant>>,
}

/// Who has a privilege.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grantee {
    /// The object's owner, whoever that is; for default privileges the role that creates.
    Owner,
    /// `PUBLIC`: every role.
    Public,
    /// A role by name.
    Role(String),
}

/// How a privilege differs from the built-in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// It is built in and was taken away.
    Revoked,
    /// It was granted.
    Granted,
    /// It was granted `WITH GRANT OPTION`.
    Grantable,
}

/// What one may do, in the order in which the documentation of `GRANT` lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Privilege {
    /// `SELECT`.
    Select,
    /// `INSERT`.
    Insert,
    /// `UPDATE`.
    Update,
    /// `DELETE`.
    Delete,
    /// `TRUNCATE`.
    Truncate,
    /// `REFERENCES`.
    References,
    /// `TRIGGER`.
    Trigger,
    /// `MAINTAIN`, since PostgreSQL 17.
    Maintain,
    /// `USAGE`.
    Usage,
    /// `CREATE`.
    Create,
    /// `EXECUTE`.
    Execute,
}

impl Privilege {
    const ALL: [Self; 11] = [
        Self::Select,
        Self::Insert,
        Self::Update,
        Self::Delete,
        Self::Truncate,
        Self::References,
        Self::Trigger,
        Self::Maintain,
        Self::Usage,
        Self::Create,
        Self::Execute,
    ];

    /// The keyword.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Select => "SELECT",
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
            Self::Truncate => "TRUNCATE",
            Self::References => "REFERENCES",
            Self::Trigger => "TRIGGER",
            Self::Maintain => "MAINTAIN",
            Self::Usage => "USAGE",
            Self::Create => "CREATE",
            Self::Execute => "EXECUTE",
        }
    }

    /// The privilege that a keyword names.
    pub fn from_keyword(keyword: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|privilege| privilege.keyword() == keyword)
    }

    /// The first major version of PostgreSQL that knows it.
    pub fn since(self) -> u32 {
        if self == Self::Maintain { 17 } else { 0 }
    }
}

impl Privileges {
    /// True if all is as built in.
    pub fn is_empty(&self) -> bool {
        self.grants.is_empty()
    }

    /// How one privilege of one grantee differs; `None` if it is as built in.
    pub fn get(&self, grantee: &Grantee, privilege: Privilege) -> Option<Grant> {
        self.grants.get(grantee)?.get(&privilege).copied()
    }

    /// Sets one privilege of one grantee; `None` is as built in.
    pub fn set(&mut self, grantee: &Grantee, privilege: Privilege, grant: Option<Grant>) {
        match grant {
            Some(grant) => {
                self.grants.entry(grantee.clone()).or_default().insert(privilege, grant);
            }
            None => {
                if let Some(own) = self.grants.get_mut(grantee) {
                    own.remove(&privilege);
                    if own.is_empty() {
                        self.grants.remove(grantee);
                    }
                }
            }
        }
    }

    /// Every difference, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Grantee, Privilege, Grant)> {
        self.grants.iter().flat_map(|(grantee, own)| {
            own.iter().map(move |(privilege, grant)| (grantee, *privilege, *grant))
        })
    }

    /// The same where `owner` owns the object: what a role has by name is then the owner's, which has it anyway. That is what
    /// `ALTER … OWNER TO` makes of it.
    #[must_use]
    pub fn owned_by(&self, owner: Option<&str>) -> Self {
        let mut privileges = self.clone();
        let role = owner.map(|owner| Grantee::Role(owner.to_owned()));
        let own = role.and_then(|role| privileges.grants.remove(&role)).unwrap_or_default();
        for (privilege, grant) in own {
            let now = privileges.get(&Grantee::Owner, privilege);
            match (now, grant) {
                (_, Grant::Grantable) => privileges.set(&Grantee::Owner, privilege, Some(grant)),
                (Some(Grant::Revoked), _) => privileges.set(&Grantee::Owner, privilege, None),
                _ => {}
            }
        }
        privileges
    }

    /// The same without what a server of this version doesn't know.
    #[must_use]
    pub fn known_to(&self, version: u32) -> Self {
        let known = self.iter().filter(|(_, privilege, _)| privilege.since() <= version);
        known.map(|(grantee, privilege, grant)| (grantee.clone(), privilege, grant)).collect()
    }
}

impl FromIterator<(Grantee, Privilege, Grant)> for Privileges {
    fn from_iter<I: IntoIterator<Item = (Grantee, Privilege, Grant)>>(all: I) -> Self {
        let mut privileges = Self::default();
        for (grantee, privilege, grant) in all {
            privileges.set(&grantee, privilege, Some(grant));
        }
        privileges
    }
}

/// As SQL where the owner needs no name; the owner in words.
impl fmt::Display for Grantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner => f.write_str("the owner"),
            Self::Public => f.write_str("PUBLIC"),
            Self::Role(name) => f.write_str(&quote_identifier(name)),
        }
    }
}

/// `public` is everybody: no role can be called so.
impl From<&str> for Grantee {
    fn from(name: &str) -> Self {
        if name == "public" { Self::Public } else { Self::Role(name.to_owned()) }
    }
}

/// Which new objects default privileges are for (`pg_default_acl`,
/// [ALTER DEFAULT PRIVILEGES](https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html)).
///
/// Their [`Privileges`] are what `schema` adds to, or, without one, how new objects differ from built-in privileges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefaultPrivileges {
    /// Those that this role creates.
    pub role: String,
    /// Those in this schema; `None` is all schemas.
    pub schema: Option<Object>,
    /// Those of this kind.
    pub kind: ObjectKind,
}

/// A kind of objects that default privileges know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ObjectKind {
    /// `SCHEMAS`.
    Schemas,
    /// `TYPES`, domains among them.
    Types,
    /// `SEQUENCES`.
    Sequences,
    /// `TABLES`, views and the like among them.
    Tables,
    /// `FUNCTIONS`, which is all routines.
    Functions,
    /// `LARGE OBJECTS`, since PostgreSQL 18.
    LargeObjects,
}

impl ObjectKind {
    /// The keywords.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Schemas => "SCHEMAS",
            Self::Types => "TYPES",
            Self::Sequences => "SEQUENCES",
            Self::Tables => "TABLES",
            Self::Functions => "FUNCTIONS",
            Self::LargeObjects => "LARGE OBJECTS",
        }
    }

    /// The kind that an object is of; `None` if default privileges don't know it.
    pub fn of(object: &Object) -> Option<Self> {
        match object {
            Object::Namespace(_) => Some(Self::Schemas),
            Object::Type(_) | Object::Domain(_) => Some(Self::Types),
            Object::Sequence(_) => Some(Self::Sequences),
            Object::Table(_) | Object::ForeignTable(_) | Object::View(_) | Object::MaterializedView(_) => {
                Some(Self::Tables)
            }
            Object::Routine(..) => Some(Self::Functions),
            _ => None,
        }
    }
}

impl fmt::Display for DefaultPrivileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.kind.keyword().to_lowercase(), quote_identifier(&self.role))?;
        self.schema.as_ref().map_or(Ok(()), |schema| write!(f, " in {} {schema}", schema.kind()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn select(grantee: &str, grant: Grant) -> (Grantee, Privilege, Grant) {
        (grantee.into(), Privilege::Select, grant)
    }

    #[test]
    fn a_new_owner_has_what_was_its_own() {
        let revoked = (Grantee::Owner, Privilege::Select, Grant::Revoked);
        let plain: Privileges = [revoked.clone(), select("a", Grant::Granted)].into_iter().collect();
        assert!(plain.owned_by(Some("a")).is_empty());
        assert_eq!(plain.owned_by(Some("b")), plain);
        let option: Privileges = [revoked, select("a", Grant::Grantable)].into_iter().collect();
        let own = (Grantee::Owner, Privilege::Select, Grant::Grantable);
        assert_eq!(option.owned_by(Some("a")), [own].into_iter().collect());
    }

    #[test]
    fn nothing_is_kept_of_what_is_as_built_in() {
        let mut privileges: Privileges = [select("public", Grant::Granted)].into_iter().collect();
        assert_eq!(privileges.get(&Grantee::Public, Privilege::Select), Some(Grant::Granted));
        privileges.set(&Grantee::Public, Privilege::Select, None);
        assert_eq!(privileges, Privileges::default());
    }

    #[test]
    fn older_servers_know_less() {
        let maintain = (Grantee::Public, Privilege::Maintain, Grant::Granted);
        let privileges: Privileges = [maintain, select("a", Grant::Granted)].into_iter().collect();
        assert_eq!(privileges.known_to(16), [select("a", Grant::Granted)].into_iter().collect());
        assert_eq!(privileges.known_to(18), privileges);
    }
}
