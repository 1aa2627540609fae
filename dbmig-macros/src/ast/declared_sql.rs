//! `sql!` and `sql_file!`.

use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token};

/// A database and a text: SQL, or the path of a file with it.
pub(crate) struct DeclaredSql {
    pub(crate) database: LitStr,
    pub(crate) text: LitStr,
}

impl Parse for DeclaredSql {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let database = input.parse()?;
        input.parse::<Token![,]>()?;
        let text = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() {
            Ok(Self { database, text })
        } else {
            Err(input.error("nothing more is expected"))
        }
    }
}
