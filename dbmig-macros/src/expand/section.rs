//! The declaration in the link section.

use proc_macro2::TokenStream;
use quote::quote;

use super::json::Splice;
use super::private;

/// The environment variable that leaves declarations out of what is compiled.
const LEAVE_OUT: &str = "DBMIG_NO_MANIFEST";

/// True if declarations are left out.
pub(super) fn is_left_out() -> bool {
    std::env::var_os(LEAVE_OUT).is_some_and(|value| !value.is_empty() && value != "0")
}

/// `static MANIFEST`, unless declarations are left out.
pub(super) fn section(declaration: &Splice) -> TokenStream {
    // The compiler tells cargo what it read, so that another value builds anew.
    let tracked = quote!(
        const _: ::core::option::Option<&'static str> = ::core::option_env!(#LEAVE_OUT);
    );
    if is_left_out() {
        return tracked;
    }
    let private = private();
    let Splice { ty, value } = declaration;
    quote! {
        #tracked

        #[used]
        #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__dbmig"))]
        #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".dbmig"))]
        static MANIFEST: #private::Frame<#ty> = #private::frame(#value);
    }
}
