//! Changes of foreign data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::{ForeignOptions, ObjectName};

/// `OPTIONS (ADD …, SET …, DROP …)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionChanges {
    /// New options.
    pub add: BTreeMap<String, String>,
    /// Options that get another value.
    pub set: BTreeMap<String, String>,
    /// Options that go, by name.
    pub drop: Vec<String>,
}

/// A change of a foreign-data wrapper or a foreign server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ForeignAction {
    /// `OPTIONS`.
    Options(OptionChanges),
    /// `HANDLER`, or `NO HANDLER`: of a wrapper.
    Handler(Option<ObjectName>),
    /// `VALIDATOR`, or `NO VALIDATOR`: of a wrapper.
    Validator(Option<ObjectName>),
    /// `VERSION`, or `VERSION NULL`: of a server.
    Version(Option<String>),
}

impl OptionChanges {
    /// What makes `to` of `from`; `None` if they are the same.
    pub fn between(from: &ForeignOptions, to: &ForeignOptions) -> Option<Self> {
        let differs = |(name, value): &(&String, &String)| from.get(*name) != Some(*value);
        let (mut add, mut set) = (BTreeMap::new(), BTreeMap::new());
        for (name, value) in to.iter().filter(differs) {
            let list = if from.contains_key(name) { &mut set } else { &mut add };
            list.insert(name.clone(), value.clone());
        }
        let drop = from.keys().filter(|name| !to.contains_key(*name)).cloned().collect();
        (from != to).then_some(Self { add, set, drop })
    }
}
