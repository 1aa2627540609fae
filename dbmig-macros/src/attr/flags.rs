//! Entries that constraints share.

use super::{Entry, set};
use crate::ast::{Deferral, Enforcement};
use crate::context::Context;

impl Deferral {
    /// Takes an entry about when the constraint is checked; false if it is about something else.
    pub(crate) fn entry(&mut self, context: &Context, entry: &Entry) -> bool {
        let slot = match entry.key.to_string().as_str() {
            "deferrable" => &mut self.deferrable,
            "initially_deferred" => &mut self.initially_deferred,
            _ => return false,
        };
        set(context, slot, &entry.key, entry.flag(context));
        true
    }
}

impl Enforcement {
    /// Takes an entry about the rows that are checked; false if it is about something else.
    pub(crate) fn entry(&mut self, context: &Context, entry: &Entry) -> bool {
        let slot = match entry.key.to_string().as_str() {
            "not_valid" => &mut self.not_valid,
            "not_enforced" => &mut self.not_enforced,
            _ => return false,
        };
        set(context, slot, &entry.key, entry.flag(context));
        true
    }
}
