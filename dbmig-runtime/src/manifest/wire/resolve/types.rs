//! Enum types, domains and composite types: declared where columns have them.

use super::super::Declarant;
use super::super::model::{Composite, Domain, EnumType, Source};
use super::Resolver;
use crate::catalog::{self, Attribute, CompositeType, ObjectName, default_name};

impl Resolver<'_> {
    pub(super) fn enum_type(&mut self, declared: &EnumType) {
        let name = self.object_name(&declared.source.name);
        let labels = declared.labels.iter().map(|label| label.label.clone()).collect();
        let built =
            catalog::EnumType { name: name.clone(), labels, comment: declared.source.comment.clone() };
        let same = self.declared.catalog.enums.get(&name) == Some(&built);
        if !self.is_new(&declared.source, ("enum type", "enum"), same) {
            return;
        }
        let renames = &mut self.declared.renames;
        if let Some(old) = &declared.source.renamed_from {
            renames.enums.insert(name.clone(), name.sibling(old));
        }
        for label in &declared.labels {
            if let Some(old) = &label.renamed_from {
                renames.enum_labels.insert((name.clone(), label.label.clone()), old.clone());
            }
        }
        self.declared.catalog.enums.insert(name, built);
    }

    pub(super) fn domain(&mut self, declared: &Domain) {
        let name = self.object_name(&declared.source.name);
        let checks = declared.checks.iter().map(|check| {
            let check_name = check.name.clone().unwrap_or_else(|| default_name(&name.name, &[], "check"));
            let mut built = catalog::Check::new(check_name, &check.expression);
            built.not_valid = check.enforcement.not_valid;
            built.comment.clone_from(&check.comment);
            built
        });
        let mut checks: Vec<catalog::Check> = checks.collect();
        checks.sort_by(|a, b| a.name.cmp(&b.name));
        let built = catalog::Domain {
            data_type: self.data_type(&declared.data_type),
            collation: declared.collation.as_deref().map(ObjectName::new),
            default: declared.default.clone(),
            nullable: !declared.not_null,
            not_null_name: declared.not_null_name.clone(),
            checks,
            comment: declared.source.comment.clone(),
            name: name.clone(),
        };
        let same = self.declared.catalog.domains.get(&name) == Some(&built);
        if self.is_new(&declared.source, ("domain", "struct"), same) {
            if let Some(old) = &declared.source.renamed_from {
                self.declared.renames.domains.insert(name.clone(), name.sibling(old));
            }
            self.declared.catalog.domains.insert(name, built);
        }
    }

    pub(super) fn composite(&mut self, declared: &Composite) {
        let name = self.object_name(&declared.source.name);
        let attributes = declared.attributes.iter().map(|attribute| Attribute {
            name: attribute.name.clone(),
            data_type: self.data_type(&attribute.data_type),
            collation: attribute.collation.as_deref().map(ObjectName::new),
            comment: attribute.comment.clone(),
        });
        let attributes = attributes.collect();
        let built =
            CompositeType { name: name.clone(), attributes, comment: declared.source.comment.clone() };
        let same = self.declared.catalog.composites.get(&name) == Some(&built);
        if self.is_new(&declared.source, ("composite type", "struct"), same) {
            let renames = &mut self.declared.renames;
            if let Some(old) = &declared.source.renamed_from {
                renames.composites.insert(name.clone(), name.sibling(old));
            }
            for attribute in &declared.attributes {
                if let Some(old) = &attribute.renamed_from {
                    renames.attributes.insert((name.clone(), attribute.name.clone()), old.clone());
                }
            }
            self.declared.catalog.composites.insert(name, built);
        }
    }

    /// True if no type has the name; an error if another has it. `words` are what PostgreSQL and Rust call it.
    fn is_new(&mut self, source: &Source, words: (&'static str, &str), same: bool) -> bool {
        let name = self.object_name(&source.name);
        let Some((kind, place)) = self.types.get(&name) else {
            self.types.insert(name, (words.0, source.place()));
            return true;
        };
        if !same {
            let first = Declarant { what: format!("{kind} {}", source.name.sql()), place: place.clone() };
            self.conflict(first, source.declarant(words.0, words.1));
        }
        false
    }
}
