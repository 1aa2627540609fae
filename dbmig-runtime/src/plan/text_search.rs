//! Text search configurations and dictionaries.

use std::collections::BTreeMap;

use super::graph::Rank;
use super::noun::{Change, Noun, alter};
use crate::catalog::{Object, TextSearchConfiguration, TextSearchDictionary};
use crate::op::{Alteration, NewObject, Operation};

impl Noun for TextSearchConfiguration {
    const CREATE: Rank = Rank::CreateTextSearch;
    const DROP: Rank = Rank::DropTextSearch;

    fn object(&self) -> Object {
        Object::TextSearchConfiguration(self.name.clone())
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        if self.parser != to.parser {
            return Change::Again;
        }
        let alter = |alteration| alter(self.object(), alteration);
        let gone = self.mappings.keys().filter(|token| !to.mappings.contains_key(*token));
        let mut operations: Vec<Operation> =
            gone.map(|token| alter(Alteration::DropMapping(token.clone()))).collect();
        for (token, dictionaries) in &to.mappings {
            let (token, dictionaries) = (token.clone(), dictionaries.clone());
            match self.mappings.get(&token) {
                None => operations.push(alter(Alteration::AddMapping { token, dictionaries })),
                Some(before) if *before != dictionaries => {
                    operations.push(alter(Alteration::SetMapping { token, dictionaries }));
                }
                Some(_) => {}
            }
        }
        Change::InPlace(operations)
    }
}

impl Noun for TextSearchDictionary {
    const CREATE: Rank = Rank::CreateTextSearch;
    const DROP: Rank = Rank::DropTextSearch;

    fn object(&self) -> Object {
        Object::TextSearchDictionary(self.name.clone())
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        if self.template != to.template {
            return Change::Again;
        }
        let set = to.options.iter().filter(|(name, value)| self.options.get(*name) != Some(value));
        let set = set.map(|(name, value)| (name.clone(), Some(value.clone())));
        let reset = self.options.keys().filter(|name| !to.options.contains_key(*name));
        let options: BTreeMap<_, _> = set.chain(reset.map(|name| (name.clone(), None))).collect();
        let differs = !options.is_empty();
        let change = differs.then(|| alter(self.object(), Alteration::DictionaryOptions(options)));
        Change::InPlace(change.into_iter().collect())
    }
}
