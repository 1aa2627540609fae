//! Text search: <https://www.postgresql.org/docs/current/datatype-textsearch.html>. Both types are what PostgreSQL prints. They are written as text,
//! so they can't be the elements of an array that is written.

use crate::manifest::types::sql_types;

macro_rules! searches {
    ($($(#[$doc:meta])* $name:ident as $sql:literal by $read:path;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(pub String);

        #[cfg(feature = "postgres-types")]
        impl postgres_types::ToSql for $name {
            fn to_sql(
                &self,
                _: &postgres_types::Type,
                out: &mut bytes::BytesMut,
            ) -> Result<postgres_types::IsNull, crate::types::wire::Failure> {
                out.extend_from_slice(self.0.as_bytes());
                Ok(postgres_types::IsNull::No)
            }

            fn accepts(ty: &postgres_types::Type) -> bool {
                ty.name() == $sql
            }

            fn encode_format(&self, _: &postgres_types::Type) -> postgres_types::Format {
                postgres_types::Format::Text
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
                let text = $read(&mut input)?;
                input.end()?;
                Ok(Self(text))
            }

            fn accepts(ty: &postgres_types::Type) -> bool {
                ty.name() == $sql
            }
        }
    )*};
}

searches! {
    /// `tsvector`: words with their places, as `'fat':2 'rat':3A`.
    TsVector as "tsvector" by read::vector;
    /// `tsquery`: words to look for, as `'fat' & !'cat'`.
    TsQuery as "tsquery" by read::query;
}

sql_types! {
    "types":
    TsVector => "tsvector";
    TsQuery => "tsquery";
}

/// The binary formats (`tsvectorsend` and `tsquerysend` in the server) as text.
#[cfg(feature = "postgres-types")]
mod read {
    use crate::types::wire::{Failure, Input};

    pub(super) fn vector(input: &mut Input<'_>) -> Result<String, Failure> {
        let mut words = Vec::new();
        for _ in 0..input.count()? {
            let word = quoted(input.c_string()?);
            let count = input.u16()?;
            let places = (0..count).map(|_| input.u16().map(place)).collect::<Result<Vec<_>, _>>()?;
            words.push(if places.is_empty() { word } else { format!("{word}:{}", places.join(",")) });
        }
        Ok(words.join(" "))
    }

    /// A place, with its weight in the upper two bits.
    fn place(place: u16) -> String {
        let weight = ["", "C", "B", "A"].get(usize::from(place >> 14)).copied().unwrap_or_default();
        format!("{}{weight}", place & 0x3FFF)
    }

    fn quoted(word: &str) -> String {
        format!("'{}'", word.replace('\\', "\\\\").replace('\'', "''"))
    }

    pub(super) fn query(input: &mut Input<'_>) -> Result<String, Failure> {
        if input.count()? == 0 { Ok(String::new()) } else { Ok(item(input, MAX_DEPTH)?.0) }
    }

    const MAX_DEPTH: usize = 10_000;

    /// An item and how tight it holds together; the right operand comes before the left one.
    fn item(input: &mut Input<'_>, depth: usize) -> Result<(String, u8), Failure> {
        let depth = depth.checked_sub(1).ok_or("the query is too deep")?;
        if input.u8()? == 1 {
            return Ok((word(input)?, 5));
        }
        let operator = input.u8()?;
        if operator == 1 {
            return Ok((format!("!{}", wrapped(item(input, depth)?, 4)), 4));
        }
        let distance = if operator == 4 { input.u16()? } else { 0 };
        let (symbol, tightness) = match (operator, distance) {
            (2, _) => ("&".to_owned(), 2),
            (3, _) => ("|".to_owned(), 1),
            (_, 1) => ("<->".to_owned(), 3),
            (_, distance) => (format!("<{distance}>"), 3),
        };
        let right = wrapped(item(input, depth)?, tightness + u8::from(operator == 4));
        let left = wrapped(item(input, depth)?, tightness);
        Ok((format!("{left} {symbol} {right}"), tightness))
    }

    fn wrapped((text, tightness): (String, u8), least: u8) -> String {
        if tightness < least { format!("( {text} )") } else { text }
    }

    fn word(input: &mut Input<'_>) -> Result<String, Failure> {
        let (weights, prefix) = (input.u8()?, input.u8()?);
        let mut text = quoted(input.c_string()?);
        if weights != 0 || prefix != 0 {
            text.push(':');
        }
        if prefix != 0 {
            text.push('*');
        }
        let letters = [(3, 'A'), (2, 'B'), (1, 'C'), (0, 'D')];
        text.extend(letters.iter().filter(|(bit, _)| weights >> bit & 1 == 1).map(|(_, letter)| letter));
        Ok(text)
    }
}
