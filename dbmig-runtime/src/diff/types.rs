//! Renamed types inside the objects that are made of types.

use std::collections::BTreeMap;

use super::routine::rename_signature;
use super::words::Words;
use crate::catalog::{Aggregate, CastMethod, CastTypes, Named, Operator, OperatorSignature, TypeCast};

/// An object whose name or definition says types.
pub(super) trait MadeOfTypes: Named + Clone {
    /// Replaces the types that are renamed.
    fn rename_types(&mut self, types: &Words<'_>);
}

/// All of one kind, with their types renamed.
pub(super) fn rename<T: MadeOfTypes>(from: &BTreeMap<T::Key, T>, types: &Words<'_>) -> BTreeMap<T::Key, T> {
    let renamed = from.values().map(|object| {
        let mut object = object.clone();
        object.rename_types(types);
        object
    });
    renamed.map(|object| (object.key().clone(), object)).collect()
}

impl MadeOfTypes for Aggregate {
    fn rename_types(&mut self, types: &Words<'_>) {
        self.signature = rename_signature(&self.signature, types);
        let states =
            std::iter::once(&mut self.transition).chain(&mut self.moving).map(|moving| &mut moving.state);
        states.chain([&mut self.arguments, &mut self.result]).for_each(|text| *text = types.replace(text));
    }
}

impl MadeOfTypes for Operator {
    fn rename_types(&mut self, types: &Words<'_>) {
        self.signature = rename_operator(&self.signature, types);
    }
}

impl MadeOfTypes for TypeCast {
    fn rename_types(&mut self, types: &Words<'_>) {
        let CastTypes { source, target } = &mut self.types;
        (*source, *target) = (types.replace(source), types.replace(target));
        if let CastMethod::Function(signature) = &mut self.method {
            *signature = rename_signature(signature, types);
        }
    }
}

pub(super) fn rename_operator(signature: &OperatorSignature, types: &Words<'_>) -> OperatorSignature {
    let operand = |operand: &Option<String>| operand.as_ref().map(|operand| types.replace(operand));
    OperatorSignature {
        name: signature.name.clone(),
        left: operand(&signature.left),
        right: operand(&signature.right),
    }
}
