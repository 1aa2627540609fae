//! Lifetimes of a struct: what is declared is the same for all of them.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericParam, Generics, Lifetime, Type};

/// The type `ty` of a field with `'static` for each lifetime of the struct: constants know no other.
pub(super) fn at_any_time(generics: &Generics, ty: &Type) -> Type {
    let lifetimes: Vec<&Lifetime> = generics.lifetimes().map(|parameter| &parameter.lifetime).collect();
    if lifetimes.is_empty() {
        return ty.clone();
    }
    syn::parse2(replace(ty.to_token_stream(), &lifetimes)).unwrap_or_else(|_| ty.clone())
}

fn replace(tokens: TokenStream, lifetimes: &[&Lifetime]) -> TokenStream {
    let mut after_quote = false;
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident)
            if after_quote && lifetimes.iter().any(|lifetime| lifetime.ident == ident) =>
        {
            after_quote = false;
            TokenTree::Ident(syn::Ident::new("static", ident.span()))
        }
        TokenTree::Group(group) => {
            let mut replaced = Group::new(group.delimiter(), replace(group.stream(), lifetimes));
            replaced.set_span(group.span());
            TokenTree::Group(replaced)
        }
        other => {
            after_quote = matches!(&other, TokenTree::Punct(punct) if punct.as_char() == '\'');
            other
        }
    });
    replaced.collect()
}

/// The struct's arguments: `'static` for each lifetime.
pub(super) fn arguments(generics: &Generics) -> TokenStream {
    let lifetimes = generics.lifetimes().map(|_| quote::quote!('static));
    if generics.lifetimes().next().is_none() { TokenStream::new() } else { quote::quote!(<#(#lifetimes),*>) }
}

/// The first parameter that is no lifetime.
pub(super) fn type_parameter(generics: &Generics) -> Option<&GenericParam> {
    generics.params.iter().find(|parameter| !matches!(parameter, GenericParam::Lifetime(_)))
}
