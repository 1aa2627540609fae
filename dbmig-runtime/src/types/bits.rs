//! Bits.

#[cfg(feature = "postgres-types")]
use bytes::BufMut as _;

use super::binary;
use crate::manifest::types::sql_types;

/// `bit`: one bit. For a fixed number of them, a [`BitString`] with `#[column(type = "bit(8)")]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bit(pub bool);

/// `varbit`: any number of bits.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BitString(pub Vec<bool>);

binary!(Bit as "bit": |value, out| {
    out.put_i32(1);
    out.put_u8(u8::from(value.0) << 7);
}, |input| {
    if input.i32()? != 1 {
        return Err("there is more than one bit".into());
    }
    Self(input.u8()? >> 7 == 1)
});

binary!(BitString as "varbit" | "bit": |value, out| {
    out.put_i32(super::wire::length(value.0.len())?);
    for byte in value.0.chunks(8) {
        out.put_u8(byte.iter().zip((0..8).rev()).fold(0, |byte, (bit, place)| byte | u8::from(*bit) << place));
    }
}, |input| {
    let length = input.count()?;
    let bytes = input.bytes(length.div_ceil(8))?;
    let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1 == 1));
    Self(bits.take(length).collect())
});

sql_types! {
    "types":
    Bit => "bit";
    BitString => "bit varying";
}
