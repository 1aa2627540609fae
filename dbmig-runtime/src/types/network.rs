//! Addresses of network cards.

#[cfg(feature = "postgres-types")]
use bytes::BufMut as _;

use super::binary;
use crate::manifest::types::sql_types;

/// `macaddr`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacAddr(pub [u8; 6]);

/// `macaddr8`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacAddr8(pub [u8; 8]);

binary!(MacAddr as "macaddr": |value, out| out.put_slice(&value.0), |input| Self(input.array()?));
binary!(MacAddr8 as "macaddr8": |value, out| out.put_slice(&value.0), |input| Self(input.array()?));

sql_types! {
    "types":
    MacAddr => "macaddr";
    MacAddr8 => "macaddr8";
}
