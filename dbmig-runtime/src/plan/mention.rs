//! What the source of a routine may refer to. PostgreSQL keeps it as text, so names are all there is to go by.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::Resource;
use super::noun::{Noun, Visitor, visit};
use crate::catalog::{Object, TokenKind, tokens};
use crate::diff::Changes;

/// Everything that source text can name after the changes, by its own name without the schema.
#[derive(Default)]
pub(super) struct Mentions {
    by_name: BTreeMap<String, Vec<Resource>>,
    /// What is named to be called.
    routines: BTreeMap<String, Vec<Resource>>,
}

impl Mentions {
    pub(super) fn new(changes: &Changes) -> Self {
        let mut mentions = Self::default();
        for name in changes.to.tables.keys() {
            let resources = [Resource::Table(name.clone()), Resource::Columns(name.clone())];
            mentions.by_name.entry(name.name.clone()).or_default().extend(resources);
        }
        for name in changes.to.enums.keys() {
            mentions.by_name.entry(name.name.clone()).or_default().push(Resource::Type(name.clone()));
        }
        visit(changes, &mut mentions);
        mentions
    }

    /// What the source of `noun` names, if it has one.
    pub(super) fn of(&self, noun: &impl Noun) -> Vec<Resource> {
        let mut tokens = tokens(noun.source().unwrap_or_default());
        tokens.retain(|token| token.kind != TokenKind::Space);
        let following = tokens.iter().skip(1).map(|token| token.text).chain([""]);
        let mut found = BTreeSet::new();
        for (token, following) in tokens.iter().zip(following) {
            let Some(name) = token.identifier() else { continue };
            found.extend(self.by_name.get(&*name).into_iter().flatten());
            if following == "(" {
                found.extend(self.routines.get(&*name).into_iter().flatten());
            }
        }
        found.into_iter().cloned().collect()
    }
}

impl Visitor for Mentions {
    fn kind<T: Noun>(&mut self, _: &BTreeMap<T::Key, T>, to: &BTreeMap<T::Key, T>) {
        // What belongs to a relation can't be named alone.
        for object in to.values().filter(|noun| noun.parent().is_none()).map(Noun::object) {
            let Some(name) = object.schema_name().map(|name| name.name.clone()) else { continue };
            let called = matches!(object, Object::Routine(..));
            let names = if called { &mut self.routines } else { &mut self.by_name };
            names.entry(name).or_default().push(Resource::Object(object));
        }
    }
}
