//! Parts of a document to one constant: eight at a time, nested.

use proc_macro2::Literal;
use quote::quote;

use super::json::{Json, Part, Splice};
use super::private;

/// A constant that holds the document.
pub(super) fn constant(json: Json) -> Splice {
    let mut level: Vec<Splice> = json.parts().into_iter().map(part).collect();
    while level.len() > 1 {
        level = level.chunks(8).map(join).collect();
    }
    level.pop().unwrap_or_else(nothing)
}

fn part(part: Part) -> Splice {
    match part {
        Part::Splice(splice) => splice,
        Part::Literal(text) => {
            let (length, literal) =
                (Literal::usize_unsuffixed(text.len()), Literal::byte_string(text.as_bytes()));
            Splice { ty: quote!([u8; #length]), value: quote!(*#literal) }
        }
    }
}

fn join(parts: &[Splice]) -> Splice {
    if let [only] = parts {
        return only.clone();
    }
    let private = private();
    let mut parts = parts.to_vec();
    parts.resize_with(8, nothing);
    let (types, values) = (parts.iter().map(|part| &part.ty), parts.iter().map(|part| &part.value));
    Splice { ty: quote!(#private::Parts<#(#types),*>), value: quote!(#private::Parts(#(#values),*)) }
}

fn nothing() -> Splice {
    Splice { ty: quote!([u8; 0]), value: quote!([]) }
}
