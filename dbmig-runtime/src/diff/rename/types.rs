//! What becomes of sequences, domains and composite types when tables, columns, enum types and sequences are renamed.

use super::renamer::Renamer;
use crate::catalog::{CompositeType, Domain, Sequence};

impl Renamer<'_> {
    pub(super) fn rename_sequence(&self, from: &Sequence) -> Sequence {
        let mut sequence = from.clone();
        sequence.name = self.sequence(&from.name);
        if let Some((table, column)) = &mut sequence.owned_by {
            if let Some(new) = self.columns.get(&(&*table, column.as_str())) {
                (*new).clone_into(column);
            }
            *table = self.table(table);
        }
        sequence
    }

    pub(super) fn rename_domain(&self, from: &Domain) -> Domain {
        let mut domain = from.clone();
        domain.data_type = self.data_type(&from.data_type);
        let words = self.type_words();
        let checks = domain.checks.iter_mut().map(|check| &mut check.expression);
        domain.default.iter_mut().chain(checks).for_each(|text| *text = words.replace(text));
        domain
    }

    pub(super) fn rename_composite(&self, from: &CompositeType) -> CompositeType {
        let mut composite = from.clone();
        for attribute in &mut composite.attributes {
            attribute.data_type = self.data_type(&attribute.data_type);
        }
        composite
    }
}
