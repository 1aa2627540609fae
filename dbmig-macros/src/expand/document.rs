//! Documents to constants: a text, and what the compiler knows of types beside it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::json::{Json, Part, Splice};
use super::private;
use super::section::{LEAVE_OUT, is_left_out};

/// A declaration: the value of a `Document`, and how many splices it has.
pub(super) struct Document {
    pub(super) value: TokenStream,
    pub(super) splices: usize,
}

/// The declaration `json`, before the bytes `file`: a `Document`. Splices of one key stand in it once.
pub(super) fn document(json: Json, file: Option<TokenStream>) -> Document {
    let (private, mut text, mut splices) = (private(), String::new(), Vec::<Splice>::new());
    if !is_left_out() {
        text.push(']');
        for part in json.parts() {
            match part {
                Part::Literal(literal) => text.push_str(&literal),
                Part::Splice(splice) => {
                    let known = |other: &Splice| splice.key.is_some() && other.key == splice.key;
                    let at = splices.iter().position(known).unwrap_or(splices.len());
                    text.push_str(&format!("{{\"$\":{at}}}"));
                    if at == splices.len() {
                        splices.push(splice);
                    }
                }
            }
        }
    }
    let parts = splices.iter().map(|splice| &splice.part);
    // The compiler tells cargo what it read, so that another value builds anew.
    let left_out = quote!(::core::option_env!(#LEAVE_OUT));
    let file = file.unwrap_or_else(|| quote!(&[]));
    let value =
        quote!(#private::Document { text: #text, splices: &[#(#parts),*], file: #file, left_out: #left_out });
    Document { value, splices: splices.len() }
}

/// The size of a short splice.
const SHORT: usize = 64;

/// A splice with the JSON `text`: a reference to a `Splice`.
pub(super) fn splice(text: &str) -> TokenStream {
    let private = private();
    if text.len() >= SHORT {
        return quote!(&#private::Splice::of(&#private::Desc::new(&[#private::Part::Text(#text)])));
    }
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(SHORT, b' ');
    let bytes = Literal::byte_string(&bytes);
    quote!(&#private::Splice::short(*#bytes))
}

/// The JSON of a type: a reference to a `Desc`.
pub(super) fn descriptor(json: Json) -> TokenStream {
    let private = private();
    let parts = json.parts().into_iter().map(|part| match part {
        Part::Literal(text) => quote!(#private::Part::Text(#text)),
        Part::Splice(splice) => splice.part,
    });
    quote!(&#private::Desc::new(&[#(#parts),*]))
}
