//! Numbers with a meaning of their own.

#[cfg(feature = "postgres-types")]
use bytes::BufMut as _;

use super::binary;
use crate::manifest::types::sql_types;

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($number:ident) as $sql:literal: $put:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $number);

        impl From<$number> for $name {
            fn from(number: $number) -> Self {
                Self(number)
            }
        }

        binary!($name as $sql: |value, out| out.$put(value.0), |input| Self(input.$number()?));
    )*};
}

numbers! {
    /// `"char"`: one byte, as catalogs of PostgreSQL have it.
    Char(u8) as "char": put_u8;
    /// `oid`: the number of an object in a catalog.
    Oid(u32) as "oid": put_u32;
    /// `xid`: a transaction, as rows know it.
    Xid(u32) as "xid": put_u32;
    /// `xid8`: a transaction, counted without end.
    Xid8(u64) as "xid8": put_u64;
    /// `cid`: a command within a transaction.
    Cid(u32) as "cid": put_u32;
    /// `pg_lsn`: a place in the write-ahead log.
    Lsn(u64) as "pg_lsn": put_u64;
    /// `money`, in the smallest unit of the server's currency: cents, where it has two decimals.
    Money(i64) as "money": put_i64;
    /// `regclass`: a table, index or the like, by its oid.
    RegClass(u32) as "regclass": put_u32;
    /// `regcollation`: a collation, by its oid.
    RegCollation(u32) as "regcollation": put_u32;
    /// `regconfig`: a text search configuration, by its oid.
    RegConfig(u32) as "regconfig": put_u32;
    /// `regdictionary`: a text search dictionary, by its oid.
    RegDictionary(u32) as "regdictionary": put_u32;
    /// `regnamespace`: a schema, by its oid.
    RegNamespace(u32) as "regnamespace": put_u32;
    /// `regoper`: an operator, by its oid.
    RegOper(u32) as "regoper": put_u32;
    /// `regoperator`: an operator with its types, by its oid.
    RegOperator(u32) as "regoperator": put_u32;
    /// `regproc`: a function, by its oid.
    RegProc(u32) as "regproc": put_u32;
    /// `regprocedure`: a function with its types, by its oid.
    RegProcedure(u32) as "regprocedure": put_u32;
    /// `regrole`: a role, by its oid.
    RegRole(u32) as "regrole": put_u32;
    /// `regtype`: a type, by its oid.
    RegType(u32) as "regtype": put_u32;
}

/// `tid`: where a row is in its table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tid {
    /// The page.
    pub block: u32,
    /// The place in it.
    pub offset: u16,
}

binary!(Tid as "tid": |value, out| {
    out.put_u32(value.block);
    out.put_u16(value.offset);
}, |input| Self { block: input.u32()?, offset: input.u16()? });

sql_types! {
    "types":
    Char => "\"char\"" as "\\\"char\\\"";
    Oid => "oid";
    Xid => "xid";
    Xid8 => "xid8";
    Cid => "cid";
    Lsn => "pg_lsn";
    Money => "money";
    RegClass => "regclass";
    RegCollation => "regcollation";
    RegConfig => "regconfig";
    RegDictionary => "regdictionary";
    RegNamespace => "regnamespace";
    RegOper => "regoper";
    RegOperator => "regoperator";
    RegProc => "regproc";
    RegProcedure => "regprocedure";
    RegRole => "regrole";
    RegType => "regtype";
    Tid => "tid";
}
