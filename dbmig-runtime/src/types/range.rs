//! Ranges and multiranges: <https://www.postgresql.org/docs/current/rangetypes.html>.

use std::ops::Bound;

use crate::manifest::SqlType;
use crate::manifest::document::{Desc, Part};
use crate::manifest::sql::Sql;
use crate::manifest::types::Mapping;

/// A range of values, `int4range` for `Range<i32>`.
///
/// PostgreSQL writes ranges of whole numbers and days from their first value up to before another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Range<T> {
    /// Holds no value.
    Empty,
    /// Holds the values between two bounds.
    Between(Bound<T>, Bound<T>),
}

/// Ranges with gaps between, `int4multirange` for `Multirange<i32>` (PostgreSQL 14 and later).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Multirange<T>(pub Vec<Range<T>>);

impl<T> From<std::ops::Range<T>> for Range<T> {
    fn from(range: std::ops::Range<T>) -> Self {
        Self::Between(Bound::Included(range.start), Bound::Excluded(range.end))
    }
}

/// A type that PostgreSQL has a range type of.
///
/// For a range type of your own, say it: `#[column(type = "floatrange")]`.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no range type of `{Self}`",
    note = "name a range type of your own: `#[column(type = \"…\")]`"
)]
pub trait RangeBound {
    /// The range type.
    #[doc(hidden)]
    const RANGE: Sql;
    /// The range type as JSON.
    #[doc(hidden)]
    const RANGE_DESC: &'static Desc;
    /// The multirange type.
    #[doc(hidden)]
    const MULTIRANGE: Sql;
    /// The multirange type as JSON.
    #[doc(hidden)]
    const MULTIRANGE_DESC: &'static Desc;
}

