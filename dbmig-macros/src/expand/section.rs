//! The declaration in the link section.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::private;

/// The environment variable that leaves declarations out of what is compiled.
pub(super) const LEAVE_OUT: &str = "DBMIG_NO_MANIFEST";

/// True if declarations are left out.
pub(super) fn is_left_out() -> bool {
    std::env::var_os(LEAVE_OUT).is_some_and(|value| !value.is_empty() && value != "0")
}

/// `static MANIFEST`, unless declarations are left out. `document` is the path of a reference to a `Document` with so many
/// `splices`.
pub(super) fn section(document: &TokenStream, splices: usize) -> TokenStream {
    if is_left_out() {
        return TokenStream::new();
    }
    let (private, splices) = (private(), Literal::usize_unsuffixed(splices));
    quote! {
        #[used]
        #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__dbmig"))]
        #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".dbmig"))]
        static MANIFEST: #private::Frame<#private::Body<#splices, { #document.rest() }>> = #private::frame(#document);
    }
}
