//! Time.

#[cfg(feature = "postgres-types")]
use bytes::BufMut as _;

use super::binary;
use crate::manifest::types::sql_types;

/// `interval`: months, days and microseconds, which PostgreSQL keeps apart, since neither months nor days are of one length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Months, twelve a year.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Microseconds.
    pub microseconds: i64,
}

/// `timetz`: a time of day at a distance from UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TimeTz {
    /// Since midnight.
    pub microseconds: i64,
    /// Seconds east of UTC.
    pub offset: i32,
}

binary!(Interval as "interval": |value, out| {
    out.put_i64(value.microseconds);
    out.put_i32(value.days);
    out.put_i32(value.months);
}, |input| {
    let (microseconds, days, months) = (input.i64()?, input.i32()?, input.i32()?);
    Self { months, days, microseconds }
});

// PostgreSQL counts west.
binary!(TimeTz as "timetz": |value, out| {
    out.put_i64(value.microseconds);
    out.put_i32(value.offset.wrapping_neg());
}, |input| Self { microseconds: input.i64()?, offset: input.i32()?.wrapping_neg() });

sql_types! {
    "types":
    Interval => "interval";
    TimeTz => "time with time zone";
}
