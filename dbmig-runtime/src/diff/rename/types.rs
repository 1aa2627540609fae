//! Sequences, domains and composite types, when they or what they stand on are renamed.

use super::renamer::Renamer;
use crate::catalog::{CompositeType, Domain, ObjectName, Sequence, default_name};

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
        domain.name = self.type_name(&from.name).clone();
        self.keep_not_null_name(from, &mut domain);
        domain.data_type = self.data_type(&from.data_type);
        let words = self.type_words();
        let checks = domain.checks.iter_mut().map(|check| &mut check.expression);
        domain.default.iter_mut().chain(checks).for_each(|text| *text = words.replace(text));
        domain
    }

    /// The name that PostgreSQL derives from that of a domain stays after a rename; before version 17 there is none.
    fn keep_not_null_name(&self, from: &Domain, domain: &mut Domain) {
        let usual = |name: &ObjectName| default_name(&name.name, &[], "not_null");
        if self.server_version >= Some(17) && !from.nullable {
            let name = from.not_null_name.clone().unwrap_or_else(|| usual(&from.name));
            domain.not_null_name = Some(name).filter(|name| *name != usual(&domain.name));
        }
    }

    pub(super) fn rename_composite(&self, from: &CompositeType) -> CompositeType {
        let mut composite = from.clone();
        composite.name = self.type_name(&from.name).clone();
        for attribute in &mut composite.attributes {
            attribute.name = self.column(&from.name, &attribute.name);
            attribute.data_type = self.data_type(&attribute.data_type);
        }
        composite
    }
}