macro_rules! bounds {
    ($($(#[cfg($cfg:meta)])? $rust:ty => $range:literal, $multirange:literal, $feature:literal;)*) => {
        $($(#[cfg($cfg)])?
        impl RangeBound for $rust {
            const RANGE: Sql = Sql::new($range);
            const RANGE_DESC: &'static Desc =
                &Desc::new(&[Part::Text(concat!("{\"sql\":\"", $range, "\"}"))]);
            const MULTIRANGE: Sql = Sql::new($multirange);
            const MULTIRANGE_DESC: &'static Desc =
                &Desc::new(&[Part::Text(concat!("{\"sql\":\"", $multirange, "\"}"))]);
        })*

        /// What is implemented here.
        pub(crate) const TYPES: &[Mapping] = &[$(
            $(#[cfg($cfg)])? Mapping { rust: concat!("Range<", stringify!($rust), ">"), sql: $range, feature: $feature },
            $(#[cfg($cfg)])?
            Mapping { rust: concat!("Multirange<", stringify!($rust), ">"), sql: $multirange, feature: $feature },
        )*];
    };
}

bounds! {
    i32 => "int4range", "int4multirange", "";
    i64 => "int8range", "int8multirange", "";
    std::time::SystemTime => "tstzrange", "tstzmultirange", "";
    #[cfg(feature = "with-rust_decimal-1")]
    rust_decimal::Decimal => "numrange", "nummultirange", "with-rust_decimal-1";
    #[cfg(feature = "with-chrono-0_4")]
    chrono::NaiveDate => "daterange", "datemultirange", "with-chrono-0_4";
    #[cfg(feature = "with-chrono-0_4")]
    chrono::NaiveDateTime => "tsrange", "tsmultirange", "with-chrono-0_4";
    #[cfg(feature = "with-chrono-0_4")]
    chrono::DateTime<chrono::Utc> => "tstzrange", "tstzmultirange", "with-chrono-0_4";
    #[cfg(feature = "with-time-0_3")]
    time::Date => "daterange", "datemultirange", "with-time-0_3";
    #[cfg(feature = "with-time-0_3")]
    time::PrimitiveDateTime => "tsrange", "tsmultirange", "with-time-0_3";
    #[cfg(feature = "with-time-0_3")]
    time::OffsetDateTime => "tstzrange", "tstzmultirange", "with-time-0_3";
    #[cfg(feature = "with-jiff-0_2")]
    jiff::civil::Date => "daterange", "datemultirange", "with-jiff-0_2";
    #[cfg(feature = "with-jiff-0_2")]
    jiff::civil::DateTime => "tsrange", "tsmultirange", "with-jiff-0_2";
    #[cfg(feature = "with-jiff-0_2")]
    jiff::Timestamp => "tstzrange", "tstzmultirange", "with-jiff-0_2";
}

impl<T: RangeBound> SqlType for Range<T> {
    const SQL: Sql = T::RANGE;
    const NULLABLE: bool = false;
    const DESC: &'static Desc = T::RANGE_DESC;
}

impl<T: RangeBound> SqlType for Multirange<T> {
    const SQL: Sql = T::MULTIRANGE;
    const NULLABLE: bool = false;
    const DESC: &'static Desc = T::MULTIRANGE_DESC;
}

/// The binary formats (`range_send` and `multirange_send` in the server).
#[cfg(feature = "postgres-types")]
mod values {
    use std::ops::Bound;

    use bytes::{BufMut, BytesMut};
    use postgres_types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};

    use super::{Multirange, Range};
    use crate::types::wire::{Failure, Input, length};

    const EMPTY: u8 = 1;
    const LOWER_INCLUDED: u8 = 2;
    const UPPER_INCLUDED: u8 = 4;
    const LOWER_UNBOUNDED: u8 = 8;
    const UPPER_UNBOUNDED: u8 = 16;

    /// The type of the bounds of a range type, and of those of a multirange type.
    fn subtype(ty: &Type) -> Result<&Type, Failure> {
        match ty.kind() {
            Kind::Range(subtype) | Kind::Multirange(subtype) => Ok(subtype),
            _ => Err("no range type".into()),
        }
    }

    fn is_range(ty: &Type, accepts: fn(&Type) -> bool) -> bool {
        matches!(ty.kind(), Kind::Range(subtype) if accepts(subtype))
    }

    fn is_multirange(ty: &Type, accepts: fn(&Type) -> bool) -> bool {
        matches!(ty.kind(), Kind::Multirange(subtype) if accepts(subtype))
    }

    /// A value behind its length, which is known afterwards.
    fn put_sized(
        out: &mut BytesMut,
        put: impl FnOnce(&mut BytesMut) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut value = BytesMut::new();
        put(&mut value)?;
        out.put_i32(length(value.len())?);
        out.put_slice(&value);
        Ok(())
    }

    fn put_bound<T: ToSql>(bound: &Bound<T>, subtype: &Type, out: &mut BytesMut) -> Result<(), Failure> {
        let (Bound::Included(value) | Bound::Excluded(value)) = bound else { return Ok(()) };
        put_sized(out, |out| match value.to_sql(subtype, out)? {
            IsNull::No => Ok(()),
            IsNull::Yes => Err("the bound of a range can't be null".into()),
        })
    }

    fn put<T: ToSql>(range: &Range<T>, subtype: &Type, out: &mut BytesMut) -> Result<(), Failure> {
        let Range::Between(lower, upper) = range else {
            out.put_u8(EMPTY);
            return Ok(());
        };
        let lower_flag = match lower {
            Bound::Included(_) => LOWER_INCLUDED,
            Bound::Excluded(_) => 0,
            Bound::Unbounded => LOWER_UNBOUNDED,
        };
        let upper_flag = match upper {
            Bound::Included(_) => UPPER_INCLUDED,
            Bound::Excluded(_) => 0,
            Bound::Unbounded => UPPER_UNBOUNDED,
        };
        out.put_u8(lower_flag | upper_flag);
        put_bound(lower, subtype, out)?;
        put_bound(upper, subtype, out)
    }

    fn read<'a, T: FromSql<'a>>(subtype: &Type, input: &mut Input<'a>) -> Result<Range<T>, Failure> {
        let flags = input.u8()?;
        if flags & EMPTY != 0 {
            return Ok(Range::Empty);
        }
        let mut bound = |unbounded: u8, included: u8| {
            if flags & unbounded != 0 {
                return Ok(Bound::Unbounded);
            }
            let length = input.count()?;
            let value = T::from_sql(subtype, input.bytes(length)?)?;
            Ok::<_, Failure>(if flags & included != 0 {
                Bound::Included(value)
            } else {
                Bound::Excluded(value)
            })
        };
        let lower = bound(LOWER_UNBOUNDED, LOWER_INCLUDED)?;
        Ok(Range::Between(lower, bound(UPPER_UNBOUNDED, UPPER_INCLUDED)?))
    }

    impl<T: ToSql> ToSql for Range<T> {
        fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
            put(self, subtype(ty)?, out)?;
            Ok(IsNull::No)
        }

        fn accepts(ty: &Type) -> bool {
            is_range(ty, T::accepts)
        }

        to_sql_checked!();
    }

    impl<T: ToSql> ToSql for Multirange<T> {
        fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
            let subtype = subtype(ty)?;
            out.put_i32(length(self.0.len())?);
            for range in &self.0 {
                put_sized(out, |out| put(range, subtype, out))?;
            }
            Ok(IsNull::No)
        }

        fn accepts(ty: &Type) -> bool {
            is_multirange(ty, T::accepts)
        }

        to_sql_checked!();
    }

    impl<'a, T: FromSql<'a>> FromSql<'a> for Range<T> {
        fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
            let mut input = Input(raw);
            let range = read(subtype(ty)?, &mut input)?;
            input.end()?;
            Ok(range)
        }

        fn accepts(ty: &Type) -> bool {
            is_range(ty, T::accepts)
        }
    }

    impl<'a, T: FromSql<'a>> FromSql<'a> for Multirange<T> {
        fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
            let (subtype, mut input) = (subtype(ty)?, Input(raw));
            let mut ranges = Vec::new();
            for _ in 0..input.count()? {
                let length = input.count()?;
                let mut range = Input(input.bytes(length)?);
                ranges.push(read(subtype, &mut range)?);
                range.end()?;
            }
            input.end()?;
            Ok(Self(ranges))
        }

        fn accepts(ty: &Type) -> bool {
            is_multirange(ty, T::accepts)
        }
    }
}
