//! Enum types.

use super::super::Declarant;
use super::super::model::EnumType;
use super::Resolver;
use crate::catalog;

impl Resolver<'_> {
    /// Declares an enum type that a column has.
    pub(super) fn enum_type(&mut self, declared: &EnumType) {
        let name = self.object_name(&declared.name);
        let labels = declared.labels.iter().map(|label| label.label.clone()).collect();
        let built = catalog::EnumType { name: name.clone(), labels, comment: declared.comment.clone() };
        match self.declared.catalog.enums.get(&name) {
            Some(first) if *first == built => return,
            Some(_) => {
                let place = self.enum_places.get(&name).cloned().unwrap_or_else(|| declared.place());
                let first = Declarant { what: format!("enum type {}", declared.name.sql()), place };
                return self.conflict(first, declarant(declared));
            }
            None => {}
        }
        let renames = &mut self.declared.renames;
        if let Some(old) = &declared.renamed_from {
            renames.enums.insert(name.clone(), name.sibling(old));
        }
        for label in &declared.labels {
            if let Some(old) = &label.renamed_from {
                renames.enum_labels.insert((name.clone(), label.label.clone()), old.clone());
            }
        }
        self.enum_places.insert(name.clone(), declared.place());
        self.declared.catalog.enums.insert(name, built);
    }
}

fn declarant(declared: &EnumType) -> Declarant {
    let what = format!("enum type {} (enum {})", declared.name.sql(), declared.rust);
    Declarant { what, place: declared.place() }
}
