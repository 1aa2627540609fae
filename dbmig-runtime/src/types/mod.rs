//! Rust types for SQL types that no other crate has one for: plain values, to declare columns with and to read and
//! write them.
//!
//! They are written and read through the `postgres` crate with the feature `postgres-types`; without it they declare columns
//! only. Types of other crates (chrono, uuid, …) come with features of their own: see [`SqlType`](trait@crate::SqlType).

mod bits;
mod geometry;
mod network;
mod number;
mod range;
mod search;
mod snapshot;
mod text;
mod time;
#[cfg(feature = "postgres-types")]
mod wire;

pub use bits::{Bit, BitString};
pub use geometry::{Circle, Line, LineSegment, Path, Point, Polygon, Rectangle};
pub use network::{MacAddr, MacAddr8};
pub use number::{
    Char, Cid, Lsn, Money, Oid, RegClass, RegCollation, RegConfig, RegDictionary, RegNamespace, RegOper,
    RegOperator, RegProc, RegProcedure, RegRole, RegType, Tid, Xid, Xid8,
};
pub use range::{Multirange, Range, RangeBound};
pub use search::{TsQuery, TsVector};
pub use snapshot::{Snapshot, TxidSnapshot};
pub use text::{
    BpChar, CiText, JsonPath, JsonText, JsonbText, LQuery, LTree, LTxtQuery, Name, RefCursor, VarChar, Xml,
};
pub use time::{Interval, TimeTz};

use crate::manifest::Mapping;

/// What all files list.
pub(crate) const LISTS: &[&[Mapping]] = &[
    number::TYPES,
    text::TYPES,
    time::TYPES,
    geometry::TYPES,
    network::TYPES,
    bits::TYPES,
    search::TYPES,
    snapshot::TYPES,
    range::TYPES,
];

/// Implements `ToSql` and `FromSql` in the binary format, for the types of these names.
macro_rules! binary {
    ($rust:ty as $($name:literal)|+: |$value:ident, $out:ident| $write:expr, |$input:ident| $read:expr) => {
        #[cfg(feature = "postgres-types")]
        impl postgres_types::ToSql for $rust {
            fn to_sql(
                &self,
                _: &postgres_types::Type,
                $out: &mut bytes::BytesMut,
            ) -> Result<postgres_types::IsNull, crate::types::wire::Failure> {
                let $value = self;
                $write;
                Ok(postgres_types::IsNull::No)
            }

            fn accepts(ty: &postgres_types::Type) -> bool {
                matches!(ty.name(), $($name)|+)
            }

            postgres_types::to_sql_checked!();
        }

        #[cfg(feature = "postgres-types")]
        impl<'a> postgres_types::FromSql<'a> for $rust {
            fn from_sql(
                _: &postgres_types::Type,
                raw: &'a [u8],
            ) -> Result<Self, crate::types::wire::Failure> {
                let mut input = crate::types::wire::Input(raw);
                let $input = &mut input;
                let value = $read;
                input.end()?;
                Ok(value)
            }

            fn accepts(ty: &postgres_types::Type) -> bool {
                matches!(ty.name(), $($name)|+)
            }
        }
    };
}
use binary;
