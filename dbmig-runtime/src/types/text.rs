//! Types that are text with rules of their own. PostgreSQL checks the rules when a value is written.

use crate::manifest::types::sql_types;

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident as $sql:literal $(after $version:literal)?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        #[cfg(feature = "postgres-types")]
        impl postgres_types::ToSql for $name {
            fn to_sql(
                &self,
                _: &postgres_types::Type,
                out: &mut bytes::BytesMut,
            ) -> Result<postgres_types::IsNull, crate::types::wire::Failure> {
                $(out.extend_from_slice(&[$version]);)?
                out.extend_from_slice(self.0.as_bytes());
                Ok(postgres_types::IsNull::No)
            }

            fn accepts(ty: &postgres_types::Type) -> bool {
                ty.name() == $sql
            }

            postgres_types::to_sql_checked!();
        }

        #[cfg(feature = "postgres-types")]
        impl<'a> postgres_types::FromSql<'a> for $name {
            fn from_sql(
                _: &postgres_types::Type,
                raw: &'a [u8],
            ) -> Result<Self, crate::types::wire::Failure> {
                let mut input = crate::types::wire::Input(raw);
                $(if input.u8()? != $version {
                    return Err("the value is of an unknown version".into());
                })?
                Ok(Self(input.text()?.to_owned()))
            }

            fn accepts(ty: &postgres_types::Type) -> bool {
                ty.name() == $sql
            }
        }
    )*};
}
texts! {
    /// `json`, as it was written, spaces and all.
    JsonText as "json";
    /// `jsonb`, unparsed.
    JsonbText as "jsonb" after 1;
    /// `jsonpath`.
    JsonPath as "jsonpath" after 1;
    /// `xml`.
    Xml as "xml";
    /// `name`: an identifier, of up to 63 bytes.
    Name as "name";
    /// `varchar`: text, for those who want it called so. Lengths are said at the column: `type = "varchar(20)"`.
    VarChar as "varchar";
    /// `bpchar`: text without the spaces at its end.
    BpChar as "bpchar";
    /// `refcursor`: the name of a cursor.
    RefCursor as "refcursor";
    /// `citext`, of the extension: text that is compared without its case.
    CiText as "citext";
    /// `ltree`, of the extension: a path of labels.
    LTree as "ltree" after 1;
    /// `lquery`, of the extension `ltree`: a pattern of paths.
    LQuery as "lquery" after 1;
    /// `ltxtquery`, of the extension `ltree`: words to look for in paths.
    LTxtQuery as "ltxtquery" after 1;
}

sql_types! {
    "types":
    JsonText => "json";
    JsonbText => "jsonb";
    JsonPath => "jsonpath";
    Xml => "xml";
    Name => "name";
    VarChar => "character varying";
    BpChar => "bpchar";
    RefCursor => "refcursor";
    CiText => "citext";
    LTree => "ltree";
    LQuery => "lquery";
    LTxtQuery => "ltxtquery";
}
